package org.chemxor.mpc.material;

import java.util.ArrayList;
import java.util.List;
import org.chemxor.mpc.compile.Gate;
import org.chemxor.mpc.compile.Plan;
import org.chemxor.mpc.compile.Step;
import org.chemxor.mpc.fss.ComparisonShape;

/**
 * The records that the dealer sends to a party for a batch, in the order of use: how long each is.
 * For an affine gate, one record for each sample to party 1. For a step, the keys of each of its
 * comparisons, then the shares of products in chunks to party 1.
 */
public final class RecordLengths {
  /** Numbers whose keys and products make one record. */
  public static final int CHUNK = 1024;

  private RecordLengths() {}

  /**
   * The lengths in bytes.
   *
   * @param batch samples, at least 1
   * @param party 0 or 1
   */
  public static List<Integer> of(Plan plan, int batch, int party) {
    List<Integer> lengths = new ArrayList<>();
    for (Gate gate : plan.gates()) {
      if (gate instanceof Gate.Affine && party == 1) {
        for (int b = 0; b < batch; b++) {
          lengths.add(gate.outputSize() * plan.ring().elementBytes());
        }
      }
      for (Step step : gate.steps()) {
        addStep(lengths, plan, step, Math.multiplyExact(step.count(), batch), party);
      }
    }
    return lengths;
  }

  private static void addStep(List<Integer> lengths, Plan plan, Step step, int total, int party) {
    for (Comparison comparison : Comparison.of(step, plan.exact())) {
      if (plan.comparator().takesKeys(step.count())) {
        ComparisonShape shape = new ComparisonShape(comparison.bits());
        for (int from = 0; from < total; from += CHUNK) {
          lengths.add(Long.BYTES * shape.keyLongs(paddedChunk(total, from)));
        }
      } else if (party == 1) {
        int words = ComparisonShape.padded(total) / Long.SIZE;
        int bits = new DigitTree(comparison.bits()).dealerBits();
        lengths.add(Math.multiplyExact(Long.BYTES * bits, words));
      }
    }
    Corrections products = new Corrections(step, plan.exact(), plan.ring());
    for (int from = 0; from < total && party == 1; from += CHUNK) {
      lengths.add(products.bytes(Math.min(CHUNK, total - from)));
    }
  }

  /** Length of the chunk that starts at {@code from}, rounded up to whole words of bits. */
  public static int paddedChunk(int total, int from) {
    return ComparisonShape.padded(Math.min(CHUNK, total - from));
  }

  /** Bytes to a party for a batch, without frame headers. */
  public static long bytes(Plan plan, int batch, int party) {
    return of(plan, batch, party).stream().mapToLong(Integer::longValue).sum();
  }
}
