package org.chemxor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;
import org.chemxor.core.Layer;
import org.chemxor.core.Network;
import org.chemxor.core.Shape;
import org.chemxor.core.Tensor;
import org.chemxor.onnx.OnnxExport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Somebody's network with ReLUs: imported, refused by the plans, fine-tuned, planned. */
class FineTuneTest extends CommandLineTest {
  @TempDir private Path folder;

  private String path(String name) {
    return folder.resolve(name).toString();
  }

  private static Layer.Linear linear(Random random, int in, int out) {
    double bound = Math.sqrt(3.0 / in);
    double[] weights = random.doubles((long) in * out, -bound, bound).toArray();
    return new Layer.Linear(Tensor.of(weights, out, in), Tensor.zeros(out));
  }

  /** As another library would have exported it. */
  private void importRelus() throws IOException {
    Random random = new Random(8);
    double[] kernel = random.doubles(4 * 9, -0.5, 0.5).toArray();
    Network network =
        Network.builder("theirs", Shape.image(1, 32, 32))
            .add(new Layer.Conv2d(Tensor.of(kernel, 4, 1, 3, 3), Tensor.zeros(4), 2, 1))
            .add(new Layer.Relu())
            .add(new Layer.MaxPool2d(2, 2, 0))
            .add(new Layer.Flatten())
            .add(linear(random, 256, 16))
            .add(new Layer.Relu())
            .add(linear(random, 16, 1))
            .build();
    OnnxExport.write(network, folder.resolve("theirs.onnx"));
    assertThat(run("import", "--onnx", path("theirs.onnx"), "--out", path("theirs")))
        .as(err.toString())
        .isZero();
  }

  @Test
  void anImportedNetworkIsMadeFitForEncryption() throws Exception {
    String csv = Drugs.write(folder.resolve("drugs.csv")).toString();
    importRelus();
    assertThat(run("plan", "--model", path("theirs"))).isEqualTo(1);
    assertThat(
            run(
                "train",
                "--from",
                path("theirs"),
                "--csv",
                csv,
                "--out",
                path("tuned"),
                "--epochs",
                "6",
                "--json",
                path("tuned.json")))
        .as(err.toString())
        .isZero();
    assertThat(out.toString()).contains("as given", "tuned for 6 epochs", "degree 2 on", "rmse");
    JsonNode steps =
        new ObjectMapper().readTree(folder.resolve("tuned.json").toFile()).get("tuning");
    assertThat(steps).hasSize(5);
    assertThat(steps.get(4).get("metrics").get("rmse").asDouble())
        .isLessThan(steps.get(0).get("metrics").get("rmse").asDouble());
    assertThat(folder.resolve("tuned/report.html")).isNotEmptyFile();
    assertThat(run("plan", "--model", path("tuned"))).as(err.toString()).isZero();
    assertThat(
            run("evaluate", "--model", path("tuned"), "--csv", csv, "--encrypted", "--limit", "2"))
        .as(err.toString())
        .isZero();
  }

  @Test
  void optionsThatDoNotGoTogetherAreRefused() throws Exception {
    String csv = Drugs.write(folder.resolve("drugs.csv")).toString();
    importRelus();
    assertThat(run("train", "--csv", csv, "--out", path("o"), "--degree", "3")).isEqualTo(2);
    assertThat(err.toString()).contains("--degree is for fine-tuning: add --from FOLDER");
    assertThat(
            run(
                "train",
                "--from",
                path("theirs"),
                "--csv",
                csv,
                "--out",
                path("o"),
                "--variant",
                "learned"))
        .isEqualTo(2);
    assertThat(err.toString()).contains("--variant is for new networks");
    assertThat(
            run(
                "train",
                "--from",
                path("theirs"),
                "--csv",
                csv,
                "--out",
                path("o"),
                "--degree",
                "7"))
        .isEqualTo(2);
    assertThat(err.toString()).contains("from 2 to 4, got 7");
    assertThat(
            run(
                "train",
                "--from",
                path("theirs"),
                "--csv",
                csv,
                "--out",
                path("o"),
                "--task",
                "classification"))
        .isEqualTo(2);
    assertThat(err.toString()).contains("is not the model's, which is regression");
    assertThat(run("train", "--from", path("nowhere"), "--csv", csv, "--out", path("o")))
        .isEqualTo(1);
    assertThat(folder.resolve("o")).doesNotExist();
  }
}
