package org.chemxor.audit.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class TraitTest {

  @Test
  void theChanceIsThatOfDrawingSoManyOrMore() {
    boolean[] isAtRisk = {true, true, false, false, false};
    boolean[] hasIt = {true, true, true, false, false};
    Trait trait = Trait.count("rare", isAtRisk, hasIt);
    assertThat(trait.atRisk()).isEqualTo(2);
    assertThat(trait.all()).isEqualTo(3);
    // Both of two from three of five: 3 of 10 pairs.
    assertThat(trait.chance()).isCloseTo(0.3, within(1e-12));
    assertThat(trait.isCommon()).isFalse();
  }

  @Test
  void whatNoneHasIsNotCommon() {
    Trait trait = Trait.count("rare", new boolean[] {true, false}, new boolean[2]);
    assertThat(trait.chance()).isEqualTo(1);
  }
}
