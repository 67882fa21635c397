package org.chemxor.ckks.testkit;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Byte patterns that give a secret away, in every form an engine may hold it in, and their search.
 */
final class Needles {
  /** Evaluations are random numbers of 40 bits and more: four of them cannot occur by chance. */
  private static final int EVALUATIONS = 4;

  /** Coefficients are -1, 0, 1 or errors of five bits: it takes more of them. */
  static final int COEFFICIENTS = 96;

  private static final int FILTER_BITS = 20;

  private record Needle(String name, byte[] bytes) {}

  private final Map<Long, List<Needle>> byFirstWord = new HashMap<>();
  private final BitSet filter = new BitSet(1 << FILTER_BITS);

  /**
   * A row of evaluations modulo a prime: as centred doubles, as words, and as little-endian bytes;
   * from its beginning, middle and end.
   */
  void addRow(String name, long[] words, long prime) {
    for (int from : new int[] {0, words.length / 2 + 1, words.length - EVALUATIONS}) {
      ByteBuffer doubles = ByteBuffer.allocate(EVALUATIONS * Double.BYTES);
      ByteBuffer longs = ByteBuffer.allocate(EVALUATIONS * Long.BYTES);
      ByteBuffer little =
          ByteBuffer.allocate(EVALUATIONS * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
      for (int i = from; i < from + EVALUATIONS; i++) {
        doubles.putDouble((double) (words[i] > prime / 2 ? words[i] - prime : words[i]));
        longs.putLong(words[i]);
        little.putLong(words[i]);
      }
      add(name + " at " + from + " as doubles", doubles.array());
      add(name + " at " + from + " as longs", longs.array());
      add(name + " at " + from + " as bytes of SEAL's format", little.array());
    }
  }

  /**
   * Small coefficients, as doubles, longs, ints and bytes in either order, and as residues.
   *
   * @param stride one more than the zeros between them
   */
  void addCoefficients(String name, long[] values, int stride, long prime) {
    int first = 0;
    while (values[first] == 0) {
      first++;
    }
    int count = (Math.min(values.length, COEFFICIENTS) - first) * stride;
    for (ByteOrder order : List.of(ByteOrder.BIG_ENDIAN, ByteOrder.LITTLE_ENDIAN)) {
      ByteBuffer doubles = ByteBuffer.allocate(count * Double.BYTES).order(order);
      ByteBuffer longs = ByteBuffer.allocate(count * Long.BYTES).order(order);
      ByteBuffer residues = ByteBuffer.allocate(count * Long.BYTES).order(order);
      ByteBuffer ints = ByteBuffer.allocate(count * Integer.BYTES).order(order);
      ByteBuffer bytes = ByteBuffer.allocate(count);
      for (int i = 0; i < count; i++) {
        long value = i % stride == 0 ? values[first + i / stride] : 0;
        doubles.putDouble((double) value);
        longs.putLong(value);
        residues.putLong(value < 0 ? value + prime : value);
        ints.putInt((int) value);
        bytes.put((byte) value);
      }
      add(name + " as doubles, " + order, doubles.array());
      add(name + " as longs, " + order, longs.array());
      add(name + " as residues, " + order, residues.array());
      add(name + " as ints, " + order, ints.array());
      add(name + " as bytes", bytes.array());
    }
  }

  private void add(String name, byte[] bytes) {
    long first = ByteBuffer.wrap(bytes).getLong();
    byFirstWord.computeIfAbsent(first, word -> new ArrayList<>()).add(new Needle(name, bytes));
    filter.set(hash(first));
  }

  private static int hash(long word) {
    return (int) ((word * 0x9E3779B97F4A7C15L) >>> (Long.SIZE - FILTER_BITS));
  }

  /** Names of the needles that a file contains, at whatever offset. */
  SortedSet<String> findIn(Path file) throws IOException {
    SortedSet<String> found = new TreeSet<>();
    try (FileChannel channel = FileChannel.open(file)) {
      long size = channel.size();
      int piece = 1 << 28;
      int overlap = 1 << 16;
      for (long from = 0; from < size; from += piece) {
        long length = Math.min(size - from, (long) piece + overlap);
        search(channel.map(FileChannel.MapMode.READ_ONLY, from, length), found);
      }
    }
    return found;
  }

  private void search(MappedByteBuffer bytes, SortedSet<String> found) {
    if (bytes.limit() < Long.BYTES) {
      return;
    }
    long window = bytes.getLong(0) >>> Byte.SIZE;
    for (int at = 0; at + Long.BYTES <= bytes.limit(); at++) {
      window = window << Byte.SIZE | (bytes.get(at + Long.BYTES - 1) & 0xFF);
      if (filter.get(hash(window))) {
        for (Needle needle : byFirstWord.getOrDefault(window, List.of())) {
          if (isAt(bytes, at, needle.bytes())) {
            found.add(needle.name());
          }
        }
      }
    }
  }

  private static boolean isAt(ByteBuffer haystack, int at, byte[] needle) {
    if (at + needle.length > haystack.limit()) {
      return false;
    }
    for (int i = Long.BYTES; i < needle.length; i++) {
      if (haystack.get(at + i) != needle[i]) {
        return false;
      }
    }
    return true;
  }

  /**
   * The first coefficients of a polynomial, centred, from its evaluations in bit-reversed order, by
   * the definition: {@code c_k = 1/N sum_j a_j psi^(-(2 bitrev(j) + 1) k)}.
   */
  static long[] coefficients(long[] evaluations, long prime) {
    int n = evaluations.length;
    int shift = Integer.SIZE - Integer.numberOfTrailingZeros(n);
    BigInteger p = BigInteger.valueOf(prime);
    long psi = leastRoot(n, prime);
    long inversePsi = BigInteger.valueOf(psi).modInverse(p).longValue();
    long inverseDegree = BigInteger.valueOf(n).modInverse(p).longValue();
    long[] sums = new long[COEFFICIENTS];
    for (int j = 0; j < n; j++) {
      long exponent = 2L * (Integer.reverse(j) >>> shift) + 1;
      long root = power(inversePsi, exponent, prime);
      long factor = inverseDegree;
      for (int k = 0; k < COEFFICIENTS; k++) {
        sums[k] = (sums[k] + times(evaluations[j], factor, prime)) % prime;
        factor = times(factor, root, prime);
      }
    }
    for (int k = 0; k < COEFFICIENTS; k++) {
      sums[k] = sums[k] > prime / 2 ? sums[k] - prime : sums[k];
    }
    return sums;
  }

  /** The least primitive 2N-th root of unity, as SEAL's. */
  private static long leastRoot(int n, long prime) {
    long root = 1;
    for (long base = 2; power(root, n, prime) != prime - 1; base++) {
      root = power(base, (prime - 1) / (2L * n), prime);
    }
    long square = times(root, root, prime);
    long least = root;
    for (int i = 0; i < n; i++) {
      root = times(root, square, prime);
      least = Math.min(least, root);
    }
    return least;
  }

  private static long power(long base, long exponent, long prime) {
    long result = 1;
    long square = base;
    for (long e = exponent; e > 0; e >>= 1) {
      result = (e & 1) == 1 ? times(result, square, prime) : result;
      square = times(square, square, prime);
    }
    return result;
  }

  /** a b mod p for p below 2^50: the quotient from doubles is off by one at most. */
  static long times(long a, long b, long prime) {
    long quotient = (long) ((double) a * (double) b / (double) prime);
    long rest = a * b - quotient * prime;
    return Math.floorMod(rest, prime);
  }
}
