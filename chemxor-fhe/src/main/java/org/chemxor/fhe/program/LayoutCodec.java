package org.chemxor.fhe.program;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.chemxor.ckks.CkksParameters;
import org.chemxor.fhe.packing.BatchLayout;
import org.chemxor.fhe.packing.FeatureLayout;
import org.chemxor.fhe.packing.SlotLayout;
import org.chemxor.fhe.program.OutlineLimits.Budget;

/**
 * Layouts as bytes: kind, features, ciphertexts, slots, then indices as runs of a start value, a
 * difference (0 or 1) and a length.
 */
final class LayoutCodec {
  private static final int SLOTS = 0;
  private static final int BATCH = 1;

  private LayoutCodec() {}

  static void write(DataOutputStream out, FeatureLayout layout) throws IOException {
    out.writeByte(layout instanceof BatchLayout ? BATCH : SLOTS);
    out.writeInt(layout.featureCount());
    out.writeInt(layout.ciphertexts());
    out.writeInt(layout.slots());
    if (layout instanceof BatchLayout batch) {
      out.writeInt(batch.maxSamples());
      writeRuns(out, batch.ciphertexts(), batch::feature);
    } else if (layout instanceof SlotLayout slots) {
      for (int c = 0; c < layout.ciphertexts(); c++) {
        int ciphertext = c;
        writeRuns(out, layout.slots(), slot -> slots.feature(ciphertext, slot));
      }
    }
  }

  private static void writeRuns(DataOutputStream out, int count, IntUnaryOperator values)
      throws IOException {
    int at = 0;
    while (at < count) {
      int first = values.applyAsInt(at);
      boolean isRising = first >= 0 && at + 1 < count && values.applyAsInt(at + 1) == first + 1;
      int difference = isRising ? 1 : 0;
      int length = 1;
      while (at + length < count && values.applyAsInt(at + length) == first + length * difference) {
        length++;
      }
      out.writeInt(first);
      out.writeInt(difference);
      out.writeInt(length);
      at += length;
    }
  }

  /**
   * Reads a layout and checks that it fits the parameters.
   *
   * @param budget of the outline
   * @throws org.chemxor.core.InvalidInputException when it does not
   */
  static FeatureLayout read(DataInputStream in, CkksParameters parameters, Budget budget)
      throws IOException {
    int kind = in.readByte();
    int features = OutlineCodec.readCount(in, "features", budget.limits().maxFeatures());
    int ciphertexts = OutlineCodec.readCount(in, "ciphertexts", budget.limits().maxCells());
    budget.spend((long) features + ciphertexts);
    int slots = in.readInt();
    if (slots != parameters.slotCount() || ciphertexts < 1) {
      throw OutlineCodec.invalid(
          "lays numbers out in " + ciphertexts + " ciphertexts of " + slots + " slots");
    }
    if (kind == BATCH) {
      return readBatch(in, features, ciphertexts, slots);
    }
    if (kind != SLOTS) {
      throw OutlineCodec.invalid(
          "has a layout of kind " + kind + ", this library reads kinds 0 and 1");
    }
    budget.spend((long) ciphertexts * slots);
    int[][] rows = new int[ciphertexts][];
    for (int c = 0; c < ciphertexts; c++) {
      rows[c] = readRuns(in, slots, SlotLayout.EMPTY, features - 1);
    }
    return new SlotLayout(features, rows);
  }

  private static BatchLayout readBatch(DataInputStream in, int features, int ciphertexts, int slots)
      throws IOException {
    int samples = in.readInt();
    if (samples < 1 || samples > slots) {
      throw OutlineCodec.invalid("has batches of " + samples + " samples in " + slots + " slots");
    }
    return new BatchLayout(features, readRuns(in, ciphertexts, 0, features - 1), slots, samples);
  }

  private static int[] readRuns(DataInputStream in, int count, int least, int greatest)
      throws IOException {
    int[] values = new int[count];
    int at = 0;
    while (at < count) {
      int first = in.readInt();
      int difference = in.readInt();
      int length = in.readInt();
      boolean fits = length >= 1 && length <= count - at && difference >= 0 && difference <= 1;
      if (!fits || first < least || first + (length - 1L) * difference > greatest) {
        throw OutlineCodec.invalid(
            "has a run of " + length + " from " + first + " on, which does not fit its layout");
      }
      for (int i = 0; i < length; i++) {
        values[at + i] = first + i * difference;
      }
      at += length;
    }
    return values;
  }

  /** Whether the client finds every feature in a reply. */
  static boolean holdsEveryFeature(FeatureLayout layout) {
    if (layout instanceof BatchLayout batch) {
      long distinct =
          IntStream.range(0, batch.ciphertexts()).map(batch::feature).distinct().count();
      return distinct == batch.featureCount();
    }
    SlotLayout slots = (SlotLayout) layout;
    return IntStream.range(0, layout.featureCount())
        .allMatch(f -> slots.slotOf(f) != SlotLayout.EMPTY);
  }
}
