package org.chemxor.models.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import org.chemxor.core.InvalidInputException;
import org.chemxor.core.Sample;
import org.chemxor.core.olinda.OlindaNet;
import org.chemxor.models.evaluate.Evaluation;
import org.chemxor.models.quadratic.QuadraticTraining;
import org.chemxor.models.trained.Task;
import org.chemxor.models.trained.TrainedModel;
import org.junit.jupiter.api.Test;

/** One network for several targets, some of whose values are missing. */
class SeveralTrainingTest {
  private static final double NONE = Double.NaN;
  private static final List<Sample> SAMPLES = TestSamples.regression(96, 1);

  private static double[][] targets(boolean hasMissing) {
    double[][] targets = new double[SAMPLES.size()][];
    for (int i = 0; i < targets.length; i++) {
      double value = SAMPLES.get(i).target();
      targets[i] = new double[] {value, hasMissing && i % 2 == 0 ? NONE : 100 - 10 * value};
    }
    return targets;
  }

  private static double loss(TrainingLoss loss, double[] targets, float[] outputs) {
    try (NDManager manager = TorchRuntime.engine().newBaseManager()) {
      NDArray labels = loss.labels(manager, targets);
      NDArray predictions = manager.create(outputs, new Shape(outputs.length / 2, 2));
      return loss.evaluate(new NDList(labels), new NDList(predictions)).toFloatArray()[0];
    }
  }

  @Test
  void theLossIsTheMeanOverKnownValues() {
    TrainingLoss square = TrainingLoss.ofSeveral(Task.REGRESSION, 2);
    assertThat(loss(square, new double[] {1, NONE, 2, 5}, new float[] {2, 9, 2, 3}))
        .isCloseTo((1 + 0 + 4) / 3.0, within(1e-6));
    assertThat(loss(square, new double[] {NONE, NONE}, new float[] {2, 9})).isZero();
    TrainingLoss entropy = TrainingLoss.ofSeveral(Task.CLASSIFICATION, 2);
    double expected = (Math.log1p(Math.exp(-2)) + Math.log1p(Math.exp(3))) / 2;
    assertThat(loss(entropy, new double[] {1, NONE, NONE, 0}, new float[] {2, 9, 9, 3}))
        .isCloseTo(expected, within(1e-6));
    assertThat(loss(entropy, new double[] {1, 0}, new float[] {-500, 500}))
        .isCloseTo(500, within(1e-3));
  }

  @Test
  void everyOutputHasTheUnitsOfItsTarget() {
    double[][] targets = targets(true);
    TrainedModel model =
        Training.improved(OlindaNet.zero().withOutputs(2))
            .epochs(30)
            .batchSize(16)
            .dropout(0)
            .fitSeveral(SAMPLES, targets, List.of(), new double[0][]);
    double[][] outputs =
        SAMPLES.stream().map(sample -> model.predict(sample.image())).toArray(double[][]::new);
    Evaluation all = Evaluation.ofSeveral(Task.REGRESSION, List.of("a", "b"), targets, outputs);
    assertThat(all.target(0).regression().r2()).isGreaterThan(0.7);
    assertThat(all.target(1).regression().r2()).isGreaterThan(0.7);
    assertThat(all.target(1).size()).isEqualTo(SAMPLES.size() / 2);
    assertThat(all.metrics().get("r2"))
        .isCloseTo((all.metrics().get("a.r2") + all.metrics().get("b.r2")) / 2, within(1e-12));
  }

  @Test
  void aQuadraticModelOfTwoTargetsIsTheTwoModels() {
    double[][] targets = targets(false);
    TrainedModel both =
        QuadraticTraining.regression()
            .squares(32)
            .fitSeveral(SAMPLES, targets, List.of(), new double[0][]);
    TrainedModel first = QuadraticTraining.regression().squares(16).fit(SAMPLES, List.of());
    for (Sample sample : SAMPLES.subList(0, 20)) {
      double[] outputs = both.predict(sample.image());
      double expected = first.predict(sample.image())[0];
      assertThat(outputs[0]).isCloseTo(expected, within(1e-6));
      assertThat(outputs[1]).isCloseTo(100 - 10 * expected, within(1e-3));
    }
  }

  @Test
  void whatDoesNotFitIsRefused() {
    Training training = Training.improved(OlindaNet.zero().withOutputs(3));
    assertThatThrownBy(
            () -> training.fitSeveral(SAMPLES, targets(true), List.of(), new double[0][]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("3 targets");
    Training classes = Training.improved(OlindaNet.zero().withOutputs(2)).classification();
    assertThatThrownBy(() -> classes.fitSeveral(SAMPLES, targets(true), List.of(), new double[0][]))
        .isInstanceOf(InvalidInputException.class);
    double[][] one = {{1, 2}};
    Training two = Training.improved(OlindaNet.zero().withOutputs(2));
    assertThatThrownBy(() -> two.fitSeveral(SAMPLES, one, List.of(), new double[0][]))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("1 rows of targets for 96");
  }
}
