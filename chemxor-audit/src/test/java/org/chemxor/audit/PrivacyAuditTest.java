package org.chemxor.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.chemxor.audit.reference.SampleSets;
import org.chemxor.audit.report.AuditFiles;
import org.chemxor.audit.report.AuditJson;
import org.chemxor.audit.report.AuditReport;
import org.chemxor.audit.report.Finding;
import org.chemxor.audit.report.Sentences;
import org.chemxor.core.InvalidInputException;
import org.chemxor.core.Sample;
import org.chemxor.models.quadratic.QuadraticTraining;
import org.chemxor.models.trained.TrainedModel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrivacyAuditTest {
  private static final List<ClientView> VIEWS =
      List.of(
          ClientView.exact(),
          ClientView.rounded(1),
          ClientView.noisy("drowned", 1e6),
          ClientView.withActivations("partitioned", 1e-6));

  @TempDir private Path folder;

  private static AuditedCompounds compounds(int classes, double noise, long seed) {
    List<Sample> all = SampleSets.of(260, classes, noise, seed);
    return new AuditedCompounds(all.subList(0, 120), all.subList(120, 240), all.subList(240, 260));
  }

  private static AuditReport audited(int classes, double noise) {
    AuditedCompounds compounds = compounds(classes, noise, 8);
    QuadraticTraining training =
        classes == 0 ? QuadraticTraining.regression() : QuadraticTraining.classification(classes);
    TrainedModel model = training.fit(compounds.members(), List.of());
    return PrivacyAudit.of(model, (train, validate, seed) -> training.fit(train, List.of()))
        .references(6)
        .seed(3)
        .views(VIEWS)
        .run(compounds);
  }

  private static Finding finding(AuditReport report, String view, String attack) {
    return report.findings().stream()
        .filter(f -> f.view().equals(view) && f.attack().equals(attack))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void membersOfModelsOfNoiseAreFoundForValuesAndForTwoAndThreeClasses() {
    for (int classes : new int[] {0, 2, 3}) {
      AuditReport report = audited(classes, classes == 0 ? 0.9 : 1);
      assertThat(report.findings()).hasSize(4 * 4 + 1);
      assertThat(finding(report, "exact answers", "RMIA online").model().measured().area())
          .as("%d classes, the model", classes)
          .isGreaterThan(0.9);
      assertThat(report.leak()).as("%d classes", classes).isGreaterThan(0.3);
      assertThat(Sentences.of(report).get(2)).contains("who must keep that list secret");
      assertThat(finding(report, "drowned", "RMIA online").recipe().measured().area())
          .isBetween(0.4, 0.6);
      assertThat(report.atRisk()).hasSize(100);
      assertThat(report.atRisk().get(0).recognised()).isTrue();
      assertThat(report.remarks()).anyMatch(r -> r.contains("Structures are not known"));
    }
  }

  @Test
  void aModelThatCannotRememberIsFoundToLeakLittle() {
    AuditedCompounds compounds = compounds(2, 0.2, 9);
    // Only the class frequencies are learned: as many squares as needed for a nearly constant form.
    TrainedModel constant = constant(compounds.members());
    AuditReport report =
        PrivacyAudit.of(constant, (train, validate, seed) -> constant(train))
            .references(6)
            .run(compounds);
    assertThat(finding(report, "exact answers", "RMIA offline").model().measured().areaInterval())
        .satisfies(interval -> assertThat(interval.contains(0.5)).isTrue());
    assertThat(report.leak()).isLessThan(0.08);
  }

  /** A model of two compounds that nobody asks about, whatever it is given. */
  private static TrainedModel constant(List<Sample> ignored) {
    List<Sample> own = SampleSets.of(30, 2, 1, 77);
    return QuadraticTraining.classification(2).fit(own, List.of());
  }

  @Test
  void theSameSeedGivesTheSameReport() {
    assertThat(AuditJson.of(audited(2, 1))).isEqualTo(AuditJson.of(audited(2, 1)));
  }

  @Test
  void theReportIsWrittenForPeopleAndPrograms() throws Exception {
    AuditReport report = audited(0, 0.9);
    AuditFiles.save(report, folder.resolve("made/audit"));
    assertThat(folder.resolve("made/audit/audit.json"))
        .content()
        .contains("\"seed\" : 3", "\"leak\"", report.digest(), "falsePositiveRate");
    assertThat(folder.resolve("made/audit/audit.html"))
        .content()
        .contains("<svg", "by guessing it would be 1 %", "RMIA online");
    for (String plot : List.of("roc-model.png", "roc-recipe.png")) {
      assertThat(ImageIO.read(folder.resolve("made/audit").resolve(plot).toFile()).getWidth())
          .isEqualTo(640);
    }
  }

  @Test
  void theDigestTellsNetworksApart() {
    AuditedCompounds compounds = compounds(0, 0.9, 8);
    TrainedModel one = QuadraticTraining.regression().fit(compounds.members(), List.of());
    TrainedModel again = QuadraticTraining.regression().fit(compounds.members(), List.of());
    TrainedModel other = QuadraticTraining.regression().fit(compounds.others(), List.of());
    assertThat(NetworkDigest.of(one.network())).isEqualTo(NetworkDigest.of(again.network()));
    assertThat(NetworkDigest.of(one.network())).isNotEqualTo(NetworkDigest.of(other.network()));
  }

  @Test
  void refusesTooFewCompoundsModelsAndViews() {
    List<Sample> all = SampleSets.of(60, 0, 0.5, 1);
    assertThatThrownBy(
            () -> new AuditedCompounds(all.subList(0, 50), all.subList(50, 60), new ArrayList<>()))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("--against");
    TrainedModel model = QuadraticTraining.regression().fit(all, List.of());
    assertThatThrownBy(() -> PrivacyAudit.of(model).references(7)).hasMessageContaining("even");
    assertThatThrownBy(() -> PrivacyAudit.of(model).references(4)).hasMessageContaining("6");
    assertThatThrownBy(() -> PrivacyAudit.of(model).views(List.of())).hasMessageContaining("view");
    assertThatThrownBy(() -> ClientView.rounded(13)).hasMessageContaining("12");
    assertThatThrownBy(() -> ClientView.noisy("x", Double.NaN)).hasMessageContaining("NaN");
  }
}
