package org.chemxor.data.split;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.chemxor.core.InvalidInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DataSplitTest {
  private static List<Integer> numbers(int size) {
    return IntStream.range(0, size).boxed().toList();
  }

  private static <T> List<T> all(DataSplit<T> split) {
    List<T> all = new ArrayList<>(split.train());
    all.addAll(split.validate());
    all.addAll(split.test());
    return all;
  }

  @ParameterizedTest
  @ValueSource(ints = {10, 11, 99, 1000, 20_003})
  void dividesSeventyTwentyTenAndDropsNothing(int size) {
    DataSplit<Integer> split = DataSplit.random(numbers(size), 1);

    assertThat(all(split)).containsExactlyInAnyOrderElementsOf(numbers(size));
    assertThat((double) split.train().size()).isBetween(0.7 * size - 0.5, 0.7 * size + 0.5);
    assertThat((double) split.validate().size()).isBetween(0.2 * size - 0.5, 0.2 * size + 0.5);
  }

  @Test
  void repeatsForTheSameSeedAndDiffersForAnother() {
    List<Integer> numbers = numbers(1000);

    assertThat(DataSplit.random(numbers, 5)).isEqualTo(DataSplit.random(numbers, 5));
    assertThat(DataSplit.random(numbers, 5)).isNotEqualTo(DataSplit.random(numbers, 6));
  }

  @Test
  void takesOtherShares() {
    DataSplit<Integer> split = DataSplit.random(numbers(100), 1, 0.5, 0);

    assertThat(split.toString()).isEqualTo("DataSplit[train 50, validate 0, test 50]");
  }

  @Test
  void refusesTooFewItemsAndImpossibleShares() {
    assertThatThrownBy(() -> DataSplit.random(numbers(2), 1))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("2 molecules are too few");
    assertThatThrownBy(() -> DataSplit.random(numbers(100), 1, 0.8, 0.2))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("got 0.8 and 0.2");
    assertThatThrownBy(() -> DataSplit.chemxor(numbers(9)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("at least 10 molecules, got 9");
  }

  @Test
  void repeatsChemXorsSplit() {
    DataSplit<Integer> split = DataSplit.chemxor(numbers(20_000));

    // Known answer: the first indices ChemXor itself draws for 20,000 rows.
    assertThat(split.train().subList(0, 3)).containsExactly(7974, 9740, 6927);
    assertThat(split.train()).hasSize(14_000);
    assertThat(split.validate()).hasSize(4000);
    assertThat(split.test()).hasSize(2000);
    assertThat(all(split)).containsExactlyInAnyOrderElementsOf(numbers(20_000));
  }

  @Test
  void roundsChemXorsPartsDownAndDropsTheRest() {
    DataSplit<Integer> split = DataSplit.chemxor(numbers(19));

    assertThat(split.toString()).isEqualTo("DataSplit[train 13, validate 3, test 1]");
    assertThat(all(split)).doesNotHaveDuplicates().hasSize(17);
  }

  @Test
  void twistsAsThePublishedGeneratorDoes() {
    // Known answer: the C++ standard requires this 10000th output of mt19937 with seed 5489.
    MersenneTwister random = new MersenneTwister(5489);
    long last = 0;
    for (int i = 0; i < 10_000; i++) {
      last = random.nextUnsignedInt();
    }

    assertThat(last).isEqualTo(4123659995L);
  }
}
