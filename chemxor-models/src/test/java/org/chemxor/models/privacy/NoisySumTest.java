package org.chemxor.models.privacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class NoisySumTest {
  @Test
  void gradientsAreClippedToTheirNormAndSummed() {
    PrivacySettings privacy = new PrivacySettings(1, 0.1, 2, 0, 0.5, 1);
    NoisySum sum = new NoisySum(privacy, 4, new Random(1));
    sum.add(List.of(new float[] {3, 0}, new float[] {4}));
    sum.add(List.of(new float[] {0.5f, -1}, new float[] {0}));
    assertThat(sum.noisyMean(0, 2))
        .containsExactly(new float[] {(1.2f + 0.5f) / 4, -0.25f}, within(1e-6f));
    assertThat(sum.noisyMean(1, 1)).containsExactly(new float[] {1.6f / 4}, within(1e-6f));
    assertThatThrownBy(() -> sum.add(List.of(new float[] {Float.NaN, 0}, new float[] {0})))
        .isInstanceOf(ArithmeticException.class)
        .hasMessageContaining("not finite");
  }

  @Test
  void noiseHasTheDeviationThatWasCountedOn() {
    PrivacySettings privacy = new PrivacySettings(1, 0.1, 2, 1.5, 0.5, 1);
    float[] noise = new NoisySum(privacy, 10, new Random(5)).noisyMean(0, 100_000);
    double square = 0;
    for (float value : noise) {
      square += (double) value * value;
    }
    assertThat(Math.sqrt(square / noise.length)).isCloseTo(0.3, within(0.003));
  }
}
