package org.chemxor.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import org.chemxor.core.Layer;
import org.chemxor.core.Network;
import org.chemxor.core.Shape;
import org.chemxor.core.Tensor;
import org.chemxor.onnx.OnnxExport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Export, import, predict and plan, one after the other as a user would. */
class OnnxCommandsTest extends CommandLineTest {
  private static final String ASPIRIN = "CC(=O)Oc1ccccc1C(=O)O";

  @TempDir private Path folder;

  private String path(String name) {
    return folder.resolve(name).toString();
  }

  @Test
  void aNetworkLeavesAsOnnxComesBackAndPredicts() throws Exception {
    assertThat(run("export", "--model", "zero", "--onnx", path("zero.onnx")))
        .as(err.toString())
        .isZero();
    assertThat(run("import", "--onnx", path("zero.onnx"), "--out", path("model")))
        .as(err.toString())
        .isZero();
    assertThat(out.toString())
        .contains("[1, 32, 32] to [1]")
        .contains("only if the model was trained");
    assertThat(run("predict", "--model", path("model"), ASPIRIN)).as(err.toString()).isZero();
    double plain = Double.parseDouble(out.toString().split(" ", 2)[0]);
    assertThat(run("predict", "--model", path("model"), "--encrypted", ASPIRIN))
        .as(err.toString())
        .isZero();
    assertThat(Double.parseDouble(out.toString().split(" ", 2)[0])).isCloseTo(plain, within(0.01));
    assertThat(run("import", "--onnx", path("zero.onnx"), "--out", path("model"))).isEqualTo(1);
    assertThat(err.toString()).contains("--replace");
  }

  @Test
  void everyPlanIsTriedForAnOnnxModel() throws Exception {
    run("export", "--model", "zero", "--onnx", path("zero.onnx"));
    assertThat(run("plan", "--onnx", path("zero.onnx"), "--json", path("plans.json")))
        .as(err.toString())
        .isZero();
    JsonNode plans =
        new ObjectMapper().readTree(folder.resolve("plans.json").toFile()).get("plans");
    assertThat(plans).hasSize(3);
    plans.forEach(plan -> assertThat(plan.get("runs").asBoolean()).as(plan.toString()).isTrue());
    assertThat(out.toString()).contains("partitioned", "single-round", "batch", "8192 molecules");
  }

  @Test
  void aPlanThatDoesNotFitHidesNoneOfTheOthers() throws Exception {
    Network.Builder deep = Network.builder("deep", Shape.vector(4));
    double[] weights = new double[16];
    for (int i = 0; i < 4; i++) {
      weights[5 * i] = 1;
    }
    for (int i = 0; i < 20; i++) {
      deep.add(new Layer.Linear(Tensor.of(weights, 4, 4), Tensor.zeros(4)))
          .add(Layer.Polynomial.of(0.1, 0.5, 0.25));
    }
    OnnxExport.write(deep.build(), folder.resolve("deep.onnx"));
    assertThat(run("plan", "--onnx", path("deep.onnx"), "--json", path("plans.json")))
        .as(err.toString())
        .isZero();
    JsonNode plans =
        new ObjectMapper().readTree(folder.resolve("plans.json").toFile()).get("plans");
    assertThat(plans).hasSize(3);
    assertThat(plans.get(1).get("runs").asBoolean()).isFalse();
    assertThat(out.toString()).contains("single-round  does not run").contains("use ");
  }

  @Test
  void layersThatStandInTheWayAreAllNamed() throws Exception {
    Network network =
        Network.builder("cnn", Shape.image(1, 8, 8))
            .add(
                new Layer.Conv2d(Tensor.of(new double[] {1, 2}, 2, 1, 1, 1), Tensor.zeros(2), 1, 0))
            .add("relu_a", new Layer.Relu())
            .add("pool_b", new Layer.MaxPool2d(2, 2, 0))
            .add("relu_c", new Layer.Relu())
            .build();
    OnnxExport.write(network, folder.resolve("cnn.onnx"));
    assertThat(run("plan", "--onnx", path("cnn.onnx"))).as(err.toString()).isZero();
    assertThat(out.toString())
        .contains("relu_a", "pool_b", "relu_c", "AvgPool2d")
        .containsPattern("secret-shared +runs: \\d+ gates");
    assertThat(run("import", "--onnx", path("cnn.onnx"), "--out", path("cnn"))).isZero();
    assertThat(run("predict", "--model", path("cnn"), ASPIRIN)).isEqualTo(1);
    assertThat(err.toString()).contains("[1, 8, 8]").doesNotContain("Exception");
  }

  @Test
  void aFileThatIsNoModelEndsInASentence() throws Exception {
    Files.writeString(folder.resolve("no.onnx"), "certainly not a model");
    assertThat(run("import", "--onnx", path("no.onnx"), "--out", path("model"))).isEqualTo(1);
    assertThat(err.toString()).startsWith("chemxor: ").doesNotContain("\tat ");
    assertThat(folder.resolve("model")).doesNotExist();
    assertThat(run("plan", "--onnx", path("missing.onnx"))).isEqualTo(1);
    assertThat(err.toString()).contains("there is no file");
    assertThat(run("plan")).isEqualTo(2);
  }
}
