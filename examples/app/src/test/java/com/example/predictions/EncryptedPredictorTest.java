package com.example.predictions;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Random;
import org.chemxor.core.InvalidInputException;
import org.chemxor.core.Layer;
import org.chemxor.core.MoleculeImage;
import org.chemxor.core.Network;
import org.chemxor.core.Shape;
import org.chemxor.core.Tensor;
import org.chemxor.fhe.FheModel;
import org.chemxor.fhe.FheResult;
import org.chemxor.models.trained.ModelInfo;
import org.chemxor.models.trained.Task;
import org.chemxor.models.trained.TrainedModel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EncryptedPredictorTest {
  private static final int CELLS = MoleculeImage.SIZE * MoleculeImage.SIZE;

  @TempDir Path folder;

  private static Layer.Linear linear(Random random, int in, int out) {
    double bound = 1 / Math.sqrt(in);
    return new Layer.Linear(
        Tensor.of(random.doubles((long) in * out, -bound, bound).toArray(), out, in),
        Tensor.of(random.doubles(out, -bound, bound).toArray(), out));
  }

  private static void saveModel(Path folder) {
    Random random = new Random(5);
    Network network =
        Network.builder("small", new Shape(1, MoleculeImage.SIZE, MoleculeImage.SIZE))
            .add(new Layer.Flatten())
            .add(linear(random, CELLS, 8))
            .add(Layer.Polynomial.CHEMXOR)
            .add(linear(random, 8, 1))
            .build();
    TrainedModel.of(network, ModelInfo.of(Task.REGRESSION).withTarget("logP")).save(folder);
  }

  private static MoleculeImage image() {
    Random random = new Random(6);
    double[] pixels = random.ints(CELLS, 0, 10).mapToDouble(i -> i == 0 ? 1 : 0).toArray();
    return new MoleculeImage(MoleculeImage.SIZE, MoleculeImage.SIZE, pixels);
  }

  @Test
  void predictsUnderEncryptionWhatTheModelSaysInTheClear() {
    saveModel(folder);
    try (EncryptedPredictor predictor = EncryptedPredictor.load(folder)) {
      FheResult result = predictor.predict(image());
      assertEquals(predictor.predictInTheClear(image())[0], result.outputs().get(0), 1e-3);
      assertTrue(result.bytesUp() > 1000, () -> "ciphertexts travelled: " + result.bytesUp());
    }
  }

  @Test
  void saysThatThereIsNoModel() {
    assertThrows(InvalidInputException.class, () -> EncryptedPredictor.load(folder));
  }

  @Test
  void runsOnThePathThatTheBuildMeant() {
    boolean modules = "modules".equals(System.getProperty("expected.path"));
    for (Class<?> type : new Class<?>[] {FheModel.class, TrainedModel.class, Network.class}) {
      assertEquals(modules, type.getModule().isNamed(), type::getName);
    }
  }

  @Test
  void noTrainingEngineCameAlong() {
    assertThrows(ClassNotFoundException.class, () -> Class.forName("ai.djl.engine.Engine"));
  }
}
