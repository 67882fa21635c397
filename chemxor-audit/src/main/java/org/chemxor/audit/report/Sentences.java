package org.chemxor.audit.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.chemxor.audit.curve.Recognised;

/** What an audit has found, in words for people who do not know the attacks. */
public final class Sentences {
  private Sentences() {}

  /** The finding, its consequence and what it is about; the first sentence can stand alone. */
  public static List<String> of(AuditReport report) {
    Recognised recipe = report.strongest().recipe().measured().atOnePercent();
    Recognised model = report.strongest().model().measured().atOnePercent();
    List<String> sentences = new ArrayList<>();
    sentences.add(
        String.format(
            Locale.ROOT,
            "Whoever may ask a model of this kind about compounds, and can train %d models of the"
                + " same kind on similar compounds, recognises %s of the compounds it was trained"
                + " on, while one in a hundred other compounds is named wrongly; by guessing it"
                + " would be 1 %%.",
            report.references(),
            rate(recipe)));
    sentences.add(
        String.format(
            Locale.ROOT,
            "Of this very model's %d training compounds the same attack recognises %s, while it"
                + " names %d of %d other compounds wrongly.",
            report.members(),
            rate(model),
            model.falsePositives(),
            report.strongest().model().measured().others()));
    sentences.add(
        recipe.interval().low() > 0.01
            ? "The answers of the model tell about some compounds that they were in its training"
                + " data: who must keep that list secret should not let strangers ask it as it is."
            : "No attack tried here does clearly better than guessing. That is no proof that none"
                + " can.");
    if (report.nearDuplicates() > 0) {
      sentences.add(
          String.format(
              Locale.ROOT,
              "Of %d compounds that it did not learn from but that are nearly the same as one it did"
                  + " learn from, the attack names %d as training compounds; they are not counted"
                  + " above.",
              report.nearDuplicates(),
              report.nearDuplicatesNamed()));
    }
    report.traits().stream()
        .filter(Trait::isCommon)
        .forEach(
            trait ->
                sentences.add(
                    String.format(
                        Locale.ROOT,
                        "%d of the %d training compounds most at risk are %s; of all of them %d of %d"
                            + " are.",
                        trait.atRisk(),
                        trait.sizeAtRisk(),
                        trait.name(),
                        trait.all(),
                        trait.size())));
    return sentences;
  }

  /**
   * The finding as rows of a model card, the first being the header.
   *
   * @param report of an audit of the model
   */
  public static List<List<String>> card(AuditReport report) {
    Finding strongest = report.strongest();
    return List.of(
        List.of("audit", "result"),
        List.of(
            "training compounds recognised in models trained the same way, while one other in a"
                + " hundred is named wrongly",
            rate(strongest.recipe().measured().atOnePercent()) + "; 1 % by guessing"),
        List.of("in this very model", rate(strongest.model().measured().atOnePercent())),
        List.of("by the attack", strongest.attack() + " on " + strongest.view()),
        List.of("which trained", report.references() + " models of the same kind"),
        List.of("network audited", report.digest()));
  }

  private static String rate(Recognised recognised) {
    return percent(recognised.rate())
        + " ("
        + percent(recognised.interval().low())
        + " to "
        + percent(recognised.interval().high())
        + ")";
  }

  /** A share in percent, one decimal. */
  public static String percent(double share) {
    return String.format(Locale.ROOT, "%.1f %%", 100 * share);
  }
}
