package org.chemxor.fhe.circuit;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.IntConsumer;
import org.chemxor.ckks.ScalarMatrix;
import org.chemxor.ckks.parallel.Parallelism;

/**
 * The slot machine that computes nothing and adds up what its operations would cost. Not
 * thread-safe: what would run in parallel is counted one after the other and then shared out among
 * the threads.
 */
public final class TimedMachine implements SlotMachine<TimedMachine.Timed, TimedMachine.Timed> {

  /** A vector or constant of which only the level counts. */
  public record Timed(int level) {}

  /** What operations cost, in milliseconds. */
  public interface Costs {
    /** Of adding a vector or constant. */
    double add(int level, boolean isShared);

    /** Of a sum of products with constants. */
    double sumOfProducts(int level, int terms, boolean isShared);

    /** Of a product with relinearisation. */
    double multiply(int level, boolean isShared);

    /** Of a square without relinearisation. */
    double squareLazily(int level, boolean isShared);

    /** Of a relinearisation alone. */
    double relinearize(int level, boolean isShared);

    /** Of a square with relinearisation and rescale from a level. */
    double squareAndRescale(int level, boolean isShared);

    /** Of a rescale from a level. */
    double rescale(int level, boolean isShared);

    /** Of rotations of one vector that share their decomposition. */
    double rotateMany(int level, int steps, boolean isShared);

    /** Of a linear combination of {@code columns} vectors with one number for all slots. */
    double linear(int level, ScalarMatrix matrix, int columns, boolean isShared);
  }

  private final Costs costs;
  private final Rotations rotations;
  private final int threads;
  private double millis;
  private boolean isShared;

  /**
   * @param costs of the operations; {@code isShared} tells that other threads are busy
   * @param rotations the steps with keys
   * @param threads of the evaluator
   */
  public TimedMachine(Costs costs, Rotations rotations, int threads) {
    this.costs = costs;
    this.rotations = rotations;
    this.threads = threads;
  }

  /** What has been added up. */
  public double millis() {
    return millis;
  }

  /** Encodes constants of which only the level counts. */
  public static ConstantEncoder<Timed> encoder() {
    return (slots, scale, level) -> new Timed(level);
  }

  @Override
  public Timed add(Timed a, Timed b) {
    millis += costs.add(a.level(), isShared);
    return a;
  }

  @Override
  public Timed addConstant(Timed a, Timed constant) {
    return add(a, constant);
  }

  @Override
  public Timed addNumber(Timed a, double value) {
    return add(a, a);
  }

  @Override
  public Timed negate(Timed a) {
    return add(a, a);
  }

  @Override
  public Timed sumOfProducts(List<Timed> vectors, List<Timed> constants) {
    millis += costs.sumOfProducts(vectors.get(0).level(), vectors.size(), isShared);
    return vectors.get(0);
  }

  @Override
  public Timed square(Timed a) {
    return multiply(a, a);
  }

  @Override
  public Timed squareLazily(Timed a) {
    millis += costs.squareLazily(a.level(), isShared);
    return a;
  }

  @Override
  public Timed relinearize(Timed a) {
    millis += costs.relinearize(a.level(), isShared);
    return a;
  }

  @Override
  public Timed squareAndRescale(Timed a) {
    millis += costs.squareAndRescale(a.level(), isShared);
    return new Timed(a.level() - 1);
  }

  @Override
  public Timed multiply(Timed a, Timed b) {
    millis += costs.multiply(a.level(), isShared);
    return a;
  }

  @Override
  public Timed rescale(Timed a) {
    millis += costs.rescale(a.level(), isShared);
    return new Timed(a.level() - 1);
  }

  @Override
  public Timed dropToLevel(Timed a, int level) {
    return new Timed(level);
  }

  @Override
  public List<Timed> rotateMany(Timed a, int[] steps) {
    millis += costs.rotateMany(a.level(), steps.length, isShared);
    return Collections.nCopies(steps.length, a);
  }

  @Override
  public LinearSum<Timed> newLinearSum(ScalarMatrix matrix) {
    List<Timed> first = new ArrayList<>();
    return new LinearSum<>() {
      @Override
      public void add(int firstColumn, List<Timed> operands) {
        if (!operands.isEmpty()) {
          first.add(operands.get(0));
          millis += costs.linear(operands.get(0).level(), matrix, operands.size(), isShared);
        }
      }

      @Override
      public List<Timed> results() {
        return Collections.nCopies(matrix.rows(), first.get(0));
      }
    };
  }

  @Override
  public Rotations rotations() {
    return rotations;
  }

  @Override
  public Parallelism parallelism() {
    return new Parallelism() {
      @Override
      public int threads() {
        return threads;
      }

      @Override
      public void forEach(int count, IntConsumer task) {
        if (isShared || count == 1 || threads == 1) {
          Parallelism.sequential().forEach(count, task);
          return;
        }
        double before = millis;
        isShared = true;
        Parallelism.sequential().forEach(count, task);
        isShared = false;
        // The last round of tasks may leave threads idle.
        int rounds = (count + threads - 1) / threads;
        millis = before + (millis - before) * rounds / count;
      }
    };
  }
}
