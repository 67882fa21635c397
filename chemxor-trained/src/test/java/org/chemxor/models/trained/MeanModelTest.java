package org.chemxor.models.trained;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.chemxor.core.InvalidInputException;
import org.chemxor.core.Layer;
import org.chemxor.core.MoleculeImage;
import org.chemxor.core.Network;
import org.chemxor.core.Shape;
import org.chemxor.core.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MeanModelTest {
  private final Random random = new Random(3);
  private final Network convolutional =
      Network.builder("Net", Shape.image(1, 32, 32))
          .add("conv", new Layer.Conv2d(tensor(2, 1, 3, 3), tensor(2), 3, 0))
          .add("activation", Layer.Polynomial.of(0.1, 0.5, 0.5))
          .add("flatten", new Layer.Flatten())
          .add("output", new Layer.Linear(tensor(2, 200), tensor(2)))
          .build();
  private final Network squares =
      Network.builder("Squares", Shape.image(1, 32, 32))
          .add("flatten", new Layer.Flatten())
          .add("map", new Layer.Linear(tensor(5, 1024), tensor(5)))
          .add("square", Layer.Polynomial.of(0, 0, 1))
          .add("output", new Layer.Linear(tensor(2, 5), tensor(2)))
          .build();

  private Tensor tensor(int... dimensions) {
    int size = 1;
    for (int dimension : dimensions) {
      size *= dimension;
    }
    return Tensor.of(random.doubles(size, -0.1, 0.1).toArray(), dimensions);
  }

  private static ModelInfo info(Task task, String setting) {
    return ModelInfo.of(task)
        .withTraining(Map.of("setting", setting))
        .withMetrics(Map.of("validation.r2", 0.5));
  }

  @Test
  void itPutsOutTheMeanOfBoth() {
    TrainedModel a = TrainedModel.of(convolutional, info(Task.CLASSIFICATION, "1"));
    TrainedModel b = TrainedModel.of(squares, info(Task.CLASSIFICATION, "2"));
    TrainedModel mean = MeanModel.of(a, b);
    MoleculeImage image = new MoleculeImage(32, 32, random.doubles(1024).toArray());
    for (int k = 0; k < 2; k++) {
      assertThat(mean.predict(image)[k])
          .isCloseTo((a.predict(image)[k] + b.predict(image)[k]) / 2, within(1e-12));
    }
    assertThat(mean.network().name()).isEqualTo("Net+Squares");
    assertThat(mean.info().training())
        .containsExactlyInAnyOrderEntriesOf(Map.of("a.setting", "1", "b.setting", "2"));
    assertThat(mean.info().metrics()).isEmpty();
  }

  @Test
  void itIsSavedAndLoadedAsAnyModelIs(@TempDir Path folder) {
    TrainedModel mean =
        MeanModel.of(
            TrainedModel.of(convolutional, info(Task.CLASSIFICATION, "1")),
            TrainedModel.of(squares, info(Task.CLASSIFICATION, "2")));
    mean.save(folder.resolve("model"));
    TrainedModel again = TrainedModel.load(folder.resolve("model"));
    MoleculeImage image = new MoleculeImage(32, 32, random.doubles(1024).toArray());
    assertThat(again.predict(image)).containsExactly(mean.predict(image));
  }

  @Test
  void modelsOfDifferentThingsHaveNone() {
    TrainedModel a = TrainedModel.of(convolutional, info(Task.CLASSIFICATION, "1"));
    for (ModelInfo other :
        List.of(
            info(Task.REGRESSION, "1"),
            info(Task.CLASSIFICATION, "1").withTarget("another"),
            info(Task.CLASSIFICATION, "1").withFeaturiser("{\"kind\": \"another\"}"))) {
      assertThatThrownBy(() -> MeanModel.of(a, TrainedModel.of(squares, other)))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("the same");
    }
  }

  @Test
  void aNetworkThatEndsWithAnActivationIsRefused() {
    Network active =
        Network.builder("Active", Shape.image(1, 32, 32))
            .add(new Layer.Flatten())
            .add(new Layer.Linear(tensor(2, 1024), tensor(2)))
            .add(Layer.Polynomial.of(0, 0, 1))
            .build();
    ModelInfo info = ModelInfo.of(Task.REGRESSION);
    assertThatThrownBy(
            () -> MeanModel.of(TrainedModel.of(squares, info), TrainedModel.of(active, info)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("Active does not end with a linear layer");
  }
}
