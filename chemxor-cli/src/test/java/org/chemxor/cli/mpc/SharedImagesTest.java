package org.chemxor.cli.mpc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.chemxor.models.trained.TrainedModel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** From drawing to labelling on shares, as a user does it but with few images. */
class SharedImagesTest {
  private static String run(int expected, String... arguments) {
    StringWriter text = new StringWriter();
    CommandLine command = new CommandLine(new MpcCommand());
    command.setCaseInsensitiveEnumValuesAllowed(true);
    command.setOut(new PrintWriter(text));
    command.setErr(new PrintWriter(text));
    assertThat(command.execute(arguments)).as(text.toString()).isEqualTo(expected);
    return text.toString();
  }

  private static double number(String text, String pattern) {
    Matcher matcher = Pattern.compile(pattern).matcher(text);
    assertThat(matcher.find()).as(text).isTrue();
    return Double.parseDouble(matcher.group(1));
  }

  @Test
  void drawnTrainedAndLabelledOnSharesAsInTheClear(@TempDir Path folder) throws Exception {
    Path drawings = folder.resolve("drawings");
    Path model = folder.resolve("model");
    run(0, "draw", "--out", drawings.toString(), "--count", "240", "--side", "32");
    String trained =
        run(
            0,
            "train",
            "--images",
            drawings.toString(),
            "--out",
            model.toString(),
            "--side",
            "32",
            "--epochs",
            "6",
            "--threads",
            "1");
    assertThat(trained).contains("on 200 images, testing on 40", "epoch 6 of 6");
    assertThat(TrainedModel.load(model).info().classes()).isEqualTo(DrawingFolder.CLASSES);
    List<String> json = new ArrayList<>();
    try (RoleProcess dealer = RoleProcess.start("dealer", "--port", "0");
        RoleProcess owner =
            RoleProcess.start(
                "model-owner",
                "--port",
                "0",
                "--model",
                model.toString(),
                "--samples",
                drawings.resolve("train").toString(),
                "--dealer",
                dealer.address())) {
      for (String mode : new String[] {"--ahead", "--deadline=60"}) {
        Path file = folder.resolve("result.json");
        String labelled =
            run(
                0,
                "label",
                "--images",
                drawings.resolve("test").toString(),
                "--labels",
                String.join(",", DrawingFolder.CLASSES),
                "--dealer",
                dealer.address(),
                "--model-owner",
                owner.address(),
                "--check",
                model.toString(),
                "--json",
                file.toString(),
                mode);
        assertThat(number(labelled, "plain network ([0-9.]+)")).isLessThan(0.01);
        assertThat(labelled).contains("other labels: 0 of 40");
        assertThat(number(labelled, "right labels ([0-9.]+)"))
            .isEqualTo(number(trained, "test images ([0-9.]+)"));
        json.add(Files.readString(file));
      }
    }
    assertThat(json.get(0)).contains("aromatic-nitrogen/00001.png", "\"accuracy\"");
  }

  @Test
  void aModelTrainsOnForImagesOfAnotherSize(@TempDir Path folder) {
    Path drawings = folder.resolve("drawings");
    Path small = folder.resolve("small");
    Path larger = folder.resolve("larger");
    run(0, "draw", "--out", drawings.toString(), "--count", "24", "--side", "48");
    String images = drawings.toString();
    run(0, "train", "--images", images, "--out", small.toString(), "--side", "32", "--epochs", "1");
    String text =
        run(
            0,
            "train",
            "--images",
            images,
            "--out",
            larger.toString(),
            "--from",
            small.toString(),
            "--side",
            "48",
            "--epochs",
            "0");
    assertThat(text).contains("accuracy on the test images");
    assertThat(TrainedModel.load(larger).network().parameterCount())
        .isEqualTo(TrainedModel.load(small).network().parameterCount());
    assertThat(TrainedModel.load(larger).network().inputShape().width()).isEqualTo(48);
  }
}
