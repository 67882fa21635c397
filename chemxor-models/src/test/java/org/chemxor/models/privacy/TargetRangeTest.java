package org.chemxor.models.privacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.chemxor.core.InvalidInputException;
import org.junit.jupiter.api.Test;

class TargetRangeTest {
  @Test
  void valuesBeyondAreMovedToItsEndsAndMissingOnesStay() {
    TargetRange range = new TargetRange(-12, 2);
    assertThat(range.clamp(-20)).isEqualTo(-12);
    assertThat(range.clamp(5)).isEqualTo(2);
    assertThat(range.clamp(-3)).isEqualTo(-3);
    assertThat(range.clamp(Double.NaN)).isNaN();
    assertThat(range.scale().standardize(2)).isEqualTo(2);
    assertThat(range.scale().standardize(-5)).isZero();
  }

  @Test
  void isReadAsItIsWritten() {
    TargetRange range = new TargetRange(-0.1, 1e-3);
    assertThat(TargetRange.parse(range.toString())).isEqualTo(range);
    for (String wrong : new String[] {"1", "1 2 3", "2 1", "a b", "", "0 Infinity"}) {
      assertThatThrownBy(() -> TargetRange.parse(wrong)).isInstanceOf(InvalidInputException.class);
    }
    assertThatThrownBy(() -> new TargetRange(1, 1)).hasMessageContaining("is none");
  }
}
