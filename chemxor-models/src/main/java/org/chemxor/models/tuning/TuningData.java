package org.chemxor.models.tuning;

/**
 * What a network learns from. Samples are asked for anew in every epoch and may differ from time to
 * time, as when they are shifted at random; asked for on one thread.
 */
public interface TuningData {
  /** Number of samples. */
  int size();

  /** Numbers in the input of a sample. */
  int inputSize();

  /**
   * Writes the input of a sample, in {@code [channels, height, width]} order.
   *
   * @param index from 0 to below {@link #size()}
   * @param target receives {@link #inputSize()} numbers from {@code offset} on
   * @param offset where to begin
   */
  void copyInput(int index, float[] target, int offset);

  /** The value to learn, or the index of a class. */
  double target(int index);
}
