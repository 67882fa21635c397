package org.chemxor.ckks.jvm;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import org.chemxor.ckks.GaloisKeys;
import org.chemxor.ckks.KeyGenerator;
import org.chemxor.ckks.MismatchException;
import org.chemxor.ckks.PublicKey;
import org.chemxor.ckks.RelinearizationKey;
import org.chemxor.ckks.SecretKey;
import org.chemxor.ckks.wire.SealSeed;

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
    double[] ternary = ring.pool().take();
    double[][] rows = new double[ring.primeCount()][];
    try (RandomSource random = new RandomSource(entropy)) {
      Sampler.ternary(ternary, random);
    }
    for (int i = 0; i < rows.length; i++) {
      rows[i] = ternary.clone();
      ring.forward(rows[i], i);
    }
    ring.pool().giveWiped(ternary);
    return new JvmSecretKey(ring, rows);
  }

  @Override
  public SecretKey secretKey() {
    return secretKey;
  }

  @Override
  public PublicKey createPublicKey() {
    SealSeed seed = UniformExpander.newSeed(entropy);
    double[][][] pair = zeroEncryption(ring, secretKey, ring.primeCount(), seed, entropy);
    return new JvmPublicKey(ring, pair, seed);
  }

  @Override
  public RelinearizationKey createRelinearizationKey() {
    double[][] secret = secretKey.secretRows();
    double[][] square = ring.pool().take(ring.dataCount());
    for (int i = 0; i < square.length; i++) {
      ring.kernels().multiply(secret[i], secret[i], square[i], ring.modulus(i));
    }
    KeySwitchKey key = switchKey(square);
    ring.pool().giveWiped(square);
    return new JvmRelinearizationKey(ring, key);
  }

  @Override
  public GaloisKeys createGaloisKeys(Collection<Integer> steps) {
    return galoisKeys(ring.galois().rotations(steps));
  }

  @Override
  public GaloisKeys createGaloisKeysWithConjugation(Collection<Integer> steps) {
    SortedSet<Integer> elements = ring.galois().rotations(steps);
    elements.add(ring.galois().conjugation());
    return galoisKeys(elements);
  }

  private JvmGaloisKeys galoisKeys(SortedSet<Integer> elements) {
    Map<Integer, KeySwitchKey> keys = new TreeMap<>();
    double[][] secret = secretKey.secretRows();
    double[][] moved = ring.pool().take(ring.dataCount());
    for (int element : elements) {
      int[] table = ring.automorphism(element);
      for (int i = 0; i < moved.length; i++) {
        ring.kernels().permute(secret[i], table, moved[i]);
      }
      int[] back = ring.automorphism(ring.galois().inverse(element));
      keys.put(element, switchKey(moved).permuted(back, ring.kernels()));
    }
    ring.pool().giveWiped(moved);
    return new JvmGaloisKeys(ring, keys);
  }

  /** The key from {@code from} (data rows, transformed) to the secret key. */
  private KeySwitchKey switchKey(double[][] from) {
    if (ring.specialCount() == 0) {
      throw new MismatchException(
          "key switching needs a special prime, these parameters have none: add"
              + " specialPrimeBits(...)");
    }
    int digitCount = ring.parameters().digitCount(ring.parameters().maxLevel());
    double[][][][] digits = new double[digitCount][][][];
    List<SealSeed> seeds = new ArrayList<>();
    for (int j = 0; j < digitCount; j++) {
      seeds.add(UniformExpander.newSeed(entropy));
    }
    ring.parallelism().forEach(digitCount, j -> digits[j] = digitKey(j, from, seeds.get(j)));
    return new KeySwitchKey(digits, List.copyOf(seeds));
  }

  /** An encryption of zero plus P times the source key at the primes of digit j. */
  private double[][][] digitKey(int j, double[][] from, SealSeed seed) {
    double[][][] pair = zeroEncryption(ring, secretKey, ring.primeCount(), seed, entropy);
    int size = ring.parameters().digitSize();
    double[] term = ring.pool().take();
    for (int i = j * size; i < Math.min((j + 1) * size, ring.dataCount()); i++) {
      Modulus modulus = ring.modulus(i);
      ring.kernels().multiplyScalar(from[i], switcher.specialProduct(i), term, modulus);
      ring.kernels().add(pair[0][i], term, pair[0][i], modulus);
    }
    ring.pool().giveWiped(term);
    return pair;
  }

  /** {@code (-(a s + e), a)} over the first {@code rows} primes, a expanded from {@code seed}. */
  static double[][][] zeroEncryption(
      Ring ring, JvmSecretKey secretKey, int rows, SealSeed seed, SecureRandom entropy) {
    double[][] secret = secretKey.secretRows();
    double[][] a = UniformExpander.expand(seed, ring, rows);
    double[][] b = ring.allocate(rows);
    double[] error = ring.pool().take();
    try (RandomSource random = new RandomSource(entropy)) {
      Sampler.error(error, random);
    }
    for (int i = 0; i < rows; i++) {
      Modulus modulus = ring.modulus(i);
      System.arraycopy(error, 0, b[i], 0, error.length);
      ring.forward(b[i], i);
      ring.kernels().multiplyAddLazy(a[i], secret[i], b[i], modulus);
      ring.kernels().reduce(b[i], b[i], modulus);
      ring.kernels().negate(b[i], b[i]);
    }
    ring.pool().giveWiped(error);
    return new double[][][] {b, a};
  }
}
