package org.chemxor.audit;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.chemxor.audit.curve.AttackCurve;
import org.chemxor.audit.curve.Recognised;
import org.chemxor.audit.curve.Trial;
import org.chemxor.audit.reference.Answers;
import org.chemxor.audit.reference.Method;
import org.chemxor.audit.reference.Recipe;
import org.chemxor.audit.reference.ReferenceModels;
import org.chemxor.audit.reference.ReferenceSignals;
import org.chemxor.audit.reference.StoredRecipe;
import org.chemxor.audit.report.AuditReport;
import org.chemxor.audit.report.Finding;
import org.chemxor.audit.report.Measured;
import org.chemxor.core.Sample;
import org.chemxor.models.trained.TrainedModel;

/**
 * Finds out how well a stranger can tell which compounds a model learned from: trains reference
 * models with the model's own recipe on random halves of the compounds, and attacks the model, and
 * in turn the reference models, with LiRA and RMIA.
 *
 * <pre>{@code
 * AuditReport report =
 *     PrivacyAudit.of(model).seed(7).run(new AuditedCompounds(train, test, validate));
 * AuditFiles.save(report, Path.of("audit"));
 * }</pre>
 *
 * <p>The same compounds, settings and seed give the same report.
 */
public final class PrivacyAudit {
  /** Reference models unless set. */
  public static final int STANDARD_REFERENCES = 8;

  private static final int FEWEST_REFERENCES = 6;

  private final TrainedModel model;
  private final Recipe recipe;
  private int references = STANDARD_REFERENCES;
  private long seed = 1;
  private boolean keepsMolecules = true;
  private List<ClientView> views = List.of(ClientView.exact());
  private IntConsumer progress = done -> {};

  private PrivacyAudit(TrainedModel model, Recipe recipe) {
    this.model = model;
    this.recipe = recipe;
  }

  /**
   * An audit of a model that remembers its recipe.
   *
   * @throws org.chemxor.core.InvalidInputException when it does not, or has several targets
   */
  public static PrivacyAudit of(TrainedModel model) {
    return of(model, StoredRecipe.of(model));
  }

  /** An audit of any model with one target. */
  public static PrivacyAudit of(TrainedModel model, Recipe recipe) {
    return new PrivacyAudit(model, recipe);
  }

  /** How many reference models, {@value #STANDARD_REFERENCES} unless set: even, 6 at least. */
  public PrivacyAudit references(int count) {
    if (count < FEWEST_REFERENCES || count % 2 != 0) {
      throw new IllegalArgumentException(
          "an audit takes an even number of reference models, at least "
              + FEWEST_REFERENCES
              + ", got "
              + count);
    }
    references = count;
    return this;
  }

  /** Seed of everything random; 1 unless set. */
  public PrivacyAudit seed(long value) {
    seed = value;
    return this;
  }

  /** Leaves structures out of the report. */
  public PrivacyAudit withoutMolecules() {
    keepsMolecules = false;
    return this;
  }

  /** What clients see, exact answers unless set. */
  public PrivacyAudit views(List<ClientView> seen) {
    if (seen.isEmpty()) {
      throw new IllegalArgumentException("an audit needs a view");
    }
    views = List.copyOf(seen);
    return this;
  }

  /** Who is told how many reference models are done. */
  public PrivacyAudit progress(IntConsumer listener) {
    progress = listener;
    return this;
  }

