package org.chemxor.cli.mpc;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.chemxor.core.Network;
import org.chemxor.core.ReferenceEvaluator;
import org.chemxor.mpc.DataOwner;
import org.chemxor.mpc.RunReport;

/**
 * What came out of a run, for the screen and for JSON.
 *
 * @param predictions one for each input
 * @param largestDifference to the plain network; NaN when it was not asked for
 * @param otherLabels samples whose label differs from the plain network's, where that was asked for
 * @param accuracy share of right labels; NaN when the true ones are unknown
 * @param setupMillis connecting and masked weights, once
 * @param preparationMillis what needs no input: correlated randomness and what is computed from it
 * @param onlineMillis from the first masked input to the last output
 * @param onlineBytes between the parties
 * @param dealerBytes from the dealer to the data owner
 * @param rounds waits for the other party
 */
record SharedResults(
    List<Prediction> predictions,
    double largestDifference,
    int otherLabels,
    double accuracy,
    double setupMillis,
    double preparationMillis,
    double onlineMillis,
    long onlineBytes,
    long dealerBytes,
    long rounds) {

  /**
   * One prediction.
   *
   * @param input file or SMILES
   * @param label of the largest score, or its number; empty for a single score
   * @param scores outputs; empty when only the label is disclosed
   */
  record Prediction(String input, String label, List<Double> scores) {}

  static SharedResults of(List<Prediction> predictions, Check check, RunReport report) {
    return new SharedResults(
        predictions,
        check.difference(),
        check.otherLabels(),
        Double.NaN,
        report.setupNanos() / 1e6,
        report.preparationNanos() / 1e6,
        report.onlineNanos() / 1e6,
        report.onlineBytes(),
        report.dealerBytes(),
        report.rounds());
  }

  SharedResults withAccuracy(double value) {
    return new SharedResults(
        predictions,
        largestDifference,
        otherLabels,
        value,
        setupMillis,
        preparationMillis,
        onlineMillis,
        onlineBytes,
        dealerBytes,
        rounds);
  }

  /** Predicts samples batch by batch, with material fetched before each batch or during it. */
  static List<double[]> predict(DataOwner owner, List<double[]> samples, boolean ahead) {
    if (!ahead) {
      return owner.predict(samples);
    }
    List<double[]> outputs = new ArrayList<>();
    int most = owner.comfortableBatch();
    for (int from = 0; from < samples.size(); from += most) {
      List<double[]> batch = samples.subList(from, Math.min(samples.size(), from + most));
      owner.prepare(batch.size());
      outputs.addAll(owner.predict(batch));
    }
    return outputs;
  }

  static Prediction prediction(
      String input, double[] outputs, boolean labelOnly, List<String> labels) {
    int best = labelOnly ? (int) outputs[0] : 0;
    for (int i = 1; i < outputs.length; i++) {
      best = outputs[i] > outputs[best] ? i : best;
    }
    boolean labelled = labelOnly || outputs.length > 1;
    String label = best < labels.size() ? labels.get(best) : Integer.toString(best);
    return new Prediction(
        input,
        labelled ? label : "",
        labelOnly ? List.of() : Arrays.stream(outputs).boxed().toList());
  }

  /**
   * How results compare with the network in the clear.
   *
   * @param difference the largest of scores; 0 when only labels are disclosed
   * @param otherLabels how many samples got another label
   */
  record Check(double difference, int otherLabels) {
    /** Nobody asked. */
    static final Check NONE = new Check(Double.NaN, 0);
  }

  /** Compares with the network in the clear. */
  static Check check(
      Network network, List<double[]> samples, List<double[]> outputs, boolean labelOnly) {
    ReferenceEvaluator evaluator = new ReferenceEvaluator(network);
    double largest = 0;
    int others = 0;
    for (int i = 0; i < samples.size(); i++) {
      double[] plain = evaluator.evaluate(samples.get(i));
      String label = prediction("", plain, false, List.of()).label();
      others += label.equals(prediction("", outputs.get(i), labelOnly, List.of()).label()) ? 0 : 1;
      for (int k = 0; k < plain.length && !labelOnly; k++) {
        largest = Math.max(largest, Math.abs(plain[k] - outputs.get(i)[k]));
      }
    }
    return new Check(largest, others);
  }

  void print(PrintWriter out) {
    for (Prediction prediction : predictions) {
      String scores =
          prediction.scores().stream()
              .limit(5)
              .map(score -> String.format(Locale.ROOT, "%9.4f", score))
              .collect(Collectors.joining(" "));
      out.printf(Locale.ROOT, "%-34s %-18s %s%n", prediction.input(), prediction.label(), scores);
    }
    int count = Math.max(1, predictions.size());
    out.printf(
        Locale.ROOT,
        "setup %.0f ms; for each of %d: prepared in %.0f ms, online %.0f ms, %.2f MB between the"
            + " parties, %.2f MB from the dealer; %d rounds%n",
        setupMillis,
        predictions.size(),
        preparationMillis / count,
        onlineMillis / count,
        onlineBytes / 1e6 / count,
        dealerBytes / 1e6 / count,
        rounds);
    if (!Double.isNaN(accuracy)) {
      out.printf(Locale.ROOT, "share of right labels %.3f%n", accuracy);
    }
    if (!Double.isNaN(largestDifference)) {
      out.printf(
          Locale.ROOT,
          "largest difference to the plain network %.6f; other labels: %d of %d%n",
          largestDifference,
          otherLabels,
          predictions.size());
    }
    out.flush();
  }
}
