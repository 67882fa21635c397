package org.chemxor.audit;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** What is refused says what would be taken. */
class ClientViewLimitsTest {
  @Test
  void messagesNameTheLimits() {
    assertThatThrownBy(() -> ClientView.rounded(-1))
        .hasMessageContaining("0 to 12 decimals, got -1");
    assertThatThrownBy(() -> ClientView.noisy("n", Double.NaN))
        .hasMessageContaining("a number from 0 on, got NaN");
  }
}
