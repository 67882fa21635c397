package org.chemxor.cli.mpc;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.chemxor.core.ChemXorException;
import org.chemxor.data.dataset.DrugSet;
import org.chemxor.data.featurise.GridFingerprintFeaturiser;
import org.chemxor.data.split.DataSplit;
import org.chemxor.models.olinda.OlindaNet;
import org.chemxor.models.train.Training;
import org.chemxor.models.trained.TrainedModel;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code chemxor mpc demo}: all three roles as processes of their own on this machine. */
@Command(
    name = "demo",
    description =
        "Trains a network and predicts molecules with it: data owner, model owner and dealer are"
            + " three processes.",
    mixinStandardHelpOptions = true)
final class SharedDemoCommand implements Callable<Integer> {
  private static final List<String> MOLECULES =
      List.of(
          "CC(=O)Oc1ccccc1C(=O)O",
          "CN1C=NC2=C1C(=O)N(C(=O)N2C)C",
          "CC(C)Cc1ccc(cc1)C(C)C(=O)O",
          "CC(=O)Nc1ccc(O)cc1");

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    PrintWriter out = spec.commandLine().getOut();
    Path folder = Files.createTempDirectory("chemxor-mpc");
    out.println("training OlindaNetZero on the compounds that come with ChemXor");
    out.flush();
    var split = DataSplit.random(DrugSet.load().samples(GridFingerprintFeaturiser.standard()), 7);
    TrainedModel model =
        Training.of(OlindaNet.zero()).epochs(20).batchSize(32).fit(split.train(), split.validate());
    Path saved = folder.resolve("model");
    model.save(saved);
    try (Child dealer = Child.start(out, "dealer", "--port", "0");
        Child owner =
            Child.start(
                out,
                "model-owner",
                "--port",
                "0",
                "--model",
                saved.toString(),
                "--dealer",
                dealer.address())) {
      List<String> arguments = new ArrayList<>(List.of("predict", "--smiles"));
      arguments.addAll(MOLECULES);
      arguments.addAll(
          List.of(
              "--dealer",
              dealer.address(),
              "--model-owner",
              owner.address(),
              "--check",
              saved.toString()));
      out.println("predicting; the last column comes from shares that nobody else could read:");
      out.flush();
      CommandLine data = new CommandLine(new MpcCommand());
      data.setOut(out);
      return data.execute(arguments.toArray(String[]::new));
    } finally {
      delete(folder);
    }
  }

  private static void delete(Path folder) throws IOException {
    try (var files = Files.walk(folder)) {
      for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  /** A role in a process of its own. */
  private static final class Child implements AutoCloseable {
    private static final String LISTENING = " listening on ";

    private final Process process;
    private final String address;

    private Child(Process process, String address) {
      this.process = process;
      this.address = address;
    }

    static Child start(PrintWriter out, String role, String... options) throws IOException {
      List<String> command =
          new ArrayList<>(
              List.of(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-Xmx512m",
                  "-Djava.awt.headless=true",
                  "-cp",
                  System.getProperty("java.class.path"),
                  "org.chemxor.cli.Main",
                  "mpc",
                  role));
      command.addAll(List.of(options));
      Process process =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
      BufferedReader reader = process.inputReader(StandardCharsets.UTF_8);
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        int at = line.indexOf(LISTENING);
        if (at >= 0) {
          out.println(line + " (process " + process.pid() + ")");
          out.flush();
          return new Child(process, line.substring(at + LISTENING.length()));
        }
      }
      process.destroyForcibly();
      throw new ChemXorException("the " + role + " did not start");
    }

    String address() {
      return address;
    }

    @Override
    public void close() {
      process.destroy();
    }
  }
}
