package org.chemxor.fhe.packing;

import java.util.Arrays;
import org.chemxor.fhe.domain.ActivationBounds;
import org.chemxor.fhe.domain.Support;
import org.chemxor.fhe.graph.Stage;

/**
 * Slots of a result that hold no feature: between the interleaved copies of {@link ClientPacking}
 * lie sums of some taps of one output and other taps of the next. They count for the room that a
 * reply needs.
 */
public final class SpareSlots {
  private SpareSlots() {}

  /**
   * The largest magnitude that a stage's activation has in them.
   *
   * @param form its linear map
   * @param input where the client puts the features
   * @param support what is known of these
   */
  public static double largest(DiagonalForm form, SlotLayout input, Stage stage, Support support) {
    double[][] rows = rows(form, input, support.size());
    int[] features = form.outputFeatures();
    double largest = 0;
    for (int slot = 0; slot < rows.length; slot++) {
      if (features[slot] == SlotLayout.EMPTY) {
        double[] sums = support.bounds(rows[slot]);
        double[] values = ActivationBounds.of(stage.activation(), sums[0], sums[1]);
        largest = Math.max(largest, Math.max(Math.abs(values[0]), Math.abs(values[1])));
      }
    }
    return largest;
  }

  /** By slot, the weights of the features in its sum. */
  private static double[][] rows(DiagonalForm form, SlotLayout input, int features) {
    int n = form.slots();
    double[][] rows = new double[n][features];
    DiagonalForm.Steps steps = form.steps();
    for (int i = 0; i < form.inputs(); i++) {
      for (int g = 0; g < steps.giants(); g++) {
        int shift = Math.floorMod(g * steps.giantStep(), n);
        for (int b = 0; b < steps.babySteps().size(); b++) {
          double[] weights = form.shiftedWeights(i, g, b);
          int rotation = shift + steps.babySteps().get(b);
          for (int slot = 0; slot < n; slot++) {
            int feature = input.feature(i, (slot + rotation) % n);
            double weight = weights[(slot + shift) % n];
            if (weight != 0 && feature != SlotLayout.EMPTY) {
              rows[slot][feature] += weight;
            }
          }
        }
      }
    }
    for (int fold : form.foldSteps()) {
      rows = folded(rows, fold);
    }
    return rows;
  }

  private static double[][] folded(double[][] rows, int fold) {
    double[][] sums = new double[rows.length][];
    for (int slot = 0; slot < rows.length; slot++) {
      double[] sum = rows[slot].clone();
      double[] other = rows[(slot + fold) % rows.length];
      Arrays.setAll(sum, f -> sum[f] + other[f]);
      sums[slot] = sum;
    }
    return sums;
  }
}
