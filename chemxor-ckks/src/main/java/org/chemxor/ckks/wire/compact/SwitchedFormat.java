package org.chemxor.ckks.wire.compact;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.chemxor.ckks.Ciphertext;
import org.chemxor.ckks.CkksContext;
import org.chemxor.ckks.CkksParameters;
import org.chemxor.ckks.PolynomialRing;
import org.chemxor.ckks.modular.NegacyclicTransform;
import org.chemxor.ckks.wire.BitPacking;
import org.chemxor.ckks.wire.WireFormatException;
import org.chemxor.ckks.wire.WireFormatException.Damage;
import org.chemxor.ckks.wire.seal.WireCiphertext;
import org.chemxor.ckks.wire.seal.WireParameters;

/**
 * Ciphertexts at the lowest level, switched to a small power of two for the way back to whoever
 * decrypts them. Nothing can be computed on them any more.
 *
 * <p>Let (c_0, c_1) be a ciphertext modulo the prime q with phase {@code c_0 + c_1 s = m mod q}. A
 * {@link Form} with b bits and d dropped ones sends, for every coefficient, {@code y_i = round(2^(b
 * + d) c_i / q) mod 2^b}. The phase of these is {@code 2^(b + d) m / q + e mod 2^b}, where {@code e
 * = e_0 + e_1 s} comes from the rounding. Its coefficients have variance {@code (1 + |s|^2) / 12},
 * which for a uniform ternary secret is {@code (1 + 2N/3) / 12}, with 2N for N in the
 * conjugate-invariant ring. So a coefficient of m keeps its value as long as {@code |m| < q / 2^(d
 * + 1)}, and moves by a normal error of deviation {@code q / 2^(b + d) sqrt((1 + 2N/3) / 12)}.
 *
 * <p>When only a few coefficients of m matter, at equal distances, only those of c_0 are sent (with
 * one of them, this is an LWE sample); c_1 is needed whole. The reader scales back by {@code q /
 * 2^b} and gets a ciphertext of {@code 2^d m} modulo q, which an ordinary decryptor decrypts;
 * coefficients of c_0 that were not sent are zero there, and the phase means nothing at them.
 * Scaling back rounds once more, by {@code 2^-d sqrt((1 + 2N/3) / 12)} in units of m.
 *
 * <p>Bytes, little-endian:
 *
 * <pre>
 * offset  bytes  content
 *      0      1  format, 3
 *      1      1  b
 *      2      1  d
 *      3      1  zero
 *      4      4  coefficients of c_0
 *      8      8  first bytes of the lowest level's parameters id
 *     16         the coefficients of c_0, then all of c_1, b bits each
 * </pre>
 *
 * Immutable and thread-safe.
 */
public final class SwitchedFormat {
  private static final int FORMAT = 3;
  private static final int HEADER_BYTES = 16;

  /**
   * What is kept.
   *
   * @param bits b, at least 1
   * @param dropped d, at least 0; 2^(b + d) is below q
   * @param coefficients of c_0, a power of two from 1 to N: those at multiples of N / coefficients
   */
  public record Form(int bits, int dropped, int coefficients) {}

  private final WireParameters parameters;
  private final long prime;
  private final NegacyclicTransform transform;

  private SwitchedFormat(WireParameters parameters) {
    this.parameters = parameters;
    this.prime = parameters.prime(0);
    this.transform = new NegacyclicTransform(parameters.ring(), prime);
  }

  /** The format for ciphertexts of some parameters. */
  public static SwitchedFormat of(CkksParameters parameters) {
    return new SwitchedFormat(WireParameters.of(parameters));
  }

  /** Deviation of one coefficient of the error e above. */
  public static double roundingDeviation(PolynomialRing ring) {
    return Math.sqrt((1 + 2 * ring.productVariance() / 3) / 12);
  }

  /** Bytes of a ciphertext of degree N in a form. */
  public static long sizeBytes(int degree, Form form) {
    return HEADER_BYTES
        + BitPacking.bytes(form.coefficients(), form.bits())
        + BitPacking.bytes(degree, form.bits());
  }

  private void require(Form form) {
    if (form.bits() < 1
        || form.dropped() < 0
        || form.bits() + form.dropped() >= BitPacking.width(prime)
        || form.coefficients() < 1
        || form.coefficients() > parameters.degree()
        || Integer.bitCount(form.coefficients()) != 1) {
      throw new IllegalArgumentException(
          form
              + " does not fit a prime of "
              + BitPacking.width(prime)
              + " bits and degree "
              + parameters.degree());
    }
  }

