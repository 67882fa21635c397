package org.chemxor.mpc.protocol;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.chemxor.mpc.compile.CompiledModel;
import org.chemxor.mpc.compile.Gate;
import org.chemxor.mpc.compile.Plan;
import org.chemxor.mpc.linear.RingConvolution;
import org.chemxor.mpc.sharing.Ring;

/**
 * The model owner's side of affine gates: with e, the data owner's share of the input minus its
 * mask, its share of the result is {@code W (x1 + e) + C1} plus the bias.
 */
public final class ModelSide implements PartyRun.Affine {
  private final PartyContext context;
  private final CompiledModel model;
  private final Plan plan;
  private final Ring ring;
  private final RingConvolution convolution;
  private final Map<Integer, long[]> inputs = new HashMap<>();

  /**
   * @param model weights in the clear: this side owns them
   */
  public ModelSide(PartyContext context, CompiledModel model) {
    this.context = context;
    this.model = model;
    this.plan = context.plan();
    this.ring = plan.ring();
    this.convolution = new RingConvolution(ring, true);
  }

  @Override
  public long[] evaluate(int index, Gate.Affine gate, long[] x) {
    long[] input = inputs.computeIfAbsent(gate.input(), value -> receive(index, x));
    CompiledModel.AffineWeights numbers = model.weightsOf(index);
    long[] out = new long[context.batch() * gate.outputSize()];
    for (int b = 0; b < context.batch(); b++) {
      byte[] record = context.source().next(gate.outputSize() * ring.elementBytes());
      long[] share = ring.unpack(record);
      System.arraycopy(share, 0, out, b * share.length, share.length);
      Arrays.fill(record, (byte) 0);
      Arrays.fill(share, 0);
    }
    int positions = gate.outputSize() / gate.shape().outChannels();
    for (int i = 0; i < out.length; i++) {
      out[i] += numbers.bias()[i / positions % gate.shape().outChannels()];
    }
    convolution.addNarrow(gate.shape(), context.batch(), numbers.weights(), input, out);
    return ring.reduce(out);
  }

  private long[] receive(int index, long[] x) {
    int tag = PartyContext.tag(index, 0, PartyContext.Message.INPUT);
    long[] input =
        ring.unpack(context.peer().receive(tag, Math.multiplyExact(x.length, ring.elementBytes())));
    for (int i = 0; i < x.length; i++) {
      input[i] += x[i];
    }
    return ring.reduce(input);
  }

  @Override
  public long constant(int index) {
    return model.constantOf(index);
  }

  @Override
  public void forget(int value) {
    inputs.remove(value);
  }
}
