package org.chemxor.fhe.guard;

import java.util.Optional;
import org.chemxor.core.InvalidInputException;

/**
 * A second copy of the outputs in a reply, smaller by {@code 2^bits}, which tells whether the first
 * one wrapped around the modulus. It costs neither a ciphertext nor a rotation: the last linear map
 * is computed twice, with weights times {@code 1 + s} and {@code 1 - s}, in slots half a period
 * apart. Their mean is the output v, and their difference {@code 2 s v} lies in coefficients of
 * their own: a sequence with {@code x(j + P) = -x(j)} is a polynomial in odd multiples of {@code
 * X^(N / 4P)}, one with period P in even ones. So both are reduced modulo M on their own, {@code v
 * = a + t M}, and t shows: the coarse copy differs from the one that a would have by {@code s t M}.
 *
 * <p>With {@code s = sqrt(2) / 2^bits}, and one output in all slots, the copy is the number {@code
 * v / 2^bits} in coefficient N / 4 and minus that in 3N / 4. Values up to {@code 2^bits M / 2} are
 * told apart for certain; of larger ones, those whose t is a multiple of {@code 2^bits} are taken
 * for others.
 *
 * @param bits from 1 to {@value #MAX_BITS}
 */
public record CoarseCopy(int bits) {
  /** More make replies larger: each is one in every coefficient. */
  public static final int MAX_BITS = 20;

  /** Of the least difference that wrapping makes, what noise may be. */
  private static final double TOLERANCE = 1.0 / 3;

  /** Honest noise stays so many standard deviations below the tolerance. */
  static final double DEVIATIONS = 7;

  /** Checks the number. */
  public CoarseCopy {
    if (bits < 1 || bits > MAX_BITS) {
      throw new IllegalArgumentException(
          "a coarse copy is smaller by 1 to " + MAX_BITS + " bits, not by " + bits);
    }
  }

  /** Of a form that has one, unless the number is 0. */
  public static Optional<CoarseCopy> ofBits(int bits) {
    return bits == 0 ? Optional.empty() : Optional.of(new CoarseCopy(bits));
  }

  /** By how much the copy is smaller. */
  public double factor() {
    return Math.scalb(1.0, bits);
  }

  /** s: the weights of the two halves differ from the map's by this part. */
  public double share() {
    return Math.sqrt(2) / factor();
  }

  /** The largest standard deviation that noise of the copy may have, of a modulus 1. */
  public double largestDeviation() {
    return TOLERANCE / DEVIATIONS / factor();
  }

  /**
   * What wraps unnoticed is larger than this.
   *
   * @param modulus M, in units of the outputs
   */
  public double room(double modulus) {
    return factor() * modulus / 2;
  }

  /**
   * Makes slots that repeat with a period those of outputs and their copy.
   *
   * @param slots changed in place
   */
  public void addTo(double[] slots, int period) {
    for (int j = 0; j < slots.length; j++) {
      slots[j] *= j / period % 2 == 0 ? 1 + share() : 1 - share();
    }
  }

  /**
   * Compares a number with its copy.
   *
   * @param fine the number, which may be wrong by multiples of the modulus
   * @param coarse the copy, as it was decrypted
   * @param modulus M, in units of the outputs
   * @throws InvalidInputException when they disagree
   */
  public void requireAgreement(double fine, double coarse, double modulus, int round) {
    require(Math.IEEEremainder(coarse - fine / factor(), modulus), modulus / factor(), round);
  }

  /**
   * The outputs in slots.
   *
   * @param slots that repeat with twice the period
   * @param period P
   * @param modulus M, in units of the outputs
   * @return slots that repeat with the period
   * @throws InvalidInputException when an output and its copy disagree
   */
  public double[] outputs(double[] slots, int period, double modulus, int round) {
    double[] fine = new double[slots.length];
    double sum = 0;
    double pairs = slots.length / (2.0 * period);
    for (int i = 0; i < period; i++) {
      double plus = 0;
      double minus = 0;
      for (int at = i; at < slots.length; at += 2 * period) {
        plus += slots[at] / pairs;
        minus += slots[at + period] / pairs;
      }
      double mean = (plus + minus) / 2;
      for (int at = i; at < slots.length; at += period) {
        fine[at] = mean;
      }
      sum += Math.pow((plus - minus) / 2 - share() * mean, 2);
    }
    require(Math.sqrt(sum / period), share() * modulus, round);
    return fine;
  }

  /** A wrapped value moves the copy by the least difference, or more. */
  private static void require(double difference, double least, int round) {
    if (!(Math.abs(difference) <= TOLERANCE * least)) {
      throw new InvalidInputException(
          "the reply to round "
              + round
              + " holds an output that its coarse copy contradicts: it left the program's range,"
              + " was damaged or made with other keys");
    }
  }
}
