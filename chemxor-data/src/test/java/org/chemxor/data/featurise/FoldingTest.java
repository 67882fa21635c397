package org.chemxor.data.featurise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.chemxor.core.InvalidInputException;
import org.chemxor.data.dataset.DrugSet;
import org.junit.jupiter.api.Test;

class FoldingTest {
  private static final CircularFingerprint ECFP2 =
      new CircularFingerprint(CircularFingerprint.Kind.ECFP, 1);

  @Test
  void byHashTakesTheUnsignedRemainderAndSums() {
    int[] counts =
        Folding.byHash()
            .fold(
                new CircularFingerprint.Surroundings(
                    new int[] {5, 1029, -1, 2048}, new int[] {2, 3, 7, 1}));

    assertThat(counts[5]).isEqualTo(5);
    assertThat(counts[1023]).isEqualTo(7);
    assertThat(counts[0]).isEqualTo(1);
    assertThat(Arrays.stream(counts).sum()).isEqualTo(13);
  }

  @Test
  void aSelectionCountsWhatWasChosenAndNothingElse() {
    int[] counts =
        Folding.selected(new int[] {-1, 5})
            .fold(
                new CircularFingerprint.Surroundings(new int[] {5, 1029, -1}, new int[] {2, 3, 7}));

    assertThat(counts[0]).isEqualTo(7);
    assertThat(counts[1]).isEqualTo(2);
    assertThat(Arrays.stream(counts).sum()).isEqualTo(9);
  }

  @Test
  void selectsTheSurroundingsOfTheMostMolecules() {
    // A methyl group occurs in all three, an oxygen in two, a nitrogen in one.
    Folding folding = Folding.mostFrequent(ECFP2, List.of("CCO", "COC", "CN"));
    int[] ethane = folding.fold(ECFP2.surroundings("CC"));

    assertThat(folding.isSelected()).isTrue();
    assertThat(ethane[0]).as("the methyl groups of ethane, in the first bin").isEqualTo(2);
  }

  @Test
  void aLearnedFeaturiserGivesEveryFrequentSurroundingItsOwnPixel() {
    List<String> drugs = DrugSet.load().drugs().stream().map(DrugSet.Drug::smiles).toList();
    // Of radius 1 the drugs have 1009 different surroundings, fewer than pixels.
    CircularFingerprint ecfp4 = new CircularFingerprint(CircularFingerprint.Kind.ECFP, 2);
    GridFingerprintFeaturiser learned =
        GridFingerprintFeaturiser.standard().withFingerprint(ecfp4).learnedFrom(drugs, 1);

    assertThat(learned.folding().hashes()).hasSize(1024).doesNotHaveDuplicates();
    String caffeine = "CN1C=NC2=C1C(=O)N(C(=O)N2C)C";
    long lit = Arrays.stream(learned.image(caffeine).toArray()).filter(pixel -> pixel > 0).count();
    long known =
        IntStream.of(ecfp4.surroundings(caffeine).hashes())
            .filter(hash -> IntStream.of(learned.folding().hashes()).anyMatch(h -> h == hash))
            .count();
    assertThat(lit).isEqualTo(known).isGreaterThan(10);
  }

  @Test
  void aMoleculeUnlikeAllItLearnedFromHasAnImageThatShowsNothing() {
    GridFingerprintFeaturiser few =
        GridFingerprintFeaturiser.standard()
            .withFingerprint(ECFP2)
            .withFolding(Folding.mostFrequent(ECFP2, List.of("CCO")));

    assertThat(few.image("[Xe]").toArray()).containsOnly(0);
    assertThat(few.profile("[Xe]").orElseThrow().isEmpty()).isTrue();
    assertThat(few.profile("CCO").orElseThrow().isEmpty()).isFalse();
  }

  @Test
  void refusesEmptyOrDoubleSelections() {
    assertThatThrownBy(() -> Folding.selected(new int[0]))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("1 to 1024 surroundings, got 0");
    assertThatThrownBy(() -> Folding.selected(new int[] {3, 3}))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("twice");
  }
}
