package org.chemxor.fhe.packing;

import java.util.Arrays;
import org.chemxor.fhe.graph.WindowedMap;

/**
 * The diagonals of a linear map whose input lies where the previous map left it: one vector whose
 * features sit at multiples of a stride and repeat with a period. Slots without a feature get
 * weight zero, so whatever they hold does no harm.
 *
 * <p>With k the period over the stride and m the outputs rounded up to a power of two, there are
 * min(m, k) diagonals of unit stride and a fold over k / m. Output o is slot {@code o stride},
 * repeated with period {@code m stride}.
 */
public final class ServerPacking {
  private final WindowedMap map;
  private final int slots;
  private final int stride;
  private final int inputPeriod;
  private final int outputPeriod;
  private final int[] columnOfSlot;

  /**
   * @param map the linear map; more than one window is treated as a plain matrix
   * @param input where its input lies: one ciphertext
   * @throws IllegalArgumentException when the input lies in several ciphertexts or the outputs do
   *     not fit the slots
   */
  public ServerPacking(WindowedMap map, SlotLayout input) {
    if (input.ciphertexts() != 1) {
      throw new IllegalArgumentException(
          "the input lies in " + input.ciphertexts() + " ciphertexts, one is supported");
    }
    this.map = map.windows() == 1 ? map : map.dense();
    this.slots = input.slots();
    this.columnOfSlot = new int[slots];
    Arrays.setAll(columnOfSlot, slot -> input.feature(0, slot));
    this.stride = stride(columnOfSlot);
    this.inputPeriod = period(columnOfSlot) / stride;
    this.outputPeriod = Powers.ceil(map.outputSize());
    if (outputPeriod > slots / stride) {
      throw new IllegalArgumentException(
          map.outputSize() + " outputs do not fit " + slots / stride + " slots at this stride");
    }
  }

  /** The largest power of two that divides every slot with a feature. */
  private static int stride(int[] features) {
    int bits = features.length;
    for (int slot = 0; slot < features.length; slot++) {
      bits |= features[slot] == SlotLayout.EMPTY ? 0 : slot;
    }
    return Integer.lowestOneBit(bits);
  }

  /** The least power of two with which the layout repeats. */
  private static int period(int[] features) {
    int period = features.length;
    while (period > 1 && Arrays.equals(features, 0, period / 2, features, period / 2, period)) {
      period /= 2;
    }
    return period;
  }

  /** The map as diagonals. */
  public DiagonalForm form() {
    int diagonals = Math.min(outputPeriod, inputPeriod);
    int[] folds = Powers.doubling(outputPeriod * stride, inputPeriod * stride);
    double[][] columns = columnsByFeature();
    return new DiagonalForm(
        1,
        diagonals,
        stride,
        (input, d, slot) -> weight(columns, d, slot),
        folds,
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
    int output = slot / stride % outputPeriod;
    int feature = columnOfSlot[(slot + d * stride) % (inputPeriod * stride)];
    return output < map.outputs() && feature != SlotLayout.EMPTY ? columns[feature][output] : 0;
  }

  private int[] outputFeatures() {
    int[] features = new int[slots];
    for (int slot = 0; slot < slots; slot++) {
      int output = slot / stride % outputPeriod;
      features[slot] = slot % stride == 0 && output < map.outputs() ? output : SlotLayout.EMPTY;
    }
    return features;
  }
}
