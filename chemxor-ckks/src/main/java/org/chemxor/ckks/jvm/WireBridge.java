package org.chemxor.ckks.jvm;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.IntFunction;
import org.chemxor.ckks.WireLimits;
import org.chemxor.ckks.jvm.ring.KeySwitchKey;
import org.chemxor.ckks.jvm.ring.Residues;
import org.chemxor.ckks.jvm.ring.Ring;
import org.chemxor.ckks.jvm.ring.SecretKeyCheck;
import org.chemxor.ckks.secret.Lease;
import org.chemxor.ckks.secret.SecretKeyAccess;
import org.chemxor.ckks.spi.OperandChecks;
import org.chemxor.ckks.wire.seal.SealCiphertext;
import org.chemxor.ckks.wire.seal.SealKeySwitchKeys;
import org.chemxor.ckks.wire.seal.SealKeySwitchKeys.Kind;
import org.chemxor.ckks.wire.seal.SealObject;
import org.chemxor.ckks.wire.seal.SealParameters;
import org.chemxor.ckks.wire.seal.SealPlaintext;
import org.chemxor.ckks.wire.seal.SealPublicKey;
import org.chemxor.ckks.wire.seal.SealSecretKey;
import org.chemxor.ckks.wire.seal.SealSeed;
import org.jspecify.annotations.Nullable;

/** Between this engine's objects and the neutral ones of the wire format. */
public final class WireBridge {
  private final Ring ring;
  private final SealParameters parameters;

  public WireBridge(Ring ring) {
    this.ring = ring;
    this.parameters = SealParameters.of(ring.parameters());
  }

  SealObject toWire(JvmPlaintext plaintext) {
    return SealPlaintext.of(
        parameters,
        plaintext.level() + 1,
        plaintext.scale(),
        Residues.toWords(plaintext.rows(), ring));
  }

  SealObject toWire(JvmCiphertext c) {
    if (c.seed() == null) {
      long[][] components = new long[c.size()][];
      Arrays.setAll(components, k -> Residues.toWords(c.polynomials()[k], ring));
      return SealCiphertext.of(parameters, c.level() + 1, c.scale(), components);
    }
    return SealCiphertext.seeded(
        parameters, c.level() + 1, c.scale(), Residues.toWords(c.polynomials()[0], ring), c.seed());
  }

  SealSecretKey toWire(JvmSecretKey key, SecretKeyAccess access) {
    try (Lease<double[][]> secret = key.lease(access)) {
      return SealSecretKey.of(parameters, Residues.toWords(secret.get(), ring));
    }
  }

  SealObject toWire(JvmPublicKey key) {
    return SealPublicKey.of(zeroEncryption(key.pair(), key.seed()));
  }

  private SealCiphertext zeroEncryption(double[][][] pair, @Nullable SealSeed seed) {
    long[] first = Residues.toWords(pair[0], ring);
    return seed == null
        ? SealCiphertext.of(
            parameters, ring.primeCount(), 1, first, Residues.toWords(pair[1], ring))
        : SealCiphertext.seeded(parameters, ring.primeCount(), 1, first, seed);
  }

  SealKeySwitchKeys toWire(JvmRelinearizationKey key) {
    TreeSet<Integer> index = new TreeSet<>(List.of(0));
    return lazy(Kind.RELINEARIZATION, key.key().seeds() != null, index, i -> digits(key.key()));
  }

  SealKeySwitchKeys toWire(JvmGaloisKeys keys) {
    TreeMap<Integer, Integer> elementByIndex = new TreeMap<>();
    boolean seeded = true;
    for (int element : keys.galoisElements()) {
      elementByIndex.put(SealKeySwitchKeys.galoisIndex(element), element);
      seeded &= keys.require(element, "writing").seeds() != null;
    }
    boolean allSeeded = seeded;
    return lazy(
        Kind.GALOIS,
        allSeeded,
        new TreeSet<>(elementByIndex.keySet()),
        index -> {
          int element = elementByIndex.get(index);
          // In memory the key is kept under the inverse automorphism: move it back.
          KeySwitchKey key =
              keys.require(element, "writing").permuted(ring.automorphism(element), ring.kernels());
          return digits(allSeeded ? key : new KeySwitchKey(key.digits(), null));
        });
  }

  private SealKeySwitchKeys lazy(
      Kind kind,
      boolean seeded,
      NavigableSet<Integer> indices,
      IntFunction<List<SealCiphertext>> maker) {
    return SealKeySwitchKeys.lazy(parameters, kind, seeded, indices, maker);
  }

  private List<SealCiphertext> digits(KeySwitchKey key) {
    List<SealCiphertext> digits = new ArrayList<>();
    for (int j = 0; j < key.digitCount(); j++) {
      digits.add(zeroEncryption(key.digits()[j], key.seeds() == null ? null : key.seeds().get(j)));
    }
    return digits;
  }

