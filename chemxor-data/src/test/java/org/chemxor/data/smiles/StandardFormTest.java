package org.chemxor.data.smiles;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.chemxor.core.InvalidInputException;
import org.chemxor.data.dataset.DrugSet;
import org.chemxor.data.featurise.CircularFingerprint;
import org.chemxor.data.featurise.DepictionFeaturiser;
import org.chemxor.data.featurise.GridFingerprintFeaturiser;
import org.chemxor.data.featurise.MoleculeFeaturiser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.openscience.cdk.exception.CDKException;

class StandardFormTest {
  private static final List<MoleculeFeaturiser> FEATURISERS =
      List.of(
          GridFingerprintFeaturiser.standard(),
          GridFingerprintFeaturiser.standard().withFingerprint(CircularFingerprint.FCFP6),
          GridFingerprintFeaturiser.standard()
              .withFingerprint(new CircularFingerprint(CircularFingerprint.Kind.ECFP, 2)),
          new DepictionFeaturiser());

  private static String form(String smiles) {
    return StandardForm.of(smiles).smiles();
  }

  private static void assertSame(String smiles, String other, String hint) {
    MoleculeIdentity first = MoleculeIdentity.of(smiles);
    MoleculeIdentity second = MoleculeIdentity.of(other);
    String shown = hint + ": " + smiles + " and " + other;
    assertThat(second.canonicalSmiles()).as(shown).isEqualTo(first.canonicalSmiles());
    assertThat(second.hash()).as(shown).isEqualTo(first.hash());
    assertThat(second.scaffold()).as(shown).isEqualTo(first.scaffold());
    for (MoleculeFeaturiser featuriser : FEATURISERS) {
      assertThat(featuriser.image(other)).as(shown).isEqualTo(featuriser.image(smiles));
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2})
  void realMoleculesInRandomSpellingsAreTheSame(long seed) throws CDKException {
    Random random = new Random(seed);
    for (DrugSet.Drug drug : DrugSet.load()) {
      String spelling = Spellings.random(drug.smiles(), random);
      assertSame(drug.smiles(), spelling, "seed " + seed + ", " + drug.name());
    }
  }

  @Test
  void theFormOfAFormIsItself() {
    for (DrugSet.Drug drug : DrugSet.load()) {
      String form = form(drug.smiles());
      assertThat(form(form)).as(drug.name()).isEqualTo(form);
    }
  }

