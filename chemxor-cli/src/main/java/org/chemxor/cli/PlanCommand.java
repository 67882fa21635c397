package org.chemxor.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.chemxor.fhe.EncryptedProgram;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code chemxor plan}: what an encrypted evaluation will take, before a key exists. */
@Command(
    name = "plan",
    description = "Says what evaluating a model under encryption takes, before any key is made.",
    mixinStandardHelpOptions = true)
final class PlanCommand implements Callable<Integer> {
  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  @Option(
      names = "--model",
      required = true,
      paramLabel = "MODEL",
      description = "A model folder, or zero, olinda or one.")
  private String model;

  @Option(
      names = "--plan",
      converter = PlanName.Converter.class,
      defaultValue = "partitioned",
      description = "partitioned, single-round or batch (default: ${DEFAULT-VALUE}).")
  private PlanName plan;

  @Option(names = "--json", paramLabel = "FILE", description = "Write the result as JSON.")
  private @Nullable Path json;

  /**
   * The JSON file's content.
   *
   * @param network name of the network
   * @param plan which plan
   * @param security parameters and their promise
   * @param rotationKeys rotations that need a key
   * @param keyBytes bytes of all evaluation keys
   * @param rounds requests for one molecule
   * @param requestBytes bytes of each request
   * @param replyBytes bytes of each reply
   */
  record Report(
      String network,
      String plan,
      DemoReport.Security security,
      int rotationKeys,
      long keyBytes,
      int rounds,
      List<Long> requestBytes,
      List<Long> replyBytes) {}

  @Override
  public Integer call() throws Exception {
    EncryptedProgram program = EncryptedProgram.compile(NetworkOption.of(model), plan.plan());
    spec.commandLine().getOut().print(program.describe());
    spec.commandLine().getOut().flush();
    if (json != null) {
      JsonFile.write(
          json,
          new Report(
              program.network().name(),
              plan.toString(),
              DemoReport.Security.of(program.parameters()),
              program.rotations().keys().size(),
              program.keyBytes(),
              program.rounds(),
              perRound(program, program::requestBytes),
              perRound(program, program::replyBytes)));
    }
    return 0;
  }

  private static List<Long> perRound(
      EncryptedProgram program, java.util.function.IntToLongFunction bytes) {
    return IntStream.range(0, program.rounds()).mapToObj(bytes::applyAsLong).toList();
  }
}
