package org.chemxor.models.trained;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.chemxor.core.InvalidInputException;
import org.chemxor.core.Layer;
import org.chemxor.core.Network;
import org.chemxor.core.Shape;
import org.chemxor.core.Tensor;
import org.chemxor.models.tensors.Safetensors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelFolderTest {
  @TempDir Path folder;

  private static Tensor random(Random random, boolean single, int... dimensions) {
    int size = Arrays.stream(dimensions).reduce(1, (a, b) -> a * b);
    double[] values = random.doubles(size, -1, 1).map(v -> single ? (float) v : v).toArray();
    return Tensor.of(values, dimensions);
  }

  /** Every kind of layer, with a residual connection. */
  private static Network network(long seed) {
    Random random = new Random(seed);
    return Network.builder("everything", Shape.image(1, 8, 8))
        .add(
            "conv1",
            new Layer.Conv2d(random(random, true, 2, 1, 3, 3), random(random, false, 2), 1, 1))
        .add("relu1", new Layer.Relu())
        .add(
            "conv2",
            new Layer.Conv2d(random(random, true, 2, 2, 3, 3), random(random, true, 2), 1, 1))
        .add("sum", new Layer.Add(), "conv2", "conv1")
        .add("max", new Layer.MaxPool2d(2, 2, 0))
        .add("mean", new Layer.AvgPool2d(2, 2, 1))
        .add("flatten", new Layer.Flatten())
        .add("activation", Layer.Polynomial.of(0.1, 0.5, 1.0 / 3))
        .add("linear", new Layer.Linear(random(random, false, 2, 18), random(random, true, 2)))
        .build();
  }

  private static TrainedModel model(long seed) {
    ModelInfo info =
        new ModelInfo(
            Task.CLASSIFICATION,
            List.of("solubility", "log P"),
            List.of("low", "high"),
            "{\"kind\":\"fingerprint\",\"radius\":3}",
            "{\"domain\":{\"sizeIn\":12}}",
            List.of(new ValueRange("conv1", -1.5, 2.25)),
            Map.of("seed", "7"),
            Map.of("validation.auc", 0.875));
    return TrainedModel.of(network(seed), info);
  }

  private static void assertSame(TrainedModel actual, TrainedModel expected) {
    assertThat(actual.info()).isEqualTo(expected.info());
    assertThat(actual.network().nodes()).isEqualTo(expected.network().nodes());
    assertThat(actual.network().inputShape()).isEqualTo(expected.network().inputShape());
    assertThat(actual.network().name()).isEqualTo(expected.network().name());
  }

  private Path weightsFile() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(f -> f.toString().endsWith(".safetensors")).findFirst().orElseThrow();
    }
  }

  @Test
  void returnsWhatWasSaved() {
    model(1).save(folder);
    assertSame(TrainedModel.load(folder), model(1));
  }

  @Test
  void replacesAnOlderModelAndLeavesNothingBehind() throws IOException {
    model(1).save(folder);
    Files.writeString(folder.resolve("notes.txt"), "mine");
    model(2).save(folder);
    assertSame(TrainedModel.load(folder), model(2));
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files.map(f -> f.getFileName().toString()))
          .containsExactlyInAnyOrder(
              "model.json", "notes.txt", weightsFile().getFileName().toString());
    }
  }

  @Test
  void keepsTheOldModelWhenTheNewOneCannotBeWritten() throws IOException {
    model(1).save(folder);
    Path blocked = folder.resolve("blocked");
    Files.writeString(blocked, "a file where a folder should be");
    assertThatThrownBy(() -> model(2).save(blocked))
        .isInstanceOf(java.io.UncheckedIOException.class);
    assertSame(TrainedModel.load(folder), model(1));
  }

  @Test
  void loadsAndPredictsWithoutPyTorch() throws Exception {
    model(1).save(folder);
    assertThatThrownBy(() -> Class.forName("ai.djl.engine.Engine"))
        .as("what trains is not on this module's class path")
        .isInstanceOf(ClassNotFoundException.class);
    assertSame(TrainedModel.load(folder), model(1));
  }

  @Test
  void saysWhatIsMissingOrWrong() throws IOException {
    assertThatThrownBy(() -> TrainedModel.load(folder))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("there is no model in");
    model(1).save(folder);
    replaceInJson("\"version\" : 1", "\"version\" : 2", "reads up to version 1");
    replaceInJson("\"chemxor-model\"", "\"other\"", "is not of the format chemxor-model");
    replaceInJson("\"stride\" : 1", "\"stride\" : 0", "layers[0]: \"stride\" is 0");
    replaceInJson("\"relu\"", "\"tanh\"", "known are conv2d");
    replaceInJson("\"conv2d\"", "\"linear\"", "need 2 dimensions");
    replaceInJson("weights-", "../weights-", "must look like");
    replaceInJson("\"min\" : -1.5", "\"min\" : 5", "in order");
    replaceInJson("{", "[", "not valid JSON");
    Files.delete(weightsFile());
    assertThatThrownBy(() -> TrainedModel.load(folder))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("lacks its weights file");
  }

  private void replaceInJson(String old, String replacement, String message) throws IOException {
    Path file = folder.resolve("model.json");
    String text = Files.readString(file);
    int at = text.indexOf(old);
    assertThat(at).as(old).isNotNegative();
    Files.writeString(
        file, text.substring(0, at) + replacement + text.substring(at + old.length()));
    assertThatThrownBy(() -> TrainedModel.load(folder))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(message);
    Files.writeString(file, text);
  }

  @Test
  void refusesDamagedWeights() throws IOException {
    model(1).save(folder);
    Path file = weightsFile();
    byte[] good = Files.readAllBytes(file);
    byte[] flipped = good.clone();
    flipped[good.length - 3] ^= 1;
    Files.write(file, flipped);
    assertThatThrownBy(() -> TrainedModel.load(folder))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("is damaged");
    Files.write(file, Arrays.copyOf(good, good.length + 1));
    assertThatThrownBy(() -> TrainedModel.load(folder))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("at most " + good.length);
  }

  @Test
  void survivesMutatedDescriptions() throws IOException {
    model(1).save(folder);
    Path file = folder.resolve("model.json");
    byte[] good = Files.readAllBytes(file);
    long seed = 20261121;
    Random random = new Random(seed);
    for (int trial = 0; trial < 2000; trial++) {
      byte[] bad = mutate(good, random);
      Files.write(file, bad);
      assertThatCode(
              () -> {
                try {
                  TrainedModel.load(folder);
                } catch (InvalidInputException expected) {
                  assertThat(expected.getMessage()).isNotBlank();
                }
              })
          .as("seed %d, trial %d", seed, trial)
          .doesNotThrowAnyException();
    }
  }

  @Test
  void survivesMutatedWeightFiles() {
    byte[] good = Safetensors.write(NetworkJson.tensors(network(1)));
    long seed = 20261122;
    Random random = new Random(seed);
    int refused = 0;
    for (int trial = 0; trial < 5000; trial++) {
      byte[] bad = mutate(good, random);
      try {
        Safetensors.read("weights", bad);
      } catch (InvalidInputException expected) {
        refused++;
      } catch (RuntimeException e) {
        throw new AssertionError("seed " + seed + ", trial " + trial, e);
      }
    }
    assertThat(refused).isGreaterThan(1000);
  }

  /** Truncates, overwrites one byte, or inserts a digit somewhere. */
  private static byte[] mutate(byte[] good, Random random) {
    int at = random.nextInt(Math.min(good.length, 1200));
    int kind = random.nextInt(3);
    if (kind == 0) {
      return Arrays.copyOf(good, random.nextInt(good.length));
    } else if (kind == 1) {
      byte[] changed = good.clone();
      changed[at] = (byte) random.nextInt(256);
      return changed;
    }
    String text = new String(good, StandardCharsets.ISO_8859_1);
    return (text.substring(0, at) + random.nextInt(10) + text.substring(at))
        .getBytes(StandardCharsets.ISO_8859_1);
  }

  @Test
  void storesFloatsInFourBytesAndDoublesInEight() {
    Map<String, Tensor> tensors = Map.of("a", Tensor.of(new double[] {0.5, 2}, 2));
    Map<String, Tensor> doubles = Map.of("a", Tensor.of(new double[] {0.1, 2}, 2));
    assertThat(Safetensors.read("w", Safetensors.write(tensors))).isEqualTo(tensors);
    assertThat(Safetensors.read("w", Safetensors.write(doubles))).isEqualTo(doubles);
    assertThat(Safetensors.write(doubles).length - Safetensors.write(tensors).length).isEqualTo(8);
  }
}