  /**
   * Switches a ciphertext.
   *
   * @param ciphertext of two polynomials at level 0
   * @throws IllegalArgumentException when it is another, or does not fit the form
   */
  public byte[] pack(Ciphertext ciphertext, Form form) {
    requireLowest(ciphertext);
    WireCiphertext c = WireCiphertext.of(ciphertext, parameters);
    return packCoefficients(coefficients(c.component(0)), coefficients(c.component(1)), form);
  }

  public static void requireLowest(Ciphertext ciphertext) {
    if (ciphertext.level() != 0 || ciphertext.size() != 2) {
      throw new IllegalArgumentException(
          "only ciphertexts of 2 polynomials at level 0 can be switched, got "
              + ciphertext.size()
              + " at level "
              + ciphertext.level());
    }
  }

  private long[] coefficients(long[] evaluations) {
    long[] words = evaluations.clone();
    transform.inverse(words);
    return words;
  }

  /**
   * Packs a ciphertext given by coefficients.
   *
   * @param first c_0 modulo q; overwritten
   * @param second c_1 modulo q; overwritten
   */
  public byte[] packCoefficients(long[] first, long[] second, Form form) {
    require(form);
    int degree = parameters.degree();
    int size = Math.toIntExact(sizeBytes(degree, form));
    ByteBuffer out = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    out.put((byte) FORMAT).put((byte) form.bits()).put((byte) form.dropped()).put((byte) 0);
    out.putInt(form.coefficients()).putLong(parameters.parmsId(1).word0());
    scaleDown(first, form);
    scaleDown(second, form);
    BitPacking.write(spaced(first, form.coefficients()), 0, form.coefficients(), form.bits(), out);
    BitPacking.write(second, 0, degree, form.bits(), out);
    return out.array();
  }

  /** So many elements at equal distances, the first one among them. */
  private static long[] spaced(long[] words, int count) {
    long[] kept = new long[count];
    Arrays.setAll(kept, i -> words[i * (words.length / count)]);
    return kept;
  }

  /** Coefficients modulo q to coefficients modulo 2^b. */
  private void scaleDown(long[] words, Form form) {
    // 2^(64 + b + d) / q, rounded down, in 64 bits: products are off by less than 2^-4.
    long ratio =
        BigInteger.ONE
            .shiftLeft(Long.SIZE + form.bits() + form.dropped())
            .divide(BigInteger.valueOf(prime))
            .longValue();
    long mask = (1L << form.bits()) - 1;
    for (int i = 0; i < words.length; i++) {
      words[i] = roundedHigh(words[i], ratio) & mask;
    }
  }

  /** a b / 2^64 to the nearest integer, for a in [0, 2^63) and b unsigned. */
  private static long roundedHigh(long a, long b) {
    return Math.multiplyHigh(a, b) + (a & (b >> 63)) + ((a * b) >>> 63);
  }

  /**
   * Reads a ciphertext and scales it back to the lowest level.
   *
   * @param bytes what {@link #pack} returned, and nothing after it
   * @param form the one it must have
   * @param scale of the ciphertext that was packed; the result's is 2^d times as large
   * @param context where it will be decrypted
   * @throws org.chemxor.ckks.CkksException when the bytes are damaged or of another form
   */
  public Ciphertext read(byte[] bytes, Form form, double scale, CkksContext context) {
    require(form);
    PackedCiphertext.requireSize(bytes.length, HEADER_BYTES);
    ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    PackedCiphertext.requireFormat(in.get(), FORMAT);
    int bits = in.get();
    int dropped = in.get();
    int zero = in.get();
    Form found = new Form(bits, dropped, in.getInt());
    if (!found.equals(form) || zero != 0) {
      throw new WireFormatException(
          Damage.BAD_HEADER, "switched ciphertext of " + found + ", expected " + form);
    }
    PackedCiphertext.requireId(parameters, in.getLong(), 1);
    int degree = parameters.degree();
    PackedCiphertext.requireExactSize(bytes.length, sizeBytes(degree, form));
    long[] first = up(in, form.coefficients(), bits);
    long[] second = up(in, degree, bits);
    double raised = scale * (1L << dropped);
    return WireCiphertext.of(parameters, 1, raised, first, second).into(context);
  }

  /** Coefficients modulo 2^b to evaluations modulo q; those in between are zero. */
  private long[] up(ByteBuffer in, int count, int bits) {
    int degree = parameters.degree();
    long[] sent = new long[count];
    BitPacking.read(in, sent, 0, count, bits);
    long[] words = new long[degree];
    for (int i = 0; i < count; i++) {
      long scaled = roundedHigh(prime, sent[i] << (Long.SIZE - bits));
      words[i * (degree / count)] = scaled == prime ? 0 : scaled;
    }
    transform.forward(words);
    return words;
  }
}
