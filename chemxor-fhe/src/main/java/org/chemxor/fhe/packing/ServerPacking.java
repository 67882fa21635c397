package org.chemxor.fhe.packing;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.chemxor.core.UnfitPlanException;
import org.chemxor.fhe.graph.WindowedMap;

/**
 * The diagonals of a fully connected map whose input lies where the previous map left it: one
 * vector whose features sit at multiples of a stride and repeat with a period. Slots without a
 * feature get weight zero, so whatever they hold does no harm.
 *
 * <p>With k the period and m the outputs, both in strides and powers of two, min(m, k) rotations by
 * one stride and a fold over k / m are needed. When the input repeats at least four times, the
 * slots are cut into c regions of two periods, and region q works on rows shifted by q m / c: with
 * the same rotations each region covers its own share of the diagonals, m / c rotations are enough,
 * and row r of region q is found at {@code q (2 k + m / c) + r}, so that a fold brings the shares
 * together. Output o is slot {@code o stride}; with c = 1 it repeats with period m.
 */
public final class ServerPacking {
  private final WindowedMap map;
  private final int slots;
  private final int stride;
  private final int inputPeriod;
  private final int outputPeriod;
  private final int regions;
  private final boolean fillsSlots;
  private final double share;
  private final int halves;
  private final int[] columnOfSlot;

  /**
   * @param map the linear map; more than one window is treated as a plain matrix
   * @param input where its input lies: one ciphertext
   * @param isResult whether the client will decrypt the result: then no regions are used, because
   *     they leave partial sums in other slots, and every slot holds an output or zero; a single
   *     output is copied to all slots
   * @param share of a result, by how much its weights differ from the map's in every other period
   *     of the outputs, up and down in turn; 0 when they do not
   * @throws UnfitPlanException when the input lies in several ciphertexts or the outputs do not fit
   *     the slots
   */
  public ServerPacking(WindowedMap map, SlotLayout input, boolean isResult, double share) {
    if (input.ciphertexts() != 1) {
      throw new UnfitPlanException(
          "the input lies in " + input.ciphertexts() + " ciphertexts, one is supported");
    }
    this.map = map.windows() == 1 ? map : map.dense();
    this.slots = input.slots();
    int[] features = new int[slots];
    Arrays.setAll(features, slot -> input.feature(0, slot));
    this.stride = stride(features);
    this.inputPeriod = input.period() / stride;
    this.columnOfSlot = firstOccurrences(Arrays.copyOf(features, inputPeriod * stride));
    this.outputPeriod = Powers.ceil(map.outputSize());
    int all = slots / stride;
    this.fillsSlots = isResult && map.outputSize() == 1;
    this.share = share;
    this.halves = share == 0 ? 1 : 2;
    if (outputPeriod * (isBesideStrides() ? 1 : halves) > all) {
      throw new UnfitPlanException(
          map.outputSize()
              + " outputs do not fit "
              + all
              + " slots at this stride: use Plan.partitioned() or a larger ring degree");
    }
    this.regions =
        !isResult && outputPeriod <= inputPeriod
            ? Math.max(1, Math.min(all / (2 * inputPeriod), outputPeriod))
            : 1;
  }

  /** The largest power of two that divides every slot with a feature. */
  private static int stride(int[] features) {
    int bits = features.length;
    for (int slot = 0; slot < features.length; slot++) {
      bits |= features[slot] == SlotLayout.EMPTY ? 0 : slot;
    }
    return Integer.lowestOneBit(bits);
  }

  /** Within one period a feature counts once. */
  private static int[] firstOccurrences(int[] features) {
    java.util.Set<Integer> seen = new java.util.HashSet<>();
    return Arrays.stream(features)
        .map(f -> f != SlotLayout.EMPTY && seen.add(f) ? f : SlotLayout.EMPTY)
        .toArray();
  }

  private boolean isBesideStrides() {
    return halves == 2 && fillsSlots && stride > 1;
  }

  /** The map as diagonals. */
  public DiagonalForm form() {
    if (isBesideStrides()) {
      return besideStrides();
    }
    int diagonals = Math.min(outputPeriod * halves, inputPeriod) / regions;
    DiagonalForm.Steps steps = DiagonalForm.Steps.balanced(diagonals, stride, 1);
    double[][] columns = columnsByFeature();
    return new DiagonalForm(
        1,
        steps,
        (input, giant, baby, slot) ->
            weight(columns, giant * steps.babySteps().size() + baby, slot),
        foldSteps(),
        outputFeatures());
  }

  /**
   * A single output for every slot, even ones and odd ones apart: its input is taken as it is and
   * one slot to the left, and folds do not mix even slots and odd ones.
   */
  private DiagonalForm besideStrides() {
    double[][] columns = columnsByFeature();
    return new DiagonalForm(
        1,
        new DiagonalForm.Steps(List.of(0, 1), 2, 1),
        (input, giant, baby, slot) -> {
          int feature =
              (slot + baby) % stride == 0
                  ? columnOfSlot[(slot + baby) % (inputPeriod * stride)]
                  : SlotLayout.EMPTY;
          double factor = baby == 0 ? 1 + share : 1 - share;
          return feature == SlotLayout.EMPTY ? 0 : factor * columns[feature][0];
        },
        IntStream.concat(
                IntStream.of(Powers.doubling(stride, inputPeriod * stride)),
                IntStream.of(Powers.doubling(2, stride)))
            .toArray(),
        outputFeatures());
  }

  /** Weights by input feature and output; several taps may read one feature. */
  private double[][] columnsByFeature() {
    double[][] columns = new double[map.inputSize()][map.outputs()];
    for (int tap = 0; tap < map.taps(); tap++) {
      int feature = map.gather(tap, 0);
      for (int o = 0; o < map.outputs() && feature != WindowedMap.PADDING; o++) {
        columns[feature][o] += map.weight(o, tap);
      }
    }
    return columns;
  }

  private double weight(double[][] columns, int d, int slot) {
    if (slot % stride != 0) {
      return 0;
    }
    int position = slot / stride;
    int region = regions == 1 ? 0 : position / (2 * inputPeriod);
    int row = position - region * (2 * inputPeriod + outputPeriod / regions);
    boolean isUsed = regions == 1 || (row >= 0 && row < inputPeriod);
    int output = Math.floorMod(row, outputPeriod);
    double factor = Math.floorMod(row / outputPeriod, halves) == 0 ? 1 + share : 1 - share;
    int feature = columnOfSlot[(slot + d * stride) % (inputPeriod * stride)];
    return isUsed && output < map.outputs() && feature != SlotLayout.EMPTY
        ? factor * columns[feature][output]
        : 0;
  }

  /** First over the regions, then over k / m, then between the strides. */
  private int[] foldSteps() {
    int share = (2 * inputPeriod + outputPeriod / regions) * stride;
    return IntStream.concat(
            IntStream.iterate(1, i -> i < regions, i -> 2 * i).map(i -> i * share % slots),
            IntStream.concat(
                IntStream.of(Powers.doubling(outputPeriod * halves * stride, inputPeriod * stride)),
                IntStream.of(Powers.doubling(1, fillsSlots ? stride : 1))))
        .toArray();
  }

  private int[] outputFeatures() {
    int[] features = new int[slots];
    if (fillsSlots) {
      return features;
    }
    for (int slot = 0; slot < slots; slot++) {
      int position = slot / stride;
      int output = position % outputPeriod;
      boolean holds =
          slot % stride == 0 && output < map.outputs() && (regions == 1 || position < outputPeriod);
      features[slot] = holds ? output : SlotLayout.EMPTY;
    }
    return features;
  }
}
