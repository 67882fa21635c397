package org.chemxor.models.trained;

import java.nio.file.Path;
import java.util.List;
import org.chemxor.core.MoleculeImage;
import org.chemxor.core.Network;
import org.chemxor.core.ReferenceEvaluator;

/**
 * A network with its weights and what is known about it. Immutable; predicting and loading need no
 * PyTorch.
 */
public final class TrainedModel {
  private final Network network;
  private final ModelInfo info;
  private final List<EpochResult> history;

  private TrainedModel(Network network, ModelInfo info, List<EpochResult> history) {
    this.network = network;
    this.info = info;
    this.history = List.copyOf(history);
  }

  /** A model of any network. */
  public static TrainedModel of(Network network, ModelInfo info) {
    return new TrainedModel(network, info, List.of());
  }

  public static TrainedModel trained(Network network, ModelInfo info, List<EpochResult> history) {
    return new TrainedModel(network, info, history);
  }

  /** The network: outputs in the target's units, or one score per class. */
  public Network network() {
    return network;
  }

  /** What is known about the model. */
  public ModelInfo info() {
    return info;
  }

  /** The epochs of the training that made this model; empty for one that was loaded. */
  public List<EpochResult> history() {
    return history;
  }

  /** The same network with other information. */
  public TrainedModel withInfo(ModelInfo replacement) {
    return new TrainedModel(network, replacement, history);
  }

  /**
   * The network's outputs for one image, computed in double precision.
   *
   * @throws IllegalArgumentException when the image has another size than the network takes
   */
  public double[] predict(MoleculeImage image) {
    return new ReferenceEvaluator(network).evaluate(image);
  }

  /**
   * Writes the model into {@code folder}, made if need be. A model already there is replaced; on
   * failure or interruption it stays whole.
   *
   * @throws java.io.UncheckedIOException when the folder cannot be written
   */
  public void save(Path folder) {
    ModelFolder.save(this, folder);
  }

  /**
   * Reads a model that {@link #save} wrote.
   *
   * @throws org.chemxor.core.InvalidInputException when there is no whole and valid model in the
   *     folder; the message says what is wrong
   */
  public static TrainedModel load(Path folder) {
    return ModelFolder.load(folder);
  }

  @Override
  public String toString() {
    return "TrainedModel[" + network.name() + ", " + info.task() + "]";
  }
}
