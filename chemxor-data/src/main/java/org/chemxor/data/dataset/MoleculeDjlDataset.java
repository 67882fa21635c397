package org.chemxor.data.dataset;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.dataset.BatchSampler;
import ai.djl.training.dataset.RandomAccessDataset;
import ai.djl.training.dataset.Record;
import ai.djl.training.dataset.Sampler;
import ai.djl.util.Progress;
import org.chemxor.core.InvalidInputException;
import org.chemxor.core.MoleculeImage;
import org.jspecify.annotations.Nullable;

/** Molecules in the form DJL trains on. */
final class MoleculeDjlDataset extends RandomAccessDataset {
  private static final int SIZE = MoleculeImage.SIZE;

  private final MoleculeDataset molecules;

  private MoleculeDjlDataset(Builder builder, MoleculeDataset molecules) {
    super(builder);
    this.molecules = molecules;
  }

  /** A data set whose batches a sampler chooses. */
  static MoleculeDjlDataset of(
      MoleculeDataset molecules, Sampler.SubSampler sampler, int batchSize) {
    if (batchSize < 1) {
      throw new InvalidInputException("a batch needs at least 1 molecule, got " + batchSize);
    }
    return new Builder(molecules).setSampling(new BatchSampler(sampler, batchSize, false)).build();
  }

  @Override
  public Record get(NDManager manager, long index) {
    int i = Math.toIntExact(index);
    double[] pixels = molecules.image(i).toArray();
    float[] data = new float[pixels.length];
    for (int pixel = 0; pixel < pixels.length; pixel++) {
      data[pixel] = (float) pixels[pixel];
    }
    NDList labels = new NDList();
    if (!Double.isNaN(molecules.target(i))) {
      labels.add(manager.create(new float[] {(float) molecules.target(i)}));
    }
    return new Record(new NDList(manager.create(data, new Shape(1, SIZE, SIZE))), labels);
  }

  @Override
  protected long availableSize() {
    return molecules.size();
  }

  /** Nothing to do: the images are there already. */
  @Override
  public void prepare(@Nullable Progress progress) {}

  private static final class Builder extends BaseBuilder<Builder> {
    private final MoleculeDataset molecules;

    Builder(MoleculeDataset molecules) {
      this.molecules = molecules;
    }

    @Override
    protected Builder self() {
      return this;
    }

    MoleculeDjlDataset build() {
      return new MoleculeDjlDataset(this, molecules);
    }
  }
}
