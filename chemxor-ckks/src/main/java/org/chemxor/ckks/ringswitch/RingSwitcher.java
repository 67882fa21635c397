package org.chemxor.ckks.ringswitch;

import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.stream.LongStream;
import org.chemxor.ckks.Ciphertext;
import org.chemxor.ckks.CkksContext;
import org.chemxor.ckks.CkksEngine;
import org.chemxor.ckks.Evaluator;
import org.chemxor.ckks.SecretKey;
import org.chemxor.ckks.bytes.Compression;
import org.chemxor.ckks.bytes.WireLimits;
import org.chemxor.ckks.modular.NegacyclicTransform;
import org.chemxor.ckks.modular.ShoupProduct;
import org.chemxor.ckks.secret.InsecureSecretKeyAccess;
import org.chemxor.ckks.wire.WireFormatException;
import org.chemxor.ckks.wire.compact.PackedCiphertext;
import org.chemxor.ckks.wire.compact.SwitchedFormat;
import org.chemxor.ckks.wire.seal.WireCiphertext;
import org.chemxor.ckks.wire.seal.WireParameters;
import org.chemxor.ckks.wire.seal.WirePlaintext;
import org.chemxor.ckks.wire.seal.WireSecretKey;

/**
 * Switches results into a smaller ring as {@link RingSwitch} describes. It works on wire objects
 * and with the public operations of an engine, whichever that is. Thread-safe.
 */
public final class RingSwitcher implements AutoCloseable {
  private final RingSwitch plan;
  private final CkksContext context;
  private final WireParameters wire;
  private final WireParameters keyWire;
  private final NegacyclicTransform[] transforms;
  private final SwitchedFormat results;

  /**
   * @param plan the parameters
   * @param engine what computes
   */
  public RingSwitcher(RingSwitch plan, CkksEngine engine) {
    this.plan = plan;
    this.context = engine.context(plan.keyParameters());
    this.wire = WireParameters.of(plan.parameters());
    this.keyWire = WireParameters.of(plan.keyParameters());
    this.transforms =
        LongStream.of(keyWire.primes())
            .mapToObj(p -> new NegacyclicTransform(keyWire.degree(), p))
            .toArray(NegacyclicTransform[]::new);
    this.results = SwitchedFormat.of(plan.small());
  }

  /**
   * Makes a key.
   *
   * @param from s, of the parameters that results come from
   * @param to t, of {@link RingSwitch#small()}
   * @return what {@link #readKey} reads; public
   */
  public byte[] createKey(SecretKey from, SecretKey to) {
    byte[] image = image(to);
    try (SecretKey target = context.readSecretKey(new ByteArrayInputStream(image))) {
      double scale = plan.keyParameters().scale();
      Ciphertext zero =
          context
              .encryptor(target)
              .encrypt(context.encoder().encode(new double[1], scale, RingSwitch.KEY_LEVEL));
      WireCiphertext key = WireCiphertext.of(zero, keyWire);
      addSecret(from, key.component(0));
      return new PackedCiphertext(keyWire).pack(key);
    } finally {
      Arrays.fill(image, (byte) 0);
    }
  }

  /** T as a secret key of the key's parameters, in SEAL's format. */
  private byte[] image(SecretKey to) {
    int n = plan.small().polyModulusDegree();
    long[] coefficients = new long[n];
    long[] words = new long[transforms.length * plan.parameters().polyModulusDegree()];
    byte[] bytes = to.toBytes(InsecureSecretKeyAccess.get());
    try (WireSecretKey secret = readSecret(bytes, WireParameters.of(plan.small()))) {
      System.arraycopy(secret.residues(), 0, coefficients, 0, n);
      new NegacyclicTransform(n, plan.small().dataPrime(0)).inverse(coefficients);
      spread(coefficients, words);
      try (WireSecretKey image = WireSecretKey.of(keyWire, words)) {
        return image.toByteArray(Compression.NONE);
      }
    } finally {
      Arrays.fill(bytes, (byte) 0);
      Arrays.fill(coefficients, 0);
      Arrays.fill(words, 0);
    }
  }

  private static WireSecretKey readSecret(byte[] bytes, WireParameters parameters) {
    return WireSecretKey.read(ByteBuffer.wrap(bytes), parameters, WireLimits.DEFAULT);
  }

