package org.chemxor.cli.serve;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.chemxor.audit.NetworkDigest;
import org.chemxor.audit.report.StoredAudit;
import org.chemxor.cli.audit.AuditCommand;
import org.chemxor.core.InvalidInputException;
import org.chemxor.core.Network;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** Which models {@code serve} refuses because of what their audits have found. */
final class LeakOptions {
  @CommandLine.Spec(CommandLine.Spec.Target.MIXEE)
  private CommandLine.Model.CommandSpec spec;

  @Option(
      names = "--max-leak",
      paramLabel = "SHARE",
      description =
          "Refuse models whose audit finds more than this share of training compounds at 1 %% false"
              + " positives, such as 0.05, and models without an audit (./chemxor audit).")
  private @Nullable Double most;

  @Option(
      names = "--accept-leak",
      split = ",",
      paramLabel = "NAME",
      description = "Serve these models in spite of --max-leak.")
  private Set<String> accepted = new HashSet<>();

  /**
   * Refuses a share that is none, and exceptions without a rule.
   *
   * @throws CommandLine.ParameterException saying which
   */
  void requireConsistent() {
    if (most != null && !(most >= 0 && most <= 1)) {
      throw new CommandLine.ParameterException(
          spec.commandLine(), "--max-leak is a share from 0 to 1, got " + most);
    }
    if (most == null && !accepted.isEmpty()) {
      throw new CommandLine.ParameterException(
          spec.commandLine(), "--accept-leak makes exceptions from --max-leak, which is not given");
    }
  }

  /**
   * Refuses a model whose audit is missing, of another model or worse than allowed.
   *
   * @param name under which it is to be served
   * @param folder where it is
   * @throws InvalidInputException saying which, and what to do
   */
  void requireAllowed(String name, Path folder, Network network) {
    if (most == null || accepted.contains(name)) {
      return;
    }
    Path where = folder.resolve(AuditCommand.FOLDER);
    Optional<StoredAudit> audit = StoredAudit.read(where);
    if (audit.isEmpty()) {
      throw new InvalidInputException(
          name
              + " has no audit in "
              + where
              + ": run ./chemxor audit, or serve it all the same with --accept-leak "
              + name);
    }
    if (!audit.get().digest().equals(NetworkDigest.of(network))) {
      throw new InvalidInputException(
          "the audit in "
              + where
              + " is of another network than "
              + name
              + ": run ./chemxor audit again, or serve it all the same with --accept-leak "
              + name);
    }
    if (audit.get().leak() > most) {
      throw new InvalidInputException(
          String.format(
              Locale.ROOT,
              "the audit of %s finds %.1f %% of the training compounds at 1 %% false positives (%s,"
                  + " %s), --max-leak allows %.1f %%: serve it all the same with --accept-leak %s",
              name,
              100 * audit.get().leak(),
              audit.get().attack(),
              audit.get().view(),
              100 * most,
              name));
    }
  }
}
