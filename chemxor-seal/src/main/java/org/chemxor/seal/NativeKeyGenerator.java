package org.chemxor.seal;

import java.io.ByteArrayInputStream;
import java.util.Collection;
import java.util.SortedSet;
import java.util.TreeSet;
import org.chemxor.ckks.CkksException;
import org.chemxor.ckks.GaloisKeys;
import org.chemxor.ckks.KeyGenerator;
import org.chemxor.ckks.PublicKey;
import org.chemxor.ckks.RelinearizationKey;
import org.chemxor.ckks.SecretKey;
import org.chemxor.ckks.wire.SealKeySwitchKeys.Kind;

/**
 * Keys by SEAL's generator. SEAL gives a key's seeds away only by writing it, so keys are read from
 * what it writes; Galois keys one at a time, to keep memory low.
 */
final class NativeKeyGenerator implements KeyGenerator {
  private final Core core;
  private final WireReader reader;
  private final NativeSecretKey secretKey;

  NativeKeyGenerator(Core core, WireReader reader, NativeSecretKey secretKey) {
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
    return reader.publicKey(make(SealLibrary::publicKeyBytes));
  }

  @Override
  public RelinearizationKey createRelinearizationKey() {
    return reader.new Keys(Kind.RELINEARIZATION)
        .read(make(SealLibrary::relinearizationKeyBytes))
        .relinearizationKey();
  }

  @Override
  public GaloisKeys createGaloisKeys(Collection<Integer> steps) {
    return galoisKeys(elements(steps));
  }

  @Override
  public GaloisKeys createGaloisKeysWithConjugation(Collection<Integer> steps) {
    SortedSet<Integer> elements = elements(steps);
    elements.add(core.conjugationElement());
    return galoisKeys(elements);
  }

  private SortedSet<Integer> elements(Collection<Integer> steps) {
    int slots = core.parameters().slotCount();
    SortedSet<Integer> elements = new TreeSet<>();
    for (int step : steps) {
      if (step <= -slots || step >= slots) {
        throw new CkksException(
            "rotation by " + step + " is outside -" + (slots - 1) + " ... " + (slots - 1));
      }
      elements.add(core.rotationElement(step));
    }
    elements.remove(1);
    return elements;
  }

  private NativeGaloisKeys galoisKeys(SortedSet<Integer> elements) {
    WireReader.Keys keys = reader.new Keys(Kind.GALOIS);
    for (int element : elements) {
      keys.read(make((context, key) -> SealLibrary.galoisKeyBytes(context, key, element)));
    }
    return keys.galoisKeys();
  }
}
