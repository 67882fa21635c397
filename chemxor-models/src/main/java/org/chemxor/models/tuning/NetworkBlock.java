package org.chemxor.models.tuning;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.chemxor.core.Network;
import org.jspecify.annotations.Nullable;

/**
 * A {@link Network} of any layers as a DJL block in single precision: {@code [batch, channels,
 * height, width]} in, or {@code [batch, features]} for a vector, {@code [batch, outputs]} out.
 * Weights, biases and the coefficients of polynomials can be trained; {@link #toNetwork()} gives
 * the network that it has become.
 *
 * <p>A polynomial is trained as one in {@code x / scale}: a step of the optimiser then changes
 * every power about equally, where the coefficient of {@code x^4} would otherwise be lost in one
 * step.
 */
public final class NetworkBlock extends AbstractBlock {
  private final Network network;
  private final List<NodeBlock> nodes = new ArrayList<>();
  private @Nullable BiConsumer<Integer, NDArray> valueListener;

  /** A block whose polynomials are trained in x itself. */
  public NetworkBlock(Network network) {
    this(network, Map.of());
  }

  /**
   * @param network whose weights it starts with, once {@link #loadWeights()} is called
   * @param scales by a polynomial's node, a typical size of what enters it, above 0; 1 for the
   *     others
   */
  public NetworkBlock(Network network, Map<String, Double> scales) {
    this.network = network;
    for (Network.Node node : network.nodes()) {
      double scale = scales.getOrDefault(node.name(), 1.0);
      nodes.add(addChildBlock(node.name(), NodeBlock.of(node, scale)));
    }
  }

  /** The network it started with. */
  public Network network() {
    return network;
  }

  /** Puts the network's weights and coefficients into the initialised parameters. */
  public void loadWeights() {
    nodes.forEach(NodeBlock::load);
  }

  /** The network with weights and coefficients as they are now. */
  public Network toNetwork() {
    Map<String, NodeBlock> byName = new java.util.HashMap<>();
    nodes.forEach(node -> byName.put(node.node().name(), node));
    return PolynomialSubstitution.mapped(network, node -> byName.get(node.name()).layer());
  }

  /** Is told the index of every value, 0 for the input, and the value, {@code [batch, ...]}. */
  public void onValue(@Nullable BiConsumer<Integer, NDArray> listener) {
    valueListener = listener;
  }

  /** The shape of a batch of inputs. */
  public Shape inputShape(int batch) {
    return NodeBlock.batched(network.inputShape(), batch);
  }

  @Override
  protected NDList forwardInternal(
      ParameterStore store,
      NDList inputs,
      boolean training,
      @Nullable PairList<String, Object> params) {
    List<NDArray> values = new ArrayList<>();
    tell(values, inputs.singletonOrThrow());
    for (NodeBlock node : nodes) {
      NDList read = new NDList();
      node.node().inputs().forEach(i -> read.add(values.get(i)));
      tell(values, node.forward(store, read, training).singletonOrThrow());
    }
    NDArray last = values.get(nodes.size());
    return new NDList(last.reshape(last.getShape().get(0), -1));
  }

  private void tell(List<NDArray> values, NDArray value) {
    BiConsumer<Integer, NDArray> listener = valueListener;
    if (listener != null) {
      listener.accept(values.size(), value);
    }
    values.add(value);
  }

  @Override
  public void initializeChildBlocks(NDManager manager, DataType dataType, Shape... inputShapes) {
    long batch = inputShapes[0].get(0);
    for (NodeBlock node : nodes) {
      Shape[] read =
          node.node().inputs().stream()
              .map(i -> NodeBlock.batched(network.valueShape(i), batch))
              .toArray(Shape[]::new);
      node.initialize(manager, dataType, read);
    }
  }

  @Override
  public Shape[] getOutputShapes(Shape[] inputShapes) {
    return new Shape[] {new Shape(inputShapes[0].get(0), network.outputShape().size())};
  }
}
