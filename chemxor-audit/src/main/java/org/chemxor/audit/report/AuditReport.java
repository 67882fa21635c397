package org.chemxor.audit.report;

import java.util.List;

/**
 * What an audit has found.
 *
 * @param model the network's name
 * @param digest of the network, so that the report is not taken for another model's
 * @param task "regression" or "classification"
 * @param seed of everything random; with the same compounds it gives the same report
 * @param references number of reference models
 * @param members compounds that the model learned from
 * @param others compounds that it never saw and that are nearly the same as none it learned from
 * @param undecided compounds that its settings were chosen by; they count as neither
 * @param nearDuplicates compounds that it never saw but that are nearly the same as one it learned
 *     from
 * @param nearDuplicatesNamed how many of them the strongest attack names as members
 * @param findings of every attack on every view
 * @param strongest the finding with the most members recognised at 1 % false positives among models
 *     trained the same way
 * @param atRisk training compounds the strongest attack ranks highest
 * @param traits what they have in common; empty where structures are not known
 * @param remarks what to keep in mind
 */
public record AuditReport(
    String model,
    String digest,
    String task,
    long seed,
    int references,
    int members,
    int others,
    int undecided,
    int nearDuplicates,
    int nearDuplicatesNamed,
    List<Finding> findings,
    Finding strongest,
    List<AtRisk> atRisk,
    List<Trait> traits,
    List<String> remarks) {
  /** Copies the lists. */
  public AuditReport {
    findings = List.copyOf(findings);
    atRisk = List.copyOf(atRisk);
    traits = List.copyOf(traits);
    remarks = List.copyOf(remarks);
  }

  /**
   * The share of training compounds that the strongest attack recognises, at 1 % false positives,
   * in models trained the same way: 0.01 by guessing, 1 at worst.
   */
  public double leak() {
    return strongest.recipe().measured().atOnePercent().rate();
  }
}
