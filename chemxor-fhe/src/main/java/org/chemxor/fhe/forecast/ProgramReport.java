package org.chemxor.fhe.forecast;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.chemxor.fhe.program.Disclosure;
import org.chemxor.fhe.program.EncryptedProgram;
import org.chemxor.fhe.program.ProgramCosts;
import org.chemxor.fhe.program.ProgramOutline;
import org.chemxor.fhe.program.Round;

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
      lines.add(disclosure.describe(outline.rounds().size()));
    }
    return lines;
  }

  private String write() {
    line("%s, plan %s", program.network().name(), program.plan());
    line("  parameters    %s", program.parameters());
    line(
        "  keys          %d rotations and relinearisation, %.1f MB: steps %s",
        program.rotations().steps().size(), costs.keyBytes() / 1e6, program.rotations().steps());
    line(
        "  weights       %.0f MB in the evaluator%s",
        program.weightBytes() / 1e6, program.hasCompactWeights() ? ", as coefficients" : "");
    line("  rounds        %d", program.roundCount());
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
    program.rounds().forEach(this::addRound);
    return text.toString();
  }

  private void addRound(Round round) {
    line(
        "  round %d        %s: %d features in %d ciphertexts (%.0f kB), levels %d to %d, %d features"
            + " back (%s: %.0f kB)",
        round.index(),
        round.name(),
        round.input().featureCount(),
        round.input().ciphertexts(),
        costs.requestBytes(round.index()) / 1e3,
        round.circuit().input().level(),
        round.circuit().output().level(),
        round.output().featureCount(),
        program.outline().rounds().get(round.index()).form(),
        costs.replyBytes(round.index()) / 1e3);
    for (String operation : round.circuit().describe()) {
      line("    %s", operation);
    }
  }

  private void line(String format, Object... values) {
    text.append(String.format(Locale.ROOT, format, values)).append('\n');
  }
}
