package org.chemxor.fhe.forecast;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.chemxor.fhe.program.Disclosure;
import org.chemxor.fhe.program.EncryptedProgram;
import org.chemxor.fhe.program.Partition;
import org.chemxor.fhe.program.ProgramCosts;
import org.chemxor.fhe.program.ProgramOutline;

/** What a program will compute, exchange and disclose, in words: for people. */
public final class ProgramReport {
  private final EncryptedProgram program;
  private final ProgramCosts costs;
  private final StringBuilder text = new StringBuilder();

  private ProgramReport(EncryptedProgram program) {
    this.program = program;
    this.costs = ProgramCosts.of(program);
  }

  /**
   * Parameters, keys, weights, precision, domain, disclosures and every operation, line by line.
   */
  public static String of(EncryptedProgram program) {
    return new ProgramReport(program).write();
  }

  /** What each party learns when a program runs, a sentence each. */
  public static List<String> disclosures(ProgramOutline outline) {
    List<String> lines = new ArrayList<>();
    lines.add("the evaluator learns that a request was made, and nothing about the molecule");
    for (Disclosure disclosure : outline.disclosures()) {
      lines.add(disclosure.describe(outline.steps().size()));
    }
    return lines;
  }

  private String write() {
    line("%s, plan %s", program.network().name(), program.plan());
    line("  parameters    %s", program.parameters());
    line(
        "  keys          %d rotations and relinearisation, %.1f MB: steps %s",
        program.rotations().keys().size(), costs.keyBytes() / 1e6, program.rotations().keys());
    line(
        "  weights       %.0f MB in the evaluator%s",
        program.weightBytes() / 1e6, program.hasCompactWeights() ? ", as coefficients" : "");
    line("  rounds        %d", program.rounds());
    line(
        "  precision     outputs differ by %.2g on synthetic inputs, expected error at most %.2g"
            + " (2^%.1f of that)",
        program.outputRange(),
        program.expectedError(),
        Math.log(program.accuracy().relativeError()) / Math.log(2));
    int inputs = program.graph().valueSize(0);
    line("  images        %s", program.certificate().describeDomain(inputs));
    line("  values        %s", program.certificate().describeValues());
    disclosures(program.outline()).forEach(sentence -> line("  disclosure    %s", sentence));
    program.partitions().forEach(this::addRound);
    return text.toString();
  }

  private void addRound(Partition partition) {
    line(
        "  step %d        %s: %d features in %d ciphertexts (%.0f kB), levels %d to %d, %d features"
            + " back (%s: %.0f kB)",
        partition.index(),
        partition.name(),
        partition.input().featureCount(),
        partition.input().ciphertexts(),
        costs.requestBytes(partition.index()) / 1e3,
        partition.circuit().input().level(),
        partition.circuit().output().level(),
        partition.output().featureCount(),
        program.outline().steps().get(partition.index()).form(),
        costs.replyBytes(partition.index()) / 1e3);
    for (String operation : partition.circuit().describe()) {
      line("    %s", operation);
    }
  }

  private void line(String format, Object... values) {
    text.append(String.format(Locale.ROOT, format, values)).append('\n');
  }
}
