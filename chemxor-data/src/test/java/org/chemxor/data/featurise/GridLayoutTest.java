package org.chemxor.data.featurise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.chemxor.core.InvalidInputException;
import org.chemxor.data.dataset.DrugSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class GridLayoutTest {
  private static FingerprintStatistics statistics;

  @BeforeAll
  static void countTheDrugs() {
    statistics = StandardLayoutTool.statistics();
  }

  /** Mean cosine distance of bins on neighbouring pixels, over pairs of bins that occur. */
  private static double roughness(GridLayout layout) {
    int[] binOfPixel = new int[1024];
    for (int bin = 0; bin < 1024; bin++) {
      binOfPixel[layout.pixel(bin)] = bin;
    }
    boolean[] observed = new boolean[1024];
    IntStream.of(statistics.observedBins()).forEach(bin -> observed[bin] = true);
    double sum = 0;
    int pairs = 0;
    for (int pixel = 0; pixel < 1023; pixel++) {
      int a = binOfPixel[pixel];
      int b = binOfPixel[pixel + 1];
      if (pixel % 32 != 31 && observed[a] && observed[b]) {
        sum += statistics.cosineDistance(a, b);
        pairs++;
      }
    }
    return sum / pairs;
  }

  private static GridLayout shuffled() {
    List<Integer> order = IntStream.range(0, 1024).boxed().collect(Collectors.toList());
    Collections.shuffle(order, new Random(1));
    return GridLayout.of(order.stream().mapToInt(Integer::intValue).toArray());
  }

  @Test
  void aLearnedLayoutPutsBinsTogetherThatVaryTogether() {
    double learned = roughness(GridLayoutLearner.learn(statistics, 7));

    assertThat(learned).isLessThan(0.9 * roughness(shuffled()));
  }

  @Test
  void theShippedLayoutIsAsGoodAsAFreshOne() {
    double fresh = roughness(StandardLayoutTool.learn());

    // Not compared bin by bin: the last bit of a logarithm may differ between machines.
    assertThat(roughness(GridLayout.standard())).isBetween(0.95 * fresh, 1.05 * fresh);
  }

  @Test
  void learningTwiceWithOneSeedGivesTheSameLayout() {
    assertThat(GridLayoutLearner.learn(statistics, 3))
        .isEqualTo(GridLayoutLearner.learn(statistics, 3));
  }

  @Test
  void refusesToLearnFromTooLittle() {
    GridFingerprintFeaturiser featuriser = GridFingerprintFeaturiser.standard();

    assertThatThrownBy(() -> featuriser.layoutLearnedFrom(List.of("CCO", "CCN"), 1))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("the 2 molecules fill only")
        .hasMessageContaining("at least 64");
  }

  @Test
  void tooFewSurroundingsForALayoutLieWhereTheStandardBinsDo() {
    GridFingerprintFeaturiser few =
        GridFingerprintFeaturiser.standard().learnedFrom(List.of("CCO", "CCN"), 1);

    assertThat(few.selected()).hasValue(9);
    assertThat(few.layout()).isEqualTo(GridLayout.standard());
    assertThat(few.image("CCO")).isNotEqualTo(few.image("CCN"));
    assertThat(
            GridFingerprintFeaturiser.standard()
                .learnedWithDescriptorsFrom(List.of("CCO", "CCN"), 1)
                .image("CCO"))
        .isNotNull();
  }

  @Test
  void learnsACapForEachBin() {
    List<String> smiles = DrugSet.load().drugs().stream().map(DrugSet.Drug::smiles).toList();

    GridFingerprintFeaturiser learned =
        GridFingerprintFeaturiser.standard().scalingLearnedFrom(smiles);

    assertThat(learned.scaling().isUniform()).isFalse();
    assertThat(IntStream.range(0, 1024).map(learned.scaling()::cap).boxed().toList())
        .allSatisfy(cap -> assertThat(cap).isBetween(1, 255))
        .contains(1)
        .anySatisfy(cap -> assertThat(cap).isGreaterThan(3));
  }

  @Test
  void capsAreQuantilesOverTheMoleculesThatHaveTheBin() {
    FingerprintStatistics few = new FingerprintStatistics();
    for (int count : new int[] {0, 0, 1, 2, 3, 300}) {
      int[] counts = new int[1024];
      counts[9] = count;
      few.add(counts);
    }

    assertThat(few.quantile(9, 0.5)).isEqualTo(2);
    assertThat(few.quantile(9, 0.75)).isEqualTo(3);
    assertThat(few.quantile(9, 1)).isEqualTo(255);
    assertThat(few.quantile(8, 1)).isEqualTo(1);
    assertThat(few.observedBins()).containsExactly(9);
  }

  @Test
  void distanceIsZeroForBinsThatAlwaysComeTogetherAndOneForThoseThatNeverDo() {
    FingerprintStatistics few = new FingerprintStatistics();
    int[] pair = new int[1024];
    pair[1] = 2;
    pair[2] = 2;
    few.add(pair);
    int[] alone = new int[1024];
    alone[3] = 1;
    few.add(alone);

    assertThat(few.cosineDistance(1, 2)).isLessThan(1e-12);
    assertThat(few.cosineDistance(2, 1)).isLessThan(1e-12);
    assertThat(few.cosineDistance(1, 3)).isEqualTo(1);
  }

  @Test
  void refusesWhatIsNoPermutation() {
    assertThatThrownBy(() -> GridLayout.of(new int[1024]))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("bin 1 has pixel 0, which is taken");
    assertThatThrownBy(() -> GridLayout.of(new int[10]))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("1024 pixels, got 10");
  }
}
