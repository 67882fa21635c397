package org.chemxor.seal;

import java.util.ArrayList;
import java.util.List;
import org.chemxor.seal.binding.NativeHandle;

/** Uses of several objects, begun and ended together. */
final class Uses implements AutoCloseable {
  private final List<NativeHandle.Use> uses = new ArrayList<>();

  /**
   * @throws IllegalStateException when one of the objects has been closed
   */
  Uses(List<? extends SealObject> objects) {
    try {
      for (SealObject object : objects) {
        uses.add(object.use());
      }
    } catch (IllegalStateException e) {
      close();
      throw e;
    }
  }

  long[] addresses() {
    return uses.stream().mapToLong(NativeHandle.Use::address).toArray();
  }

  @Override
  public void close() {
    uses.forEach(NativeHandle.Use::close);
    uses.clear();
  }
}
