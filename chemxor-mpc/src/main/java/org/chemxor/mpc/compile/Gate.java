package org.chemxor.mpc.compile;

import java.util.List;
import org.chemxor.mpc.linear.ConvolutionShape;

/**
 * One operation of a {@link Plan}. Values are numbered: 0 is the input, i + 1 the result of gate i.
 * Gates hold shapes only; weights are the model owner's.
 */
public sealed interface Gate {
  /** The layer it comes from, for people. */
  String name();

  /** The values it reads, one or two. */
  List<Integer> inputs();

  /** Numbers that it needs of every input, for one sample. */
  int inputSize();

  /** Numbers it computes for one sample. */
  int outputSize();

  /** Its interactive steps, in order. */
  List<Step> steps();

  /**
   * A convolution or matrix product with the model owner's weights, plus bias. The number of
   * fractional bits grows by the weights'.
   */
  record Affine(String name, int input, ConvolutionShape shape) implements Gate {
    @Override
    public List<Integer> inputs() {
      return List.of(input);
    }

    @Override
    public int inputSize() {
      return shape.inSize();
    }

    @Override
    public int outputSize() {
      return shape.outSize();
    }

    @Override
    public List<Step> steps() {
      return List.of();
    }
  }

  /** One step on every number: ReLU, truncation or square. */
  record Pointwise(String name, int input, Step step) implements Gate {
    @Override
    public List<Integer> inputs() {
      return List.of(input);
    }

    @Override
    public int inputSize() {
      return step.count();
    }

    @Override
    public int outputSize() {
      return step.count();
    }

    @Override
    public List<Step> steps() {
      return List.of(step);
    }
  }

  /**
   * Maximum over windows.
   *
   * @param low lowest bit that differences are judged by
   * @param bits length of the comparisons
   */
  record MaxPool(String name, int input, PoolShape pool, int low, int bits) implements Gate {
    @Override
    public List<Integer> inputs() {
      return List.of(input);
    }

    @Override
    public int inputSize() {
      return pool.inSize();
    }

    @Override
    public int outputSize() {
      return pool.outSize();
    }

    @Override
    public List<Step> steps() {
      return maximumSteps(MaxSchedule.of(pool.ofOneChannel()), pool.channels(), low, bits);
    }
  }

  /** Sum over windows; the division is part of other gates' weights. */
  record SumPool(String name, int input, PoolShape pool) implements Gate {
    @Override
    public List<Integer> inputs() {
      return List.of(input);
    }

    @Override
    public int inputSize() {
      return pool.inSize();
    }

    @Override
    public int outputSize() {
      return pool.outSize();
    }

    @Override
    public List<Step> steps() {
      return List.of();
    }
  }

  /** Sum of two values, each shifted left first so that their fractional bits agree. */
  record Sum(String name, int left, int leftShift, int right, int rightShift, int size)
      implements Gate {
    @Override
    public List<Integer> inputs() {
      return List.of(left, right);
    }

    @Override
    public int inputSize() {
      return size;
    }

    @Override
    public int outputSize() {
      return size;
    }

    @Override
    public List<Step> steps() {
      return List.of();
    }
  }

  /**
   * The position of the largest number; of equal ones the first. Numbers are shifted left by {@link
   * #indexBits} and carry their position below, largest first, so that no two are equal; the last
   * one standing tells its position in its lowest bits.
   *
   * @param bits length of the comparisons
   */
  record Argmax(String name, int input, int size, int bits) implements Gate {
    /** Bits that a position takes. */
    public int indexBits() {
      return indexBits(size);
    }

    static int indexBits(int size) {
      return Integer.SIZE - Integer.numberOfLeadingZeros(Math.max(1, size - 1));
    }

    @Override
    public List<Integer> inputs() {
      return List.of(input);
    }

    @Override
    public int inputSize() {
      return size;
    }

    @Override
    public int outputSize() {
      return 1;
    }

    @Override
    public List<Step> steps() {
      return maximumSteps(MaxSchedule.tournament(size), 1, 0, bits);
    }
  }

  private static List<Step> maximumSteps(
      List<MaxSchedule.Pass> passes, int channels, int low, int bits) {
    return passes.stream()
        .flatMap(pass -> pass.rounds().stream())
        .map(
            round ->
                new Step(
                    Step.Kind.RECTIFY,
                    Math.multiplyExact(channels, round.results().length),
                    0,
                    low,
                    bits))
        .toList();
  }
}
