package org.chemxor.mpc.sharing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RingTest {
  @ParameterizedTest
  @ValueSource(ints = {24, 32, 39, 40, 41, 48, 62})
  void packsAndUnpacksInTheFewestBytes(int bits) {
    Ring ring = new Ring(bits);
    long[] values = new Random(bits).longs(1000).toArray();
    byte[] packed = ring.pack(values);
    assertThat(packed).hasSize(1000 * ((bits + 7) / 8));
    assertThat(ring.unpack(packed)).isEqualTo(ring.reduce(values.clone()));
  }

  @ParameterizedTest
  @ValueSource(ints = {24, 40, 62})
  void signedRepresentativesReachFromHalfToHalf(int bits) {
    Ring ring = new Ring(bits);
    assertThat(ring.signed(-5)).isEqualTo(-5);
    assertThat(ring.signed(ring.reduce(-5))).isEqualTo(-5);
    assertThat(ring.signed(1L << (bits - 1))).isEqualTo(-(1L << (bits - 1)));
    assertThat(ring.signed((1L << (bits - 1)) - 1)).isEqualTo((1L << (bits - 1)) - 1);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 23, 63, 64})
  void refusesOtherSizes(int bits) {
    assertThatThrownBy(() -> new Ring(bits)).hasMessageContaining("24 to 62");
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, 1e15})
  void fixedPointRefusesWhatDoesNotFit(double value) {
    assertThatThrownBy(() -> FixedPoint.encode(value, 13)).hasMessageContaining("does not fit");
  }
}
