package org.chemxor.ckks.secret;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * One use of something lent by {@link Leases}: from its making to {@link #close} the thing stays
 * whole. Search for {@code Lease} to find every use of a secret.
 */
public final class Lease<T> implements AutoCloseable {
  private final Leases<T> lender;
  private final AtomicReference<@Nullable T> thing;

  Lease(Leases<T> lender, T thing) {
    this.lender = lender;
    this.thing = new AtomicReference<>(thing);
  }

  /**
   * The thing. Keep neither it nor a part of it beyond the lease.
   *
   * @throws IllegalStateException when the lease has ended
   */
  public T get() {
    T lent = thing.get();
    if (lent == null) {
      throw new IllegalStateException("this lease has ended: take another one");
    }
    return lent;
  }

  /** Ends the use. Closing twice is harmless. */
  @Override
  public void close() {
    if (thing.getAndSet(null) != null) {
      lender.end();
    }
  }

  /** Says whether the lease runs, never what is lent. */
  @Override
  public String toString() {
    return thing.get() == null ? "Lease[ended]" : "Lease[running]";
  }
}
