package org.chemxor.audit.reference;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.chemxor.core.Layer;
import org.chemxor.core.Network;
import org.chemxor.core.ReferenceEvaluator;
import org.chemxor.core.Sample;
import org.chemxor.models.trained.TrainedModel;

/**
 * What a model computes for each compound.
 *
 * @param outputs {@code [compound][output]}
 * @param lastNorms Euclidean norm of what enters the last layer with weights, with a one for its
 *     bias: the last activations that a client of the partitioned plan sees before the answer
 */
public record Answers(double[][] outputs, double[] lastNorms) {

  /** Asks a model about every compound, in the clear. */
  public static Answers of(TrainedModel model, List<Sample> compounds) {
    Network network = model.network();
    ReferenceEvaluator evaluator = new ReferenceEvaluator(network);
    int entering = entersLastWeights(network);
    double[][] outputs = new double[compounds.size()][];
    double[] norms = new double[compounds.size()];
    IntStream.range(0, compounds.size())
        .parallel()
        .forEach(
            i -> {
              double[][] values = evaluator.evaluateAll(compounds.get(i).image().toArray());
              outputs[i] = values[values.length - 1];
              norms[i] = Math.sqrt(1 + Arrays.stream(values[entering]).map(v -> v * v).sum());
            });
    return new Answers(outputs, norms);
  }

  /** Index of the value that the last layer with weights reads. */
  private static int entersLastWeights(Network network) {
    List<Network.Node> nodes = network.nodes();
    for (int i = nodes.size() - 1; i >= 0; i--) {
      Layer layer = nodes.get(i).layer();
      if (layer instanceof Layer.Linear || layer instanceof Layer.Conv2d) {
        return nodes.get(i).inputs().get(0);
      }
    }
    return nodes.size() - 1;
  }

  /** The first output of each compound: a regression's predictions. */
  public double[] predictions() {
    return Arrays.stream(outputs).mapToDouble(row -> row[0]).toArray();
  }
}
