package org.chemxor.models.tuning;

import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import org.chemxor.core.Layer;
import org.chemxor.core.Network;

/** One node of a network as a block. */
abstract class NodeBlock extends AbstractBlock {
  private final Network.Node node;

  NodeBlock(Network.Node node) {
    this.node = node;
  }

  /**
   * The block of a node.
   *
   * @param scale for a polynomial, a typical size of what enters it
   */
  static NodeBlock of(Network.Node node, double scale) {
    if (node.layer() instanceof Layer.Conv2d conv) {
      return new WeightedNode(node, conv.weights(), conv.bias());
    } else if (node.layer() instanceof Layer.Linear linear) {
      return new WeightedNode(node, linear.weights(), linear.bias());
    } else if (node.layer() instanceof Layer.Polynomial polynomial) {
      return new PolynomialNode(node, polynomial, scale);
    }
    return new FixedNode(node);
  }

  /** The node as it was. */
  final Network.Node node() {
    return node;
  }

  /** Puts the layer's numbers into the parameters; nothing where there are none. */
  abstract void load();

  /** The layer with the parameters as they are now. */
  abstract Layer layer();

  /** A batch of values: {@code [batch, n]} for a vector. */
  static Shape batched(org.chemxor.core.Shape shape, long batch) {
    return shape.isVector()
        ? new Shape(batch, shape.channels())
        : new Shape(batch, shape.channels(), shape.height(), shape.width());
  }

  @Override
  public Shape[] getOutputShapes(Shape[] inputShapes) {
    return new Shape[] {batched(node.outputShape(), inputShapes[0].get(0))};
  }
}
