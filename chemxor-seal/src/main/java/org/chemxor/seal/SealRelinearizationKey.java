package org.chemxor.seal;

import java.util.NavigableMap;
import org.chemxor.ckks.RelinearizationKey;
import org.chemxor.ckks.wire.seal.WireKeySwitchKeys.Kind;
import org.chemxor.ckks.wire.seal.WireSeed;
import org.chemxor.seal.binding.NativeHandle;
import org.jspecify.annotations.Nullable;

/** SEAL's relinearization key for squares of the secret. */
final class SealRelinearizationKey extends SealSwitchKeys implements RelinearizationKey {

  SealRelinearizationKey(
      Core core, NativeHandle handle, NavigableMap<Integer, @Nullable WireSeed[]> seeds) {
    super(core, handle, Kind.RELINEARIZATION, seeds);
  }

  @Override
  public String toString() {
    return "RelinearizationKey[seal, N=" + core().degree() + "]";
  }
}
