package org.chemxor.fhe.packing;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.chemxor.core.UnfitPlanException;
import org.chemxor.fhe.graph.WindowedMap;

/**
 * The diagonals of a convolution whose input lies where the previous map left it: channel i in the
 * blocks of {@code channelStride} slots that start at {@code i channelStride}, every channel laid
 * out alike within its block, and everything repeated with a period.
 *
 * <p>Output channel o goes to block o, and window w to where the input cell of one reference tap
 * lies, so that every kernel cell is the same rotation for all windows. Kernel cells are the baby
 * steps and whole channels the giant steps: with k input and m output channels, as powers of two,
 * there are min(m, k) giant steps and a fold over k / m.
 */
public final class GridPacking {
  private final WindowedMap map;
  private final SlotLayout input;
  private final int slots;
  private final int cells;
  private final int channelStride;
  private final int inputChannels;
  private final int outputChannels;
  private final int[] windowSlot;
  private final Map<Integer, int[][]> tapByShift = new TreeMap<>();

  /**
   * @param map the convolution
   * @param input where its input lies: one ciphertext
   * @param channels input channels; features are ordered by channel, then cell
   * @throws UnfitPlanException when the layout is not of the form above, or the outputs do not fit
   *     the slots
   */
  public GridPacking(WindowedMap map, SlotLayout input, int channels) {
    this.map = map;
    this.input = input;
    this.slots = input.slots();
    this.cells = map.inputSize() / channels;
    this.channelStride = channels == 1 ? input.period() : input.slotOf(cells) - input.slotOf(0);
    requireGrid(channels);
    this.inputChannels = period() / channelStride;
    this.outputChannels = Powers.ceil(map.outputs());
    if (outputChannels * channelStride > slots) {
      throw new UnfitPlanException(
          map.outputs()
              + " channels of "
              + channelStride
              + " slots do not fit "
              + slots
              + ": use Plan.partitioned() or a larger ring degree");
    }
    this.windowSlot = windowSlots();
    collectShifts();
  }

  private void requireGrid(int channels) {
    for (int f = 0; f < map.inputSize(); f++) {
      int expected = input.slotOf(f % cells) + f / cells * channelStride;
      if (input.ciphertexts() != 1
          || input.slotOf(f) != expected
          || input.slotOf(f % cells) >= channelStride) {
        throw new UnfitPlanException(
            "the " + channels + " input channels do not lie in equal blocks");
      }
    }
  }

  private int period() {
    int period = slots;
    while (period / 2 >= channelStride && repeats(period / 2)) {
      period /= 2;
    }
    return period;
  }

  private boolean repeats(int period) {
    for (int slot = 0; slot + period < slots; slot++) {
      if (input.feature(0, slot) != input.feature(0, slot + period)) {
        return false;
      }
    }
    return true;
  }

  /**
   * By window, the slot in the block: where a tap lies that is inside the image for all windows.
   */
  private int[] windowSlots() {
    for (int tap = 0; tap < map.taps(); tap++) {
      int[] found = new int[map.windows()];
      boolean isInside = true;
      for (int w = 0; w < found.length && isInside; w++) {
        int feature = map.gather(tap, w);
        isInside = feature != WindowedMap.PADDING;
        found[w] = isInside ? input.slotOf(feature % cells) : 0;
      }
      if (isInside && Arrays.stream(found).distinct().count() == found.length) {
        return found;
      }
    }
    if (map.windows() > channelStride) {
      throw new UnfitPlanException(
          map.windows()
              + " windows do not fit a channel's "
              + channelStride
              + " slots: use Plan.partitioned() or a larger ring degree");
    }
    return IntStream.range(0, map.windows()).toArray();
  }

  /** By rotation within a block: the tap that each input channel and window then reads, or -1. */
  private void collectShifts() {
    for (int tap = 0; tap < map.taps(); tap++) {
      for (int w = 0; w < map.windows(); w++) {
        int feature = map.gather(tap, w);
        if (feature != WindowedMap.PADDING) {
          int shift = Math.floorMod(input.slotOf(feature % cells) - windowSlot[w], slots);
          int[][] taps = tapByShift.computeIfAbsent(shift, s -> noTaps());
          taps[feature / cells][w] = tap;
        }
      }
    }
  }

  private int[][] noTaps() {
    int[][] taps = new int[inputChannels][map.windows()];
    for (int[] row : taps) {
      Arrays.fill(row, -1);
    }
    return taps;
  }

  /** The map as diagonals. */
  public DiagonalForm form() {
    List<Integer> shifts = List.copyOf(tapByShift.keySet());
    List<int[][]> taps = shifts.stream().map(tapByShift::get).toList();
    int[] windowOfSlot = new int[channelStride];
    Arrays.fill(windowOfSlot, -1);
    for (int w = 0; w < windowSlot.length; w++) {
      windowOfSlot[windowSlot[w]] = w;
    }
    int giants = Math.min(inputChannels, outputChannels);
    return new DiagonalForm(
        1,
        new DiagonalForm.Steps(shifts, channelStride % slots, giants),
        (i, giant, baby, slot) -> weight(windowOfSlot, taps.get(baby), giant, slot),
        Powers.doubling(outputChannels * channelStride, inputChannels * channelStride),
        outputFeatures(windowOfSlot));
  }

  private double weight(int[] windowOfSlot, int[][] taps, int giant, int slot) {
    int window = windowOfSlot[slot % channelStride];
    int block = slot / channelStride;
    int output = block % outputChannels;
    int tap = window < 0 ? -1 : taps[(block + giant) % inputChannels][window];
    return tap < 0 || output >= map.outputs() ? 0 : map.weight(output, tap);
  }

  private int[] outputFeatures(int[] windowOfSlot) {
    int[] features = new int[slots];
    for (int slot = 0; slot < slots; slot++) {
      int window = windowOfSlot[slot % channelStride];
      int output = slot / channelStride % outputChannels;
      features[slot] =
          window < 0 || output >= map.outputs()
              ? SlotLayout.EMPTY
              : output * map.windows() + window;
    }
    return features;
  }
}
