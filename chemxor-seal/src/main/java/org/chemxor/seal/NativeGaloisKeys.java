package org.chemxor.seal;

import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeSet;
import org.chemxor.ckks.GaloisKeys;
import org.chemxor.ckks.spi.OperandChecks;
import org.chemxor.ckks.wire.seal.SealKeySwitchKeys;
import org.chemxor.ckks.wire.seal.SealKeySwitchKeys.Kind;
import org.chemxor.ckks.wire.seal.SealSeed;
import org.jspecify.annotations.Nullable;

/** Galois keys of SEAL. */
final class NativeGaloisKeys extends NativeSwitchKeys implements GaloisKeys {

  NativeGaloisKeys(
      Core core, NativeHandle handle, NavigableMap<Integer, @Nullable SealSeed[]> seeds) {
    super(core, handle, Kind.GALOIS, seeds);
  }

  /** Refuses an automorphism that there is no key for. */
  void require(int element, String operation) {
    if (element != 1 && !seeds().containsKey(SealKeySwitchKeys.galoisIndex(element))) {
      throw OperandChecks.missingKey(operation, seeds().size());
    }
  }

  @Override
  public Set<Integer> galoisElements() {
    Set<Integer> elements = new TreeSet<>();
    seeds().keySet().forEach(index -> elements.add(2 * index + 1));
    return elements;
  }

  @Override
  public boolean coversRotation(int steps) {
    int element = core().galois().rotation(steps);
    return element == 1 || seeds().containsKey(SealKeySwitchKeys.galoisIndex(element));
  }

  @Override
  public String toString() {
    return "GaloisKeys[seal, N=" + core().degree() + ", " + seeds().size() + " elements]";
  }
}