  @Test
  void realMoleculesStayApart() {
    Set<String> forms = new HashSet<>();
    DrugSet.load().forEach(drug -> forms.add(form(drug.smiles())));
    assertThat(forms).hasSize(DrugSet.load().size());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "C1CCC=CC1",
        "C1=CC=CC=CC=C1",
        "C12C3C4C1C5C2C3C45",
        "C1C2CC3CC1CC(C2)C3",
        "C=C1C(=C)C(=C)C1=C",
        "c1ccc2cccc2cc1",
        "c1ccc2c(c1)c1ccccc12",
        "C1CC2CCC1CC2.C1CCC1.C1CCCCC1",
        "CC(C)(C)C(C(C)(C)C)C(C)(C)C",
        "C1=CC2=CC=CC2=C1",
        "O=C1C=CC(=O)C=C1",
        "Cn1cnc2c1c(=O)n(C)c(=O)n2C",
        "[O-][N+](=O)c1ccccc1.[Na+].[Na+]"
      })
  void symmetricMoleculesInRandomSpellingsAreTheSame(String smiles) throws CDKException {
    for (int seed = 0; seed < 20; seed++) {
      assertSame(smiles, Spellings.random(smiles, new Random(seed)), "seed " + seed);
    }
  }

  @Test
  void graphsThatColoursAloneDoNotTellApartStayApart() {
    // Two five-rings with a common bond, and two five-rings joined by one: colours see no
    // difference between bicyclo[4.4.0] and two five-rings joined by a bond.
    assertThat(form("C1CCC2CCCCC2C1")).isNotEqualTo(form("C1CCC(C1)C1CCCC1"));
    int[][] prism = {{0, 1}, {1, 2}, {2, 0}, {3, 4}, {4, 5}, {5, 3}, {0, 3}, {1, 4}, {2, 5}};
    int[][] bipartite = {{0, 3}, {0, 4}, {0, 5}, {1, 3}, {1, 4}, {1, 5}, {2, 3}, {2, 4}, {2, 5}};
    Set<String> prisms = new HashSet<>();
    Set<String> others = new HashSet<>();
    for (int seed = 0; seed < 30; seed++) {
      prisms.add(form(Spellings.carbons(6, prism, new Random(seed))));
      others.add(form(Spellings.carbons(6, bipartite, new Random(seed))));
    }
    assertThat(prisms).hasSize(1);
    assertThat(others).hasSize(1).doesNotContainAnyElementsOf(prisms);
  }

  @ParameterizedTest
  @CsvSource({
    "CN(=O)=O, C[N+](=O)[O-]",
    "O=N(=O)c1ccccc1, c1ccccc1[N+]([O-])=O",
    "CN=N#N, CN=[N+]=[N-]",
    "CN=N#N, C[N-][N+]#N",
    "C=N#N, [CH2-][N+]#N",
    "O=n1ccccc1, [O-][n+]1ccccc1",
    "CN(C)(C)=O, C[N+](C)(C)[O-]",
    "CC#N=O, CC#[N+][O-]",
    "C[S+]([O-])C, CS(C)=O",
    "C[S+2]([O-])([O-])C, CS(C)(=O)=O",
    "C[P+](C)(C)[O-], CP(C)(C)=O",
    "F[C@H](Cl)CO, F[C@@H](Cl)CO",
    "F/C=C/F, F/C=C\\F",
    "OCC(F)F, [2H]OCC(F)F",
    "OCC(F)F, O[13CH2]C(F)F",
    "OCC(F)F, [OH:7]CC(F)F",
    "ClC=C, [H]/C(Cl)=C(\\[H])[H]",
    "C1:C:C:C:C:C:1, c1ccccc1",
    "C1:C:C:C(C2:C:C:C:C:C:2):C:C:1, c1ccc(cc1)-c1ccccc1",
    "C1:C:C:C2:C(:C:1)C1:C:C:C:C:C:1N2, c1ccc2c(c1)c1ccccc1N2",
    "C1:C:C:[NH]:C:1, c1cc[nH]c1",
    "CC(=O)OC1:C:C:C:N:C:1Cl, CC(=O)Oc1cccnc1Cl",
    "C1:C:[13CH]:C:C:C%10:1.Cl%10, Clc1ccccc1"
  })
  void oneRuleForWhatIsTheSameMolecule(String smiles, String other) {
    assertSame(smiles, other, "rule");
  }

  @ParameterizedTest
  @CsvSource({
    "CC(=O)O, CC(=O)[O-]",
    "Oc1ccccn1, O=c1cccc[nH]1",
    "CCN, CCN.Cl",
    "CCC, CC[CH2]",
    "C1CCCCC1, c1ccccc1"
  })
  void chargesTautomersSaltsAndRadicalsStayApart(String smiles, String other) {
    assertThat(form(smiles)).isNotEqualTo(form(other));
  }

  @Test
  void oneScaffoldHoweverTetralinsAreWritten() throws CDKException {
    Set<String> scaffolds = new HashSet<>();
    for (int i = 1; i <= 30; i++) {
      String chain = "C".repeat(i);
      scaffolds.add(MoleculeIdentity.of(chain + "C1CCCc2ccccc12").scaffold());
      scaffolds.add(MoleculeIdentity.of("C1=CC=C2CCCC(" + chain + ")C2=C1").scaffold());
    }
    Random random = new Random(5);
    for (int i = 0; i < 30; i++) {
      scaffolds.add(MoleculeIdentity.of(Spellings.random("C1CCCc2ccccc12", random)).scaffold());
    }
    assertThat(scaffolds).hasSize(1);
    Set<String> cyclohexenes = new HashSet<>();
    for (String smiles : List.of("C1CCC=CC1", "C1=CCCCC1", "C1CC=CCC1", "C1CCCC=C1")) {
      cyclohexenes.add(MoleculeIdentity.of(smiles).scaffold());
    }
    assertThat(cyclohexenes).hasSize(1);
  }

  @Test
  void moleculesBeyondTheStatedSizeAreRefusedAtOnce() {
    assertThatThrownBy(() -> StandardForm.of("C".repeat(9000)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("has 9000 atoms, at most 500 are read; leave the row out");
    assertThatThrownBy(() -> StandardForm.of("[CH2]Cl" + "BrC".repeat(500)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("has 1002 atoms");
  }

  @ParameterizedTest
  @ValueSource(strings = {"C", "C(C)", "C1CCC1CC", "c1ccccc1", "C[Si](C)(C)O", "OC1CC=CC1."})
  void moleculesOfTheStatedSizeNeedNoMoreStackThanAThreadHas(String unit) throws Exception {
    int atoms = Molecules.parse(unit.replace(".", "")).getAtomCount();
    String smiles = (unit.repeat(Molecules.MAX_ATOMS / atoms) + "|").replaceAll("[.]?[|]", "");
    AtomicReference<Throwable> failure = new AtomicReference<>();
    Thread thread =
        new Thread(
            null,
            () -> FEATURISERS.forEach(featuriser -> featuriser.image(smiles)),
            "small stack",
            1 << 19);
    thread.setUncaughtExceptionHandler((t, e) -> failure.set(e));
    thread.start();
    thread.join();
    assertThat(failure.get()).isNull();
  }
}
