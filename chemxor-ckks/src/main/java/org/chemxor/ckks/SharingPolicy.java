package org.chemxor.ckks;

import java.util.Locale;

/**
 * What must be known before a decrypted result is shown to others: against whom it has to hold, how
 * often, and how noisy the ciphertext is. {@link org.chemxor.ckks.sharing.Flooding Flooding}
 * computes from it how much noise is added. Immutable.
 *
 * <pre>{@code
 * var policy = SharingPolicy.builder().queries(1000).noise(1e-9).largestError(0.01).build();
 * var shared = decryptor.decryptForSharing(ciphertext, policy);
 * }</pre>
 *
 * <p>An engine cannot know the noise of a ciphertext: whoever computed it decides. {@link
 * Builder#noise} therefore states a bound for the computation that was agreed on, for all inputs it
 * may get, and not what one decryption happened to show (Li, Micciancio, Schultz, Sorrell: section
 * 3, static noise estimates). Against an evaluator who computes something else no bound holds.
 */
public final class SharingPolicy {
  /** The least statistical security that is accepted, in bits. */
  public static final int LEAST_STATISTICAL_BITS = 30;

  private static final int MOST_STATISTICAL_BITS = 128;
  private static final long MOST_QUERIES = 1L << 40;
  private static final double DEFAULT_LARGEST_ERROR = 0x1p-4;

  private final int statisticalBits;
  private final long queries;
  private final double noise;
  private final double largestError;

  private SharingPolicy(Builder builder) {
    this.statisticalBits = builder.statisticalBits;
    this.queries = builder.queries;
    this.noise = builder.noise;
    this.largestError = builder.largestError;
  }

  /** A policy to fill in: {@link Builder#queries} and {@link Builder#noise} have no default. */
  public static Builder builder() {
    return new Builder();
  }

  /** s: whatever its means, an adversary gains at most about 2^-s from all shared results. */
  public int statisticalBits() {
    return statisticalBits;
  }

  /** Results that will be shared under one secret key, at most. */
  public long queries() {
    return queries;
  }

  /** Largest magnitude of the error in any slot before anything is added. */
  public double noise() {
    return noise;
  }

  /** Largest deviation of a slot, after flooding, that is still of use. */
  public double largestError() {
    return largestError;
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "SharingPolicy[%d bits, %d queries, noise %.3g, largest error %.3g]",
        statisticalBits,
        queries,
        noise,
        largestError);
  }

  /** Makes policies; every value is checked when it is given. */
  public static final class Builder {
    private int statisticalBits = LEAST_STATISTICAL_BITS;
    private long queries;
    private double noise;
    private double largestError = DEFAULT_LARGEST_ERROR;

    private Builder() {}

    /**
     * Statistical security against everybody who sees the results, in bits.
     *
     * @param bits from {@value SharingPolicy#LEAST_STATISTICAL_BITS}, which is the default, to 128
     */
    public Builder statisticalBits(int bits) {
      if (bits < LEAST_STATISTICAL_BITS || bits > MOST_STATISTICAL_BITS) {
        throw new CkksException(
            "statistical security must be from "
                + LEAST_STATISTICAL_BITS
                + " to "
                + MOST_STATISTICAL_BITS
                + " bits, got "
                + bits
                + ": with less, the secret key can be computed from what is shared");
      }
      this.statisticalBits = bits;
      return this;
    }

    /**
     * How many results will be shared under one secret key at most, those of other policies
     * included. The key counts them and refuses more.
     *
     * @param count from 1 to 2^40
     */
    public Builder queries(long count) {
      if (count < 1 || count > MOST_QUERIES) {
        throw new CkksException(
            "a policy is for 1 to 2^40 shared results under one key, got " + count);
      }
      this.queries = count;
      return this;
    }

    /**
     * A bound for the noise of the ciphertexts: the largest magnitude, as a complex number, of the
     * error in any slot of an ordinary decryption, in units of the values.
     *
     * @param largest positive and finite
     */
    public Builder noise(double largest) {
      if (!(largest > 0) || Double.isInfinite(largest)) {
        throw new CkksException(
            "the noise of a ciphertext must be a positive, finite number, got "
                + largest
                + ": state the largest error in a slot, in units of the values");
      }
      this.noise = largest;
      return this;
    }

    /**
     * How far off a shared value may be: more is refused, because it would be of no use.
     *
     * @param deviation the standard deviation in a slot; positive and finite; 2^-4 by default
     */
    public Builder largestError(double deviation) {
      if (!(deviation > 0) || Double.isInfinite(deviation)) {
        throw new CkksException(
            "the largest error of use must be a positive, finite number, got " + deviation);
      }
      this.largestError = deviation;
      return this;
    }

    /**
     * The policy.
     *
     * @throws CkksException when the number of queries or the noise has not been stated
     */
    public SharingPolicy build() {
      if (queries == 0 || noise == 0) {
        throw new CkksException(
            "how many results will be shared under the key, and how noisy the ciphertexts are, must"
                + " be stated: call queries(...) and noise(...)");
      }
      return new SharingPolicy(this);
    }
  }
}
