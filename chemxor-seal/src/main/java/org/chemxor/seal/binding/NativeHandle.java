package org.chemxor.seal.binding;

import java.lang.ref.Cleaner;
import java.util.concurrent.atomic.AtomicLong;
import org.chemxor.ckks.secret.Lease;
import org.chemxor.ckks.secret.Leases;

/**
 * Owner of one native object. The object is freed when it has been closed, or has become
 * unreachable, and the last use of it has ended: a use in one thread and a close in another cannot
 * meet in freed memory. SEAL overwrites the memory of secret keys as it frees them.
 */
public final class NativeHandle implements AutoCloseable {
  private static final Cleaner CLEANER = Cleaner.create();

  private final Leases<Held> shared;
  private final Cleaner.Cleanable cleanable;

  private NativeHandle(Leases<Held> shared) {
    this.shared = shared;
    // The lender does not refer to the handle, so that the handle can become unreachable.
    this.cleanable = CLEANER.register(this, shared::close);
  }

  /** The native object: where it is, and about how many bytes it holds. */
  private record Held(long address, AtomicLong bytes) {
    void free() {
      SealLibrary.release(address);
      NativeMemory.freed(bytes.get());
    }
  }

  /**
   * Takes over the result of a call.
   *
   * @param result what the call returned; a failure is thrown
   * @param bytes about how much native memory the object holds
   * @param what for the error after closing
   */
  public static NativeHandle own(long result, long bytes, String what) {
    Held object = new Held(Native.check(result), new AtomicLong(bytes));
    NativeHandle handle = new NativeHandle(new Leases<>(object, what, Held::free));
    NativeMemory.allocated(bytes);
    return handle;
  }

  /**
   * Keeps the object alive until the use is closed.
   *
   * @throws IllegalStateException when the object has been closed
   */
  public Use use() {
    return new Use(shared.lease());
  }

  /** Counts native memory that the object has come to hold since it was made. */
  public void grow(long bytes) {
    try (Lease<Held> object = shared.lease()) {
      object.get().bytes().addAndGet(bytes);
    }
    NativeMemory.allocated(bytes);
  }

  /**
   * Refuses what is closed.
   *
   * @throws IllegalStateException when the object has been closed
   */
  public void requireOpen() {
    shared.requireOpen();
  }

  /** Whether {@link #close} has been called. */
  public boolean isClosed() {
    return shared.isClosed();
  }

  /** Closing twice is harmless. */
  @Override
  public void close() {
    cleanable.clean();
  }

  /** The object's address, for as long as it may be used. */
  public record Use(Lease<Held> lease) implements AutoCloseable {
    /** Where it is in native memory. */
    public long address() {
      return lease.get().address();
    }

    @Override
    public void close() {
      lease.close();
    }
  }
}
