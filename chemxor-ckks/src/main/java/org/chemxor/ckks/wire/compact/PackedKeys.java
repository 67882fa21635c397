package org.chemxor.ckks.wire.compact;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import org.chemxor.ckks.bytes.WireLimits;
import org.chemxor.ckks.wire.ByteSource;
import org.chemxor.ckks.wire.WireFormatException;
import org.chemxor.ckks.wire.WireFormatException.Damage;
import org.chemxor.ckks.wire.seal.WireCiphertext;
import org.chemxor.ckks.wire.seal.WireKeySwitchKeys;
import org.chemxor.ckks.wire.seal.WireKeySwitchKeys.Kind;
import org.chemxor.ckks.wire.seal.WireParameters;
import org.chemxor.ckks.wire.seal.WireSeed;

/**
 * Relinearisation or Galois keys in packed form, little-endian. All digits are seeded or none is.
 *
 * <pre>
 * offset  bytes  content
 *      0      1  format, 2
 *      1      1  0 relinearisation, 1 Galois
 *      2      1  generator of the seeds as in SEAL's format, 0 without seeds
 *      3      1  zero
 *      4      4  number of keys
 *      8      8  first bytes of the keys' parameters id
 *     16         by key, in order of indices: the index in 4 bytes, then by digit: the seed, or
 *                nothing; the first polynomial; without a seed, the second
 * </pre>
 */
final class PackedKeys {
  private static final int FORMAT = 2;
  private static final int HEADER_BYTES = 16;

  private final WireParameters parameters;
  private final PackedCiphertext polynomials;

  PackedKeys(WireParameters parameters) {
    this.parameters = parameters;
    this.polynomials = new PackedCiphertext(parameters);
  }

  long sizeBytes(int count, boolean seeded) {
    return HEADER_BYTES + count * keyBytes(seeded);
  }

  private long keyBytes(boolean seeded) {
    return Integer.BYTES + parameters.digitCount() * digitBytes(seeded);
  }

  private long digitBytes(boolean seeded) {
    long polynomial = polynomials.polynomialBytes(parameters.primeCount());
    return seeded ? PackedCiphertext.SEED_BYTES + polynomial : 2 * polynomial;
  }

  private static int code(Kind kind) {
    return kind == Kind.RELINEARIZATION ? 0 : 1;
  }

  byte[] pack(ByteBuffer seal, Kind kind) {
    WireKeySwitchKeys keys = WireKeySwitchKeys.read(seal, parameters, kind, WireLimits.DEFAULT);
    int generator = commonGenerator(keys);
    int size = Math.toIntExact(sizeBytes(keys.indices().size(), generator != 0));
    ByteBuffer out = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    out.put((byte) FORMAT).put((byte) code(kind)).put((byte) generator).put((byte) 0);
    out.putInt(keys.indices().size()).putLong(parameters.keyParmsId().word0());
    for (int index : keys.indices()) {
      out.putInt(index);
      for (WireCiphertext digit : keys.digits(index)) {
        putDigit(digit, generator != 0, out);
      }
    }
    return out.array();
  }

  /** The one generator of all digits' seeds, or 0. */
  private static int commonGenerator(WireKeySwitchKeys keys) {
    NavigableSet<Integer> codes = new TreeSet<>();
    for (int index : keys.indices()) {
      for (WireCiphertext digit : keys.digits(index)) {
        codes.add(digit.seed().map(seed -> seed.generator().code()).orElse(0));
      }
    }
    return codes.size() == 1 ? codes.first() : 0;
  }

  private void putDigit(WireCiphertext digit, boolean seeded, ByteBuffer out) {
    if (seeded) {
      PackedCiphertext.putSeed(digit.seed().orElseThrow(), out);
    }
    int primes = parameters.primeCount();
    polynomials.putPolynomial(digit.component(0), primes, out);
    if (!seeded) {
      polynomials.putPolynomial(digit.component(1), primes, out);
    }
  }

  /**
   * Reads keys; digits are unpacked only when the result is written.
   *
   * @param packed all keys and nothing else
   */
  WireKeySwitchKeys unpack(ByteSource packed, Kind kind, WireLimits limits) {
    PackedCiphertext.requireSize(packed.size(), HEADER_BYTES);
    ByteBuffer in = packed.read(0, HEADER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    PackedCiphertext.requireFormat(in.get(), FORMAT);
    int kindCode = in.get();
    if (kindCode != code(kind)) {
      throw new WireFormatException(
          Damage.BAD_HEADER, "keys of kind " + kindCode + ", expected " + kind);
    }
    int code = in.get() & 0xFF;
    if (in.get() != 0) {
      throw new WireFormatException(Damage.BAD_HEADER, "the reserved byte is not zero");
    }
    int count = in.getInt();
    if (count < 0 || count > limits.maxKeys()) {
      throw new WireFormatException(
          Damage.BAD_COUNT,
          count
              + " keys, allowed are at most "
              + limits.maxKeys()
              + ": raise WireLimits.maxKeys if they are wanted");
    }
    PackedCiphertext.requireId(parameters, in.getLong(), parameters.primeCount());
    PackedCiphertext.requireExactSize(packed.size(), sizeBytes(count, code != 0));
    List<Integer> indices = indices(packed, count, keyBytes(code != 0));
    return WireKeySwitchKeys.lazy(
        parameters,
        kind,
        code != 0,
        new TreeSet<>(indices),
        index -> digits(packed, indices.indexOf(index), code));
  }

  /** The indices, which must rise. */
  private static List<Integer> indices(ByteSource packed, int count, long keyBytes) {
    List<Integer> indices = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int index =
          packed
              .read(HEADER_BYTES + i * keyBytes, Integer.BYTES)
              .order(ByteOrder.LITTLE_ENDIAN)
              .getInt();
      if (index < 0 || (i > 0 && index <= indices.get(i - 1))) {
        throw new WireFormatException(Damage.BAD_COUNT, "key index " + index + " is out of order");
      }
      indices.add(index);
    }
    return indices;
  }

  private List<WireCiphertext> digits(ByteSource packed, int position, int code) {
    long keyBytes = keyBytes(code != 0);
    ByteBuffer in =
        packed
            .read(HEADER_BYTES + position * keyBytes, Math.toIntExact(keyBytes))
            .order(ByteOrder.LITTLE_ENDIAN);
    in.position(Integer.BYTES);
    int primes = parameters.primeCount();
    List<WireCiphertext> digits = new ArrayList<>();
    for (int i = 0; i < parameters.digitCount(); i++) {
      if (code == 0) {
        long[] first = polynomials.getPolynomial(primes, in);
        long[] second = polynomials.getPolynomial(primes, in);
        digits.add(WireCiphertext.of(parameters, primes, 1, first, second));
      } else {
        WireSeed seed = PackedCiphertext.getSeed(WireSeed.Generator.ofCode(code), in);
        long[] first = polynomials.getPolynomial(primes, in);
        digits.add(WireCiphertext.seeded(parameters, primes, 1, first, seed));
      }
    }
    return digits;
  }
}
