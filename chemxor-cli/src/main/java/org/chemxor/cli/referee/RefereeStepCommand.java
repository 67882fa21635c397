package org.chemxor.cli.referee;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.chemxor.ckks.CkksEngine;
import org.chemxor.core.InvalidInputException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code chemxor referee-step}: one executable of the suite's harness. */
@Command(
    name = "referee-step",
    description = {
      "One step of HomomorphicEncryption.org's machine-learning workload, by the names of its harness,"
          + " or one of:",
      "  wire    writes the executables and build scripts into a checkout of the harness",
      "  build   leaves what the client needs to know about the model (its build script runs it)"
    },
    mixinStandardHelpOptions = true,
    usageHelpAutoWidth = true)
public final class RefereeStepCommand implements Callable<Integer> {
  /** What there is to run. */
  enum Step {
    WIRE,
    BUILD,
    CLIENT_KEY_GENERATION,
    CLIENT_PREPROCESS_INPUT,
    CLIENT_ENCODE_ENCRYPT_INPUT,
    SERVER_PREPROCESS_MODEL,
    SERVER_ENCRYPTED_COMPUTE,
    CLIENT_DECRYPT_DECODE,
    CLIENT_POSTPROCESS;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** Whether the harness runs it as an executable. */
    boolean isExecutable() {
      return this != WIRE && this != BUILD;
    }

    /**
     * Whether there is nothing to do: grey values are taken as they are, the server encodes its
     * weights in the process that computes, and classes are written by decryption.
     */
    boolean isEmpty() {
      return this == CLIENT_PREPROCESS_INPUT
          || this == SERVER_PREPROCESS_MODEL
          || this == CLIENT_POSTPROCESS;
    }
  }

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  @Parameters(index = "0", paramLabel = "NAME", description = "${COMPLETION-CANDIDATES}")
  private Step step = Step.WIRE;

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "INSTANCE",
      description = "0 (single), 1 (small: 15), 2 (medium: 1000) or 3 (large: 10000).")
  private @Nullable Integer instance;

  @Option(
      names = "--harness",
      paramLabel = "FOLDER",
      defaultValue = ".",
      description = "The checkout of the harness (default: the current folder).")
  private Path root = Path.of(".");

  @Option(
      names = "--model",
      paramLabel = "FOLDER",
      description = "The network, as bench referee --save wrote it.")
  private @Nullable Path model;

  @Option(
      names = "--threads",
      description = "Threads of the server (default: as many as there are processors).")
  private int threads = Runtime.getRuntime().availableProcessors();

  @Override
  public Integer call() throws Exception {
    switch (step) {
      case WIRE -> wire();
      case BUILD -> build();
      case CLIENT_KEY_GENERATION -> step().generateKeys();
      case CLIENT_ENCODE_ENCRYPT_INPUT -> step().encrypt();
      case SERVER_ENCRYPTED_COMPUTE -> step().compute(model(), threads);
      case CLIENT_DECRYPT_DECODE -> step().decrypt();
      case CLIENT_PREPROCESS_INPUT, SERVER_PREPROCESS_MODEL, CLIENT_POSTPROCESS -> {
        // Steps that are empty.
      }
    }
    return 0;
  }

  private void wire() throws Exception {
    new HarnessWiring(root).write(model());
    PrintWriter out = spec.commandLine().getOut();
    out.println(
        "executables and build scripts are in "
            + root
            + "; run python3 harness/run_submission.py 0 there");
    out.flush();
  }

  private void build() throws Exception {
    CkksEngine engine = CkksEngine.load();
    for (HarnessFolder.Instance size : HarnessFolder.Instance.values()) {
      new RefereeStep(new HarnessFolder(root, size), engine).describe(model());
    }
  }

  private RefereeStep step() {
    if (instance == null) {
      throw new CommandLine.ParameterException(
          spec.commandLine(), step + " takes the instance: 0, 1, 2 or 3");
    }
    return new RefereeStep(
        new HarnessFolder(root, HarnessFolder.Instance.of(instance)), CkksEngine.load());
  }

  private Path model() {
    if (model == null) {
      throw new InvalidInputException(
          step + " needs --model FOLDER, as chemxor bench referee --save FOLDER writes it");
    }
    return model;
  }
}
