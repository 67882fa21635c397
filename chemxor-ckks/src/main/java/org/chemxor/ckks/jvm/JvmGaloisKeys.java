package org.chemxor.ckks.jvm;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.chemxor.ckks.GaloisKeys;
import org.chemxor.ckks.bytes.Compression;
import org.chemxor.ckks.jvm.ring.KeySwitchKey;
import org.chemxor.ckks.jvm.ring.Ring;
import org.chemxor.ckks.spi.OperandChecks;

/**
 * Rotation keys by Galois element g, each turning s(X^g) into s, kept under the inverse
 * automorphism (see {@link KeySwitchKey#permuted}).
 */
final class JvmGaloisKeys implements GaloisKeys {
  private final Ring ring;
  private final Map<Integer, KeySwitchKey> byElement;

  JvmGaloisKeys(Ring ring, Map<Integer, KeySwitchKey> byElement) {
    this.ring = ring;
    this.byElement = Map.copyOf(byElement);
  }

  Ring ring() {
    return ring;
  }

  /** The key for an element, under the inverse automorphism. */
  KeySwitchKey require(int element, String operation) {
    KeySwitchKey key = byElement.get(element);
    if (key == null) {
      throw OperandChecks.missingKey(operation, byElement.size());
    }
    return key;
  }

  @Override
  public Set<Integer> galoisElements() {
    return new TreeSet<>(byElement.keySet());
  }

  @Override
  public boolean coversRotation(int steps) {
    int element = ring.galois().rotation(steps);
    return element == 1 || byElement.containsKey(element);
  }

  @Override
  public long sizeBytes() {
    return new WireBridge(ring).toWire(this).sizeBytes();
  }

  @Override
  public long writeTo(OutputStream out, Compression compression) throws IOException {
    return WireBridge.write(new WireBridge(ring).toWire(this), out, compression);
  }

  @Override
  public String toString() {
    return "GaloisKeys[N=" + ring.n() + ", " + byElement.size() + " elements]";
  }
}
