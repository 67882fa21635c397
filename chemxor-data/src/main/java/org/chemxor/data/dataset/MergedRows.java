package org.chemxor.data.dataset;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.UUID;
import java.util.function.Consumer;
import org.chemxor.data.csv.RowProblem;

/** Rows of the same molecule made one, in the order of the first of each. */
final class MergedRows {
  private final Replicates rule;
  private final OptionalDouble tolerance;
  private final boolean areClasses;
  private final Map<UUID, List<ReadMolecule>> byMolecule = new LinkedHashMap<>();

  /**
   * @param tolerance by how much the targets of a molecule may differ at most; empty for any
   * @param areClasses whether targets are class numbers
   */
  MergedRows(Replicates rule, OptionalDouble tolerance, boolean areClasses) {
    this.areClasses = areClasses;
    this.rule = rule;
    this.tolerance = tolerance;
  }

  void add(ReadMolecule molecule) {
    byMolecule.computeIfAbsent(molecule.identity(), id -> new ArrayList<>()).add(molecule);
  }

  /** The molecules; one whose rows disagree is a problem of its first row. */
  List<ReadMolecule> merged(Consumer<RowProblem> problems) {
    List<ReadMolecule> merged = new ArrayList<>();
    for (List<ReadMolecule> rows : byMolecule.values()) {
      double spread = spread(rows);
      if (tolerance.isPresent() && spread > tolerance.getAsDouble()) {
        problems.accept(
            new RowProblem(
                rows.get(0).row().row(),
                "its molecule has "
                    + rows.size()
                    + " rows whose values differ by "
                    + spread
                    + ", more than "
                    + tolerance.getAsDouble()));
      } else {
        ReadMolecule one = one(rows);
        if (Arrays.stream(one.targets()).allMatch(Double::isNaN) && !isUnknown(rows)) {
          problems.accept(
              new RowProblem(
                  one.row().row(),
                  "its molecule has " + rows.size() + " rows, and no class has most of them",
                  RowProblem.Kind.NO_MAJORITY));
        } else {
          merged.add(one);
        }
      }
    }
    return merged;
  }

  /** Whether no row has a value at all, as in files of molecules to predict. */
  private static boolean isUnknown(List<ReadMolecule> rows) {
    return rows.stream().flatMapToDouble(r -> Arrays.stream(r.targets())).allMatch(Double::isNaN);
  }

  private ReadMolecule one(List<ReadMolecule> rows) {
    ReadMolecule first = rows.get(0);
    double[] targets = first.targets().clone();
    if (rule != Replicates.FIRST) {
      Arrays.setAll(
          targets,
          t -> {
            double[] known = known(rows, t);
            if (known.length == 0) {
              return Double.NaN;
            }
            return areClasses ? rule.ofClasses(known) : rule.of(known);
          });
    }
    return new ReadMolecule(first.row(), targets, first.identity(), first.scaffold());
  }

  private static double[] known(List<ReadMolecule> rows, int target) {
    return rows.stream()
        .mapToDouble(row -> row.targets()[target])
        .filter(value -> !Double.isNaN(value))
        .toArray();
  }

  /** The largest difference of any target. */
  private static double spread(List<ReadMolecule> rows) {
    double spread = 0;
    for (int t = 0; t < rows.get(0).targets().length; t++) {
      double[] known = known(rows, t);
      if (known.length > 1) {
        spread =
            Math.max(
                spread,
                Arrays.stream(known).max().orElseThrow()
                    - Arrays.stream(known).min().orElseThrow());
      }
    }
    return spread;
  }
}
