package org.chemxor.audit.neighbours;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.chemxor.core.InvalidInputException;
import org.junit.jupiter.api.Test;

class NeighbourhoodTest {
  /** Two long acids that differ by a carbon, toluene, ethylbenzene, pyridine. */
  private static final List<String> SMILES =
      List.of(
          "CCCCCCCCCCCCCCCC(=O)O", "CCCCCCCCCCCCCCCCC(=O)O", "Cc1ccccc1", "CCc1ccccc1", "c1ccncc1");

  @Test
  void similarityIsTanimotosOnCounts() {
    assertThat(Neighbourhood.tanimoto(new int[] {2, 0, 1}, new int[] {1, 1, 1}))
        .isCloseTo(2.0 / 4, within(1e-12));
    assertThat(Neighbourhood.tanimoto(new int[] {2, 3}, new int[] {2, 3})).isEqualTo(1);
    assertThat(Neighbourhood.tanimoto(new int[2], new int[2])).isZero();
  }

  @Test
  void nearDuplicatesAreFoundAmongMembersOnly() {
    Neighbourhood around = Neighbourhood.of(SMILES, new boolean[] {true, false, true, false, true});
    assertThat(around.isNearDuplicate(1)).as("%s", around.nearestMember()[1]).isTrue();
    assertThat(around.isNearDuplicate(3)).isFalse();
    // The nearest other member of the first acid is toluene, not the second acid.
    assertThat(around.nearestMember()[0]).isLessThan(0.3);
  }

  @Test
  void scaffoldsAreCountedWithoutTheCompoundItself() {
    Neighbourhood around = Neighbourhood.of(SMILES, new boolean[] {true, true, true, true, true});
    assertThat(around.scaffoldMembers()).containsExactly(-1, -1, 1, 1, 0);
  }

  @Test
  void refusesStructuresThatCannotBeRead() {
    assertThatThrownBy(() -> Neighbourhood.of(List.of("C1CC"), new boolean[] {true}))
        .isInstanceOf(InvalidInputException.class);
  }
}
