package org.chemxor.mpc.protocol;

import java.util.Arrays;
import org.chemxor.mpc.fss.ComparisonEvaluator;
import org.chemxor.mpc.fss.ComparisonShape;
import org.chemxor.mpc.material.Comparison;
import org.chemxor.mpc.material.RecordLengths;
import org.chemxor.mpc.material.Streams;

/** Comparisons by function secret sharing: keys from the dealer, no traffic. */
final class SharedFunction {
  private final PartyContext context;
  private final long rootStream;
  private final ComparisonShape shape;

  SharedFunction(PartyContext context, int gate, int step, int c, Comparison comparison) {
    this.context = context;
    this.rootStream = Streams.number(gate, step, c, Streams.Purpose.ROOT);
    this.shape = new ComparisonShape(comparison.bits());
  }

  /**
   * XOR shares of {@code [secret <= x]}.
   *
   * @param x opened windows, padded to a multiple of 64
   */
  long[] evaluate(long[] x) {
    ComparisonEvaluator evaluator = new ComparisonEvaluator(shape, context.hash());
    var roots = context.seed().stream(rootStream);
    long[] shares = new long[x.length / Long.SIZE];
    for (int from = 0; from < x.length; from += RecordLengths.CHUNK) {
      int count = RecordLengths.paddedChunk(x.length, from);
      long[] keys = context.source().nextLongs(shape.keyLongs(count));
      long[] part =
          evaluator.evaluate(
              context.party(),
              Arrays.copyOfRange(x, from, from + count),
              roots.longs(2 * count),
              keys);
      System.arraycopy(part, 0, shares, from / Long.SIZE, part.length);
      Arrays.fill(keys, 0);
    }
    return shares;
  }
}
