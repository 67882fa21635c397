package org.chemxor.mpc.protocol;

import java.util.Arrays;
import java.util.List;
import org.chemxor.mpc.compile.Step;
import org.chemxor.mpc.fss.ComparisonShape;
import org.chemxor.mpc.material.Comparison;
import org.chemxor.mpc.material.Corrections;
import org.chemxor.mpc.material.RecordLengths;
import org.chemxor.mpc.material.Streams;
import org.chemxor.mpc.sharing.Longs;
import org.chemxor.mpc.sharing.Ring;

/**
 * ReLU, truncation and square on shares: the number is opened under a mask once, masked bits of
 * comparisons once more where there are any, and everything else is linear in what the dealer
 * shared.
 *
 * <p>With {@code y = z + r + 2^(n-2)} opened, {@code z >> s} is {@code T - (r >> s) + msb(r) W} or
 * one less, where {@code T = (y >> s) - 2^(n-2-s)} and {@code W} is {@code 2^(n-s)} when the top
 * bit of y is 0, else 0 (then no carry left the ring). Holds for {@code |z| < 2^(n-2)}.
 */
final class StepGate {
  private final PartyContext context;
  private final int gate;
  private final int index;
  private final Step step;
  private final int total;
  private final Ring ring;
  private final boolean second;

  StepGate(PartyContext context, int gate, int index, Step step) {
    this.context = context;
    this.gate = gate;
    this.index = index;
    this.step = step;
    this.total = step.count() * context.batch();
    this.ring = context.plan().ring();
    this.second = context.party() == 1;
  }

  /**
   * Evaluates the step.
   *
   * @param z this party's shares, not necessarily reduced
   * @return this party's shares of the results, reduced
   */
  long[] evaluate(long[] z) {
    long stream = Streams.number(gate, index, 0, Streams.Purpose.MASK);
    long[] r = context.seed().stream(stream).longs(total);
    long[] opened = open(z, r);
    List<Comparison> comparisons = Comparison.of(step, context.plan().exact());
    long[][] bits = openBits(comparisons, opened);
    boolean signed = step.kind() == Step.Kind.RECTIFY;
    boolean borrowing = step.comparesDroppedBits(context.plan().exact());
    long[] signs = signed ? bits[0] : new long[0];
    long[] borrows = borrowing ? bits[signed ? 1 : 0] : new long[0];
    long[] out = combine(opened, r, signs, borrows);
    Arrays.fill(r, 0);
    return out;
  }

  /** The masked numbers plus 2^(n-2), reduced. */
  private long[] open(long[] z, long[] r) {
    int tag = PartyContext.tag(gate, index, PartyContext.Message.OPENING);
    long[] own = new long[total];
    long offset = second ? 1L << (ring.bits() - 2) : 0;
    for (int i = 0; i < total; i++) {
      own[i] = z[i] + r[i] + offset;
    }
    context.peer().send(tag, ring.pack(own));
    long[] other = ring.unpack(context.peer().receive(tag, total * ring.elementBytes()));
    for (int i = 0; i < total; i++) {
      own[i] = ring.reduce(own[i] + other[i]);
    }
    return own;
  }

  private long[][] openBits(List<Comparison> comparisons, long[] opened) {
    long[][] bits = new long[comparisons.size()][];
    if (comparisons.isEmpty()) {
      return bits;
    }
    int words = ComparisonShape.padded(total) / Long.SIZE;
    long[] sent = new long[words * bits.length];
    for (int c = 0; c < bits.length; c++) {
      bits[c] = maskedShares(comparisons.get(c), c, opened);
      System.arraycopy(bits[c], 0, sent, c * words, words);
    }
    int tag = PartyContext.tag(gate, index, PartyContext.Message.BIT);
    context.peer().send(tag, Longs.toBytes(sent));
    long[] others = Longs.fromBytes(context.peer().receive(tag, sent.length * Long.BYTES));
    for (int i = 0; i < others.length; i++) {
      bits[i / words][i % words] ^= others[i];
    }
    return bits;
  }

  /** This party's shares of the masked results of a comparison. */
  private long[] maskedShares(Comparison comparison, int c, long[] opened) {
    long[] x = new long[ComparisonShape.padded(total)];
    long[] shares =
        context.seed().stream(Streams.number(gate, index, c, Streams.Purpose.BIT))
            .longs(x.length / Long.SIZE);
    long offset = 1L << (ring.bits() - 2);
    for (int i = 0; i < total; i++) {
      long value = opened[i] - offset;
      x[i] = comparison.window(value);
      if (second) {
        shares[i / Long.SIZE] ^= comparison.publicBit(value) << i;
      }
    }
    long[] results =
        context.plan().comparator().takesKeys(step.count())
            ? new SharedFunction(context, gate, index, c, comparison).evaluate(x)
            : new TableComparison(context, gate, index, c, comparison).evaluate(x);
    for (int w = 0; w < shares.length; w++) {
      shares[w] ^= results[w];
    }
    return shares;
  }

