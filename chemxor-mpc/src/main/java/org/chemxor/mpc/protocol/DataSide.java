package org.chemxor.mpc.protocol;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.chemxor.mpc.compile.Gate;
import org.chemxor.mpc.compile.Plan;
import org.chemxor.mpc.linear.RingConvolution;
import org.chemxor.mpc.material.Streams;
import org.chemxor.mpc.sharing.Ring;

/**
 * The data owner's side of affine gates. It holds the masked weights {@code D = W - A} and masks
 * its inputs with u; its share of the result, {@code D u + C0}, does not depend on the input and is
 * computed ahead or while it waits. The only traffic is the masked input.
 */
public final class DataSide implements PartyRun.Affine {
  private final PartyContext context;
  private final Plan plan;
  private final Ring ring;
  private final Map<Integer, CompletableFuture<long[]>> products = new HashMap<>();

  /**
   * Starts to compute everything that does not depend on the input, in the order of use and in a
   * thread of its own, so that it fills the waits for the peer.
   *
   * @param maskedWeights D of each affine gate, by its index
   */
  public DataSide(PartyContext context, Map<Integer, long[]> maskedWeights) {
    this.context = context;
    this.plan = context.plan();
    this.ring = plan.ring();
    RingConvolution convolution = new RingConvolution(ring, true);
    ExecutorService worker = Executors.newSingleThreadExecutor(DataSide::daemon);
    for (int i = 0; i < plan.gates().size(); i++) {
      int index = i;
      long[] weights = maskedWeights.get(i);
      if (weights != null) {
        products.put(
            i, CompletableFuture.supplyAsync(() -> multiply(convolution, index, weights), worker));
      }
    }
    // What is given to it is done first. The rest fails at once when the seed is wiped meanwhile.
    worker.shutdown();
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "mpc-products");
    thread.setDaemon(true);
    return thread;
  }

  private long[] multiply(RingConvolution convolution, int index, long[] weights) {
    Gate.Affine gate = (Gate.Affine) plan.gates().get(index);
    long[] product =
        context.seed().stream(Streams.number(index, 0, 0, Streams.Purpose.AFFINE))
            .longs(context.batch() * gate.outputSize(), ring.mask());
    long[] mask = mask(gate.input(), gate.inputSize());
    convolution.addWide(gate.shape(), context.batch(), weights, mask, product);
    return ring.reduce(product);
  }

  /** Waits until all products are there. */
  public void await() {
    products.values().forEach(CompletableFuture::join);
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
    CompletableFuture<long[]> product = products.remove(index);
    if (product == null) {
      throw new IllegalStateException("the masked weights of gate " + index + " are missing");
    }
    return product.join();
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
