package org.chemxor.seal;

import java.io.ByteArrayInputStream;
import java.util.Collection;
import java.util.SortedSet;
import org.chemxor.ckks.GaloisKeys;
import org.chemxor.ckks.KeyGenerator;
import org.chemxor.ckks.PublicKey;
import org.chemxor.ckks.RelinearizationKey;
import org.chemxor.ckks.SecretKey;
import org.chemxor.ckks.bytes.WireLimits;
import org.chemxor.ckks.wire.seal.WireKeySwitchKeys.Kind;
import org.chemxor.seal.binding.Native;
import org.chemxor.seal.binding.NativeHandle;
import org.chemxor.seal.binding.SealLibrary;

/**
 * Keys by SEAL's generator. SEAL gives a key's seeds away only by writing it, so keys are read from
 * what it writes; Galois keys one at a time, to keep memory low.
 */
final class SealKeyGenerator implements KeyGenerator {
  private final Core core;
  private final WireReader reader;
  private final SealSecretKey secretKey;

  SealKeyGenerator(Core core, WireReader reader, SealSecretKey secretKey) {
    this.core = core;
    this.reader = reader;
    this.secretKey = secretKey;
  }

  @Override
  public SecretKey secretKey() {
    return secretKey;
  }

  private interface Make {
    long bytes(long context, long secretKey);
  }

  private ByteArrayInputStream make(Make make) {
    try (NativeHandle.Use context = core.use();
        NativeHandle.Use key = secretKey.use()) {
      return new ByteArrayInputStream(Native.bytes(make.bytes(context.address(), key.address())));
    }
  }

  @Override
  public PublicKey createPublicKey() {
    return reader.publicKey(make(SealLibrary::publicKeyBytes), WireLimits.DEFAULT);
  }

  @Override
  public RelinearizationKey createRelinearizationKey() {
    return reader.new Keys(Kind.RELINEARIZATION)
        .read(make(SealLibrary::relinearizationKeyBytes), WireLimits.DEFAULT)
        .relinearizationKey();
  }

  @Override
  public GaloisKeys createGaloisKeys(Collection<Integer> steps) {
    return galoisKeys(core.galois().rotations(steps));
  }

  @Override
  public GaloisKeys createGaloisKeysWithConjugation(Collection<Integer> steps) {
    SortedSet<Integer> elements = core.galois().rotations(steps);
    elements.add(core.galois().conjugation());
    return galoisKeys(elements);
  }

  private SealGaloisKeys galoisKeys(SortedSet<Integer> elements) {
    WireReader.Keys keys = reader.new Keys(Kind.GALOIS);
    for (int element : elements) {
      keys.read(
          make((context, key) -> SealLibrary.galoisKeyBytes(context, key, element)),
          WireLimits.DEFAULT);
    }
    return keys.galoisKeys();
  }
}
