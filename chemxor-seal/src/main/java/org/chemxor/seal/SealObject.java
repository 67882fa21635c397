package org.chemxor.seal;

import org.chemxor.seal.binding.NativeHandle;

/** Something of this engine that holds native memory. */
abstract class SealObject implements AutoCloseable {
  private final Core core;
  private final NativeHandle handle;

  SealObject(Core core, NativeHandle handle) {
    this.core = core;
    this.handle = handle;
  }

  final Core core() {
    return core;
  }

  /**
   * Keeps the native object alive until the use is closed.
   *
   * @throws IllegalStateException when this has been closed
   */
  NativeHandle.Use use() {
    return handle.use();
  }

  /**
   * @throws IllegalStateException when this has been closed
   */
  final void requireOpen() {
    handle.requireOpen();
  }

  /** Whether {@link #close()} has been called. */
  public boolean isClosed() {
    return handle.isClosed();
  }

  /** Frees the native memory. Closing twice is harmless. */
  @Override
  public void close() {
    handle.close();
  }
}
