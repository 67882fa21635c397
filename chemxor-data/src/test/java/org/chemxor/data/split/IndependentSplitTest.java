package org.chemxor.data.split;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.IntStream;
import org.chemxor.core.InvalidInputException;
import org.junit.jupiter.api.Test;

/** A split in which no molecule moves another. */
class IndependentSplitTest {
  private record Item(String molecule) implements SplitItem {
    @Override
    public String scaffold() {
      return "";
    }

    @Override
    public String part() {
      return "";
    }
  }

  private static List<Item> items(int count) {
    return IntStream.range(0, count).mapToObj(i -> new Item("molecule " + i)).toList();
  }

  private static DataSplit<Integer> split(long seed, List<Item> items) {
    return Splitting.split(SplitRule.independent(seed), items);
  }

  @Test
  void leavingOneOutMovesNoOther() {
    List<Item> all = items(500);
    DataSplit<Integer> whole = split(7, all);
    List<Item> fewer = all.subList(1, 500);
    DataSplit<Integer> rest = split(7, fewer);
    assertThat(rest.train()).isEqualTo(shifted(whole.train()));
    assertThat(rest.validate()).isEqualTo(shifted(whole.validate()));
    assertThat(rest.test()).isEqualTo(shifted(whole.test()));
  }

  private static List<Integer> shifted(List<Integer> part) {
    return part.stream().filter(i -> i > 0).map(i -> i - 1).toList();
  }

  @Test
  void partsHaveAboutTheirSharesAndDependOnTheSeed() {
    DataSplit<Integer> split = split(1, items(10_000));
    // Four deviations of a binomial count.
    assertThat(split.train()).hasSizeBetween(6816, 7184);
    assertThat(split.validate()).hasSizeBetween(1840, 2160);
    assertThat(split.test()).hasSizeBetween(880, 1120);
    assertThat(split(2, items(10_000)).train()).isNotEqualTo(split.train());
  }

  @Test
  void sharesOutOfRangeAreRefused() {
    assertThatThrownBy(() -> new SplitRule.Independent(1, 0.7, 0.3))
        .isInstanceOf(InvalidInputException.class);
  }
}
