package org.chemxor.data.dataset;

import ai.djl.training.dataset.RandomAccessDataset;
import ai.djl.training.dataset.SequenceSampler;
import java.util.AbstractList;
import java.util.List;
import java.util.RandomAccess;
import java.util.stream.IntStream;
import org.chemxor.core.MoleculeImage;
import org.chemxor.core.Sample;
import org.chemxor.data.csv.MoleculeRow;
import org.chemxor.data.packed.PackedImage;

/**
 * A list of molecules with their images and targets, kept in little memory: images are packed and
 * unfold when a sample is asked for. Immutable; any number of threads may read it.
 */
public final class MoleculeDataset extends AbstractList<Sample> implements RandomAccess {
  private final List<MoleculeRow> rows;
  private final double[][] targets;
  private final List<PackedImage> images;
  private final int[] indices;

  private MoleculeDataset(
      List<MoleculeRow> rows, double[][] targets, List<PackedImage> images, int[] indices) {
    this.rows = rows;
    this.targets = targets;
    this.images = images;
    this.indices = indices;
  }

  /** A set of these molecules; the lists must not change any more. */
  static MoleculeDataset of(List<MoleculeRow> rows, double[][] targets, List<PackedImage> images) {
    return new MoleculeDataset(rows, targets, images, IntStream.range(0, rows.size()).toArray());
  }

  /** A view of some of its molecules. */
  MoleculeDataset part(List<Integer> positions) {
    int[] chosen = positions.stream().mapToInt(i -> indices[i]).toArray();
    return new MoleculeDataset(rows, targets, images, chosen);
  }

  /** A view of the first molecules, at most so many. */
  public MoleculeDataset first(int most) {
    return part(IntStream.range(0, Math.min(most, size())).boxed().toList());
  }

  @Override
  public Sample get(int index) {
    MoleculeRow row = row(index);
    return new Sample(row.name(), row.smiles(), image(index), target(index));
  }

  @Override
  public int size() {
    return indices.length;
  }

  /** The image of a molecule. */
  public MoleculeImage image(int index) {
    return images.get(indices[index]).unpack();
  }

  /** The first target of a molecule: its value, or its class; NaN when it is not known. */
  public double target(int index) {
    double[] row = targets[indices[index]];
    return row.length == 0 ? Double.NaN : row[0];
  }

  /** All targets of all molecules, {@code [molecule][target]}, NaN where one is missing; a copy. */
  public double[][] targetRows() {
    return IntStream.range(0, size())
        .mapToObj(i -> targets[indices[i]].clone())
        .toArray(double[][]::new);
  }

  /** How many targets a molecule has; 0 for molecules to predict, and for none at all. */
  int targetCount() {
    return size() == 0 ? 0 : targets[indices[0]].length;
  }

  /** The row of the file a molecule came from. */
  public MoleculeRow row(int index) {
    return rows.get(indices[index]);
  }

  /** All rows, in order. */
  public List<MoleculeRow> rows() {
    return IntStream.range(0, size()).mapToObj(this::row).toList();
  }

  /** The first targets, in order. */
  public double[] targets() {
    return IntStream.range(0, size()).mapToDouble(this::target).toArray();
  }

  /** All structures, in order. */
  public List<String> smiles() {
    return IntStream.range(0, size()).mapToObj(i -> row(i).smiles()).toList();
  }

  /**
   * The same molecules as a DJL data set, in order.
   *
   * @param batchSize molecules in a batch, at least 1; the last batch may be smaller
   * @return batches of data {@code [batch, 1, 32, 32]} and labels {@code [batch, 1]}, both single
   *     precision; without labels when the first target is not known
   */
  public RandomAccessDataset toDjl(int batchSize) {
    return MoleculeDjlDataset.of(this, new SequenceSampler(), batchSize);
  }

  /**
   * The same molecules as a DJL data set, shuffled anew in every pass.
   *
   * @param batchSize molecules in a batch, at least 1; the last batch may be smaller
   * @param seed the same seed gives the same order of every pass
   */
  public RandomAccessDataset toShuffledDjl(int batchSize, int seed) {
    return MoleculeDjlDataset.of(this, new SeededSampler(seed), batchSize);
  }

  /** Size only: structures may be somebody's secret. */
  @Override
  public String toString() {
    return "MoleculeDataset[" + size() + " molecules]";
  }
}