  private long[] combine(long[] opened, long[] r, long[] signs, long[] borrows) {
    int factors = step.corrections(context.plan().exact());
    Corrections corrections = new Corrections(step, context.plan().exact(), ring);
    var drawn = context.seed().stream(Streams.number(gate, index, 0, Streams.Purpose.PRODUCT));
    long[] out = new long[total];
    for (int from = 0; from < total; from += RecordLengths.CHUNK) {
      int count = Math.min(RecordLengths.CHUNK, total - from);
      long[] shares;
      if (second) {
        byte[] record = context.source().next(corrections.bytes(count));
        shares = corrections.unpack(record, count);
        Arrays.fill(record, (byte) 0);
      } else {
        shares = drawn.longs(factors * count);
      }
      switch (step.kind()) {
        case RECTIFY -> {
          if (step.shift() == 0) {
            select(opened, r, signs, shares, from, count, out);
          } else {
            rectify(opened, signs, borrows, shares, from, count, out);
          }
        }
        case TRUNCATE -> truncate(opened, borrows, shares, from, count, out);
        case SQUARE -> square(opened, borrows, shares, from, count, out);
      }
      Arrays.fill(shares, 0);
    }
    return ring.reduce(out);
  }

  private static int bit(long[] bits, int i) {
    return (int) (bits[i / Long.SIZE] >>> i) & 1;
  }

  /** max(0, z) without truncation; shares are of m and m r. */
  private void select(
      long[] opened, long[] r, long[] signs, long[] shares, int from, int count, long[] out) {
    long offset = 1L << (ring.bits() - 2);
    for (int j = 0; j < count; j++) {
      int i = from + j;
      long value = opened[i] - offset;
      long own = (second ? value : 0) - r[i];
      long masked = value * shares[j] - shares[count + j];
      out[i] = bit(signs, i) == 0 ? masked : own - masked;
    }
  }

  private long high(long opened) {
    return (opened >>> step.shift()) - (1L << (ring.bits() - 2 - step.shift()));
  }

  private long wrap(long opened) {
    return (opened >>> (ring.bits() - 1) ^ 1) << (ring.bits() - step.shift());
  }

  /** max(0, z >> s); shares are of m, m rho, rho, when exact m' and m m', then mu and m mu. */
  private void rectify(
      long[] opened, long[] signs, long[] borrows, long[] shares, int from, int count, long[] out) {
    int mu = shares.length - 2 * count;
    for (int j = 0; j < count; j++) {
      int i = from + j;
      long high = high(opened[i]);
      long wrap = wrap(opened[i]);
      long own = (second ? high : 0) - shares[2 * count + j] + shares[mu + j] * wrap;
      long masked = high * shares[j] - shares[count + j] + shares[mu + count + j] * wrap;
      int sign = bit(signs, i);
      out[i] = sign == 0 ? masked : own - masked;
      if (borrows.length > 0) {
        out[i] -=
            conjunction(
                sign, bit(borrows, i), shares[j], shares[3 * count + j], shares[4 * count + j]);
      }
    }
  }

  /** Share of (sign xor m) and (borrow xor m'). */
  private long conjunction(int sign, int borrow, long m, long n, long both) {
    if (sign == 0) {
      return borrow == 0 ? both : m - both;
    }
    return borrow == 0 ? n - both : (second ? 1 : 0) - m - n + both;
  }

  /** z >> s; shares are of rho, when exact m', then mu. */
  private void truncate(
      long[] opened, long[] borrows, long[] shares, int from, int count, long[] out) {
    int mu = shares.length - count;
    for (int j = 0; j < count; j++) {
      int i = from + j;
      out[i] = (second ? high(opened[i]) : 0) - shares[j] + shares[mu + j] * wrap(opened[i]);
      if (borrows.length > 0) {
        out[i] -= unmasked(bit(borrows, i), shares[count + j]);
      }
    }
  }

  private long unmasked(int bit, long m) {
    return bit == 0 ? m : (second ? 1 : 0) - m;
  }

  /**
   * (z >> s)^2; shares are of rho, mu, rho^2, mu rho and, when exact, m', m' rho and m' mu. With y
   * = T - rho + mu W and mu^2 = mu, y^2 is linear in them.
   */
  private void square(
      long[] opened, long[] borrows, long[] shares, int from, int count, long[] out) {
    for (int j = 0; j < count; j++) {
      int i = from + j;
      long high = high(opened[i]);
      long wrap = wrap(opened[i]);
      long rho = shares[j];
      long mu = shares[count + j];
      out[i] =
          (second ? high * high : 0)
              + (2 * high + wrap) * wrap * mu
              + shares[2 * count + j]
              - 2 * high * rho
              - 2 * wrap * shares[3 * count + j];
      if (borrows.length > 0) {
        int borrow = bit(borrows, i);
        long own = (second ? high : 0) - rho + mu * wrap;
        long masked =
            high * shares[4 * count + j] + wrap * shares[6 * count + j] - shares[5 * count + j];
        long product = borrow == 0 ? masked : own - masked;
        out[i] += unmasked(borrow, shares[4 * count + j]) - 2 * product;
      }
    }
  }
}
