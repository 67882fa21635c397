package org.chemxor.onnx.model;

/**
 * Numbers that one import may hold. Everything that grows with what a file claims (tensors, dense
 * kernels of grouped convolutions, broadcasts) is taken from it before it is allocated.
 */
public final class Budget {
  private final long limit;
  private long left;

  /**
   * @param limit numbers in all, at least 1
   */
  public Budget(long limit) {
    this.limit = limit;
    this.left = limit;
  }

  /**
   * Takes numbers from what is left.
   *
   * @param what they are for, the beginning of a sentence
   * @param numbers how many, at least 0
   * @return the same count, as an array's size
   * @throws Refusal when there are not so many left
   */
  public int take(String what, long numbers) {
    if (numbers > left || numbers > Integer.MAX_VALUE - 8) {
      throw new Refusal(
          what
              + " takes "
              + numbers
              + " numbers, of "
              + limit
              + " allowed for the whole import "
              + (limit - left)
              + " are taken: raise the limit of tensor elements (and the heap, -Xmx) if the model"
              + " is really that large");
    }
    left -= numbers;
    return (int) numbers;
  }
}
