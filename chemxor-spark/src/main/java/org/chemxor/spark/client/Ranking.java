package org.chemxor.spark.client;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.chemxor.core.InvalidInputException;
import org.chemxor.data.predictions.PredictedMolecule;

/**
 * Which predictions are the best. Equal ones stay in the order of the input; molecules without a
 * prediction are none of them.
 *
 * @param most how many are kept, at least 1
 * @param output by which output of the model, from 0
 * @param isLowestFirst whether small values are better; else large ones
 */
public record Ranking(int most, int output, boolean isLowestFirst) {
  private static final int MOST_ROWS = 10_000_000;

  /**
   * Checks the numbers.
   *
   * @throws InvalidInputException when one is out of range
   */
  public Ranking {
    if (most < 1 || most > MOST_ROWS) {
      throw new InvalidInputException(
          "the best " + most + " cannot be kept: ask for 1 to " + MOST_ROWS);
    }
    if (output < 0) {
      throw new InvalidInputException("outputs count from 0, got " + output);
    }
  }

  /**
   * Refuses an output that the model does not have.
   *
   * @param outputs how many it has
   */
  void requireOutput(int outputs) {
    if (output >= outputs) {
      throw new InvalidInputException(
          "the model has " + outputs + " outputs, counted from 0: there is no output " + output);
    }
  }

  /** The best of all rows, best first; takes the memory of those. */
  List<PredictedMolecule> best(PredictionWriter.Rows rows) throws IOException {
    Comparator<PredictedMolecule> bestFirst = bestFirst();
    PriorityQueue<PredictedMolecule> kept = new PriorityQueue<>(bestFirst.reversed());
    rows.writeTo(
        row -> {
          if (!row.isFailed()) {
            kept.add(row);
            if (kept.size() > most) {
              kept.remove();
            }
          }
        });
    List<PredictedMolecule> sorted = new ArrayList<>(kept);
    sorted.sort(bestFirst);
    return sorted;
  }

  private Comparator<PredictedMolecule> bestFirst() {
    Comparator<PredictedMolecule> byValue =
        Comparator.comparingDouble(molecule -> molecule.outputs().get(output));
    return (isLowestFirst ? byValue : byValue.reversed()).thenComparingLong(PredictedMolecule::row);
  }
}
