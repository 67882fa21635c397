package org.chemxor.models.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.chemxor.core.InvalidInputException;
import org.chemxor.core.Layer;
import org.chemxor.core.Network;
import org.chemxor.core.Shape;
import org.chemxor.core.Tensor;
import org.chemxor.models.evaluate.Evaluation;
import org.chemxor.models.trained.EpochResult;
import org.chemxor.models.trained.ModelInfo;
import org.chemxor.models.trained.Task;
import org.chemxor.models.trained.TrainedModel;
import org.chemxor.models.trained.ValueRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xml.sax.InputSource;

class ModelReportTest {
  private static final DataDescription DATA =
      new DataDescription(
          "drugs.csv", "random 70/20/10, seed 7", Map.of("train", 140), "<3 rows | left out>");

  @TempDir Path folder;

  private static TrainedModel model(Task task) {
    Network network =
        Network.builder("Tiny", Shape.vector(1))
            .add(new Layer.Linear(Tensor.of(new double[] {1}, 1, 1), Tensor.zeros(1)))
            .build();
    ModelInfo info =
        new ModelInfo(
            task,
            List.of("logS"),
            List.of(),
            "{\"kind\":\"grid\"}",
            "",
            List.of(new ValueRange("linear1", -2.5, 3)),
            Map.of("seed", "7"),
            Map.of());
    return TrainedModel.of(network, info);
  }

  private static Evaluation regression(int count) {
    Random random = new Random(1);
    double[] targets = random.doubles(count, -5, 1).toArray();
    double[][] outputs = new double[count][];
    for (int i = 0; i < count; i++) {
      outputs[i] = new double[] {targets[i] + random.nextGaussian() / 2};
    }
    return Evaluation.of(Task.REGRESSION, targets, outputs);
  }

  private static Evaluation classification() {
    double[] targets = {0, 1, 0, 1, 1};
    double[][] outputs = {{2, 1}, {0, 1}, {0, 1}, {1, 3}, {1, 0}};
    return Evaluation.of(Task.CLASSIFICATION, targets, outputs);
  }

  private static void assertIsXml(String svg) throws Exception {
    assertThat(svg).startsWith("<svg").contains("</svg>");
    DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(svg)));
  }

  @Test
  void aUnitStandsWhereNumbersHaveOne() throws Exception {
    TrainedModel plain = model(Task.REGRESSION);
    TrainedModel model =
        plain.withInfo(plain.info().withTraining(Map.of(ModelReport.UNIT, "mg/L")));
    ModelReport report = ModelReport.of(model, DATA, Map.of("test", regression(20)));
    assertThat(report.markdown())
        .contains("| unit | mg/L |", "| rmse (mg/L) |", "| mae (mg/L) |", "| mse ((mg/L)^2) |")
        .contains("| r2 |", "| pearson |");
    ModelReport without = ModelReport.of(plain, DATA, Map.of("test", regression(20)));
    assertThat(without.markdown()).contains("| rmse |").doesNotContain("mg/L");
    // Letters are drawn as curves.
    assertThat(report.plots().get("parity-test").svg())
        .isNotEqualTo(without.plots().get("parity-test").svg());
  }

  @Test
  void writesCardReportAndPlots() throws IOException {
    Map<String, Evaluation> evaluations = new LinkedHashMap<>();
    evaluations.put("validation", regression(50));
    evaluations.put("test", regression(30));
    ModelReport.of(model(Task.REGRESSION), DATA, evaluations).save(folder);
    String card = Files.readString(folder.resolve("MODEL_CARD.md"));
    assertThat(card)
        .contains("# Model card: Tiny")
        .contains("| metric | validation | test |")
        .contains("| r2 | 0.")
        .contains("| linear1 | -2.500 | 3 |")
        .contains("<3 rows \\| left out>")
        .contains("## Intended use and limits");
    String page = Files.readString(folder.resolve("report.html"));
    assertThat(page)
        .contains("&lt;3 rows | left out&gt;")
        .contains("<svg")
        .doesNotContain("src=", "href=\"http", "<script");
    assertThat(folder.resolve("parity-test.png")).exists();
    assertThat(folder.resolve("parity-test.svg")).exists();
  }

  @Test
  void picturesAreInThePageWithTheirCaptionsAsText() {
    Picture picture = new Picture(new byte[] {1, 2, 3}, List.of("<row 7>", "", "C=O"));
    ModelReport report =
        ModelReport.of(model(Task.REGRESSION), DATA, Map.of())
            .with("Trust", List.of(List.of("a", "b"), List.of("1", "2")))
            .withPictures("Worst", List.of(picture))
            .withPictures("None", List.of());
    assertThat(report.html())
        .contains("<h2>Trust</h2>", "<h2>Worst</h2>", "src=\"data:image/png;base64,AQID\"")
        .contains("<figcaption>&lt;row 7&gt;<br>C=O</figcaption>")
        .doesNotContain("<h2>None</h2>", "src=\"http");
    assertThat(report.markdown()).contains("## Trust", "| 1 | 2 |").doesNotContain("Worst");
  }

  @Test
  void drawsWhatAnImageReaderAndAnXmlParserAccept() throws Exception {
    EpochResult first = new EpochResult(1, 2, 1.5, 1.2, 1e-3, 10, true);
    EpochResult second = new EpochResult(2, 2, 1.1, 1.0, 1e-3, 10, true);
    for (Plot plot :
        List.of(
            Plots.learningCurve(List.of(first, second)),
            Plots.parity("test", regression(3000)),
            Plots.roc("test", classification(), List.of("low", "high")))) {
      assertThat(ImageIO.read(new ByteArrayInputStream(plot.png())).getWidth()).isEqualTo(640);
      assertIsXml(plot.svg());
    }
  }

  @Test
  void namesTheClassAndItsAreaInARocCurve() {
    assertThat(Plots.roc("test", classification(), List.of("low", "high")).series())
        .containsExactly("diagonal", "high (area 0.667)");
  }

  @Test
  void choosesThePlotsOfTheTask() {
    ModelReport report =
        ModelReport.of(model(Task.CLASSIFICATION), DATA, Map.of("test", classification()));
    assertThat(report.plots()).containsOnlyKeys("roc-test");
    assertThat(report.markdown()).contains("| rocAuc | 0.6667 |");
  }

  @Test
  void refusesWhatItCannotDraw() {
    assertThatThrownBy(() -> Plots.learningCurve(List.of()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Plots.parity("test", classification()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("REGRESSION");
    assertThatThrownBy(() -> Plots.parity("test", regression(5)).save(folder.resolve("x.jpg")))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(".png or .svg");
  }
}
