package org.chemxor.cli.predict;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Queue;
import org.chemxor.core.MoleculeImage;
import org.chemxor.fhe.FheModel;

/**
 * The outputs of a model under encryption, image after image, evaluated as many at a time as the
 * plan takes. Both roles run in this process. Not thread-safe.
 */
final class EncryptedOutputs implements Iterator<double[]> {
  private final FheModel model;
  private final Iterator<MoleculeImage> images;
  private final Queue<double[]> ready = new ArrayDeque<>();

  /**
   * @param model whose own session evaluates
   * @param images read ahead by one batch
   */
  EncryptedOutputs(FheModel model, Iterator<MoleculeImage> images) {
    this.model = model;
    this.images = images;
  }

  @Override
  public boolean hasNext() {
    return !ready.isEmpty() || images.hasNext();
  }

  @Override
  public double[] next() {
    if (!hasNext()) {
      throw new NoSuchElementException("all images have been evaluated");
    }
    if (ready.isEmpty()) {
      evaluateBatch();
    }
    return ready.remove();
  }

  private void evaluateBatch() {
    List<MoleculeImage> batch = new ArrayList<>();
    int size = model.program().outline().maxSamples();
    while (batch.size() < size && images.hasNext()) {
      batch.add(images.next());
    }
    for (List<Double> outputs : model.evaluateBatch(batch).samples()) {
      ready.add(outputs.stream().mapToDouble(Double::doubleValue).toArray());
    }
  }
}
