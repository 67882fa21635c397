package org.chemxor.ckks.jvm;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Objects;
import org.chemxor.ckks.SecretKey;
import org.chemxor.ckks.bytes.Compression;
import org.chemxor.ckks.jvm.ring.Ring;
import org.chemxor.ckks.secret.Lease;
import org.chemxor.ckks.secret.Leases;
import org.chemxor.ckks.secret.SecretKeyAccess;
import org.chemxor.ckks.sharing.SharingBudget;
import org.chemxor.ckks.wire.seal.WireSecretKey;

/** A ternary polynomial, transformed, over all primes. */
final class JvmSecretKey implements SecretKey {
  private final Ring ring;
  private final Leases<double[][]> leases;
  private final SharingBudget sharingBudget = new SharingBudget();

  /**
   * @param rows the key; overwritten when it is closed and no longer used
   */
  JvmSecretKey(Ring ring, double[][] rows) {
    this.ring = ring;
    this.leases = new Leases<>(rows, "secret key", Ring::wipe);
  }

  Ring ring() {
    return ring;
  }

  /**
   * The key itself, for as long as the lease runs: every use of a secret begins here.
   *
   * @param access the word that finds all uses
   * @throws IllegalStateException when the key has been closed
   */
  Lease<double[][]> lease(SecretKeyAccess access) {
    Objects.requireNonNull(access);
    return leases.lease();
  }

  /** Counts shared decryptions. */
  SharingBudget sharingBudget() {
    return sharingBudget;
  }

  /**
   * @throws IllegalStateException when the key has been closed
   */
  void requireOpen() {
    leases.requireOpen();
  }

  @Override
  public void close() {
    leases.close();
  }

  @Override
  public boolean isClosed() {
    return leases.isClosed();
  }

  @Override
  public long writeTo(OutputStream out, SecretKeyAccess access) throws IOException {
    try (WireSecretKey copy = new WireBridge(ring).toWire(this, access)) {
      return WireBridge.write(copy, out, Compression.NONE);
    }
  }

  @Override
  public String toString() {
    return isClosed() ? "SecretKey[closed]" : "SecretKey[not shown]";
  }
}
