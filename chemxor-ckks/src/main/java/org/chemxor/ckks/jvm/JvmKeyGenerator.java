package org.chemxor.ckks.jvm;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.chemxor.ckks.GaloisKeys;
import org.chemxor.ckks.KeyGenerator;
import org.chemxor.ckks.MismatchException;
import org.chemxor.ckks.PublicKey;
import org.chemxor.ckks.RelinearizationKey;
import org.chemxor.ckks.SecretKey;
import org.chemxor.ckks.jvm.arithmetic.Modulus;
import org.chemxor.ckks.jvm.ring.KeySwitchKey;
import org.chemxor.ckks.jvm.ring.KeySwitcher;
import org.chemxor.ckks.jvm.ring.RandomSource;
import org.chemxor.ckks.jvm.ring.Ring;
import org.chemxor.ckks.jvm.ring.Sampler;
import org.chemxor.ckks.jvm.ring.SecretScratch;
import org.chemxor.ckks.jvm.ring.UniformExpander;
import org.chemxor.ckks.secret.InsecureSecretKeyAccess;
import org.chemxor.ckks.secret.Lease;
import org.chemxor.ckks.wire.seal.WireSeed;

/** Makes keys; everything random comes from {@link RandomSource} and {@link UniformExpander}. */
final class JvmKeyGenerator implements KeyGenerator {
  private final Ring ring;
  private final KeySwitcher switcher;
  private final SecureRandom entropy;
  private final JvmSecretKey secretKey;

  JvmKeyGenerator(Ring ring, KeySwitcher switcher, SecureRandom entropy, JvmSecretKey secretKey) {
    this.ring = ring;
    this.switcher = switcher;
    this.entropy = entropy;
    this.secretKey = secretKey;
  }

  /** A fresh ternary secret. */
  static JvmSecretKey newSecretKey(Ring ring, SecureRandom entropy) {
    double[][] rows = ring.allocate(ring.primeCount());
    try (SecretScratch ternary = SecretScratch.take(ring, 1);
        RandomSource random = new RandomSource(entropy)) {
      Sampler.ternary(ternary.row(), random);
      for (int i = 0; i < rows.length; i++) {
        System.arraycopy(ternary.row(), 0, rows[i], 0, rows[i].length);
        ring.forward(rows[i], i);
      }
    }
    return new JvmSecretKey(ring, rows);
  }

  @Override
  public SecretKey secretKey() {
    return secretKey;
  }

  @Override
  public PublicKey createPublicKey() {
    WireSeed seed = UniformExpander.newSeed(entropy);
    try (Lease<double[][]> secret = secretKey.lease(InsecureSecretKeyAccess.get())) {
      double[][][] pair = zeroEncryption(ring, secret.get(), ring.primeCount(), seed, entropy);
      return new JvmPublicKey(ring, pair, seed);
    }
  }

  @Override
  public RelinearizationKey createRelinearizationKey() {
    try (Lease<double[][]> secret = secretKey.lease(InsecureSecretKeyAccess.get());
        SecretScratch square = SecretScratch.take(ring, ring.dataCount())) {
      for (int i = 0; i < square.rows().length; i++) {
        double[] row = secret.get()[i];
        ring.kernels().multiply(row, row, square.rows()[i], ring.modulus(i));
      }
      return new JvmRelinearizationKey(ring, switchKey(secret.get(), square.rows()));
    }
  }

  @Override
  public GaloisKeys createGaloisKeys(Collection<Integer> steps) {
    // No keys are what programs without rotations ask for, in any ring.
    return galoisKeys(steps.isEmpty() ? new TreeSet<>() : ring.galois().rotations(steps));
  }

  @Override
  public GaloisKeys createGaloisKeysWithConjugation(Collection<Integer> steps) {
    SortedSet<Integer> elements = ring.galois().rotations(steps);
    elements.add(ring.galois().conjugation());
    return galoisKeys(elements);
  }

  private JvmGaloisKeys galoisKeys(SortedSet<Integer> elements) {
    Map<Integer, KeySwitchKey> keys = new TreeMap<>();
    try (Lease<double[][]> secret = secretKey.lease(InsecureSecretKeyAccess.get());
        SecretScratch moved = SecretScratch.take(ring, ring.dataCount())) {
      for (int element : elements) {
        int[] table = ring.automorphism(element);
        for (int i = 0; i < moved.rows().length; i++) {
          ring.kernels().permute(secret.get()[i], table, moved.rows()[i]);
        }
        int[] back = ring.automorphism(ring.galois().inverse(element));
        KeySwitchKey key = switchKey(secret.get(), moved.rows());
        keys.put(element, key.permuted(back, ring.kernels()));
      }
    }
    return new JvmGaloisKeys(ring, keys);
  }

  /** The key from {@code from} (data rows, transformed) to {@code secret}, both secret. */
  private KeySwitchKey switchKey(double[][] secret, double[][] from) {
    if (ring.specialCount() == 0) {
      throw new MismatchException(
          "key switching needs a special prime, these parameters have none: add"
              + " specialPrimeBits(...)");
    }
    int digitCount = ring.parameters().digitCount(ring.parameters().maxLevel());
    double[][][][] digits = new double[digitCount][][][];
    List<WireSeed> seeds = new ArrayList<>();
    for (int j = 0; j < digitCount; j++) {
      seeds.add(UniformExpander.newSeed(entropy));
    }
    ring.parallelism()
        .forEach(digitCount, j -> digits[j] = digitKey(j, secret, from, seeds.get(j)));
    return new KeySwitchKey(digits, List.copyOf(seeds));
  }

  /** An encryption of zero plus P times the source key at the primes of digit j. */
  private double[][][] digitKey(int j, double[][] secret, double[][] from, WireSeed seed) {
    double[][][] pair = zeroEncryption(ring, secret, ring.primeCount(), seed, entropy);
    int size = ring.parameters().digitSize();
    try (SecretScratch term = SecretScratch.take(ring, 1)) {
      for (int i = j * size; i < Math.min((j + 1) * size, ring.dataCount()); i++) {
        Modulus modulus = ring.modulus(i);
        ring.kernels().multiplyScalar(from[i], switcher.specialProduct(i), term.row(), modulus);
        ring.kernels().add(pair[0][i], term.row(), pair[0][i], modulus);
      }
    }
    return pair;
  }

  /**
   * {@code (-(a s + e), a)} over the first {@code rows} primes, a expanded from {@code seed}.
   *
   * @param secret s, on loan for the whole call
   */
  static double[][][] zeroEncryption(
      Ring ring, double[][] secret, int rows, WireSeed seed, SecureRandom entropy) {
    double[][] a = UniformExpander.expand(seed, ring, rows);
    double[][] b = ring.allocate(rows);
    try (SecretScratch error = SecretScratch.take(ring, 1);
        RandomSource random = new RandomSource(entropy)) {
      Sampler.error(error.row(), random);
      for (int i = 0; i < rows; i++) {
        Modulus modulus = ring.modulus(i);
        System.arraycopy(error.row(), 0, b[i], 0, b[i].length);
        ring.forward(b[i], i);
        ring.kernels().multiplyAddLazy(a[i], secret[i], b[i], modulus);
        ring.kernels().reduce(b[i], b[i], modulus);
        ring.kernels().negate(b[i], b[i]);
      }
    }
    return new double[][][] {b, a};
  }
}
