package org.chemxor.ckks.jvm;

import java.io.InputStream;
import java.security.SecureRandom;
import org.chemxor.ckks.Ciphertext;
import org.chemxor.ckks.CkksContext;
import org.chemxor.ckks.CkksEncoder;
import org.chemxor.ckks.CkksEngine;
import org.chemxor.ckks.CkksParameters;
import org.chemxor.ckks.Decryptor;
import org.chemxor.ckks.Encryptor;
import org.chemxor.ckks.Evaluator;
import org.chemxor.ckks.GaloisKeys;
import org.chemxor.ckks.KeyGenerator;
import org.chemxor.ckks.Plaintext;
import org.chemxor.ckks.PublicKey;
import org.chemxor.ckks.RelinearizationKey;
import org.chemxor.ckks.SecretKey;
import org.chemxor.ckks.bytes.WireLimits;
import org.chemxor.ckks.jvm.ring.Encoding;
import org.chemxor.ckks.jvm.ring.KeySwitcher;
import org.chemxor.ckks.jvm.ring.Ring;
import org.chemxor.ckks.parallel.Parallelism;
import org.chemxor.ckks.wire.seal.ResidueSink;
import org.chemxor.ckks.wire.seal.WireCiphertext;

/** Ties the parts of the engine together for one set of parameters. */
final class JvmContext implements CkksContext, ResidueSink {
  private final JvmEngine engine;
  private final Ring ring;
  private final KeySwitcher switcher;
  private final Encoding encoding;
  private final WireBridge wire;
  private final JvmEvaluator evaluator;
  private final SecureRandom entropy = new SecureRandom();

  JvmContext(JvmEngine engine, CkksParameters parameters, Parallelism parallelism) {
    this.engine = engine;
    this.ring = new Ring(parameters, parallelism, engine.kernels());
    this.switcher = new KeySwitcher(ring);
    this.encoding = new Encoding(ring);
    this.wire = new WireBridge(ring);
    this.evaluator = new JvmEvaluator(ring, switcher);
  }

  @Override
  public CkksEngine engine() {
    return engine;
  }

  @Override
  public CkksParameters parameters() {
    return ring.parameters();
  }

  @Override
  public KeyGenerator keyGenerator() {
    return generator(JvmKeyGenerator.newSecretKey(ring, entropy));
  }

  @Override
  public KeyGenerator keyGenerator(SecretKey secretKey) {
    return generator(Checks.secretKey(ring, secretKey));
  }

  private KeyGenerator generator(JvmSecretKey secretKey) {
    return new JvmKeyGenerator(ring, switcher, entropy, secretKey);
  }

  @Override
  public CkksEncoder encoder() {
    return new JvmEncoder(ring, encoding);
  }

  @Override
  public Encryptor encryptor(PublicKey publicKey) {
    return new JvmEncryptors.Asymmetric(ring, Checks.publicKey(ring, publicKey), entropy);
  }

  @Override
  public Encryptor encryptor(SecretKey secretKey) {
    return new JvmEncryptors.Symmetric(ring, Checks.secretKey(ring, secretKey), entropy);
  }

  @Override
  public Decryptor decryptor(SecretKey secretKey) {
    return new JvmDecryptor(ring, Checks.secretKey(ring, secretKey), entropy);
  }

  @Override
  public Evaluator evaluator() {
    return evaluator;
  }

  @Override
  public Plaintext readPlaintext(InputStream in, WireLimits limits) {
    return wire.readPlaintext(in, limits);
  }

  @Override
  public Ciphertext readCiphertext(InputStream in, WireLimits limits) {
    return wire.readCiphertext(in, limits);
  }

  @Override
  public Ciphertext fromResidues(WireCiphertext residues) {
    return wire.fromResidues(residues);
  }

  @Override
  public PublicKey readPublicKey(InputStream in, WireLimits limits) {
    return wire.readPublicKey(in, limits);
  }

  @Override
  public SecretKey readSecretKey(InputStream in, WireLimits limits) {
    return wire.readSecretKey(in, limits);
  }

  @Override
  public RelinearizationKey readRelinearizationKey(InputStream in, WireLimits limits) {
    return wire.readRelinearizationKey(in, limits);
  }

  @Override
  public GaloisKeys readGaloisKeys(InputStream in, WireLimits limits) {
    return wire.readGaloisKeys(in, limits);
  }

  @Override
  public void close() {
    // Nothing native here; scratch vectors go with the context.
  }
}
