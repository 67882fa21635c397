package org.chemxor.mpc.emulate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.chemxor.mpc.compile.CompiledModel;
import org.chemxor.mpc.compile.Gate;
import org.chemxor.mpc.compile.MaxSchedule;
import org.chemxor.mpc.compile.Plan;
import org.chemxor.mpc.compile.Step;
import org.chemxor.mpc.linear.RingConvolution;
import org.chemxor.mpc.sharing.FixedPoint;

/**
 * Runs a compiled model on plain integers, gate by gate as the protocol does: the two agree bit for
 * bit, given the same masks. Integers are signed and not reduced, so a number that outgrows its
 * layer's range is seen. Stateless and thread-safe.
 */
public final class FixedPointEmulator {
  private final CompiledModel model;
  private final Plan plan;
  private final RingConvolution convolution;

  /** An emulator of {@code model}. */
  public FixedPointEmulator(CompiledModel model) {
    this.model = model;
    this.plan = model.plan();
    this.convolution = new RingConvolution(plan.ring(), true);
  }

  /** Sees the largest magnitude that enters each step. */
  @FunctionalInterface
  public interface Observer {
    /** Called once for each step of each gate. */
    void observe(Gate gate, Step step, long largest);
  }

  /** The outputs for one sample, everything rounded down; the label when the plan shows no more. */
  public double[] evaluate(double[] input) {
    long[] out = run(FixedPoint.encode(input, plan.inputFraction()), 1, Masks.NONE);
    return Arrays.stream(out)
        .mapToDouble(v -> plan.outputFactor() * FixedPoint.decode(v, plan.outputFraction()))
        .toArray();
  }

  /**
   * Runs samples.
   *
   * @param input fixed-point numbers, one sample after the other
   * @param batch number of samples
   * @param masks what numbers were opened under
   * @return the outputs as signed integers
   * @throws RangeException naming the layer when a number is out of range
   */
  public long[] run(long[] input, int batch, Masks masks) {
    return run(input, batch, masks, this::requireRange);
  }

  /** Runs samples and shows the magnitudes to {@code observer} instead of judging them. */
  public long[] run(long[] input, int batch, Masks masks, Observer observer) {
    if (input.length != batch * plan.input().size()) {
      throw new IllegalArgumentException(
          "the plan takes " + plan.input().size() + " numbers a sample, got " + input.length);
    }
    List<long[]> values = new ArrayList<>();
    values.add(input.clone());
    for (int i = 0; i < plan.gates().size(); i++) {
      values.add(new GateRun(i, batch, masks, observer).evaluate(values));
      for (int v = 0; v <= i; v++) {
        if (plan.lastUse(v) <= i) {
          values.set(v, new long[0]);
        }
      }
    }
    return values.get(values.size() - 1);
  }

  private void requireRange(Gate gate, Step step, long largest) {
    int bits = step.magnitudeBits(plan.ring().bits());
    if (largest >= 1L << bits) {
      throw new RangeException(
          gate.name(),
          "layer "
              + gate.name()
              + " meets a number of "
              + (Long.SIZE - Long.numberOfLeadingZeros(largest))
              + " bits, its plan allows "
              + bits
              + "; compile with larger comparisonBits or with calibration samples like this one");
    }
  }

  /** One gate on one batch. */
  private final class GateRun {
    private final int index;
    private final Gate gate;
    private final int batch;
    private final Masks masks;
    private final Observer observer;
    private final List<Step> steps;
    private int stepIndex;

    GateRun(int index, int batch, Masks masks, Observer observer) {
      this.index = index;
      this.gate = plan.gates().get(index);
      this.steps = gate.steps();
      this.batch = batch;
      this.masks = masks;
      this.observer = observer;
    }