  JvmPlaintext readPlaintext(InputStream in, WireLimits limits) {
    SealPlaintext read = reading(() -> SealPlaintext.read(in, parameters, limits));
    return new JvmPlaintext(
        ring, Residues.toRows(read.residues(), ring, read.primeCount()), read.scale());
  }

  JvmCiphertext readCiphertext(InputStream in, WireLimits limits) {
    SealCiphertext read = reading(() -> SealCiphertext.read(in, parameters, limits));
    JvmCiphertext c =
        new JvmCiphertext(ring, polynomials(read), read.scale(), read.seed().orElse(null));
    if (c.isTransparent()) {
      throw OperandChecks.transparentInput();
    }
    return c;
  }

  private double[][][] polynomials(SealCiphertext read) {
    double[][][] polynomials = new double[read.size()][][];
    Arrays.setAll(polynomials, k -> Residues.toRows(read.component(k), ring, read.primeCount()));
    return polynomials;
  }

  JvmPublicKey readPublicKey(InputStream in, WireLimits limits) {
    SealCiphertext read = reading(() -> SealPublicKey.read(in, parameters, limits)).encryption();
    return new JvmPublicKey(ring, polynomials(read), read.seed().orElse(null));
  }

  JvmSecretKey readSecretKey(InputStream in, WireLimits limits) {
    try (SealSecretKey read = reading(() -> SealSecretKey.read(in, parameters, limits))) {
      double[][] rows = Residues.toRows(read.residues(), ring, ring.primeCount());
      SecretKeyCheck.requireTernary(rows, ring);
      return new JvmSecretKey(ring, rows);
    }
  }

  JvmRelinearizationKey readRelinearizationKey(InputStream in, WireLimits limits) {
    KeySwitchKey key = readKeys(in, Kind.RELINEARIZATION, limits, (index, digit) -> digit).get(0);
    if (key == null) {
      throw OperandChecks.missingRelinearizationKey();
    }
    return new JvmRelinearizationKey(ring, key);
  }

  JvmGaloisKeys readGaloisKeys(InputStream in, WireLimits limits) {
    Map<Integer, KeySwitchKey> byElement = new HashMap<>();
    readKeys(in, Kind.GALOIS, limits, this::moveBack)
        .forEach((index, key) -> byElement.put(2 * index + 1, key));
    return new JvmGaloisKeys(ring, byElement);
  }

  /** A digit of a rotation key under the inverse automorphism, as it is kept. */
  private double[][][] moveBack(int index, double[][][] digit) {
    int[] back = ring.automorphism(ring.galois().inverse(2 * index + 1));
    return KeySwitchKey.permuted(digit, back, ring.kernels());
  }

  /** What a digit becomes as soon as it is read, so that it is in memory once. */
  private interface DigitChange {
    double[][][] apply(int index, double[][][] digit);
  }

  private Map<Integer, KeySwitchKey> readKeys(
      InputStream in, Kind kind, WireLimits limits, DigitChange change) {
    Map<Integer, double[][][][]> digits = new TreeMap<>();
    Map<Integer, SealSeed[]> seeds = new TreeMap<>();
    int count = parameters.digitCount();
    reading(
        () -> {
          SealKeySwitchKeys.read(
              in,
              parameters,
              kind,
              limits,
              (index, digit, key) -> {
                digits.computeIfAbsent(index, i -> new double[count][][][])[digit] =
                    change.apply(index, polynomials(key));
                seeds.computeIfAbsent(index, i -> new SealSeed[count])[digit] =
                    key.seed().orElse(null);
              });
          return kind;
        });
    Map<Integer, KeySwitchKey> keys = new TreeMap<>();
    digits.forEach(
        (index, polynomials) -> {
          SealSeed[] ofKey = seeds.get(index);
          boolean seeded = Arrays.stream(ofKey).allMatch(seed -> seed != null);
          keys.put(index, new KeySwitchKey(polynomials, seeded ? List.of(ofKey) : null));
        });
    return keys;
  }

  private interface Reading<T> {
    T read() throws IOException;
  }

  private static <T> T reading(Reading<T> reading) {
    try {
      return reading.read();
    } catch (IOException e) {
      throw new UncheckedIOException("reading failed: " + e.getMessage(), e);
    }
  }

  /** Counts what goes through to another stream. */
  static final class CountingStream extends java.io.FilterOutputStream {
    private long count;

    CountingStream(OutputStream out) {
      super(out);
    }

    long count() {
      return count;
    }

    @Override
    public void write(int b) throws IOException {
      out.write(b);
      count++;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      out.write(bytes, offset, length);
      count += length;
    }
  }

  static long write(SealObject object, OutputStream out, org.chemxor.ckks.Compression compression)
      throws IOException {
    CountingStream counting = new CountingStream(out);
    object.write(counting, compression);
    return counting.count();
  }
}
