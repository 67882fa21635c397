package org.chemxor.models.tuning;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.chemxor.core.InvalidInputException;
import org.chemxor.core.Network;
import org.chemxor.core.Sample;
import org.chemxor.models.evaluate.PackedSamples;
import org.chemxor.models.trained.Task;

/** Samples in memory, in single precision. */
public final class TuningSamples implements TuningData {
  private final int inputSize;
  private final float[][] inputs;
  private final double[] targets;

  private TuningSamples(int inputSize, float[][] inputs, double[] targets) {
    this.inputSize = inputSize;
    this.inputs = inputs;
    this.targets = targets;
  }

  /**
   * Samples from their numbers.
   *
   * @param inputs by sample, in {@code [channels, height, width]} order; copied
   * @param targets by sample: values, or indices of classes; copied
   * @throws IllegalArgumentException when there are not as many of both
   */
  public static TuningSamples of(double[][] inputs, double[] targets) {
    if (inputs.length != targets.length) {
      throw new IllegalArgumentException(
          inputs.length + " inputs were given for " + targets.length + " targets");
    }
    float[][] copies = new float[inputs.length][];
    Arrays.setAll(copies, i -> floats(inputs[i]));
    int size = inputs.length == 0 ? 0 : inputs[0].length;
    return new TuningSamples(size, copies, targets.clone());
  }

  /**
   * Images of molecules for a network.
   *
   * @param use such as "training", for messages
   * @throws InvalidInputException when an image has another size than the network takes, or a
   *     target is missing or no class
   */
  public static TuningSamples of(String use, Iterable<Sample> samples, Network network, Task task) {
    List<float[]> inputs = new ArrayList<>();
    List<Double> targets = new ArrayList<>();
    int size = network.inputShape().size();
    for (Sample sample : samples) {
      String where = use + " sample " + (targets.size() + 1) + " (" + sample.name() + ")";
      float[] input = floats(sample.image().toArray());
      if (input.length != size) {
        throw new InvalidInputException(
            where
                + " has an image of "
                + sample.image().height()
                + "x"
                + sample.image().width()
                + "; "
                + network.name()
                + " takes "
                + network.inputShape());
      }
      inputs.add(input);
      targets.add(PackedSamples.target(where, sample, task, network.outputShape().size()));
    }
    return new TuningSamples(
        size, inputs.toArray(float[][]::new), targets.stream().mapToDouble(t -> t).toArray());
  }

  private static float[] floats(double[] values) {
    float[] floats = new float[values.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) values[i];
    }
    return floats;
  }

  @Override
  public int size() {
    return targets.length;
  }

  @Override
  public int inputSize() {
    return inputSize;
  }

  @Override
  public void copyInput(int index, float[] target, int offset) {
    System.arraycopy(inputs[index], 0, target, offset, inputSize);
  }

  @Override
  public double target(int index) {
    return targets[index];
  }
}