    long[] evaluate(List<long[]> values) {
      long[] in = values.get(gate.inputs().get(0));
      if (gate instanceof Gate.Affine affine) {
        return affine(affine, in);
      } else if (gate instanceof Gate.Pointwise pointwise) {
        long[] out = step(pointwise.step(), in);
        long constant = model.constantOf(index);
        Arrays.setAll(out, i -> out[i] + constant);
        return out;
      } else if (gate instanceof Gate.MaxPool pool) {
        return maximum(MaxSchedule.of(pool.pool()), in);
      } else if (gate instanceof Gate.SumPool pool) {
        long[] out = new long[batch * gate.outputSize()];
        for (int b = 0; b < batch; b++) {
          pool.pool().sum(in, b * gate.inputSize(), out, b * gate.outputSize());
        }
        return out;
      } else if (gate instanceof Gate.Sum sum) {
        long[] other = values.get(sum.right());
        long[] out = new long[in.length];
        Arrays.setAll(out, i -> (in[i] << sum.leftShift()) + (other[i] << sum.rightShift()));
        return out;
      }
      return argmax((Gate.Argmax) gate, in);
    }

    private long[] affine(Gate.Affine affine, long[] in) {
      CompiledModel.AffineWeights numbers = model.weightsOf(index);
      long[] out = new long[batch * affine.outputSize()];
      convolution.addNarrow(affine.shape(), batch, numbers.weights(), in, out);
      int positions = affine.outputSize() / affine.shape().outChannels();
      for (int i = 0; i < out.length; i++) {
        out[i] += numbers.bias()[i / positions % affine.shape().outChannels()];
      }
      return out;
    }

    private long[] argmax(Gate.Argmax argmax, long[] in) {
      long[] marked = new long[in.length];
      for (int i = 0; i < in.length; i++) {
        marked[i] = (in[i] << argmax.indexBits()) + (argmax.size() - 1 - i % argmax.size());
      }
      long[] out = maximum(MaxSchedule.tournament(argmax.size()), marked);
      long mask = (1L << argmax.indexBits()) - 1;
      Arrays.setAll(out, b -> argmax.size() - 1 - (out[b] & mask));
      return out;
    }

    private long[] maximum(List<MaxSchedule.Pass> passes, long[] in) {
      long[] current = in;
      for (MaxSchedule.Pass pass : passes) {
        int size = pass.first().length;
        long[] best = new long[batch * size];
        for (int i = 0; i < best.length; i++) {
          best[i] = current[i / size * pass.inSize() + pass.first()[i % size]];
        }
        for (MaxSchedule.Round round : pass.rounds()) {
          compare(pass, round, current, best);
        }
        current = best;
      }
      return current;
    }

    private void compare(MaxSchedule.Pass pass, MaxSchedule.Round round, long[] in, long[] best) {
      int games = round.results().length;
      int size = pass.first().length;
      long[] differences = new long[batch * games];
      long[] rivals = new long[batch * games];
      for (int i = 0; i < differences.length; i++) {
        rivals[i] = in[i / games * pass.inSize() + round.rivals()[i % games]];
        differences[i] = best[i / games * size + round.results()[i % games]] - rivals[i];
      }
      long[] positive = step(steps.get(stepIndex), differences);
      for (int i = 0; i < differences.length; i++) {
        best[i / games * size + round.results()[i % games]] = rivals[i] + positive[i];
      }
    }

    private long[] step(Step step, long[] z) {
      long largest = 0;
      for (long v : z) {
        largest = Math.max(largest, Math.abs(v));
      }
      observer.observe(gate, step, largest);
      long[] r = plan.exact() ? new long[z.length] : masks.of(index, stepIndex, z.length);
      stepIndex++;
      long dropped = (1L << step.shift()) - 1;
      long unseen = (1L << step.low()) - 1;
      long[] out = new long[z.length];
      for (int i = 0; i < z.length; i++) {
        long shifted = (z[i] + (r[i] & dropped)) >> step.shift();
        out[i] =
            switch (step.kind()) {
              case TRUNCATE -> shifted;
              case SQUARE -> shifted * shifted;
              case RECTIFY -> (z[i] + (r[i] & unseen)) >> step.low() >= 0 ? shifted : 0;
            };
      }
      return out;
    }
  }
}
