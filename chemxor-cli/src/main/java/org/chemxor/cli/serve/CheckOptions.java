package org.chemxor.cli.serve;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.chemxor.core.InvalidInputException;
import org.chemxor.core.MoleculeImage;
import org.chemxor.fhe.checked.CheckPolicy;
import org.chemxor.fhe.checked.Detection;
import org.chemxor.fhe.checked.KnownAnswer;
import org.chemxor.service.client.BulkQuery;
import org.chemxor.service.client.KnownAnswers;
import org.chemxor.service.client.ModelClient;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Checks hidden among the molecules of {@code query --input}. */
final class CheckOptions {
  private static final double SHARE = 0.1;

  @Option(
      names = "--duplicates",
      paramLabel = "N",
      defaultValue = "0",
      description =
          "Ask about N molecules of every request, or of every 64, twice: a server that changes some"
              + " answers is caught (docs/checked-evaluation.md).")
  private int duplicates;

  @Option(
      names = "--known-answers",
      paramLabel = "FILE",
      description =
          "CSV file of molecules whose predictions you trust, such as the output of an earlier"
              + " query: some of them are asked about as well.")
  private @Nullable Path knownAnswers;

  @Option(
      names = "--known",
      paramLabel = "N",
      defaultValue = "5",
      description =
          "How many of them in every request or 64 molecules (default: ${DEFAULT-VALUE}).")
  private int known = 5;

  @Option(
      names = "--tolerance",
      paramLabel = "X",
      defaultValue = "0.001",
      description = "How far two answers to one question may differ (default: ${DEFAULT-VALUE}).")
  private double tolerance = CheckPolicy.STANDARD_TOLERANCE;

  /** Whether anything is checked. */
  boolean isGiven() {
    return duplicates != 0 || knownAnswers != null;
  }

  /** Adds the checks to a query and says what they catch. */
  void applyTo(BulkQuery query, ModelClient client, PrintWriter err) {
    if (!isGiven()) {
      return;
    }
    List<KnownAnswer<MoleculeImage>> answers =
        knownAnswers == null ? List.of() : KnownAnswers.read(knownAnswers, client);
    int knownPlaces = knownAnswers == null ? 0 : known;
    query.checked(policy(knownPlaces), answers);
    int molecules = query.windowSize();
    int used = Math.min(duplicates, molecules);
    int places = molecules + used + knownPlaces;
    int altered = (int) Math.ceil(SHARE * places);
    err.printf(
        Locale.ROOT,
        "checks: %d duplicates and %d known answers among %d molecules; who changes the answers at"
            + " %d of the %d places is not noticed with a probability of %.2g%n",
        used,
        knownPlaces,
        molecules,
        altered,
        places,
        Detection.unnoticed(places, altered, used, knownPlaces));
    err.flush();
  }

  private CheckPolicy policy(int knownPlaces) {
    try {
      return new CheckPolicy(duplicates, knownPlaces, tolerance);
    } catch (IllegalArgumentException e) {
      throw new InvalidInputException(String.valueOf(e.getMessage()), e);
    }
  }
}
