package org.chemxor.fhe.exchange;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.chemxor.core.InvalidInputException;
import org.chemxor.fhe.program.ProgramOutline;
import org.chemxor.fhe.program.RoundOutline;

/**
 * The client's side of the loop in the clear: keeps the values decrypted so far and lays them out
 * for the next round. Everything in here is the client's secret. Not thread-safe.
 */
public final class RoundValues {
  private final ProgramOutline outline;
  private final Map<Integer, double[][]> values = new HashMap<>();
  private final Map<Integer, InvalidInputException> refused = new HashMap<>();
  private final int samples;
  private boolean isBlank;
  private int round;

  /** The values of an evaluation that refuses wrong inputs at once. */
  public RoundValues(ProgramOutline outline, double[][] inputs) {
    this(outline, inputs, false);
  }

  /**
   * @param inputs by sample; from 1 to the program's {@link ProgramOutline#maxSamples}
   * @param hidesRefusedInputs whether zeros take the place of inputs out of range, whose {@link
   *     #outputs} then fail
   * @throws InvalidInputException when there are too many or too few, or one is of another size or,
   *     unless hidden, out of range
   */
  public RoundValues(ProgramOutline outline, double[][] inputs, boolean hidesRefusedInputs) {
    this.outline = outline;
    this.samples = inputs.length;
    requireSamples(outline, samples);
    double[][] taken = new double[samples][];
    for (int s = 0; s < samples; s++) {
      requireSize(outline, inputs[s]);
      taken[s] = inputs[s].clone();
      try {
        outline.domain().require(inputs[s]);
      } catch (InvalidInputException e) {
        if (!hidesRefusedInputs) {
          throw e;
        }
        refused.put(s, e);
        Arrays.fill(taken[s], 0);
      }
    }
    values.put(0, taken);
  }

  private RoundValues(ProgramOutline outline, int samples, int round) {
    this.outline = outline;
    this.samples = samples;
    this.round = round;
  }

  /**
   * The values of an evaluation of which nothing is left but a reply to come, because nothing else
   * is read later.
   *
   * @param samples from 1 to the program's {@link ProgramOutline#maxSamples}
   * @param round which reply comes next
   * @throws InvalidInputException when there are too many or too few, there is no such round, or a
   *     later one reads what was known before
   */
  public static RoundValues awaiting(ProgramOutline outline, int samples, int round) {
    requireSamples(outline, samples);
    if (round < 0 || round >= outline.rounds().size()) {
      throw new InvalidInputException(
          "program " + outline.name() + " has no round " + round + ": its rounds count from 0");
    }
    Set<Integer> known = new HashSet<>();
    for (RoundOutline later : outline.rounds().subList(round, outline.rounds().size())) {
      if (!known.isEmpty() && !known.containsAll(later.sources())) {
        throw new InvalidInputException(
            "program "
                + outline.name()
                + " reads values from before round "
                + round
                + " again: its evaluation cannot go on from that reply alone");
      }
      known.add(later.produces());
    }
    return new RoundValues(outline, samples, round);
  }

  private static void requireSamples(ProgramOutline outline, int samples) {
    if (samples < 1 || samples > outline.maxSamples()) {
      throw new InvalidInputException(
          "program "
              + outline.name()
              + " takes from 1 to "
              + outline.maxSamples()
              + " samples at a time, got "
              + samples
              + ": split them, or compile with a larger Plan.batch");
    }
  }

  /** Whether a program takes a sample. */
  public static void requireAccepted(ProgramOutline outline, double[] input) {
    requireSize(outline, input);
    outline.domain().require(input);
  }

  private static void requireSize(ProgramOutline outline, double[] input) {
    if (input.length != outline.inputShape().size()) {
      throw new InvalidInputException(
          "program "
              + outline.name()
              + " takes an input of shape "
              + outline.inputShape()
              + ", got "
              + input.length
              + " numbers");
    }
  }

  /** The round that comes next; the number of rounds when all are done. */
  public int round() {
    return round;
  }

  public boolean isDone() {
    return round == outline.rounds().size();
  }

  /** The slots of the next request, by ciphertext; all zero after {@link #blank}. */
  public double[][] packNext() {
    RoundOutline next = outline.rounds().get(round);
    double[][] features = new double[samples][];
    if (isBlank) {
      Arrays.setAll(features, s -> new double[next.input().featureCount()]);
      return next.input().packSamples(features);
    }
    Arrays.setAll(
        features,
        s -> next.sources().stream().flatMapToDouble(v -> Arrays.stream(value(v)[s])).toArray());
    return next.input().packSamples(features);
  }

  /** Slots divided by the number of copies whose sum the evaluator takes. */
  public static double[] share(double[] slots, int copies) {
    return copies == 1 ? slots : Arrays.stream(slots).map(v -> v / copies).toArray();
  }

  /** A value by sample and feature: 0 is the input. */
  public double[][] value(int index) {
    return Objects.requireNonNull(values.get(index), "value not computed yet");
  }

  /**
   * Takes the decrypted slots of a reply.
   *
   * @throws org.chemxor.fhe.domain.OutsideRangeException when a value is outside the round's range:
   *     then it may be wrong, or what is computed from it would be
   */
  public void accept(double[][] slots) {
    acceptFeatures(outline.rounds().get(round).output().unpackSamples(slots, samples));
  }

  /** The same for values that are unpacked already, by sample and feature. */
  public void acceptFeatures(double[][] unpacked) {
    RoundOutline current = outline.rounds().get(round);
    for (int s = 0; s < samples; s++) {
      String what =
          "the reply to round "
              + round
              + (samples == 1 ? "" : " for molecule " + s + " of the batch");
      current.range().require(unpacked[s], what);
    }
    values.put(current.produces(), unpacked);
    round++;
  }

  /** Forgets all values; what is still to be sent is zeros. */
  public void blank() {
    isBlank = true;
    clear();
  }

  /** Counts a reply whose values are not used. */
  public void skip() {
    round++;
  }

  /** How many samples are evaluated together. */
  public int samples() {
    return samples;
  }

  /**
   * What the last round computed for a sample, scaled to the network's output.
   *
   * @throws InvalidInputException when zeros took the place of this sample
   */
  public double[] outputs(int sample) {
    InvalidInputException refusal = refused.get(sample);
    if (refusal != null) {
      throw new InvalidInputException(String.valueOf(refusal.getMessage()), refusal);
    }
    List<RoundOutline> rounds = outline.rounds();
    double[] last = value(rounds.get(rounds.size() - 1).produces())[sample];
    return Arrays.stream(last)
        .map(v -> outline.outputScale() * v + outline.outputShift())
        .toArray();
  }

  /** Overwrites everything. */
  public void clear() {
    values.values().forEach(value -> Arrays.stream(value).forEach(v -> Arrays.fill(v, 0)));
    values.clear();
  }
}
