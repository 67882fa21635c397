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
import org.chemxor.ckks.bytes.WireLimits;
import org.chemxor.ckks.jvm.ring.KeySwitchKey;
import org.chemxor.ckks.jvm.ring.Residues;
import org.chemxor.ckks.jvm.ring.Ring;
import org.chemxor.ckks.jvm.ring.SecretKeyCheck;
import org.chemxor.ckks.secret.Lease;
import org.chemxor.ckks.secret.SecretKeyAccess;
import org.chemxor.ckks.spi.OperandChecks;
import org.chemxor.ckks.wire.seal.WireCiphertext;
import org.chemxor.ckks.wire.seal.WireKeySwitchKeys;
import org.chemxor.ckks.wire.seal.WireKeySwitchKeys.Kind;
import org.chemxor.ckks.wire.seal.WireObject;
import org.chemxor.ckks.wire.seal.WireParameters;
import org.chemxor.ckks.wire.seal.WirePlaintext;
import org.chemxor.ckks.wire.seal.WirePublicKey;
import org.chemxor.ckks.wire.seal.WireSecretKey;
import org.chemxor.ckks.wire.seal.WireSeed;
import org.jspecify.annotations.Nullable;

/** Between this engine's objects and the neutral ones of the wire format. */
public final class WireBridge {
  private final Ring ring;
  private final WireParameters parameters;

  public WireBridge(Ring ring) {
    this.ring = ring;
    this.parameters = WireParameters.of(ring.parameters());
  }

  WireObject toWire(JvmPlaintext plaintext) {
    return WirePlaintext.of(
        parameters,
        plaintext.level() + 1,
        plaintext.scale(),
        Residues.toWords(plaintext.rows(), ring));
  }

  WireCiphertext toWire(JvmCiphertext c) {
    if (c.seed() == null) {
      long[][] components = new long[c.size()][];
      Arrays.setAll(components, k -> Residues.toWords(c.polynomials()[k], ring));
      return WireCiphertext.of(parameters, c.level() + 1, c.scale(), components);
    }
    return WireCiphertext.seeded(
        parameters, c.level() + 1, c.scale(), Residues.toWords(c.polynomials()[0], ring), c.seed());
  }

  WireSecretKey toWire(JvmSecretKey key, SecretKeyAccess access) {
    try (Lease<double[][]> secret = key.lease(access)) {
      return WireSecretKey.of(parameters, Residues.toWords(secret.get(), ring));
    }
  }

  WireObject toWire(JvmPublicKey key) {
    return WirePublicKey.of(zeroEncryption(key.pair(), key.seed()));
  }

  private WireCiphertext zeroEncryption(double[][][] pair, @Nullable WireSeed seed) {
    long[] first = Residues.toWords(pair[0], ring);
    return seed == null
        ? WireCiphertext.of(
            parameters, ring.primeCount(), 1, first, Residues.toWords(pair[1], ring))
        : WireCiphertext.seeded(parameters, ring.primeCount(), 1, first, seed);
  }

  WireKeySwitchKeys toWire(JvmRelinearizationKey key) {
    TreeSet<Integer> index = new TreeSet<>(List.of(0));
    return lazy(Kind.RELINEARIZATION, key.key().seeds() != null, index, i -> digits(key.key()));
  }

  WireKeySwitchKeys toWire(JvmGaloisKeys keys) {
    TreeMap<Integer, Integer> elementByIndex = new TreeMap<>();
    boolean seeded = true;
    for (int element : keys.galoisElements()) {
      elementByIndex.put(WireKeySwitchKeys.galoisIndex(element), element);
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

  private WireKeySwitchKeys lazy(
      Kind kind,
      boolean seeded,
      NavigableSet<Integer> indices,
      IntFunction<List<WireCiphertext>> maker) {
    return WireKeySwitchKeys.lazy(parameters, kind, seeded, indices, maker);
  }

  private List<WireCiphertext> digits(KeySwitchKey key) {
    List<WireCiphertext> digits = new ArrayList<>();
    for (int j = 0; j < key.digitCount(); j++) {
      digits.add(zeroEncryption(key.digits()[j], key.seeds() == null ? null : key.seeds().get(j)));
    }
    return digits;
  }

  JvmPlaintext readPlaintext(InputStream in, WireLimits limits) {
    WirePlaintext read = reading(() -> WirePlaintext.read(in, parameters, limits));
    return new JvmPlaintext(
        ring, Residues.toRows(read.residues(), ring, read.primeCount()), read.scale());
  }

  JvmCiphertext readCiphertext(InputStream in, WireLimits limits) {
    return fromResidues(reading(() -> WireCiphertext.read(in, parameters, limits)));
  }

  JvmCiphertext fromResidues(WireCiphertext residues) {
    WireCiphertext read = residues.requireData(parameters);
    JvmCiphertext c =
        new JvmCiphertext(ring, polynomials(read), read.scale(), read.seed().orElse(null));
    if (c.isTransparent()) {
      throw OperandChecks.transparentInput();
    }
    return c;
  }

  private double[][][] polynomials(WireCiphertext read) {
    double[][][] polynomials = new double[read.size()][][];
    Arrays.setAll(polynomials, k -> Residues.toRows(read.component(k), ring, read.primeCount()));
    return polynomials;
  }

  JvmPublicKey readPublicKey(InputStream in, WireLimits limits) {
    WireCiphertext read = reading(() -> WirePublicKey.read(in, parameters, limits)).encryption();
    return new JvmPublicKey(ring, polynomials(read), read.seed().orElse(null));
  }

  JvmSecretKey readSecretKey(InputStream in, WireLimits limits) {
    try (WireSecretKey read = reading(() -> WireSecretKey.read(in, parameters, limits))) {
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
    Map<Integer, WireSeed[]> seeds = new TreeMap<>();
    int count = parameters.digitCount();
    reading(
        () -> {
          WireKeySwitchKeys.read(
              in,
              parameters,
              kind,
              limits,
              (index, digit, key) -> {
                digits.computeIfAbsent(index, i -> new double[count][][][])[digit] =
                    change.apply(index, polynomials(key));
                seeds.computeIfAbsent(index, i -> new WireSeed[count])[digit] =
                    key.seed().orElse(null);
              });
          return kind;
        });
    Map<Integer, KeySwitchKey> keys = new TreeMap<>();
    digits.forEach(
        (index, polynomials) -> {
          WireSeed[] ofKey = seeds.get(index);
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

  static long write(
      WireObject object, OutputStream out, org.chemxor.ckks.bytes.Compression compression)
      throws IOException {
    CountingStream counting = new CountingStream(out);
    object.write(counting, compression);
    return counting.count();
  }
}
