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
 * @param lastActivations {@code [compound][unit]}, what enters the last layer with weights: the
 *     last that a client of the partitioned plan may see before the answer
 */
public record Answers(double[][] outputs, float[][] lastActivations) {

  /** Asks a model about every compound, in the clear. */
  public static Answers of(TrainedModel model, List<Sample> compounds) {
    Network network = model.network();
    ReferenceEvaluator evaluator = new ReferenceEvaluator(network);
    int entering = entersLastWeights(network);
    double[][] outputs = new double[compounds.size()][];
    float[][] activations = new float[compounds.size()][];
    IntStream.range(0, compounds.size())
        .parallel()
        .forEach(
            i -> {
              double[][] values = evaluator.evaluateAll(compounds.get(i).image().toArray());
              outputs[i] = values[values.length - 1];
              activations[i] = toFloats(values[entering]);
            });
    return new Answers(outputs, activations);
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

  private static float[] toFloats(double[] values) {
    float[] floats = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      floats[i] = (float) values[i];
    }
    return floats;
  }

  /** The first output of each compound: a regression's predictions. */
  public double[] predictions() {
    return Arrays.stream(outputs).mapToDouble(row -> row[0]).toArray();
  }
}
