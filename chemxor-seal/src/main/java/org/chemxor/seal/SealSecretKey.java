package org.chemxor.seal;

import java.io.IOException;
import java.io.OutputStream;
import org.chemxor.ckks.SecretKey;
import org.chemxor.ckks.bytes.Compression;
import org.chemxor.ckks.secret.SecretKeyAccess;
import org.chemxor.ckks.sharing.SharingBudget;
import org.chemxor.ckks.wire.seal.WireSecretKey;
import org.chemxor.seal.binding.NativeHandle;

/** A secret key in SEAL's memory, with SEAL's encryptor and decryptor; SEAL wipes all three. */
final class SealSecretKey extends SealObject implements SecretKey {

  private final SharingBudget sharingBudget = new SharingBudget();

  SealSecretKey(Core core, NativeHandle handle) {
    super(core, handle);
  }

  /** Takes over the result of a call. */
  static SealSecretKey own(Core core, long result) {
    // The key itself and a copy in each of encryptor, decryptor and its powers of the secret.
    long bytes = 4 * core.polynomialBytes(core.primeCount());
    return new SealSecretKey(core, NativeHandle.own(result, bytes, "secret key"));
  }

  /** Counts shared decryptions. */
  SharingBudget sharingBudget() {
    return sharingBudget;
  }

  @Override
  public long writeTo(OutputStream out, SecretKeyAccess access) throws IOException {
    try (WireSecretKey copy = Wire.of(this, access)) {
      return Wire.write(copy, out, Compression.NONE);
    }
  }

  @Override
  public String toString() {
    return isClosed() ? "SecretKey[seal, closed]" : "SecretKey[seal, not shown]";
  }
}
