package org.chemxor.models.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.chemxor.core.InvalidInputException;
import org.chemxor.core.Sample;
import org.chemxor.core.olinda.OlindaNet;
import org.chemxor.models.evaluate.PackedSamples;
import org.chemxor.models.olinda.TargetScale;
import org.chemxor.models.privacy.NoisySum;
import org.chemxor.models.privacy.PrivacySettings;
import org.chemxor.models.privacy.RenyiAccountant;
import org.chemxor.models.trained.NetworkJson;
import org.chemxor.models.trained.Task;
import org.chemxor.models.trained.TrainedModel;
import org.junit.jupiter.api.Test;

class PrivateTrainingTest {
  private static final List<Sample> TRAIN = TestSamples.regression(200, 1);
  private static final List<Sample> VALIDATE = TestSamples.regression(60, 2);

  private static PrivateTraining quick(double epsilon) {
    return PrivateTraining.of(TestSamples.SMALL, epsilon, 1e-4)
        .targetRange(1, 9)
        .epochs(6)
        .batchSize(25)
        .learningRate(3e-3);
  }

  /** Without noise: what is left is descent with clipped gradients. */
  @Test
  void clippedStepsLearn() {
    PackedSamples data = PackedSamples.of("test", TRAIN, Task.REGRESSION, 1);
    PrivacySettings open = new PrivacySettings(1, 0.1, 1, 0, 0.1, 100);
    TrainingSettings settings = Training.of(OlindaNet.zero()).threads(1).settings(1);
    Random random = new Random(1);
    try (TorchSession session =
        TorchSession.open(OlindaNet.zero(), settings, new TargetScale(5, 2), 1)) {
      double before = session.loss(data);
      for (int step = 1; step <= 100; step++) {
        int[] rows = random.ints(20, 0, TRAIN.size()).toArray();
        session.privateStep(data, rows, new NoisySum(open, 20, random), step, 1e-3);
      }
      assertThat(session.loss(data)).isLessThan(0.5 * before);
    }
  }

  @Test
  void theModelSaysWhatWasPromisedAndNothingMeasuredOnTheTrainingPart() {
    TrainedModel model = quick(8).fit(TRAIN, VALIDATE);
    assertThat(model.info().training())
        .containsEntry("private.epsilon", "8.0")
        .containsEntry("private.delta", "1.0E-4")
        .containsEntry("private.samplingRate", "0.125")
        .containsEntry("private.steps", "48");
    double noise = Double.parseDouble(model.info().training().get("private.noise"));
    assertThat(RenyiAccountant.epsilon(0.125, noise, 48, 1e-4)).isBetween(7.9, 8.0);
    assertThat(model.info().metrics()).containsKey("validation.r2");
    assertThat(model.info().metrics().keySet()).noneMatch(name -> name.startsWith("train"));
    assertThat(model.history()).hasSize(6);
  }

  @Test
  void twoRunsDifferWhateverTheSeed() {
    TrainedModel first = quick(8).seed(3).fit(TRAIN, VALIDATE);
    TrainedModel second = quick(8).seed(3).fit(TRAIN, VALIDATE);
    assertThat(NetworkJson.tensors(second.network()))
        .isNotEqualTo(NetworkJson.tensors(first.network()));
  }

  /** Each row's gradient by itself, and their mean, which an ordinary step uses. */
  @Test
  void oneRowAtATimeAddsUpToTheGradientOfTheBatch() {
    List<Sample> few = TestSamples.regression(6, 3);
    PackedSamples data = PackedSamples.of("test", few, Task.REGRESSION, 1);
    int[] rows = {0, 1, 2, 3, 4, 5};
    TrainingSettings settings = Training.of(OlindaNet.zero()).threads(1).settings(1);
    try (TorchSession session =
        TorchSession.open(OlindaNet.zero(), settings, TargetScale.NONE, 1)) {
      List<float[]> batch = session.gradient(data, rows, 0, 6);
      NoisySum sum = new NoisySum(new PrivacySettings(1, 0.1, 1e6, 0, 1, 1), 6, new Random(1));
      for (int i = 0; i < 6; i++) {
        sum.add(session.gradient(data, rows, i, i + 1));
      }
      double largest = 0;
      for (int p = 0; p < batch.size(); p++) {
        float[] mean = sum.noisyMean(p, batch.get(p).length);
        for (int i = 0; i < mean.length; i++) {
          largest = Math.max(largest, Math.abs(mean[i] - batch.get(p)[i]));
        }
      }
      assertThat(largest).isLessThan(1e-4);
      assertThat(batch.get(0))
          .as("gradients are not all zero")
          .isNotEqualTo(new float[batch.get(0).length]);
    }
  }

  @Test
  void whatWouldDiscloseOrCannotBeKeptIsRefused() {
    PrivateTraining open = PrivateTraining.of(OlindaNet.zero(), 8, 1e-5);
    assertThatThrownBy(() -> open.fit(TRAIN, VALIDATE)).hasMessageContaining("targetRange");
    assertThatThrownBy(() -> quick(8).fit(TRAIN, new ArrayList<>()))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("to validate on");
    assertThatThrownBy(() -> PrivateTraining.of(OlindaNet.zero(), 0, 1e-5))
        .hasMessageContaining("epsilon is 0.0");
    assertThatThrownBy(() -> PrivateTraining.of(OlindaNet.zero(), 1, 1))
        .hasMessageContaining("1.0");
    assertThatThrownBy(() -> open.targetRange(2, 2)).hasMessageContaining("range");
    assertThatThrownBy(() -> open.clip(0)).hasMessageContaining("clip");
    assertThatThrownBy(open::classification).hasMessageContaining("withOutputs");
  }
}
