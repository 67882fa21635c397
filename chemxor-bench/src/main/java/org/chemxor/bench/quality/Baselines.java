package org.chemxor.bench.quality;

import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.chemxor.core.MoleculeImage;
import org.chemxor.core.Sample;
import org.chemxor.data.dataset.OlindaRegressionData;
import org.chemxor.models.metrics.RegressionMetrics;

/** Simple models on the same images and split, each with its one setting chosen by validation. */
final class Baselines {
  private static final double[] PENALTIES = {1, 3, 10, 30, 100};
  private static final int[] NEIGHBOURS = {1, 3, 5, 10, 20};

  private Baselines() {}

  /**
   * What a model is worth.
   *
   * @param validation on the part its setting was chosen by
   * @param test on the part nobody looked at
   */
  record Score(RegressionMetrics validation, RegressionMetrics test) {
    Score better(Score other) {
      return other.validation.r2() > validation.r2() ? other : this;
    }
  }

  /** Ridge regression. */
  static Score ridge(OlindaRegressionData data) {
    return Arrays.stream(PENALTIES)
        .mapToObj(penalty -> RidgeRegression.fit(data.train(), penalty))
        .map(ridge -> score(data, sample -> ridge.predict(sample.image())))
        .reduce(Score::better)
        .orElseThrow();
  }

  /** The mean of the most similar training molecules, by the cosine of their images. */
  static Score neighbours(OlindaRegressionData data) {
    double[][] known = unitVectors(data.train());
    double[] targets = data.train().targets();
    double[][] validation = nearest(known, targets, data.validate());
    double[][] test = nearest(known, targets, data.test());
    return IntStream.of(NEIGHBOURS)
        .mapToObj(
            k ->
                new Score(
                    metrics(data.validate(), means(validation, k)),
                    metrics(data.test(), means(test, k))))
        .reduce(Score::better)
        .orElseThrow();
  }

  private static double[] means(double[][] values, int count) {
    return Arrays.stream(values)
        .mapToDouble(row -> Arrays.stream(row, 0, count).average().orElseThrow())
        .toArray();
  }

  /** For each sample the targets of its nearest known molecules, the most similar first. */
  private static double[][] nearest(double[][] known, double[] targets, List<Sample> samples) {
    int count = Math.min(known.length, NEIGHBOURS[NEIGHBOURS.length - 1]);
    return Arrays.stream(unitVectors(samples))
        .parallel()
        .map(
            x -> {
              double[] similarity = Arrays.stream(known).mapToDouble(y -> dot(x, y)).toArray();
              return IntStream.range(0, known.length)
                  .boxed()
                  .sorted((a, b) -> Double.compare(similarity[b], similarity[a]))
                  .limit(count)
                  .mapToDouble(i -> targets[i])
                  .toArray();
            })
        .toArray(double[][]::new);
  }

  private static double[][] unitVectors(List<Sample> samples) {
    return samples.stream().map(sample -> unitVector(sample.image())).toArray(double[][]::new);
  }

  private static double[] unitVector(MoleculeImage image) {
    double[] pixels = image.toArray();
    double length = Math.sqrt(dot(pixels, pixels));
    return Arrays.stream(pixels).map(pixel -> pixel / length).toArray();
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  private static Score score(OlindaRegressionData data, ToDoubleFunction<Sample> predictor) {
    return new Score(
        metrics(data.validate(), data.validate().stream().mapToDouble(predictor).toArray()),
        metrics(data.test(), data.test().stream().mapToDouble(predictor).toArray()));
  }

  private static RegressionMetrics metrics(List<Sample> samples, double[] predicted) {
    return RegressionMetrics.of(samples.stream().mapToDouble(Sample::target).toArray(), predicted);
  }
}
