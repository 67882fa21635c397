package org.chemxor.data.confidence;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.chemxor.data.dataset.DrugSet;
import org.chemxor.data.featurise.DepictionFeaturiser;
import org.chemxor.data.featurise.GridFingerprintFeaturiser;
import org.chemxor.data.featurise.MoleculeFeaturiser;
import org.chemxor.data.featurise.MoleculeProfile;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Where molecules lie, seen from the shipped drugs. */
class TrainingDomainTest {
  private static final List<String> DRUGS =
      DrugSet.load().drugs().stream().map(DrugSet.Drug::smiles).toList();
  private static MoleculeFeaturiser featuriser;
  private static ModelConfidence model;

  @BeforeAll
  static void learn() {
    featuriser = GridFingerprintFeaturiser.standard().learnedFrom(DRUGS, 1);
    model = new ModelConfidence(List.of(), TrainingDomain.learnedFrom(featuriser, DRUGS));
  }

  private static DomainVerdict verdict(String smiles) {
    return model.verdict(featuriser, smiles).orElseThrow();
  }

  @Test
  void mostMoleculesLearnedFromLieInside() {
    long in = DRUGS.stream().filter(s -> verdict(s) == DomainVerdict.IN).count();
    long out = DRUGS.stream().filter(s -> verdict(s) == DomainVerdict.OUT).count();
    assertThat((double) in / DRUGS.size()).isBetween(0.75, 0.95);
    assertThat((double) out / DRUGS.size()).isBetween(0.0, 0.08);
  }

  @Test
  void whatIsMadeOfOtherGroupsOrMuchLargerLiesOutside() {
    assertThat(verdict("CC(=O)Oc1ccccc1C(=O)O")).isEqualTo(DomainVerdict.IN);
    assertThat(verdict("C[Si](C)(C)O[Si](C)(C)O[Si](C)(C)O[Si](C)(C)C"))
        .isEqualTo(DomainVerdict.OUT);
    assertThat(verdict("C".repeat(300))).isEqualTo(DomainVerdict.OUT);
    assertThat(verdict("[Xe]")).isEqualTo(DomainVerdict.OUT);
  }

  @Test
  void theVerdictDoesNotDependOnHowAMoleculeIsWritten() {
    assertThat(verdict("OC(=O)C1=CC=CC=C1OC(C)=O")).isEqualTo(verdict("CC(=O)Oc1ccccc1C(=O)O"));
  }

  @Test
  void theSummaryHoldsNoBinOfFewMolecules() {
    TrainingDomain domain = model.domain().orElseThrow();
    List<MoleculeProfile> profiles =
        DRUGS.stream().map(s -> featuriser.profile(s).orElseThrow()).toList();
    for (int bin : domain.familiar().stream().toArray()) {
      long molecules = profiles.stream().filter(profile -> profile.count(bin) > 0).count();
      assertThat(molecules).isGreaterThanOrEqualTo(TrainingDomain.FAMILIAR);
    }
    assertThat(domain.familiar().cardinality()).isPositive();
  }

  @Test
  void drawingsHaveNoDomain() {
    assertThat(TrainingDomain.learnedFrom(new DepictionFeaturiser(), DRUGS)).isEmpty();
    assertThat(model.verdict(new DepictionFeaturiser(), "CCO")).isEmpty();
  }

  @Test
  void whatIsNotToldIsNotKnownButForMoleculesOfWhichNothingIsSeen() {
    ModelConfidence silent = model.withoutDomain();
    assertThat(silent.verdict(featuriser, "CCO")).isEmpty();
    assertThat(silent.verdict(featuriser, "[Xe]")).contains(DomainVerdict.OUT);
    assertThat(silent.isEmpty()).isTrue();
    assertThat(silent.assess(List.of(1.0), Optional.empty(), 0.9).domain()).isEmpty();
  }
}
