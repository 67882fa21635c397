package org.chemxor.onnx;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Limits of an import, and what the file leaves open. Immutable; start with {@link #standard()} or
 * {@link #builder()}.
 */
public final class OnnxImportOptions {
  /** Share of the heap that tensors may take, as doubles: layers copy them while they are made. */
  private static final int HEAP_SHARE = 4;

  private final long maxFileBytes;
  private final long maxTensorElements;
  private final int maxNodes;
  private final Optional<Path> externalDataFolder;
  private final Optional<List<Integer>> inputDimensions;
  private final Optional<String> output;
  private final boolean isFinalSoftmaxDropped;

  private OnnxImportOptions(Builder builder) {
    this.maxFileBytes = builder.maxFileBytes;
    this.maxTensorElements = builder.maxTensorElements;
    this.maxNodes = builder.maxNodes;
    this.externalDataFolder = builder.externalDataFolder;
    this.inputDimensions = builder.inputDimensions;
    this.output = builder.output;
    this.isFinalSoftmaxDropped = builder.isFinalSoftmaxDropped;
  }

  /**
   * Files of up to a gigabyte or a quarter of the heap, tensors of as many numbers as fill a
   * quarter of the heap, 10,000 nodes, external data in the model's folder.
   */
  public static OnnxImportOptions standard() {
    return builder().build();
  }

  /** Starts from the standard options. */
  public static Builder builder() {
    return new Builder();
  }

  /** The largest file in bytes, without external data. */
  public long maxFileBytes() {
    return maxFileBytes;
  }

  /**
   * The most numbers in all tensors together, with those that exact rewriting adds: a grouped
   * convolution becomes a dense one.
   */
  public long maxTensorElements() {
    return maxTensorElements;
  }

  /** The most nodes of the graph. */
  public int maxNodes() {
    return maxNodes;
  }

  /** The one folder that external data may lie in; the model's own when empty. */
  public Optional<Path> externalDataFolder() {
    return externalDataFolder;
  }

  /** Dimensions of one sample where the file leaves them open; without the batch. */
  public Optional<List<Integer>> inputDimensions() {
    return inputDimensions;
  }

  /** The output to import when a model has several. */
  public Optional<String> output() {
    return output;
  }

  /** Whether a softmax at the very end is left out. */
  public boolean isFinalSoftmaxDropped() {
    return isFinalSoftmaxDropped;
  }

  /** Collects options; every method checks its value at once. */
  public static final class Builder {
    private final long heap = Runtime.getRuntime().maxMemory();
    private long maxFileBytes = Math.min(1L << 30, heap / HEAP_SHARE);
    private long maxTensorElements = Math.min(1L << 28, heap / HEAP_SHARE / Double.BYTES);
    private int maxNodes = 10_000;
    private Optional<Path> externalDataFolder = Optional.empty();
    private Optional<List<Integer>> inputDimensions = Optional.empty();
    private Optional<String> output = Optional.empty();
    private boolean isFinalSoftmaxDropped;

    private Builder() {}

    /** See {@link OnnxImportOptions#maxFileBytes()}; at least 1. */
    public Builder maxFileBytes(long bytes) {
      maxFileBytes = atLeastOne("maxFileBytes", bytes);
      return this;
    }

    /** See {@link OnnxImportOptions#maxTensorElements()}; at least 1. */
    public Builder maxTensorElements(long elements) {
      maxTensorElements = atLeastOne("maxTensorElements", elements);
      return this;
    }

    /** See {@link OnnxImportOptions#maxNodes()}; at least 1. */
    public Builder maxNodes(int nodes) {
      maxNodes = (int) atLeastOne("maxNodes", nodes);
      return this;
    }

    private static long atLeastOne(String what, long value) {
      if (value < 1) {
        throw new IllegalArgumentException(what + " must be at least 1, got " + value);
      }
      return value;
    }

    /** See {@link OnnxImportOptions#externalDataFolder()}. */
    public Builder externalDataFolder(Path folder) {
      externalDataFolder = Optional.of(folder);
      return this;
    }

    /**
     * See {@link OnnxImportOptions#inputDimensions()}.
     *
     * @param dimensions each at least 1, such as 1, 32, 32 for an image of one channel
     */
    public Builder inputDimensions(int... dimensions) {
      for (int dimension : dimensions) {
        atLeastOne("a dimension", dimension);
      }
      inputDimensions = Optional.of(Arrays.stream(dimensions).boxed().toList());
      return this;
    }

    /** See {@link OnnxImportOptions#output()}. */
    public Builder output(String name) {
      output = Optional.of(name);
      return this;
    }

    /**
     * Leaves a softmax out that computes the output. The network then gives the scores before it:
     * the order of classes is the same, and whoever wants probabilities applies it to the result.
     */
    public Builder dropFinalSoftmax() {
      isFinalSoftmaxDropped = true;
      return this;
    }

    /** The options. */
    public OnnxImportOptions build() {
      return new OnnxImportOptions(this);
    }
  }
}
