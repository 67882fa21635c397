package org.chemxor.models.olinda;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.core.Linear;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.BiConsumer;
import org.chemxor.core.olinda.OlindaNet;
import org.jspecify.annotations.Nullable;

/**
 * An {@link OlindaNet} as a DJL block: {@code [batch, 1, 32, 32]} in, {@code [batch, outputs]} out.
 *
 * <p>It computes with the activation's constant left out, so its biases differ from those of the
 * {@link org.chemxor.core.Network} that {@link NetworkExport} makes of it; the outputs agree.
 */
public final class OlindaNetBlock extends AbstractBlock {
  private final OlindaNet architecture;
  private final List<Block> weighted = new ArrayList<>();
  private final List<PolynomialBlock> activations = new ArrayList<>();
  private @Nullable BiConsumer<Integer, NDArray> preActivationListener;
  private double dropout;

  /** A block with weights still to be initialised. */
  public OlindaNetBlock(OlindaNet architecture) {
    this.architecture = architecture;
    for (int i = 0; i < architecture.layers(); i++) {
      weighted.add(addChildBlock("layer", layer(i)));
      if (i < architecture.layers() - 1) {
        activations.add(
            addChildBlock("activation", new PolynomialBlock(architecture.activation())));
      }
    }
  }

  private Block layer(int index) {
    int convolutions = architecture.convolutions().size();
    if (index >= convolutions) {
      return Linear.builder().setUnits(architecture.linears().get(index - convolutions)).build();
    }
    OlindaNet.Convolution convolution = architecture.convolutions().get(index);
    return Conv2d.builder()
        .setFilters(convolution.out())
        .setKernelShape(new Shape(OlindaNet.KERNEL, OlindaNet.KERNEL))
        .optStride(new Shape(convolution.stride(), convolution.stride()))
        .build();
  }

  /** The architecture this block computes. */
  public OlindaNet architecture() {
    return architecture;
  }

  /** The layers with weights, in order: {@code weight} and {@code bias} are their parameters. */
  public List<Block> weightedLayers() {
    return weighted;
  }

  /** The activation after each layer but the last. */
  List<PolynomialBlock> activationBlocks() {
    return activations;
  }

  /** Is told each layer's index and what enters its activation, {@code [batch, ...]}. */
  public void onPreActivation(@Nullable BiConsumer<Integer, NDArray> listener) {
    preActivationListener = listener;
  }

  /** Share of activations of the linear layers set to zero in training, 0 to below 1. */
  public void setDropout(double share) {
    dropout = share;
  }

  /**
   * Draws weights and biases uniformly from plus or minus 1 / sqrt(fan in), as PyTorch does.
   *
   * @param random consumed layer by layer, weights before biases
   */
  public void initializeLikePyTorch(Random random) {
    for (Block layer : weighted) {
      Parameter weight = layer.getDirectParameters().get("weight");
      double bound = 1 / Math.sqrt((double) weight.getShape().size() / weight.getShape().get(0));
      fillUniform(weight.getArray(), bound, random);
      fillUniform(layer.getDirectParameters().get("bias").getArray(), bound, random);
    }
  }

  private static void fillUniform(NDArray array, double bound, Random random) {
    float[] values = new float[Math.toIntExact(array.size())];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) ((2 * random.nextDouble() - 1) * bound);
    }
    array.set(values);
  }

  @Override
  protected NDList forwardInternal(
      ParameterStore store,
      NDList inputs,
      boolean training,
      @Nullable PairList<String, Object> params) {
    NDArray x = inputs.singletonOrThrow();
    int convolutions = architecture.convolutions().size();
    for (int i = 0; i < weighted.size(); i++) {
      if (i == convolutions) {
        x = x.reshape(x.getShape().get(0), -1);
      }
      x = weighted.get(i).forward(store, new NDList(x), training).singletonOrThrow();
      if (i < activations.size()) {
        if (preActivationListener != null) {
          preActivationListener.accept(i, x);
        }
        x = activations.get(i).forward(store, new NDList(x), training).singletonOrThrow();
        if (training && dropout > 0 && i >= convolutions) {
          x = ai.djl.nn.norm.Dropout.dropout(x, (float) dropout, true).singletonOrThrow();
        }
      }
    }
    return new NDList(x);
  }

  @Override
  public void initializeChildBlocks(NDManager manager, DataType dataType, Shape... inputShapes) {
    Shape shape = inputShapes[0];
    for (int i = 0; i < weighted.size(); i++) {
      if (i == architecture.convolutions().size()) {
        shape = new Shape(shape.get(0), architecture.flattenedSize());
      }
      weighted.get(i).initialize(manager, dataType, shape);
      shape = weighted.get(i).getOutputShapes(new Shape[] {shape})[0];
      if (i < activations.size()) {
        activations.get(i).initialize(manager, dataType, shape);
      }
    }
  }

  @Override
  public Shape[] getOutputShapes(Shape[] inputShapes) {
    return new Shape[] {new Shape(inputShapes[0].get(0), architecture.outputs())};
  }
}
