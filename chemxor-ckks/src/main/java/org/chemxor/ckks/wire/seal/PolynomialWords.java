package org.chemxor.ckks.wire.seal;

import java.io.IOException;
import java.util.Arrays;
import org.chemxor.ckks.bytes.Compression;
import org.chemxor.ckks.wire.WireFormatException;
import org.chemxor.ckks.wire.WireFormatException.Damage;
import org.chemxor.ckks.wire.WireInput;
import org.chemxor.ckks.wire.WireOutput;

/**
 * RNS polynomials on the wire. A polynomial with k primes is {@code k * N} words: N residues modulo
 * the first prime, then N modulo the second, and so on.
 */
final class PolynomialWords {

  private PolynomialWords() {}

  /**
   * Reads one polynomial; every residue must be below its prime. What is refused is overwritten.
   */
  static long[] readPolynomial(WireInput in, WireParameters parameters, int primeCount)
      throws IOException {
    int degree = parameters.degree();
    in.requireAvailable((long) primeCount * degree * Long.BYTES);
    long[] words = new long[Math.multiplyExact(primeCount, degree)];
    boolean isRead = false;
    try {
      for (int i = 0; i < primeCount; i++) {
        in.readLongs(words, i * degree, degree);
        checkRow(words, i * degree, degree, parameters.prime(i));
      }
      isRead = true;
    } finally {
      if (!isRead) {
        Arrays.fill(words, 0);
      }
    }
    return words;
  }

  /** Checks the shape and range of a polynomial that is to be written. */
  static void checkPolynomial(long[] words, WireParameters parameters, int primeCount) {
    int degree = parameters.degree();
    if (words.length != primeCount * degree) {
      throw new WireFormatException(
          Damage.BAD_COUNT,
          "polynomial has "
              + words.length
              + " residues, "
              + primeCount
              + " primes of degree "
              + degree
              + " need "
              + primeCount * degree);
    }
    for (int i = 0; i < primeCount; i++) {
      checkRow(words, i * degree, degree, parameters.prime(i));
    }
  }

  private static void checkRow(long[] words, int offset, int count, long prime) {
    long bad = 0;
    for (int i = offset; i < offset + count; i++) {
      bad |= words[i] | (prime - 1 - words[i]);
    }
    if (bad < 0) {
      reportRow(words, offset, count, prime);
    }
  }

  /** Finds the offending residue; kept out of the loop that usually runs. */
  private static void reportRow(long[] words, int offset, int count, long prime) {
    for (int i = offset; i < offset + count; i++) {
      if (Long.compareUnsigned(words[i], prime) >= 0) {
        throw new WireFormatException(
            Damage.RESIDUE_OUT_OF_RANGE,
            "residue "
                + Long.toUnsignedString(words[i])
                + " at position "
                + (i - offset)
                + " is not below its prime "
                + prime);
      }
    }
  }

  /** Bytes of a word array with its own header and count. */
  static long arrayBytes(long words) {
    return WireHeader.BYTES + Long.BYTES + words * Long.BYTES;
  }

  /** Reads the header and count of a word array; the count may be one of two. */
  static long readArrayCount(WireInput in, long expected, long alternative) throws IOException {
    WireHeader header = WireHeader.readNested(in);
    long count = in.readLong();
    if (count != expected && count != alternative) {
      throw new WireFormatException(
          Damage.BAD_COUNT,
          "array of "
              + Long.toUnsignedString(count)
              + " residues, expected "
              + expected
              + (alternative == expected ? "" : " or, with a seed, " + alternative));
    }
    if (header.size() != arrayBytes(count)) {
      throw new WireFormatException(
          Damage.BAD_HEADER,
          "array of " + count + " residues announces " + header.size() + " bytes");
    }
    return count;
  }

  static void writeArrayHead(WireOutput out, long words) throws IOException {
    new WireHeader(Compression.NONE, arrayBytes(words)).write(out);
    out.writeLong(words);
  }

  /** Checks a scale: positive, finite, and not denormal, as SEAL demands. */
  static double checkScale(double scale) {
    if (!(scale >= Double.MIN_NORMAL && scale <= Double.MAX_VALUE)) {
      throw new WireFormatException(
          Damage.BAD_SCALE, "scale " + scale + " is not a positive, finite, normal number");
    }
    return scale;
  }
}
