package org.chemxor.mpc;

import java.util.List;
import org.chemxor.core.Network;
import org.chemxor.core.ReferenceEvaluator;
import org.chemxor.mpc.channel.MemoryLink;
import org.chemxor.mpc.compile.CompiledModel;
import org.chemxor.mpc.emulate.FixedPointEmulator;
import org.slf4j.LoggerFactory;

/** The same network by other means: in floating point, in fixed point, on shares. */
public interface Backend extends AutoCloseable {
  /** The outputs for samples. */
  List<double[]> evaluate(List<double[]> samples);

  @Override
  void close();

  /** In the clear, in floating point. */
  static Backend floatingPoint(Network network) {
    return clear(new ReferenceEvaluator(network)::evaluate);
  }

  /** In the clear, on the protocol's integers, everything rounded down. */
  static Backend emulator(CompiledModel model) {
    return clear(new FixedPointEmulator(model)::evaluate);
  }

  /** On shares, all three roles in this process. */
  static Backend inMemory(CompiledModel model, MpcSettings settings) {
    Dealer dealer = new Dealer(settings);
    ModelOwner modelOwner = new ModelOwner(model, () -> dealerLink(dealer), settings);
    MemoryLink[] links = MemoryLink.pair();
    start(() -> modelOwner.serve(links[1]));
    DataOwner dataOwner = DataOwner.over(links[0], dealerLink(dealer), settings);
    return new Backend() {
      @Override
      public List<double[]> evaluate(List<double[]> samples) {
        return dataOwner.predict(samples);
      }

      @Override
      public void close() {
        dataOwner.close();
      }
    };
  }

  private static MemoryLink dealerLink(Dealer dealer) {
    MemoryLink[] links = MemoryLink.pair();
    start(() -> dealer.serve(links[1]));
    return links[0];
  }

  private static void start(Runnable role) {
    Thread thread =
        new Thread(
            () -> {
              try {
                role.run();
              } catch (RuntimeException e) {
                // The data owner hears of it as well: its channel was told the reason.
                LoggerFactory.getLogger(Backend.class).debug("a role ended early", e);
              }
            },
            "mpc-role");
    thread.setDaemon(true);
    thread.start();
  }

  private static Backend clear(java.util.function.UnaryOperator<double[]> function) {
    return new Backend() {
      @Override
      public List<double[]> evaluate(List<double[]> samples) {
        return samples.stream().map(function).toList();
      }

      @Override
      public void close() {
        // Nothing is held.
      }
    };
  }
}
