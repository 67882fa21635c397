package org.chemxor.seal;

import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeSet;
import org.chemxor.ckks.GaloisKeys;
import org.chemxor.ckks.spi.OperandChecks;
import org.chemxor.ckks.wire.seal.WireKeySwitchKeys;
import org.chemxor.ckks.wire.seal.WireKeySwitchKeys.Kind;
import org.chemxor.ckks.wire.seal.WireSeed;
import org.chemxor.seal.binding.NativeHandle;
import org.jspecify.annotations.Nullable;

/** Galois keys of SEAL. */
final class SealGaloisKeys extends SealSwitchKeys implements GaloisKeys {

  SealGaloisKeys(
      Core core, NativeHandle handle, NavigableMap<Integer, @Nullable WireSeed[]> seeds) {
    super(core, handle, Kind.GALOIS, seeds);
  }

  /** Refuses an automorphism that there is no key for. */
  void require(int element, String operation) {
    if (element != 1 && !seeds().containsKey(WireKeySwitchKeys.galoisIndex(element))) {
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
    return element == 1 || seeds().containsKey(WireKeySwitchKeys.galoisIndex(element));
  }

  @Override
  public String toString() {
    return "GaloisKeys[seal, N=" + core().degree() + ", " + seeds().size() + " elements]";
  }
}
