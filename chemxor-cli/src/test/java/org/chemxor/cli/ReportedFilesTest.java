package org.chemxor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.chemxor.core.Layer;
import org.chemxor.core.MoleculeImage;
import org.chemxor.core.Network;
import org.chemxor.core.Shape;
import org.chemxor.core.Tensor;
import org.chemxor.models.trained.ModelInfo;
import org.chemxor.models.trained.Task;
import org.chemxor.models.trained.TrainedModel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Files that users reported, at the command line. */
class ReportedFilesTest {
  @TempDir private Path folder;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String... args) {
    CommandLine commandLine = Main.commandLine();
    commandLine.setOut(new PrintWriter(out, true));
    commandLine.setErr(new PrintWriter(err, true));
    return commandLine.execute(args);
  }

  private String file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text).toString();
  }

  /** A model of two classes that knows nothing. */
  private String twoClasses() {
    int pixels = MoleculeImage.SIZE * MoleculeImage.SIZE;
    Network network =
        Network.builder("Tiny", Shape.vector(pixels))
            .add(
                new Layer.Linear(
                    Tensor.of(new double[2 * pixels], 2, pixels),
                    Tensor.of(new double[] {1, 0}, 2)))
            .build();
    Path model = folder.resolve("model");
    TrainedModel.of(network, ModelInfo.of(Task.CLASSIFICATION)).save(model);
    return model.toString();
  }

  @Test
  void aClassThatIsNoneIsLeftOutByNumber() throws IOException {
    String csv = file("classes.csv", "active,smiles\n1,CCO\n0,CCN\n0.5,CCC\n2,CCF\n");
    String json = folder.resolve("evaluation.json").toString();

    assertThat(run("evaluate", "--model", twoClasses(), "--csv", csv, "--json", json))
        .as(err.toString())
        .isZero();

    JsonNode report = new ObjectMapper().readTree(Path.of(json).toFile());
    assertThat(report.get("molecules").asInt()).isEqualTo(2);
    assertThat(report.get("invalidRows").asInt()).isEqualTo(2);
    assertThat(report.get("plain").get("accuracy").asDouble()).isEqualTo(0.5);
    assertThat(out.toString())
        .contains("values from column 0 'active' (the first beside the SMILES, none was asked for)")
        .contains("row 4: the class 0.5 is none of the model's, which are 0 to 1");
  }

  @Test
  void aQueryLosesNoFirstLine() throws IOException {
    String[] query = {
      "query",
      "http://localhost:1",
      "--input",
      file("molecules.csv", "CCO\nc1ccccc1\nCCN\n"),
      "--output",
      folder.resolve("predictions.csv").toString()
    };

    assertThat(run(query)).isEqualTo(1);
    assertThat(err.toString())
        .contains("molecules.csv reads as a molecule, 'CCO', and would be lost as a header")
        .contains("--no-header");
  }

  @Test
  void aQueryTakesColumnsByPosition() throws IOException {
    String[] query = {
      "query",
      "http://localhost:1",
      "--input",
      file("molecules.csv", "ethanol,CCO\nbenzene,c1ccccc1\n"),
      "--output",
      folder.resolve("predictions.csv").toString(),
      "--no-header",
      "--smiles-column",
      "1",
      "--name-column",
      "0"
    };

    // Nobody answers there, but the columns were found before.
    assertThat(run(query)).isEqualTo(1);
    assertThat(err.toString()).contains("molecules.csv: SMILES from column 1 (as asked)");
  }
}
