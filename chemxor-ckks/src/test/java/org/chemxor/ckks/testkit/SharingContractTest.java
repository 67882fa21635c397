package org.chemxor.ckks.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.chemxor.ckks.Ciphertext;
import org.chemxor.ckks.CkksContext;
import org.chemxor.ckks.CkksEngine;
import org.chemxor.ckks.CkksException;
import org.chemxor.ckks.CkksParameters;
import org.chemxor.ckks.Decryptor;
import org.chemxor.ckks.Plaintext;
import org.chemxor.ckks.SecretKey;
import org.chemxor.ckks.SharingPolicy;
import org.chemxor.ckks.sharing.Flooding;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * Results for others: the flood has the stated size, and what cannot be shared safely is refused.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class SharingContractTest {
  private static final CkksParameters PARAMETERS =
      CkksContractTest.set(2048, new int[] {50, 45, 45}, new int[] {50}, 1, 45);

  /** Above the noise of a fresh ciphertext at scale 2^45. */
  private static final double NOISE = 0x1p-36;

  private CkksContext context;

  /** The engine under test. */
  protected abstract CkksEngine engine();

  @BeforeAll
  final void open() {
    context = engine().context(PARAMETERS);
  }

  @AfterAll
  final void close() {
    context.close();
  }

  private static SharingPolicy.Builder policy() {
    return SharingPolicy.builder().queries(1).noise(NOISE);
  }

  private Ciphertext encrypt(SecretKey key, double[] values) {
    return context.encryptor(key).encrypt(context.encoder().encode(values));
  }

  @Test
  void theFloodIsAsLargeAsThePolicySays() {
    double[] x = new Random(20261128).doubles(PARAMETERS.slotCount(), -1, 1).toArray();
    for (int bits : new int[] {30, 34}) {
      SharingPolicy policy = policy().statisticalBits(bits).queries(4).build();
      double stated = Math.sqrt(12.0 * 4) * Math.pow(2, bits / 2.0) * NOISE * PARAMETERS.scale();
      Flooding flooding =
          Flooding.of(policy, PARAMETERS, PARAMETERS.maxLevel(), PARAMETERS.scale());
      assertThat(flooding.deviation()).isBetween(0.999 * stated, 1.001 * stated);
      try (SecretKey key = context.keyGenerator().secretKey()) {
        Plaintext flooded = context.decryptor(key).decryptForSharing(encrypt(key, x), policy);
        double[][] shared = context.encoder().decodeComplex(flooded);
        double square = 0;
        for (int i = 0; i < x.length; i++) {
          square += Math.pow(shared[0][i] - x[i], 2) + Math.pow(shared[1][i], 2);
        }
        // 2048 squares: their mean is within an eighth of its expectation in six deviations.
        double deviation = Math.sqrt(square / x.length);
        assertThat(deviation / flooding.slotDeviation()).isBetween(0.85, 1.15);
      }
    }
  }

  @Test
  void twoSharesOfOneCiphertextDiffer() {
    SharingPolicy policy = policy().queries(2).build();
    try (SecretKey key = context.keyGenerator().secretKey()) {
      Decryptor decryptor = context.decryptor(key);
      Ciphertext c = encrypt(key, new double[] {1, 2});
      double[] one = context.encoder().decode(decryptor.decryptForSharing(c, policy));
      double[] two = context.encoder().decode(decryptor.decryptForSharing(c, policy));
      assertThat(one).isNotEqualTo(two);
    }
  }

  /** Before, one bit of flooding was accepted. */
  @Test
  void refusesLessThanThirtyBits() {
    for (int bits : new int[] {Integer.MIN_VALUE, 0, 1, 29, 129}) {
      assertThatThrownBy(() -> policy().statisticalBits(bits))
          .isInstanceOf(CkksException.class)
          .hasMessageContaining("from 30 to 128")
          .hasMessageContaining("got " + bits);
    }
  }

  @Test
  void refusesPoliciesThatStateNothing() {
    assertThatThrownBy(() -> SharingPolicy.builder().noise(NOISE).build())
        .isInstanceOf(CkksException.class)
        .hasMessageContaining("queries");
    assertThatThrownBy(() -> SharingPolicy.builder().queries(1).build())
        .isInstanceOf(CkksException.class)
        .hasMessageContaining("noise");
    for (long count : new long[] {0, -1, Long.MAX_VALUE}) {
      assertThatThrownBy(() -> policy().queries(count)).isInstanceOf(CkksException.class);
    }
    for (double value : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
      assertThatThrownBy(() -> policy().noise(value)).isInstanceOf(CkksException.class);
      assertThatThrownBy(() -> policy().largestError(value)).isInstanceOf(CkksException.class);
    }
  }

  @Test
  void refusesToBelieveInLessNoiseThanAnyCiphertextHas() {
    try (SecretKey key = context.keyGenerator().secretKey()) {
      Ciphertext c = encrypt(key, new double[] {1});
      SharingPolicy policy = policy().noise(0x1p-45).build();
      assertThatThrownBy(() -> context.decryptor(key).decryptForSharing(c, policy))
          .isInstanceOf(CkksException.class)
          .hasMessageContaining("less than a fresh ciphertext has");
    }
  }

  @Test
  void refusesWhatWouldLeaveNoPrecision() {
    try (SecretKey key = context.keyGenerator().secretKey()) {
      Ciphertext c = encrypt(key, new double[] {1});
      SharingPolicy policy = policy().statisticalBits(60).queries(1_000_000).build();
      assertThatThrownBy(() -> context.decryptor(key).decryptForSharing(c, policy))
          .isInstanceOf(CkksException.class)
          .hasMessageContaining("60 bits and 1000000 queries")
          .hasMessageContaining("0.0625")
          .hasMessageContaining("larger scale");
    }
  }

  @Test
  void refusesAFloodThatDoesNotFitTheModulus() {
    try (SecretKey key = context.keyGenerator().secretKey()) {
      Ciphertext low =
          context
              .encryptor(key)
              .encrypt(context.encoder().encodeConstant(1.0, PARAMETERS.scale(), 0));
      SharingPolicy policy = policy().statisticalBits(70).largestError(1e9).build();
      assertThatThrownBy(() -> context.decryptor(key).decryptForSharing(low, policy))
          .isInstanceOf(CkksException.class)
          .hasMessageContaining("level 0 leaves room for 2^42.0");
    }
  }

  @Test
  void aKeySharesNoMoreResultsThanThePolicyIsFor() {
    SharingPolicy three = policy().queries(3).build();
    SharingPolicy five = policy().queries(5).build();
    try (SecretKey key = context.keyGenerator().secretKey()) {
      Ciphertext c = encrypt(key, new double[] {1});
      for (int i = 0; i < 3; i++) {
        // Another decryptor of the same key has no budget of its own.
        assertThat(context.decryptor(key).decryptForSharing(c, three)).isNotNull();
      }
      assertThatThrownBy(() -> context.decryptor(key).decryptForSharing(c, three))
          .isInstanceOf(CkksException.class)
          .hasMessageContaining("has shared 3 results and the policy is for 3");
      assertThat(context.decryptor(key).decryptForSharing(c, five)).isNotNull();
    }
  }

  @Test
  void refusesClosedKeys() {
    SecretKey key = context.keyGenerator().secretKey();
    Ciphertext c = encrypt(key, new double[] {1});
    Decryptor decryptor = context.decryptor(key);
    key.close();
    assertThatThrownBy(() -> decryptor.decryptForSharing(c, policy().build()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("secret key has been closed");
  }
}