  /**
   * Audits the model.
   *
   * @throws org.chemxor.core.InvalidInputException when a half of the compounds cannot be learned
   *     from, such as one without any of a class
   */
  public AuditReport run(AuditedCompounds compounds) {
    List<Sample> pool = compounds.pool();
    double chosenBy = Math.min(0.4, compounds.undecided().size() / (double) pool.size());
    ReferenceModels trained =
        ReferenceModels.train(recipe, pool, references, chosenBy, seed, progress);
    double[] known = pool.stream().mapToDouble(Sample::target).toArray();
    ReferenceSignals signals = new ReferenceSignals(model.info().task(), known, trained);
    Chemistry chemistry = Chemistry.of(model.info().task(), compounds);
    Attacked attacked = new Attacked(compounds, chemistry, signals, Answers.of(model, pool));
    List<Finding> findings = new ArrayList<>();
    for (ClientView view : views) {
      for (Method method : Method.standard()) {
        findings.add(attacked.finding(view, method));
      }
      if (view.showsActivations()) {
        findings.add(attacked.finding(view, Method.byActivations()));
      }
    }
    Finding strongest =
        findings.stream()
            .max(Comparator.comparingDouble(f -> f.recipe().measured().atOnePercent().rate()))
            .orElseThrow();
    return report(attacked, findings, strongest);
  }

  private AuditReport report(Attacked attacked, List<Finding> findings, Finding strongest) {
    double[] scores = attacked.scores(view(strongest), method(strongest));
    Recognised line = strongest.model().measured().atOnePercent();
    AuditedCompounds compounds = attacked.compounds();
    Ranking ranking = new Ranking(compounds, attacked.chemistry(), scores, line.threshold());
    int[] nearDuplicates = attacked.nearDuplicates();
    return new AuditReport(
        model.network().name(),
        NetworkDigest.of(model.network()),
        model.info().task().name().toLowerCase(Locale.ROOT),
        seed,
        references,
        compounds.members().size(),
        compounds.others().size() - nearDuplicates.length,
        compounds.undecided().size(),
        nearDuplicates.length,
        (int) IntStream.of(nearDuplicates).filter(i -> scores[i] >= line.threshold()).count(),
        findings,
        strongest,
        ranking.atRisk(keepsMolecules),
        ranking.traits(),
        Remarks.of(strongest.model().measured(), attacked.chemistry().isKnown()));
  }

  private ClientView view(Finding finding) {
    return views.stream().filter(v -> v.name().equals(finding.view())).findFirst().orElseThrow();
  }

  private static Method method(Finding finding) {
    return Method.standard().stream()
        .filter(m -> m.name().equals(finding.attack()))
        .findFirst()
        .orElseGet(Method::byActivations);
  }

  /** The model, what an attacker knows, and which compounds count. */
  private final class Attacked {
    private final AuditedCompounds compounds;
    private final Chemistry chemistry;
    private final ReferenceSignals signals;
    private final Answers answers;

    Attacked(
        AuditedCompounds compounds,
        Chemistry chemistry,
        ReferenceSignals signals,
        Answers answers) {
      this.compounds = compounds;
      this.chemistry = chemistry;
      this.signals = signals;
      this.answers = answers;
    }

    AuditedCompounds compounds() {
      return compounds;
    }

    Chemistry chemistry() {
      return chemistry;
    }

    /** Positions in the pool of others that are nearly the same as a member. */
    int[] nearDuplicates() {
      return others().filter(chemistry::isNearDuplicate).toArray();
    }

    private IntStream others() {
      int members = compounds.members().size();
      return IntStream.range(members, members + compounds.others().size());
    }

    double[] scores(ClientView view, Method method) {
      return signals.scores(method, answers, view.seen(seed).apply(answers.outputs()));
    }

    Finding finding(ClientView view, Method method) {
      double[] scores = scores(view, method);
      List<Trial> trials = new ArrayList<>();
      for (int i = 0; i < compounds.members().size(); i++) {
        trials.add(new Trial(i, true, scores[i]));
      }
      others()
          .filter(i -> !chemistry.isNearDuplicate(i))
          .forEach(i -> trials.add(new Trial(i, false, scores[i])));
      return new Finding(
          view.name(),
          method.name(),
          Measured.WithCurve.of(AttackCurve.of(trials, seed)),
          Measured.WithCurve.of(AttackCurve.of(signals.trials(method, view.seen(seed + 1)), seed)));
    }
  }
}
