package org.chemxor.seal;

import java.util.NavigableMap;
import org.chemxor.ckks.RelinearizationKey;
import org.chemxor.ckks.wire.seal.SealKeySwitchKeys.Kind;
import org.chemxor.ckks.wire.seal.SealSeed;
import org.jspecify.annotations.Nullable;

/** SEAL's relinearization key for squares of the secret. */
final class NativeRelinearizationKey extends NativeSwitchKeys implements RelinearizationKey {

  NativeRelinearizationKey(
      Core core, NativeHandle handle, NavigableMap<Integer, @Nullable SealSeed[]> seeds) {
    super(core, handle, Kind.RELINEARIZATION, seeds);
  }

  @Override
  public String toString() {
    return "RelinearizationKey[seal, N=" + core().degree() + "]";
  }
}
