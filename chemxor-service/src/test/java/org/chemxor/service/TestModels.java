package org.chemxor.service;

import java.util.Random;
import org.chemxor.core.Layer;
import org.chemxor.core.Network;
import org.chemxor.core.Shape;
import org.chemxor.core.Tensor;
import org.chemxor.data.featurise.GridFingerprintFeaturiser;
import org.chemxor.fhe.FheModel;
import org.chemxor.fhe.client.ClientPolicy;
import org.chemxor.fhe.program.Plan;
import org.chemxor.service.client.ClientBuilder;
import org.chemxor.service.client.ModelClient;
import org.chemxor.service.server.ModelServer;
import org.chemxor.service.server.ServedModel;

/** A small network on molecule images, evaluated fast and without security. */
public final class TestModels {
  public static final String ASPIRIN = "CC(=O)Oc1ccccc1C(=O)O";

  private TestModels() {}

  public static Network network(String name, long seed) {
    Random random = new Random(seed);
    return Network.builder(name, Shape.image(1, 32, 32))
        .add(new Layer.Conv2d(tensor(random, 9, 1, 1, 3, 3), tensor(random, 9, 1), 3, 0))
        .add(Layer.Polynomial.CHEMXOR)
        .add(new Layer.Flatten())
        .add(new Layer.Linear(tensor(random, 100, 8, 100), tensor(random, 100, 8)))
        .add(Layer.Polynomial.CHEMXOR)
        .add(new Layer.Linear(tensor(random, 8, 2, 8), tensor(random, 8, 2)))
        .build();
  }

  private static Tensor tensor(Random random, int inputs, int... dimensions) {
    int size = 1;
    for (int dimension : dimensions) {
      size *= dimension;
    }
    double bound = 1 / Math.sqrt(inputs);
    return Tensor.of(random.doubles(size, -bound, bound).toArray(), dimensions);
  }

  /** The caller closes it. */
  public static FheModel wrap(Network network) {
    return FheModel.wrap(network, Plan.partitioned().insecureWithDegree(1024));
  }

  public static ServedModel served(FheModel model) {
    return classifier(ServedModel.of(model));
  }

  /** The same with a featuriser and two classes. */
  static ServedModel classifier(ServedModel model) {
    return model
        .withFeaturiser(GridFingerprintFeaturiser.standard())
        .withTarget("classification", "activity", java.util.List.of("inactive", "active"));
  }

  public static ClientBuilder client(ModelServer server) {
    return ModelClient.at(server.uri()).policy(ClientPolicy.insecureWithoutFloor()).withoutPins();
  }
}
