package org.chemxor.fhe.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.chemxor.core.Layer;
import org.chemxor.core.Layer.Polynomial;
import org.chemxor.core.Network;
import org.chemxor.core.ReferenceEvaluator;
import org.chemxor.core.Shape;
import org.chemxor.fhe.FheModel;
import org.chemxor.fhe.FheResult;
import org.chemxor.fhe.Networks;
import org.chemxor.fhe.client.ClientPolicy;
import org.chemxor.fhe.client.FheClient;
import org.chemxor.fhe.evaluator.EvaluationKeys;
import org.chemxor.fhe.program.Plan;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The errors that simulation predicts are those that encryption has, within one bit. Several
 * outputs are sixteen: the noise in a slot depends on the key's value there, so fewer slots would
 * measure one key more than the model.
 */
class PredictedErrorTest {
  private static final int SAMPLES = 40;

  static Stream<Arguments> programs() {
    return Stream.of(1, 16)
        .flatMap(
            outputs ->
                Stream.of(
                    Arguments.of(Plan.partitioned(), outputs, 0x1p-12),
                    Arguments.of(Plan.partitioned(), outputs, 0x1p-6),
                    Arguments.of(Plan.singleRound(), outputs, 0x1p-12),
                    Arguments.of(Plan.batch(SAMPLES), outputs, 0x1p-12)));
  }

  private static Network network(int outputs) {
    Random random = new Random(40L + outputs);
    return Network.builder("net", Shape.image(1, 10, 10))
        .add(Networks.conv(random, 1, 4, 3, 1, 0))
        .add(Polynomial.CHEMXOR)
        .add(new Layer.Flatten())
        .add(Networks.linear(random, 256, 32))
        .add(Polynomial.CHEMXOR)
        .add(Networks.linear(random, 32, outputs))
        .build();
  }

  @ParameterizedTest(name = "{0}, {1} outputs, precision {2}")
  @MethodSource("programs")
  void simulationPredictsTheErrorWithinOneBit(Plan plan, int outputs, double precision) {
    Network network = network(outputs);
    Plan small = plan.withTargetPrecision(precision).insecureWithDegree(2048);
    double[][] inputs = new double[SAMPLES][];
    double[][] expected = new double[SAMPLES][];
    ReferenceEvaluator reference = new ReferenceEvaluator(network);
    for (int i = 0; i < SAMPLES; i++) {
      inputs[i] = Networks.image(i, 100);
      expected[i] = reference.evaluate(inputs[i]);
    }
    try (FheModel model = FheModel.wrap(network, small);
        FheClient client = model.newClient(ClientPolicy.insecureWithoutFloor())) {
      double predicted = deviation(new Simulation(model.program(), 7).evaluate(inputs), expected);
      double measured = deviation(encrypted(model, client, inputs), expected);
      double bits = Math.log(predicted / measured) / Math.log(2);
      assertThat(bits)
          .as("log2 of predicted %s / measured %s", predicted, measured)
          .isBetween(-1.0, 1.0);
    }
  }

  private static double[][] encrypted(FheModel model, FheClient client, double[][] inputs) {
    EvaluationKeys keys = model.evaluator().readKeys(client.evaluationKeys());
    int size = client.outline().maxSamples();
    double[][] outputs = new double[inputs.length][];
    for (int from = 0; from < inputs.length; from += size) {
      int to = Math.min(inputs.length, from + size);
      FheResult result = model.evaluateBatch(client, keys, Arrays.copyOfRange(inputs, from, to));
      for (int i = from; i < to; i++) {
        outputs[i] =
            result.samples().get(i - from).stream().mapToDouble(Double::doubleValue).toArray();
      }
    }
    return outputs;
  }

  /** Root mean square difference. */
  private static double deviation(double[][] a, double[][] b) {
    double sum = 0;
    int count = 0;
    for (int i = 0; i < a.length; i++) {
      for (int o = 0; o < a[i].length; o++) {
        sum += Math.pow(a[i][o] - b[i][o], 2);
        count++;
      }
    }
    return Math.sqrt(sum / count);
  }
}
