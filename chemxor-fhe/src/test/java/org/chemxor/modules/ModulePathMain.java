package org.chemxor.modules;

import java.util.Random;
import org.chemxor.ckks.CkksEngine;
import org.chemxor.core.Layer;
import org.chemxor.core.Network;
import org.chemxor.core.ReferenceEvaluator;
import org.chemxor.core.Shape;
import org.chemxor.core.Tensor;
import org.chemxor.fhe.FheModel;
import org.chemxor.fhe.client.ClientPolicy;
import org.chemxor.fhe.client.FheClient;
import org.chemxor.fhe.evaluator.EvaluationKeys;
import org.chemxor.fhe.program.Plan;

/**
 * A program that uses the library as modules. Prints what computes, and the largest difference to
 * the plain network; fails when the library is on the class path.
 */
public final class ModulePathMain {
  private ModulePathMain() {}

  /** Runs it. */
  public static void main(String[] args) {
    for (Class<?> type : new Class<?>[] {Network.class, CkksEngine.class, FheModel.class}) {
      if (!type.getModule().isNamed()) {
        throw new IllegalStateException(type + " is on the class path");
      }
    }
    Random random = new Random(7);
    Network network =
        Network.builder("small", Shape.vector(8))
            .add(linear(random, 8, 4))
            .add(Layer.Polynomial.CHEMXOR)
            .add(linear(random, 4, 2))
            .build();
    double[] input = random.doubles(8).toArray();
    double[] expected = new ReferenceEvaluator(network).evaluate(input);
    try (FheModel model = FheModel.wrap(network, Plan.partitioned().insecureWithDegree(1024));
        FheClient client = model.newClient(ClientPolicy.insecureWithoutFloor())) {
      EvaluationKeys keys = model.evaluator().readKeys(client.evaluationKeys());
      double[] found =
          model.evaluate(client, keys, input).outputs().stream()
              .mapToDouble(Double::doubleValue)
              .toArray();
      double worst = 0;
      for (int i = 0; i < expected.length; i++) {
        worst = Math.max(worst, Math.abs(expected[i] - found[i]));
      }
      System.out.println(CkksEngine.load().description());
      System.out.println("difference " + worst);
    }
  }

  private static Layer.Linear linear(Random random, int in, int out) {
    return new Layer.Linear(
        Tensor.of(random.doubles((long) in * out, -1, 1).toArray(), out, in),
        Tensor.of(random.doubles(out, -1, 1).toArray(), out));
  }
}