  /**
   * Coefficients -1, 0, 1 modulo q, to multiples of k modulo the key's primes, transformed; no
   * branches.
   */
  private void spread(long[] coefficients, long[] words) {
    long q = plan.small().dataPrime(0);
    int degree = plan.parameters().polyModulusDegree();
    long[] row = new long[degree];
    try {
      for (int prime = 0; prime < transforms.length; prime++) {
        Arrays.fill(row, 0);
        for (int i = 0; i < coefficients.length; i++) {
          long isNegative = (1 - coefficients[i]) >> 63;
          row[i * plan.factor()] = coefficients[i] + (isNegative & (keyWire.prime(prime) - q));
        }
        transforms[prime].forward(row);
        System.arraycopy(row, 0, words, prime * degree, degree);
      }
    } finally {
      Arrays.fill(row, 0);
    }
  }

  /** Adds p s to a polynomial's row modulo q; p s is zero modulo p. */
  private void addSecret(SecretKey from, long[] row) {
    long q = plan.parameters().dataPrime(0);
    long p = plan.keyParameters().dataPrime(1) % q;
    long quotient = ShoupProduct.quotient(p, q);
    byte[] bytes = from.toBytes(InsecureSecretKeyAccess.get());
    try (WireSecretKey secret = readSecret(bytes, wire)) {
      long[] s = secret.residues();
      for (int i = 0; i < plan.parameters().polyModulusDegree(); i++) {
        row[i] = ShoupProduct.lower(row[i] + ShoupProduct.of(s[i], p, quotient, q), q);
      }
    } finally {
      Arrays.fill(bytes, (byte) 0);
    }
  }

  /**
   * Reads a key.
   *
   * @throws org.chemxor.ckks.CkksException when the bytes are damaged or for other parameters
   */
  public Ciphertext readKey(byte[] bytes) {
    WireCiphertext key = new PackedCiphertext(keyWire).unpack(bytes);
    if (key.primeCount() != RingSwitch.KEY_LEVEL + 1 || key.size() != 2) {
      throw new WireFormatException(
          WireFormatException.Damage.BAD_COUNT,
          "a ring switching key has 2 polynomials over 2 primes, got "
              + key.size()
              + " over "
              + key.primeCount());
    }
    if (key.scale() != plan.keyParameters().scale()) {
      throw new WireFormatException(
          WireFormatException.Damage.BAD_SCALE,
          "a ring switching key has scale "
              + plan.keyParameters().scale()
              + ", got "
              + key.scale());
    }
    return key.into(context);
  }

  /**
   * Switches a ciphertext to the smaller ring and packs it.
   *
   * @param ciphertext of two polynomials at level 0
   * @param key from {@link #readKey}
   * @param form of {@link SwitchedFormat}, for {@link RingSwitch#small()}
   */
  public byte[] pack(Ciphertext ciphertext, Ciphertext key, SwitchedFormat.Form form) {
    SwitchedFormat.requireLowest(ciphertext);
    WireCiphertext c = WireCiphertext.of(ciphertext, wire);
    Evaluator evaluator = context.evaluator();
    WirePlaintext lifted =
        WirePlaintext.of(
            keyWire, RingSwitch.KEY_LEVEL + 1, ciphertext.scale(), lift(c.component(1)));
    Ciphertext product =
        evaluator.rescale(
            evaluator.multiplyPlain(
                key,
                context.readPlaintext(
                    new ByteArrayInputStream(lifted.toByteArray(Compression.NONE)))));
    WireCiphertext switched = WireCiphertext.of(product, keyWire);
    long[] first = switched.component(0);
    long q = plan.parameters().dataPrime(0);
    for (int i = 0; i < first.length; i++) {
      first[i] = ShoupProduct.lower(first[i] + c.component(0)[i], q);
    }
    return results.packCoefficients(project(first), project(switched.component(1)), form);
  }

  /** A polynomial modulo q, in the transformed domain, with centred coefficients modulo q p. */
  private long[] lift(long[] evaluations) {
    int degree = plan.parameters().polyModulusDegree();
    long q = plan.parameters().dataPrime(0);
    long p = plan.keyParameters().dataPrime(1);
    long[] row = evaluations.clone();
    transforms[0].inverse(row);
    for (int i = 0; i < degree; i++) {
      long centred = row[i] - (q & ((q / 2 - row[i]) >> 63));
      row[i] = Math.floorMod(centred, p);
    }
    transforms[1].forward(row);
    long[] words = Arrays.copyOf(evaluations, 2 * degree);
    System.arraycopy(row, 0, words, degree, degree);
    return words;
  }

  /** The coefficients at multiples of k. */
  private long[] project(long[] evaluations) {
    long[] coefficients = evaluations.clone();
    transforms[0].inverse(coefficients);
    long[] projected = new long[plan.small().polyModulusDegree()];
    for (int i = 0; i < projected.length; i++) {
      projected[i] = coefficients[i * plan.factor()];
    }
    return projected;
  }

  @Override
  public void close() {
    context.close();
  }
}
