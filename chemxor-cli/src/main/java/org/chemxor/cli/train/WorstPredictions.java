package org.chemxor.cli.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.chemxor.cli.options.LoadedModel;
import org.chemxor.data.csv.MoleculeRow;
import org.chemxor.data.dataset.MoleculeDataset;
import org.chemxor.data.featurise.MoleculeDrawing;
import org.chemxor.data.predictions.PredictionColumns;
import org.chemxor.models.evaluate.Evaluation;
import org.chemxor.models.report.Picture;
import org.chemxor.models.trained.Task;

/** The test molecules on which a model is farthest off, drawn for its report. */
final class WorstPredictions {
  private static final int SHOWN = 8;
  private static final int SIDE = 200;

  private WorstPredictions() {}

  /**
   * Of values those with the largest errors, of classes the wrong ones of which the model was the
   * surest; at most eight.
   */
  static List<Picture> pictures(
      LoadedModel loaded, MoleculeDataset test, Evaluation evaluation, double coverage) {
    double[] errors = errors(evaluation);
    PredictionColumns columns = loaded.columns(coverage);
    double[][] outputs = evaluation.outputs();
    double[][] known = evaluation.known();
    return IntStream.range(0, errors.length)
        .boxed()
        .filter(i -> errors[i] > 0)
        .sorted(Comparator.comparingDouble((Integer i) -> -errors[i]))
        .limit(SHOWN)
        .map(i -> picture(loaded, columns, test.row(i), known[i], outputs[i]))
        .toList();
  }

  /** Above 0 where a prediction is wrong, larger the more wrong it is. */
  private static double[] errors(Evaluation evaluation) {
    double[][] known = evaluation.known();
    double[][] outputs = evaluation.outputs();
    boolean isRegression = evaluation.task() == Task.REGRESSION;
    double[] errors = new double[known.length];
    for (int i = 0; i < errors.length; i++) {
      for (int t = 0; t < known[i].length; t++) {
        if (!Double.isNaN(known[i][t])) {
          double error =
              isRegression
                  ? Math.abs(known[i][t] - outputs[i][t])
                  : wrongness((int) known[i][t], evaluation.isSeveral(), outputs[i], t);
          errors[i] = Math.max(errors[i], error);
        }
      }
    }
    return errors;
  }

  /** How far the score of the predicted class is above that of the known one. */
  private static double wrongness(int known, boolean isSeveral, double[] outputs, int target) {
    if (isSeveral) {
      return known == 1 ? -outputs[target] : outputs[target];
    }
    return Arrays.stream(outputs).max().orElseThrow() - outputs[known];
  }

  private static Picture picture(
      LoadedModel loaded,
      PredictionColumns columns,
      MoleculeRow row,
      double[] known,
      double[] outputs) {
    List<Double> values = Arrays.stream(outputs).boxed().toList();
    List<String> caption = new ArrayList<>();
    caption.add("row " + row.row() + (row.name().isEmpty() ? "" : ", " + row.name()));
    caption.add(row.smiles());
    List<String> classes = columns.predictedClasses(values);
    caption.add(
        classes.isEmpty()
            ? "known " + numbers(known) + ", predicted " + numbers(outputs)
            : "known " + names(loaded, known) + ", predicted " + String.join(" ", classes));
    caption.add(columns.inWords(values, loaded.domain(row.smiles()), value -> numbers(value)));
    return Picture.of(MoleculeDrawing.draw(row.smiles(), SIDE, 0), caption);
  }

  private static String names(LoadedModel loaded, double[] known) {
    List<String> names = loaded.outputs().classNames();
    return Arrays.stream(known)
        .mapToObj(k -> Double.isNaN(k) ? "-" : names.get((int) k))
        .collect(Collectors.joining(" "));
  }

  private static String numbers(double... values) {
    return String.join(
        " ", Arrays.stream(values).mapToObj(v -> String.format(Locale.ROOT, "%.3g", v)).toList());
  }
}
