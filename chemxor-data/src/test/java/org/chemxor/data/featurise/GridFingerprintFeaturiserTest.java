package org.chemxor.data.featurise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.chemxor.core.InvalidInputException;
import org.chemxor.core.MoleculeImage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GridFingerprintFeaturiserTest {
  private static final String ASPIRIN = "CC(=O)Oc1ccccc1C(=O)O";

  private final GridFingerprintFeaturiser featuriser = GridFingerprintFeaturiser.standard();

  @Test
  void givesA32x32ImageWithPixelsFromZeroToOne() {
    MoleculeImage image = featuriser.image(ASPIRIN);

    assertThat(image.height()).isEqualTo(32);
    assertThat(image.width()).isEqualTo(32);
    assertThat(Arrays.stream(image.toArray()).boxed().toList())
        .allSatisfy(pixel -> assertThat(pixel).isBetween(0.0, 1.0))
        .anySatisfy(pixel -> assertThat(pixel).isGreaterThan(0));
  }

  @ParameterizedTest
  @ValueSource(strings = {"OC(=O)c1ccccc1OC(C)=O", "C1=CC=CC(=C1OC(=O)C)C(=O)O"})
  void doesNotDependOnHowTheSmilesIsWritten(String sameMolecule) {
    assertThat(featuriser.image(sameMolecule)).isEqualTo(featuriser.image(ASPIRIN));
  }

  @Test
  void tellsMoleculesApart() {
    assertThat(featuriser.image("CCO")).isNotEqualTo(featuriser.image("CCN(C)C"));
  }

  @Test
  void countsEverySurroundingOfEthaneOnceForEachAtom() {
    // Two equal carbons: one surrounding at radius 0 and one, equal up to the atoms, at radius 1.
    int[] counts = CircularFingerprint.FCFP6.counts("CC");

    assertThat(Arrays.stream(counts).sum()).isEqualTo(3);
    assertThat(Arrays.stream(counts).max().orElseThrow()).isEqualTo(2);
  }

  @Test
  void functionalClassesDoNotTellAlkanesFromTheirSilaAnalogues() {
    int[] carbon = CircularFingerprint.FCFP6.counts("CCC");
    int[] silicon = CircularFingerprint.FCFP6.counts("C[SiH2]C");
    CircularFingerprint ecfp = new CircularFingerprint(CircularFingerprint.Kind.ECFP, 3);

    assertThat(carbon).isEqualTo(silicon);
    assertThat(ecfp.counts("CCC")).isNotEqualTo(ecfp.counts("C[SiH2]C"));
  }

  @Test
  void aSmallerRadiusCountsNoMoreThanALargerOne() {
    int two =
        Arrays.stream(new CircularFingerprint(CircularFingerprint.Kind.FCFP, 2).counts(ASPIRIN))
            .sum();
    int three = Arrays.stream(CircularFingerprint.FCFP6.counts(ASPIRIN)).sum();

    assertThat(two).isLessThan(three);
  }

  @Test
  void scalesLogarithmicallyUpToTheCap() {
    CountScaling scaling = CountScaling.standard();

    assertThat(scaling.pixel(0, 0)).isZero();
    assertThat(scaling.pixel(0, 1)).isEqualTo(0.25);
    assertThat(scaling.pixel(5, 2)).isEqualTo((float) (Math.log(3) / Math.log(16)));
    assertThat(scaling.pixel(1023, 15)).isEqualTo(1);
    assertThat(scaling.pixel(0, 1000)).isEqualTo(1);
  }

  @Test
  void scalesEachBinByItsOwnCap() {
    int[] caps = new int[1024];
    Arrays.fill(caps, 1);
    caps[7] = 3;
    CountScaling scaling = CountScaling.perBin(caps);

    assertThat(scaling.pixel(6, 1)).isEqualTo(1);
    assertThat(scaling.pixel(7, 1)).isEqualTo(0.5);
  }

  @Test
  void refusesCapsOutOfRange() {
    assertThatThrownBy(() -> CountScaling.uniform(0))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("from 1 to 255, got 0");
    assertThatThrownBy(() -> CountScaling.perBin(new int[3]))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("1024 caps, got 3");
  }

  @Test
  void placesBinsByTheLayout() {
    int[] reversed = IntStream.range(0, 1024).map(i -> 1023 - i).toArray();
    double[] natural = featuriser.withLayout(GridLayout.natural()).image(ASPIRIN).toArray();

    double[] turned = featuriser.withLayout(GridLayout.of(reversed)).image(ASPIRIN).toArray();

    for (int bin = 0; bin < 1024; bin++) {
      assertThat(turned[1023 - bin]).isEqualTo(natural[bin]);
    }
  }

  @Test
  void oneFeaturiserServesManyThreads() {
    List<String> smiles = List.of(ASPIRIN, "CCO", "c1ccncc1", "CN1C=NC2=C1C(=O)N(C(=O)N2C)C");
    List<MoleculeImage> expected = smiles.stream().map(featuriser::image).toList();

    List<MoleculeImage> actual =
        IntStream.range(0, 400)
            .parallel()
            .mapToObj(i -> featuriser.image(smiles.get(i % smiles.size())))
            .toList();

    for (int i = 0; i < actual.size(); i++) {
      assertThat(actual.get(i)).isEqualTo(expected.get(i % smiles.size()));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"C1CC", "c1cccc", "C(C", "CC)", "hello", "C=#C", "CC>>CO", "C%", "[", "\u0000"})
  void refusesUnreadableSmilesWithASentence(String smiles) {
    assertThatThrownBy(() -> featuriser.image(smiles))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith("the SMILES '" + smiles.strip() + "' cannot be read");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "  ", "\t\n"})
  void refusesEmptyMolecules(String smiles) {
    assertThatThrownBy(() -> featuriser.image(smiles))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage("the SMILES is empty; a molecule needs at least one atom");
  }

  @ParameterizedTest
  @ValueSource(strings = {"[H][H]", "[H+]"})
  void refusesMoleculesOfHydrogenOnly(String smiles) {
    assertThatThrownBy(() -> featuriser.image(smiles))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage("the SMILES '" + smiles + "' has no atom other than hydrogen");
  }

  @ParameterizedTest
  @ValueSource(strings = {"CC*", "[R]CC", "[Xx]"})
  void refusesAtomsOfNoKnownElement(String smiles) {
    assertThatThrownBy(() -> featuriser.image(smiles))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("has an atom that is no known element");
  }

  @Test
  void refusesOverlongSmilesBeforeReadingThem() {
    assertThatThrownBy(() -> featuriser.image("C".repeat(10_001)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("10001 characters, at most 10000");
  }

  @Test
  void survivesDeeplyNestedBranches() {
    assertThat(featuriser.image("C(".repeat(499) + "C" + ")".repeat(499)).height()).isEqualTo(32);
  }

  @Test
  void refusesARadiusItDoesNotHave() {
    assertThatThrownBy(() -> new CircularFingerprint(CircularFingerprint.Kind.ECFP, 4))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("1 to 3, got 4");
  }
}
