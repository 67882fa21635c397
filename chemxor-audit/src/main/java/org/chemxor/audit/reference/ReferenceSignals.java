package org.chemxor.audit.reference;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.chemxor.audit.attack.Attack;
import org.chemxor.audit.attack.Observations;
import org.chemxor.audit.attack.SignalScale;
import org.chemxor.audit.attack.Signals;
import org.chemxor.audit.curve.Trial;
import org.chemxor.models.trained.Task;

/**
 * The signals of reference models, and attacks on a model or on the reference models themselves:
 * one is attacked with the help of all others but its counterpart, which learned from exactly the
 * other half and would give it away.
 */
public final class ReferenceSignals {
  private final Task task;
  private final double[] known;
  private final ReferenceModels references;
  private final double scale;
  private final double[][] signals;
  private final boolean[][] in;

  /**
   * The signals of reference models.
   *
   * @param known value or class of each compound
   */
  public ReferenceSignals(Task task, double[] known, ReferenceModels references) {
    this.task = task;
    this.known = known.clone();
    this.references = references;
    this.in = references.halves().train();
    this.scale = task == Task.REGRESSION ? typicalError() : 1;
    this.signals =
        references.answers().stream().map(a -> signals(a.outputs())).toArray(double[][]::new);
  }

  /** Mean absolute error on compounds that a model did not learn from; above 0. */
  private double typicalError() {
    double sum = 0;
    long count = 0;
    for (int m = 0; m < in.length; m++) {
      double[] predictions = references.answers().get(m).predictions();
      for (int i = 0; i < known.length; i++) {
        if (!in[m][i]) {
          sum += Math.abs(predictions[i] - known[i]);
          count++;
        }
      }
    }
    return Math.max(sum / count, Double.MIN_NORMAL);
  }

  /** Signals of a model's outputs, {@code [compound][output]}. */
  public double[] signals(double[][] outputs) {
    return IntStream.range(0, known.length)
        .mapToDouble(
            i ->
                task == Task.REGRESSION
                    ? Signals.ofValue(outputs[i][0], known[i], scale)
                    : Signals.ofClass(outputs[i], (int) known[i]))
        .toArray();
  }

  private SignalScale signalScale() {
    return task == Task.REGRESSION ? SignalScale.LOG : SignalScale.LOGIT;
  }

  /** What an attacker with all reference models knows about a model with these outputs. */
  public Observations observe(double[][] outputs) {
    return new Observations(signals(outputs), signals, in, signalScale());
  }

  /** What an attacker knows about a reference model from all others but its counterpart. */
  private Observations observeReference(int model, double[][] outputs) {
    int[] helpers = IntStream.range(0, signals.length).filter(m -> m / 2 != model / 2).toArray();
    return new Observations(
        signals(outputs),
        Arrays.stream(helpers).mapToObj(m -> signals[m]).toArray(double[][]::new),
        Arrays.stream(helpers).mapToObj(m -> in[m]).toArray(boolean[][]::new),
        signalScale());
  }

  /**
   * Attacks every reference model. Compounds that its settings were chosen by are left out: they
   * are neither members nor unknown to it.
   *
   * @param view what a client sees of outputs
   * @throws IllegalArgumentException with fewer than four reference models
   */
  public List<Trial> trials(Attack attack, UnaryOperator<double[][]> view) {
    if (signals.length < 4) {
      throw new IllegalArgumentException(
          "to attack reference models takes at least 4, there are " + signals.length);
    }
    boolean[][] chosenBy = references.halves().validate();
    List<Trial> trials = new ArrayList<>();
    for (int m = 0; m < signals.length; m++) {
      double[] scores =
          attack.scores(observeReference(m, view.apply(references.answers().get(m).outputs())));
      for (int i = 0; i < scores.length; i++) {
        if (!chosenBy[m][i]) {
          trials.add(new Trial(i, in[m][i], scores[i]));
        }
      }
    }
    return trials;
  }
}
