package org.chemxor.audit.reference;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.chemxor.audit.attack.LinearAttack;
import org.chemxor.audit.attack.Observations;
import org.chemxor.audit.attack.SignalScale;
import org.chemxor.audit.attack.Signals;
import org.chemxor.audit.curve.Trial;
import org.chemxor.models.trained.Task;

/**
 * The signals of reference models, and attacks on a model or on the reference models themselves:
 * one is attacked with the help of all others but its counterpart, which learned from exactly the
 * other half and would give it away.
 */
public final class ReferenceSignals {
  private static final double LEAST_GRADIENT = 1e-9;

  private final Task task;
  private final double[] known;
  private final ReferenceModels references;
  private final double scale;
  private final double[][] signals;
  private final boolean[][] in;

  /**
   * The signals of reference models.
   *
   * @param known value or class of each compound
   */
  public ReferenceSignals(Task task, double[] known, ReferenceModels references) {
    this.task = task;
    this.known = known.clone();
    this.references = references;
    this.in = references.halves().train();
    this.scale = task == Task.REGRESSION ? typicalError() : 1;
    this.signals =
        references.answers().stream().map(a -> signals(a.outputs())).toArray(double[][]::new);
  }

  /** Mean absolute error on compounds that a model did not learn from; above 0. */
  private double typicalError() {
    double sum = 0;
    long count = 0;
    for (int m = 0; m < in.length; m++) {
      double[] predictions = references.answers().get(m).predictions();
      for (int i = 0; i < known.length; i++) {
        if (!in[m][i]) {
          sum += Math.abs(predictions[i] - known[i]);
          count++;
        }
      }
    }
    return Math.max(sum / count, Double.MIN_NORMAL);
  }

  /** Signals of a model's outputs, {@code [compound][output]}. */
  public double[] signals(double[][] outputs) {
    return IntStream.range(0, known.length)
        .mapToDouble(
            i ->
                task == Task.REGRESSION
                    ? Signals.ofValue(outputs[i][0], known[i], scale)
                    : Signals.ofClass(outputs[i], (int) known[i]))
        .toArray();
  }

  private SignalScale signalScale() {
    return task == Task.REGRESSION ? SignalScale.LOG : SignalScale.LOGIT;
  }

  /**
   * How large the gradient of the loss is in the last layer, which a client of the partitioned plan
   * knows: {@code -log(|dLoss/dOutput| |activations|)}. The loss is the squared error, or the
   * logistic loss of the known class.
   */
  private double[] gradientSignals(double[][] outputs, double[] norms) {
    return IntStream.range(0, known.length)
        .mapToDouble(i -> -Math.log(LEAST_GRADIENT + slope(outputs[i], i) * norms[i]))
        .toArray();
  }

  private double slope(double[] outputs, int compound) {
    if (task == Task.REGRESSION) {
      return Math.abs(outputs[0] - known[compound]) / scale;
    }
    double signal = Signals.ofClass(outputs, (int) known[compound]);
    return -Math.expm1(SignalScale.LOGIT.logConfidence(signal));
  }

  /** What an attacker with all reference models knows about a model with these answers. */
  public double[] scores(Method method, Answers answers, double[][] seen) {
    return scores(method, answers, seen, IntStream.range(0, signals.length).toArray());
  }

  private double[] scores(Method method, Answers answers, double[][] seen, int[] helpers) {
    Observations observed =
        new Observations(
            signals(seen), chosen(signals, helpers), chosen(in, helpers), signalScale());
    if (method instanceof Method.ByAnswers byAnswers) {
      return byAnswers.attack().scores(observed);
    }
    Observations gradients =
        new Observations(
            gradientSignals(seen, answers.lastNorms()),
            Arrays.stream(helpers)
                .mapToObj(
                    m -> {
                      Answers reference = references.answers().get(m);
                      return gradientSignals(reference.outputs(), reference.lastNorms());
                    })
                .toArray(double[][]::new),
            chosen(in, helpers),
            signalScale());
    return LinearAttack.scores(List.of(observed, gradients));
  }

  private static double[][] chosen(double[][] all, int[] models) {
    return Arrays.stream(models).mapToObj(m -> all[m]).toArray(double[][]::new);
  }

  private static boolean[][] chosen(boolean[][] all, int[] models) {
    return Arrays.stream(models).mapToObj(m -> all[m]).toArray(boolean[][]::new);
  }

  /** Number of reference models. */
  public int models() {
    return signals.length;
  }

  /**
   * Attacks every reference model. Compounds that its settings were chosen by are left out: they
   * are neither members nor unknown to it.
   *
   * @param view what a client sees of outputs
   * @throws IllegalArgumentException with fewer than four reference models
   */
  public List<Trial> trials(Method method, UnaryOperator<double[][]> view) {
    if (signals.length < 4) {
      throw new IllegalArgumentException(
          "to attack reference models takes at least 4, there are " + signals.length);
    }
    boolean[][] chosenBy = references.halves().validate();
    List<Trial> trials = new ArrayList<>();
    for (int m = 0; m < signals.length; m++) {
      int pair = m / 2;
      Answers answers = references.answers().get(m);
      int[] helpers = IntStream.range(0, signals.length).filter(h -> h / 2 != pair).toArray();
      double[] scores = scores(method, answers, view.apply(answers.outputs()), helpers);
      for (int i = 0; i < scores.length; i++) {
        if (!chosenBy[m][i]) {
          trials.add(new Trial(i, in[m][i], scores[i]));
        }
      }
    }
    return trials;
  }
}
