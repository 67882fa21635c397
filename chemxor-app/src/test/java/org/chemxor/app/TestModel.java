package org.chemxor.app;

import java.util.List;
import java.util.Random;
import org.chemxor.core.Layer;
import org.chemxor.core.Network;
import org.chemxor.core.Shape;
import org.chemxor.core.Tensor;
import org.chemxor.data.featurise.GridFingerprintFeaturiser;
import org.chemxor.fhe.FheModel;
import org.chemxor.fhe.program.Plan;
import org.chemxor.service.server.ServedModel;

/** A small network on molecule images, evaluated fast and without security. */
final class TestModel {
  static final Network NETWORK = network();

  private TestModel() {}

  private static Network network() {
    Random random = new Random(18);
    return Network.builder("test", Shape.image(1, 32, 32))
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

  /** The caller closes its model. */
  static ServedModel served() {
    return ServedModel.of(FheModel.wrap(NETWORK, Plan.partitioned().insecureWithDegree(1024)))
        .withFeaturiser(GridFingerprintFeaturiser.standard())
        .withTarget("classification", "activity", List.of("inactive", "<b>active</b>"));
  }
}
