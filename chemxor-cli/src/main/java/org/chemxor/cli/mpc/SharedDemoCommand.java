package org.chemxor.cli.mpc;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.chemxor.models.residual.ResidualNet;
import org.chemxor.models.trained.TrainedModel;
import org.chemxor.models.tuning.FineTuning;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code chemxor mpc demo}: all three roles as processes of their own on this machine. */
@Command(
    name = "demo",
    description =
        "Trains a residual network on drawings of molecules and labels images with it: data owner,"
            + " model owner and dealer are three processes.",
    mixinStandardHelpOptions = true)
final class SharedDemoCommand implements Callable<Integer> {
  private static final int SIDE = 64;
  private static final int TEST_EVERY = 6;
  private static final long SEED = 1;

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  @Option(
      names = "--count",
      defaultValue = "6000",
      description = "Molecules to draw, a sixth of them for testing (default: ${DEFAULT-VALUE}).")
  private int count;

  @Option(names = "--epochs", defaultValue = "8", description = "Default: ${DEFAULT-VALUE}.")
  private int epochs;

  @Option(
      names = "--images",
      defaultValue = "40",
      description = "Test images to label on shares (default: ${DEFAULT-VALUE}).")
  private int images;

  @Override
  public Integer call() throws Exception {
    Path folder = Files.createTempDirectory("chemxor-mpc");
    try {
      return run(folder);
    } finally {
      delete(folder);
    }
  }

  private int run(Path folder) throws Exception {
    PrintWriter out = spec.commandLine().getOut();
    out.printf("drawing %d molecules, %dx%d%n", count, SIDE, SIDE);
    out.flush();
    Path drawings = folder.resolve("drawings");
    DrawingFolder.write(drawings, count, SIDE, SEED);
    TrainedModel model =
        new ImageTraining(out)
            .train(
                drawings,
                ResidualNet.small(SIDE, DrawingFolder.CLASSES.size(), SEED),
                FineTuning.builder().epochs(epochs).batchSize(32).learningRate(1e-3).threads(2));
    out.printf(
        Locale.ROOT,
        "accuracy on %d test images in the clear: %.3f%n",
        count / TEST_EVERY,
        model.info().metrics().get(ImageTraining.ACCURACY));
    Path saved = folder.resolve("model");
    model.save(saved);
    Path chosen = select(drawings.resolve("test"), folder.resolve("chosen"));
    return label(out, chosen, saved, drawings.resolve("train"));
  }

  /** Some test images of every class, in folders named as the classes are. */
  private Path select(Path test, Path chosen) throws IOException {
    for (String name : DrawingFolder.CLASSES) {
      Path to = Files.createDirectories(chosen.resolve(name));
      List<Path> files = ImageFiles.in(test.resolve(name));
      int most = Math.min(files.size(), Math.max(1, images / DrawingFolder.CLASSES.size()));
      for (Path file : files.subList(0, most)) {
        Files.copy(file, to.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
      }
    }
    return chosen;
  }

  private static int label(PrintWriter out, Path chosen, Path saved, Path samples)
      throws Exception {
    try (RoleProcess dealer = RoleProcess.start("dealer", "--port", "0");
        RoleProcess owner =
            RoleProcess.start(
                "model-owner",
                "--port",
                "0",
                "--model",
                saved.toString(),
                "--samples",
                samples.toString(),
                "--dealer",
                dealer.address())) {
      out.println(dealer);
      out.println(owner);
      out.println("labelling images; nobody else can read them, nor the model:");
      out.flush();
      Process data =
          new ProcessBuilder(
                  RoleProcess.java(
                      "mpc",
                      "label",
                      "--images",
                      chosen.toString(),
                      "--labels",
                      String.join(",", DrawingFolder.CLASSES),
                      "--dealer",
                      dealer.address(),
                      "--model-owner",
                      owner.address(),
                      "--check",
                      saved.toString()))
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      try (var reader = data.inputReader(java.nio.charset.StandardCharsets.UTF_8)) {
        reader.lines().forEach(out::println);
      }
      out.flush();
      return data.waitFor();
    }
  }

  static void delete(Path folder) throws IOException {
    try (var files = Files.walk(folder)) {
      for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
