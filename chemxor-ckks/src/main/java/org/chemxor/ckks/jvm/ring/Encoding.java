package org.chemxor.ckks.jvm.ring;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import org.chemxor.ckks.CkksException;
import org.chemxor.ckks.jvm.arithmetic.ComplexFft;
import org.chemxor.ckks.jvm.arithmetic.Fma;
import org.chemxor.ckks.jvm.arithmetic.Modulus;

/**
 * Numbers to polynomials and back: the canonical embedding, scaling, rounding, residues and their
 * transform. Works for any list of primes. Real numbers in all slots of the cyclotomic ring of
 * degree 2N are an element of its conjugate-invariant subring, whose coefficients are the first N.
 */
public final class Encoding {
  /** Scaled coefficients must stay below this to be split exactly into two words of 50 bits. */
  private static final double LARGEST_COEFFICIENT = 0x1p99;

  /** Below this one reduction is enough. */
  private static final double SMALL_COEFFICIENT = 0x1p50;

  private final Ring ring;
  private final ComplexFft fft;
  private final ArrayPool slotVectors;
  private final double[] radix;

  /** [i][j] = 1/q_j mod q_i for j below i: Garner's constants. */
  private final double[][] garner;

  public Encoding(Ring ring) {
    this.ring = ring;
    this.fft = new ComplexFft(2 * slotCount());
    this.slotVectors = new ArrayPool(slotCount());
    this.radix = new double[ring.primeCount()];
    this.garner = new double[ring.dataCount()][];
    for (int i = 0; i < radix.length; i++) {
      radix[i] = ring.modulus(i).ofLong(1L << 50);
    }
    for (int i = 0; i < garner.length; i++) {
      Modulus modulus = ring.modulus(i);
      garner[i] = new double[i];
      for (int j = 0; j < i; j++) {
        garner[i][j] = modulus.invert(modulus.ofLong(ring.modulus(j).value()));
      }
    }
  }

  public int slotCount() {
    return ring.parameters().slotCount();
  }

  /**
   * Encodes a vector.
   *
   * @param real at most as many values as there are slots, the rest zero
   * @param imaginary as many, or none at all
   * @param primes indices of the primes of the rows wanted
   * @param modulusBits log2 of the modulus that has to hold the result
   */
  public double[][] encode(
      double[] real, double[] imaginary, double scale, int[] primes, double modulusBits) {
    checkValues(real, imaginary);
    double[] coefficients = ring.pool().take();
    double largest = embed(real, imaginary, scale, coefficients);
    checkFits(largest, modulusBits);
    double[][] rows = ring.allocate(primes.length);
    ring.parallelism()
        .forEach(
            primes.length,
            row -> {
              Modulus modulus = ring.modulus(primes[row]);
              if (largest < SMALL_COEFFICIENT) {
                ring.kernels().reduce(coefficients, rows[row], modulus);
              } else {
                ring.kernels().reduceWide(coefficients, radix[primes[row]], rows[row], modulus);
              }
              ring.forward(rows[row], primes[row]);
            });
    ring.pool().giveWiped(coefficients);
    return rows;
  }

  /** The coefficients of a vector; none when they are too large to be reduced in one step. */
  public double[] encodeCompact(double[] values, double scale, double modulusBits) {
    checkValues(values, new double[0]);
    double[] coefficients = new double[ring.n()];
    double largest = embed(values, new double[0], scale, coefficients);
    checkFits(largest, modulusBits);
    return largest < SMALL_COEFFICIENT ? coefficients : new double[0];
  }

  private void checkValues(double[] real, double[] imaginary) {
    if (real.length > slotCount() || imaginary.length > slotCount()) {
      throw new CkksException(
          "at most " + slotCount() + " values fit, got " + Math.max(real.length, imaginary.length));
    }
    if (imaginary.length != 0 && imaginary.length != real.length) {
      throw new CkksException(
          "real and imaginary parts differ in number: " + real.length + " and " + imaginary.length);
    }
    if (imaginary.length != 0 && !ring.isCyclotomic()) {
      throw new CkksException("slots of the conjugate-invariant ring hold real numbers only");
    }
    for (int i = 0; i < real.length; i++) {
      if (!Double.isFinite(real[i]) || (imaginary.length > 0 && !Double.isFinite(imaginary[i]))) {
        throw new CkksException("value " + i + " is not a finite number");
      }
    }
  }

  /** Rounded, scaled coefficients; returns the largest magnitude. */
  private double embed(double[] real, double[] imaginary, double scale, double[] coefficients) {
    int slots = slotCount();
    int[] position = fft.slotPositions();
    double[] re = slotVectors.take();
    double[] im = slotVectors.take();
    Arrays.fill(re, 0);
    Arrays.fill(im, 0);
    for (int j = 0; j < real.length; j++) {
      re[position[j]] = real[j];
    }
    for (int j = 0; j < imaginary.length; j++) {
      im[position[j]] = j % 2 == 0 ? imaginary[j] : -imaginary[j];
    }
    fft.inverseTimesN(re, im);
    double largest = round(re, scale / slots, coefficients, 0);
    if (ring.isCyclotomic()) {
      largest = Math.max(largest, round(im, scale / slots, coefficients, slots));
    }
    slotVectors.giveWiped(re, im);
    return largest;
  }

