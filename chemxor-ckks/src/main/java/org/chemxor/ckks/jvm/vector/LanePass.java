package org.chemxor.ckks.jvm.vector;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import org.chemxor.ckks.jvm.arithmetic.LaneTables;

/**
 * A loop over a chunk of a vector that C2 compiles by itself, whoever calls it. Inlined into a
 * large caller its vectors end on the heap, because C2 stops inlining (and so stops seeing through
 * the Vector API) when a graph has grown; which caller that is depends on what was hot first.
 * Methods above {@code FreqInlineSize} (325 bytes) are compiled by themselves anyway; shorter ones
 * are called through a method handle that C2 does not take for a constant. A call costs some
 * nanoseconds.
 */
final class LanePass {
  /** Not final: C2 inlines through handles that it can prove never to change. */
  private MethodHandle loop;

  private LanePass(MethodHandle loop) {
    this.loop = loop;
  }

  /**
   * A pass.
   *
   * @param lookup of the class that has the loop
   * @param name of a static method of {@code (double[] a, LaneTables tables, int from, int to)}
   */
  static LanePass of(MethodHandles.Lookup lookup, String name) {
    MethodType type =
        MethodType.methodType(void.class, double[].class, LaneTables.class, int.class, int.class);
    try {
      return new LanePass(lookup.findStatic(lookup.lookupClass(), name, type));
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("there is no loop " + name, e);
    }
  }

  /** Runs the loop over elements {@code from} to {@code to}, {@link Lanes#CHUNK} at a time. */
  void run(double[] a, LaneTables tables, int from, int to) {
    for (int start = from; start < to; start += Lanes.CHUNK) {
      call(a, tables, start, Math.min(start + Lanes.CHUNK, to));
    }
  }

  private void call(double[] a, LaneTables tables, int from, int to) {
    try {
      loop.invokeExact(a, tables, from, to);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException("loops declare no exceptions", e);
    }
  }
}
