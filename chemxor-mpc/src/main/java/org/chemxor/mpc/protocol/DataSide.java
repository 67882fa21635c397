package org.chemxor.mpc.protocol;

import java.util.HashMap;
import java.util.Map;
import org.chemxor.mpc.compile.Gate;
import org.chemxor.mpc.compile.Plan;
import org.chemxor.mpc.linear.RingConvolution;
import org.chemxor.mpc.material.Streams;
import org.chemxor.mpc.sharing.Ring;

/**
 * The data owner's side of affine gates. It holds the masked weights {@code D = W - A} and masks
 * its inputs with u; its share of the result, {@code D u + C0}, does not depend on the input and is
 * computed ahead. The only traffic is the masked input.
 */
public final class DataSide implements PartyRun.Affine {
  private final PartyContext context;
  private final Plan plan;
  private final Ring ring;
  private final Map<Integer, long[]> products = new HashMap<>();

  /**
   * Computes ahead everything that does not depend on the input.
   *
   * @param maskedWeights D of each affine gate, by its index
   */
  public DataSide(PartyContext context, Map<Integer, long[]> maskedWeights) {
    this.context = context;
    this.plan = context.plan();
    this.ring = plan.ring();
    RingConvolution convolution = new RingConvolution(ring, true);
    for (int i = 0; i < plan.gates().size(); i++) {
      long[] weights = maskedWeights.get(i);
      if (plan.gates().get(i) instanceof Gate.Affine gate && weights != null) {
        long[] product =
            context.seed().stream(Streams.number(i, 0, 0, Streams.Purpose.AFFINE))
                .longs(context.batch() * gate.outputSize(), ring.mask());
        convolution.addWide(
            gate.shape(), context.batch(), weights, mask(gate.input(), gate.inputSize()), product);
        products.put(i, ring.reduce(product));
      }
    }
  }

  private long[] mask(int value, int size) {
    return context.seed().stream(Streams.number(value, 0, 0, Streams.Purpose.INPUT))
        .longs(context.batch() * size, ring.mask());
  }

  @Override
  public long[] evaluate(int index, Gate.Affine gate, long[] x) {
    if (plan.firstAffineUse(gate.input()) == index) {
      long[] masked = mask(gate.input(), gate.inputSize());
      for (int i = 0; i < x.length; i++) {
        masked[i] = x[i] - masked[i];
      }
      int tag = PartyContext.tag(index, 0, PartyContext.Message.INPUT);
      context.peer().send(tag, ring.pack(masked));
    }
    long[] product = products.remove(index);
    if (product == null) {
      throw new IllegalStateException("the masked weights of gate " + index + " are missing");
    }
    return product;
  }

  @Override
  public long constant(int index) {
    return 0;
  }

  @Override
  public void forget(int value) {
    // Masks are drawn anew whenever they are needed.
  }
}
