package org.chemxor.seal;

import java.lang.ref.Cleaner;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Owner of one native object. The object is freed when it has been closed, or has become
 * unreachable, and the last use of it has ended: a use in one thread and a close in another cannot
 * meet in freed memory.
 */
final class NativeHandle implements AutoCloseable {
  private static final Cleaner CLEANER = Cleaner.create();

  private final Shared shared;
  private final Cleaner.Cleanable cleanable;

  private NativeHandle(Shared shared) {
    this.shared = shared;
    this.cleanable = CLEANER.register(this, shared::close);
  }

  /**
   * Takes over the result of a call.
   *
   * @param result what the call returned; a failure is thrown
   * @param bytes about how much native memory the object holds
   * @param what for the error after closing
   */
  static NativeHandle own(long result, long bytes, String what) {
    NativeHandle handle = new NativeHandle(new Shared(Native.check(result), bytes, what));
    NativeMemory.allocated(bytes);
    return handle;
  }

  /**
   * Keeps the object alive until the use is closed.
   *
   * @throws IllegalStateException when the object has been closed
   */
  Use use() {
    shared.enter();
    return new Use(shared);
  }

  /** Counts native memory that the object has come to hold since it was made. */
  void grow(long bytes) {
    shared.bytes.addAndGet(bytes);
    NativeMemory.allocated(bytes);
  }

  boolean isClosed() {
    return shared.closed.get();
  }

  /** Closing twice is harmless. */
  @Override
  public void close() {
    cleanable.clean();
  }

  /** The object's address, for as long as it may be used. */
  static final class Use implements AutoCloseable {
    private final Shared shared;

    private Use(Shared shared) {
      this.shared = shared;
    }

    long address() {
      return shared.address;
    }

    @Override
    public void close() {
      shared.leave();
    }
  }

  /** What must not refer to the handle, so that the handle can become unreachable. */
  private static final class Shared {
    private final long address;
    private final AtomicLong bytes;
    private final String what;
    private final AtomicBoolean closed = new AtomicBoolean();

    /** Uses going on, and one more until closed; the object is freed when it reaches zero. */
    private final AtomicInteger holders = new AtomicInteger(1);

    Shared(long address, long bytes, String what) {
      this.address = address;
      this.bytes = new AtomicLong(bytes);
      this.what = what;
    }

    void enter() {
      int count;
      do {
        count = holders.get();
        if (count == 0 || closed.get()) {
          throw new IllegalStateException("this " + what + " has been closed");
        }
      } while (!holders.compareAndSet(count, count + 1));
    }

    void leave() {
      if (holders.decrementAndGet() == 0) {
        SealLibrary.release(address);
        NativeMemory.freed(bytes.get());
      }
    }

    void close() {
      if (closed.compareAndSet(false, true)) {
        leave();
      }
    }
  }
}
