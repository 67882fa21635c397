package org.chemxor.data.dataset;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.DoubleConsumer;
import org.chemxor.core.InvalidInputException;
import org.chemxor.core.Sample;
import org.chemxor.data.csv.MoleculeCsv;
import org.chemxor.data.csv.MoleculeRow;
import org.chemxor.data.csv.RowProblem;
import org.chemxor.data.featurise.MoleculeFeaturiser;
import org.chemxor.data.packed.PackedImage;

/**
 * What was read from a file: the molecules that could be used, in the order of the file, and the
 * rows that could not.
 *
 * @param samples the usable molecules with their images
 * @param problems one entry for each row left out, in the order of the file
 */
public record MoleculeTable(MoleculeDataset samples, List<RowProblem> problems) {
  /** Copies the list. */
  public MoleculeTable {
    problems = List.copyOf(problems);
  }

  /**
   * Reads a whole file. Images are kept packed, some hundred bytes a molecule.
   *
   * @param csv the file, and where in it the columns are
   * @param featuriser makes the images, of 32x32 pixels
   * @return the molecules that could be used and the rows that could not
   * @throws InvalidInputException when the file as a whole cannot be used
   */
  public static MoleculeTable read(MoleculeCsv csv, MoleculeFeaturiser featuriser) {
    return read(csv, featuriser, value -> {});
  }

  /**
   * As {@link #read(MoleculeCsv, MoleculeFeaturiser)}, with a look at the values.
   *
   * @param check throws an {@link InvalidInputException} for a value whose row is to be left out
   */
  public static MoleculeTable read(
      MoleculeCsv csv, MoleculeFeaturiser featuriser, DoubleConsumer check) {
    List<MoleculeRow> rows = new ArrayList<>();
    List<PackedImage> images = new ArrayList<>();
    List<RowProblem> problems = new ArrayList<>();
    InOrder<WithImage> inOrder =
        new InOrder<>(
            molecule -> {
              rows.add(molecule.row());
              images.add(molecule.image());
            },
            problems::add);
    csv.forEachRow(
        row ->
            inOrder.add(
                row.row(),
                () -> {
                  row.values().stream().filter(v -> !v.isNaN()).forEach(check::accept);
                  return new WithImage(row, PackedImage.of(featuriser.image(row.smiles())));
                }),
        inOrder::add);
    inOrder.finish();
    double[][] values = rows.stream().map(MoleculeTable::values).toArray(double[][]::new);
    return new MoleculeTable(MoleculeDataset.of(rows, values, images), problems);
  }

  private static double[] values(MoleculeRow row) {
    return row.values().stream().mapToDouble(Double::doubleValue).toArray();
  }

  private record WithImage(MoleculeRow row, PackedImage image) {}

  /**
   * Reads a file row by row, keeping only a thousand or so rows at a time, whose images are made by
   * all cores.
   *
   * @param csv the file, and where in it the columns are
   * @param featuriser makes the images
   * @param samples receives every usable molecule, in the order of the file
   * @param problems receives every row left out
   * @throws InvalidInputException when the file as a whole cannot be used
   */
  public static void forEachSample(
      MoleculeCsv csv,
      MoleculeFeaturiser featuriser,
      Consumer<Sample> samples,
      Consumer<RowProblem> problems) {
    InOrder<Sample> inOrder = new InOrder<>(samples, problems);
    csv.forEachRow(
        row -> inOrder.add(row.row(), () -> sample(featuriser, row)),
        problem -> inOrder.add(problem));
    inOrder.finish();
  }

  private static Sample sample(MoleculeFeaturiser featuriser, MoleculeRow row) {
    return new Sample(row.name(), row.smiles(), featuriser.image(row.smiles()), row.value());
  }

  /** For example "9998 molecules, 2 rows left out; first: row 7: ...". */
  @Override
  public String toString() {
    String text =
        samples.size()
            + " molecules, "
            + problems.size()
            + " rows left out"
            + RowProblem.counts(problems);
    return problems.isEmpty() ? text : text + "; first: " + problems.get(0);
  }
}
