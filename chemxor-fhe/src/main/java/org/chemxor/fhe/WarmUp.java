package org.chemxor.fhe;

import java.time.Duration;
import java.util.List;
import org.chemxor.fhe.client.FheClient;
import org.chemxor.fhe.evaluator.EvaluationKeys;
import org.chemxor.fhe.program.EncryptedProgram;
import org.chemxor.fhe.simulate.SyntheticInputs;

/**
 * Evaluations of made-up inputs, with keys of their own, until the virtual machine has compiled
 * what requests spend their time with: the first one in a fresh process takes some ten times as
 * long as later ones.
 *
 * @param evaluations how many there were; 0 when there was no time for any
 * @param firstMillis time in the evaluator of the first, milliseconds; 0 when there was none
 * @param lastMillis time in the evaluator of the last, milliseconds; 0 when there was none
 */
public record WarmUp(int evaluations, double firstMillis, double lastMillis) {
  private static final WarmUp NONE = new WarmUp(0, 0, 0);

  /**
   * Whole evaluations until the time is over, of which the last may end after it. Making the keys
   * does not count.
   */
  static WarmUp of(FheModel model, FheClient client, Duration atMost) {
    EncryptedProgram program = model.program();
    if (atMost.isZero()) {
      return NONE;
    }
    EvaluationKeys keys = model.evaluator().readKeys(client.evaluationKeys());
    long end = System.nanoTime() + atMost.toNanos();
    List<double[]> inputs =
        new SyntheticInputs(program.network().inputShape().size(), program.plan()).typical();
    WarmUp warmUp = NONE;
    do {
      double[] input = inputs.get(warmUp.evaluations % inputs.size());
      warmUp = warmUp.and(model.evaluate(client, keys, input).serverMillis());
    } while (System.nanoTime() < end && !Thread.currentThread().isInterrupted());
    return warmUp;
  }

  private WarmUp and(double millis) {
    return new WarmUp(evaluations + 1, evaluations == 0 ? millis : firstMillis, millis);
  }
}
