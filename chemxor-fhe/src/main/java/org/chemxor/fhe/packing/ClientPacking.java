package org.chemxor.fhe.packing;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.chemxor.core.UnfitPlanException;
import org.chemxor.fhe.graph.WindowedMap;

/**
 * How a client lays out the input of a linear map when it may choose, because it encrypts it.
 *
 * <p>The n slots are K = n / B blocks of B slots, B a power of two with room for all windows. Block
 * (p, q) = p c + q of a ciphertext holds one tap at every window (a convolution is a matrix of taps
 * whose entries are blocks; a fully connected layer has B = 1). With k the taps and m the outputs
 * rounded up to powers of two, the taps repeat with period k along p. Spare blocks hold c
 * interleaved copies q = 0 ... c - 1, each shifted by its share of the diagonals: all of them
 * together are multiplied by only min(m, k) / c diagonals, and summed. Interleaving keeps the
 * copies from mixing at their edges when they rotate.
 *
 * <p>Output o at window w is slot {@code o c B + w}, repeated with period m c B.
 */
public final class ClientPacking {

  /**
   * Room for maps that follow in the same round and are laid out in the same blocks.
   *
   * @param windows the most windows of any of them
   * @param outputs the most output channels of any of them
   */
  public record Room(int windows, int outputs) {}

  private final WindowedMap map;
  private final int slots;
  private final int block;
  private final int blocks;
  private final int tapPeriod;
  private final int chunks;
  private final int outputPeriod;
  private final int copies;
  private final int diagonals;

  /**
   * @param map the linear map
   * @param slots n
   * @param room what later maps of the same kind need
   * @param maxCopies the most copies c; fewer make the slots repeat more often
   * @throws UnfitPlanException when the windows do not fit the slots
   */
  public ClientPacking(WindowedMap map, int slots, Room room, int maxCopies) {
    this.map = map;
    this.slots = slots;
    this.block = Powers.ceil(Math.max(map.windows(), room.windows()));
    if (block > slots) {
      throw new UnfitPlanException(
          map.windows() + " windows do not fit " + slots + " slots: use a larger ring degree");
    }
    this.blocks = slots / block;
    this.tapPeriod = Math.min(Powers.ceil(map.taps()), blocks);
    this.chunks = Powers.divideUp(map.taps(), blocks);
    this.outputPeriod = Powers.ceil(Math.min(map.outputs(), blocks));
    int shared = Math.min(tapPeriod, outputPeriod);
    int needed = Math.max(Math.max(tapPeriod, outputPeriod), Powers.ceil(room.outputs()));
    this.copies = Math.max(1, Math.min(Math.min(blocks / needed, shared), maxCopies));
    this.diagonals = shared / copies;
  }

  /** c, a power of two. */
  public int copies() {
    return copies;
  }

  /** Number of ciphertexts of the input. */
  public int ciphertexts() {
    return chunks;
  }

  /** Which input feature lies in which slot. */
  public SlotLayout inputLayout() {
    int[][] features = new int[ciphertexts()][slots];
    for (int[] row : features) {
      Arrays.fill(row, SlotLayout.EMPTY);
    }
    for (int input = 0; input < features.length; input++) {
      for (int slot = 0; slot < slots; slot++) {
        int tap = tap(input, 0, slot);
        int window = slot % block;
        if (tap < map.taps() && window < map.windows()) {
          features[input][slot] = map.gather(tap, window);
        }
      }
    }
    return new SlotLayout(map.inputSize(), features);
  }

  /** The tap in a slot of an input after a rotation by {@code d} units; may exceed the taps. */
  private int tap(int input, int d, int slot) {
    int position = slot / block / copies;
    int copy = slot / block % copies;
    return input * blocks + (position + copy * diagonals + d) % tapPeriod;
  }

  /** One form per output ciphertext. */
  public List<DiagonalForm> forms() {
    List<DiagonalForm> forms = new ArrayList<>();
    DiagonalForm.Steps steps =
        DiagonalForm.Steps.balanced(diagonals, copies * block, ciphertexts());
    for (int first = 0; first < map.outputs(); first += blocks) {
      int firstOutput = first;
      forms.add(
          new DiagonalForm(
              ciphertexts(),
              steps,
              (input, giant, baby, slot) ->
                  weight(firstOutput, input, giant * steps.babySteps().size() + baby, slot),
              foldSteps(),
              outputFeatures(firstOutput)));
    }
    return forms;
  }

  private double weight(int firstOutput, int input, int d, int slot) {
    int window = slot % block;
    int output = firstOutput + slot / block / copies % outputPeriod;
    int tap = tap(input, d, slot);
    return window < map.windows() && output < map.outputs() && tap < map.taps()
        ? map.weight(output, tap)
        : 0;
  }

  private int[] foldSteps() {
    int unit = copies * block;
    return IntStream.concat(
            IntStream.of(Powers.doubling(outputPeriod * unit, tapPeriod * unit)),
            IntStream.of(Powers.doubling(block, unit)))
        .toArray();
  }

  private int[] outputFeatures(int firstOutput) {
    int[] features = new int[slots];
    for (int slot = 0; slot < slots; slot++) {
      int window = slot % block;
      int output = firstOutput + slot / block / copies % outputPeriod;
      boolean holds =
          slot / block % copies == 0 && window < map.windows() && output < map.outputs();
      features[slot] = holds ? output * map.windows() + window : SlotLayout.EMPTY;
    }
    return features;
  }
}
