package org.chemxor.seal;

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
import org.chemxor.ckks.wire.seal.ResidueSink;
import org.chemxor.ckks.wire.seal.WireCiphertext;
import org.chemxor.ckks.wire.seal.WireKeySwitchKeys.Kind;
import org.chemxor.seal.binding.NativeHandle;
import org.chemxor.seal.binding.SealLibrary;

/** Ties the parts of the engine together for one set of parameters. */
final class SealContext implements CkksContext, ResidueSink {
  private final SealEngine engine;
  private final Core core;
  private final WireReader reader;
  private final SecureRandom entropy = new SecureRandom();

  SealContext(SealEngine engine, Core core) {
    this.engine = engine;
    this.core = core;
    this.reader = new WireReader(core);
  }

  @Override
  public CkksEngine engine() {
    return engine;
  }

  @Override
  public CkksParameters parameters() {
    return core.parameters();
  }

  @Override
  public KeyGenerator keyGenerator() {
    try (NativeHandle.Use context = core.use()) {
      SealSecretKey key = SealSecretKey.own(core, SealLibrary.secretKeyNew(context.address()));
      return new SealKeyGenerator(core, reader, key);
    }
  }

  @Override
  public KeyGenerator keyGenerator(SecretKey secretKey) {
    return new SealKeyGenerator(core, reader, Operands.secretKey(core, secretKey));
  }

  @Override
  public CkksEncoder encoder() {
    return new SealEncoder(core);
  }

  @Override
  public Encryptor encryptor(PublicKey publicKey) {
    return new SealEncryptors.Asymmetric(core, Operands.publicKey(core, publicKey));
  }

  @Override
  public Encryptor encryptor(SecretKey secretKey) {
    return new SealEncryptors.Symmetric(core, reader, Operands.secretKey(core, secretKey));
  }

  @Override
  public Decryptor decryptor(SecretKey secretKey) {
    return new SealDecryptor(
        core, Operands.secretKey(core, secretKey), new SealEncoder(core), entropy);
  }

  @Override
  public Evaluator evaluator() {
    return new SealEvaluator(core);
  }

  @Override
  public Plaintext readPlaintext(InputStream in, WireLimits limits) {
    return reader.plaintext(in, limits);
  }

  @Override
  public Ciphertext readCiphertext(InputStream in, WireLimits limits) {
    return reader.ciphertext(in, limits);
  }

  @Override
  public Ciphertext fromResidues(WireCiphertext residues) {
    return reader.ciphertext(residues);
  }

  @Override
  public PublicKey readPublicKey(InputStream in, WireLimits limits) {
    return reader.publicKey(in, limits);
  }

  @Override
  public SecretKey readSecretKey(InputStream in, WireLimits limits) {
    return reader.secretKey(in, limits);
  }

  @Override
  public RelinearizationKey readRelinearizationKey(InputStream in, WireLimits limits) {
    return reader.new Keys(Kind.RELINEARIZATION).read(in, limits).relinearizationKey();
  }

  @Override
  public GaloisKeys readGaloisKeys(InputStream in, WireLimits limits) {
    return reader.new Keys(Kind.GALOIS).read(in, limits).galoisKeys();
  }

  /** Frees SEAL's context; objects made with it stay readable, but cannot be computed with here. */
  @Override
  public void close() {
    core.close();
  }
}