  /** Multiplies and rounds; returns the largest magnitude. */
  private static double round(double[] values, double factor, double[] out, int at) {
    double largest = 0;
    for (int k = 0; k < values.length; k++) {
      double rounded = Math.rint(values[k] * factor);
      out[at + k] = rounded;
      largest = Math.max(largest, Math.abs(rounded));
    }
    return largest;
  }

  private static void checkFits(double largest, double modulusBits) {
    double bits = largest < 1 ? 0 : Math.log(largest) / Math.log(2);
    if (!(largest < LARGEST_COEFFICIENT) || bits > modulusBits - 1) {
      throw new CkksException(
          String.format(
              java.util.Locale.ROOT,
              "the scaled values need %.1f bits, this level holds %.1f: use a smaller scale or"
                  + " values, or a higher level",
              bits + 1,
              Math.min(modulusBits, 100)));
    }
  }

  /** The same number in every slot: a constant polynomial, whose transform is constant. */
  public double[][] encodeConstant(double value, double scale, int rows, double modulusBits) {
    double scaled = Math.rint(value * scale);
    if (!Double.isFinite(scaled)) {
      throw new CkksException("value " + value + " at scale " + scale + " is not finite");
    }
    checkFits(Math.abs(scaled), modulusBits);
    BigInteger integer = new BigDecimal(scaled).toBigIntegerExact();
    double[][] result = ring.allocate(rows);
    for (int row = 0; row < rows; row++) {
      Arrays.fill(result[row], ring.modulus(row).ofBigInteger(integer));
    }
    return result;
  }

  /**
   * Decodes.
   *
   * @param rows a transformed polynomial over the first data primes; not changed
   * @param real as many values as slots, overwritten
   * @param imaginary as many, overwritten
   */
  public void decode(double[][] rows, double scale, double[] real, double[] imaginary) {
    double[] coefficients = compose(rows);
    int slots = slotCount();
    double[] re = slotVectors.take();
    double[] im = slotVectors.take();
    for (int k = 0; k < slots; k++) {
      re[k] = coefficients[k] / scale;
      im[k] = upper(coefficients, k) / scale;
    }
    ring.pool().giveWiped(coefficients);
    fft.forward(re, im);
    int[] position = fft.slotPositions();
    for (int j = 0; j < slots; j++) {
      real[j] = re[position[j]];
      imaginary[j] = j % 2 == 0 ? im[position[j]] : -im[position[j]];
    }
    slotVectors.giveWiped(re, im);
  }

  /**
   * Coefficient {@code k + slots} in the cyclotomic ring of degree twice the number of slots:
   * {@code X^-j = -X^(2N-j)} makes it {@code -a_(N-k)} in the conjugate-invariant ring.
   */
  private double upper(double[] coefficients, int k) {
    if (ring.isCyclotomic()) {
      return coefficients[k + slotCount()];
    }
    return k == 0 ? 0 : -coefficients[coefficients.length - k];
  }

  /** The real parts alone. */
  public double[] decodeReal(double[][] rows, double scale) {
    double[] real = new double[slotCount()];
    double[] imaginary = slotVectors.take();
    decode(rows, scale, real, imaginary);
    slotVectors.giveWiped(imaginary);
    return real;
  }

  /**
   * Centred coefficients from residues by Garner's mixed-radix digits: {@code x = d_0 + q_0 (d_1 +
   * q_1 (d_2 + ...))} with centred digits, so that the high digits of a small number are zero and
   * nothing cancels.
   */
  private double[] compose(double[][] rows) {
    int count = rows.length;
    double[][] digits = ring.pool().take(count);
    ring.parallelism()
        .forEach(
            count,
            i -> {
              System.arraycopy(rows[i], 0, digits[i], 0, ring.n());
              ring.inverse(digits[i], i);
            });
    for (int i = 0; i < count; i++) {
      Modulus modulus = ring.modulus(i);
      for (int j = 0; j < i; j++) {
        ring.kernels().subtractMultiply(digits[i], digits[j], garner[i][j], digits[i], modulus);
      }
      ring.kernels().reduce(digits[i], digits[i], modulus);
    }
    double[] value = ring.pool().take();
    System.arraycopy(digits[count - 1], 0, value, 0, ring.n());
    for (int i = count - 2; i >= 0; i--) {
      double q = ring.modulus(i).p();
      for (int k = 0; k < value.length; k++) {
        value[k] = Fma.fma(value[k], q, digits[i][k]);
      }
    }
    ring.pool().giveWiped(digits);
    return value;
  }
}
