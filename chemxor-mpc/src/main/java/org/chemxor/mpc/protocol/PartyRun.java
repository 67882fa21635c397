package org.chemxor.mpc.protocol;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.chemxor.mpc.compile.Gate;
import org.chemxor.mpc.compile.MaxSchedule;
import org.chemxor.mpc.compile.Plan;
import org.chemxor.mpc.compile.Step;
import org.chemxor.mpc.sharing.Ring;

/**
 * One party's way through a plan for one batch, gate by gate, on shares. What differs between the
 * parties, the affine gates and the numbers that only the model owner has, is the {@link Affine}'s.
 */
public final class PartyRun {
  /** A party's side of affine gates. */
  public interface Affine {
    /**
     * This party's shares of the gate's result.
     *
     * @param index of the gate
     * @param x this party's shares of the input
     */
    long[] evaluate(int index, Gate.Affine gate, long[] x);

    /** What this party adds to its shares of a gate's results. */
    long constant(int index);

    /** Called when no later gate reads the value. */
    void forget(int value);
  }

  private final PartyContext context;
  private final Plan plan;
  private final Affine affine;
  private final Ring ring;
  private final Map<Integer, long[]> values = new HashMap<>();
  private List<Step> steps = List.of();
  private int stepIndex;

  /**
   * @param context this party's side of the batch
   * @param affine this party's side of affine gates
   */
  public PartyRun(PartyContext context, Affine affine) {
    this.context = context;
    this.plan = context.plan();
    this.affine = affine;
    this.ring = plan.ring();
  }

  /**
   * Runs the plan.
   *
   * @param input this party's shares of the input
   * @return this party's shares of the output
   */
  public long[] run(long[] input) {
    values.put(0, input);
    for (int i = 0; i < plan.gates().size(); i++) {
      values.put(i + 1, evaluate(i));
      for (int value : plan.gates().get(i).inputs()) {
        if (plan.lastUse(value) <= i) {
          long[] used = values.remove(value);
          if (used != null) {
            Arrays.fill(used, 0);
          }
          affine.forget(value);
        }
      }
    }
    return value(plan.gates().size());
  }

  private long[] value(int index) {
    long[] value = values.get(index);
    if (value == null) {
      throw new IllegalStateException("value " + index + " was given up too early");
    }
    return value;
  }

  private long[] evaluate(int index) {
    Gate gate = plan.gates().get(index);
    long[] in = value(gate.inputs().get(0));
    steps = gate.steps();
    stepIndex = 0;
    if (gate instanceof Gate.Affine linear) {
      return affine.evaluate(index, linear, in);
    } else if (gate instanceof Gate.Pointwise) {
      long[] out = step(index, in);
      long constant = affine.constant(index);
      for (int i = 0; i < out.length; i++) {
        out[i] += constant;
      }
      return ring.reduce(out);
    } else if (gate instanceof Gate.MaxPool pool) {
      return maximum(index, MaxSchedule.of(pool.pool()), in);
    } else if (gate instanceof Gate.SumPool pool) {
      long[] out = new long[context.batch() * gate.outputSize()];
      for (int b = 0; b < context.batch(); b++) {
        pool.pool().sum(in, b * gate.inputSize(), out, b * gate.outputSize());
      }
      return ring.reduce(out);
    } else if (gate instanceof Gate.Sum sum) {
      long[] other = value(sum.right());
      long[] out = new long[in.length];
      for (int i = 0; i < out.length; i++) {
        out[i] = (in[i] << sum.leftShift()) + (other[i] << sum.rightShift());
      }
      return ring.reduce(out);
    }
    return argmax(index, (Gate.Argmax) gate, in);
  }

  private long[] step(int index, long[] z) {
    int step = stepIndex++;
    return new StepGate(context, index, step, steps.get(step)).evaluate(z);
  }

  /**
   * The winner's lowest bits tell its position from the end. Shares modulo 2^n are shares modulo
   * any smaller power of two as well, so the model owner's share tells nothing else.
   */
  private long[] argmax(int index, Gate.Argmax argmax, long[] in) {
    long[] marked = new long[in.length];
    for (int i = 0; i < in.length; i++) {
      long mark = context.party() == 1 ? argmax.size() - 1 - i % argmax.size() : 0;
      marked[i] = (in[i] << argmax.indexBits()) + mark;
    }
    long[] winners = maximum(index, MaxSchedule.tournament(argmax.size()), marked);
    long mask = (1L << argmax.indexBits()) - 1;
    for (int b = 0; b < winners.length; b++) {
      winners[b] &= mask;
    }
    return winners;
  }

  private long[] maximum(int index, List<MaxSchedule.Pass> passes, long[] in) {
    long[] current = in;
    for (MaxSchedule.Pass pass : passes) {
      int size = pass.first().length;
      long[] best = new long[context.batch() * size];
      for (int i = 0; i < best.length; i++) {
        best[i] = current[i / size * pass.inSize() + pass.first()[i % size]];
      }
      for (MaxSchedule.Round round : pass.rounds()) {
        play(index, pass, round, current, best);
      }
      current = best;
    }
    return current;
  }

  /** max(a, b) = b + ReLU(a - b). */
  private void play(
      int index, MaxSchedule.Pass pass, MaxSchedule.Round round, long[] in, long[] best) {
    int games = round.results().length;
    int size = pass.first().length;
    long[] differences = new long[context.batch() * games];
    long[] rivals = new long[differences.length];
    for (int i = 0; i < differences.length; i++) {
      rivals[i] = in[i / games * pass.inSize() + round.rivals()[i % games]];
      differences[i] = best[i / games * size + round.results()[i % games]] - rivals[i];
    }
    long[] positive = step(index, differences);
    for (int i = 0; i < differences.length; i++) {
      best[i / games * size + round.results()[i % games]] = ring.reduce(rivals[i] + positive[i]);
    }
  }
}
