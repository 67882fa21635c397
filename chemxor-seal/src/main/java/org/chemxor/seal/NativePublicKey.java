package org.chemxor.seal;

import java.io.IOException;
import java.io.OutputStream;
import org.chemxor.ckks.Compression;
import org.chemxor.ckks.PublicKey;
import org.chemxor.ckks.wire.seal.SealSeed;
import org.jspecify.annotations.Nullable;

/** A public key of SEAL. */
final class NativePublicKey extends NativeObject implements PublicKey {
  private final @Nullable SealSeed seed;

  NativePublicKey(Core core, NativeHandle handle, @Nullable SealSeed seed) {
    super(core, handle);
    this.seed = seed;
  }

  @Nullable SealSeed seed() {
    return seed;
  }

  @Override
  public long writeTo(OutputStream out, Compression compression) throws IOException {
    return Wire.write(Wire.of(this), out, compression);
  }

  @Override
  public String toString() {
    return "PublicKey[seal, N=" + core().degree() + "]";
  }
}
