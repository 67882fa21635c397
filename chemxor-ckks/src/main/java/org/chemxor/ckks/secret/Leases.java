package org.chemxor.ckks.secret;

import java.util.function.Consumer;

/**
 * A thing that is lent and never handed out, so that it can be destroyed while others use it: a
 * lease keeps it whole, {@link #close} refuses new leases at once, and the thing is destroyed when
 * the last lease ends. Closing never waits, not even for a lease of its own thread. Thread-safe.
 *
 * <p>A secret key that is overwritten in the middle of an encryption makes the mask {@code a s}
 * vanish, and the message leaves in the clear; that is what leases are for.
 */
public final class Leases<T> implements AutoCloseable {
  private final T thing;
  private final String what;
  private final Consumer<? super T> destroy;
  private final Object lock = new Object();
  private int running;
  private boolean isClosed;

  /**
   * @param thing what is lent
   * @param what its name, for the error after closing: "secret key"
   * @param destroy overwrites or frees the thing; called once, in the thread that ends the last
   *     lease or closes
   */
  public Leases(T thing, String what, Consumer<? super T> destroy) {
    this.thing = thing;
    this.what = what;
    this.destroy = destroy;
  }

  /**
   * Begins a use; end it by closing the lease, with try-with-resources.
   *
   * @throws IllegalStateException when this has been closed
   */
  public Lease<T> lease() {
    synchronized (lock) {
      requireOpen();
      running++;
    }
    return new Lease<>(this, thing);
  }

  /**
   * Does nothing while new leases are given.
   *
   * @throws IllegalStateException when this has been closed
   */
  public void requireOpen() {
    if (isClosed()) {
      throw new IllegalStateException(
          "this " + what + " has been closed: what it held is gone; make or read another one");
    }
  }

  /** Whether {@link #close} has been called; leases that began before it may still run. */
  public boolean isClosed() {
    synchronized (lock) {
      return isClosed;
    }
  }

  /** Refuses new leases and destroys the thing when none is left. Closing twice is harmless. */
  @Override
  public void close() {
    boolean isLast;
    synchronized (lock) {
      isLast = !isClosed && running == 0;
      isClosed = true;
    }
    if (isLast) {
      destroy.accept(thing);
    }
  }

  void end() {
    boolean isLast;
    synchronized (lock) {
      running--;
      isLast = isClosed && running == 0;
    }
    if (isLast) {
      destroy.accept(thing);
    }
  }

  /** The name of what is lent, never the thing itself. */
  @Override
  public String toString() {
    return "Leases[" + what + (isClosed() ? ", closed]" : "]");
  }
}
