package org.chemxor.data.dataset;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.chemxor.core.InvalidInputException;
import org.chemxor.data.csv.MoleculeCsv;

/**
 * Molecules whose targets are classes, numbered from 0. The classes come from thresholds on the
 * values, or the values are the class numbers themselves.
 *
 * <pre>{@code
 * var data = OlindaClassificationData.from("activity.csv").thresholds(0.5).load();
 * data.classWeights(); // for training on unequal classes
 * }</pre>
 */
public final class OlindaClassificationData extends OlindaData {
  /** More classes than this are taken for a mistake: values that are no class numbers. */
  private static final int MOST_CLASSES = 1000;

  private final int classes;

  private OlindaClassificationData(DatasetLoader.Loaded loaded, int classes) {
    super(loaded);
    this.classes = classes;
  }

  /** Starts from a file with its columns. */
  public static Builder from(MoleculeCsv csv) {
    return new Builder(csv);
  }

  /** Starts from a file with default settings: the target in the first column. */
  public static Builder from(Path file) {
    return from(MoleculeCsv.open(file));
  }

  /** Starts from a file with default settings, by its name. */
  public static Builder from(String file) {
    return from(Path.of(file));
  }

  /** Number of classes, at least 2. */
  public int classes() {
    return classes;
  }

  /** How many molecules of the training part each class of the first target has. */
  public int[] classCounts() {
    int[] counts = new int[classes];
    Arrays.stream(train().targets()).filter(t -> !Double.isNaN(t)).forEach(t -> counts[(int) t]++);
    return counts;
  }

  /**
   * Weights that make up for unequal classes: {@code n / (k n_c)} for n training molecules, k
   * classes and n_c training molecules of the class, so that their mean over the molecules is 1.
   *
   * @throws InvalidInputException when a class has no training molecule
   */
  public double[] classWeights() {
    int[] counts = classCounts();
    for (int c = 0; c < classes; c++) {
      if (counts[c] == 0) {
        throw new InvalidInputException(
            "class "
                + c
                + " of "
                + classes
                + " has no molecule in the training part; move the thresholds or split otherwise");
      }
    }
    return IntStream.of(counts)
        .mapToDouble(count -> train().size() / ((double) classes * count))
        .toArray();
  }

  @Override
  public List<String> remarks() {
    List<String> remarks = new ArrayList<>(super.remarks());
    remark("train", train(), remarks);
    remark("validation", validate(), remarks);
    remark("test", test(), remarks);
    return List.copyOf(remarks);
  }

  private static void remark(String name, MoleculeDataset part, List<String> remarks) {
    double[] present =
        Arrays.stream(part.targets()).filter(t -> !Double.isNaN(t)).distinct().toArray();
    if (present.length == 1) {
      remarks.add(
          "the "
              + name
              + " part has molecules of class "
              + (int) present[0]
              + " only ("
              + part.size()
              + "): precision, recall and ROC-AUC mean nothing there; take another seed or split");
    }
  }

  /** Sets classification data up. */
  public static final class Builder extends OlindaDataBuilder<Builder> {
    private Optional<ClassThresholds> thresholds = Optional.empty();

    private Builder(MoleculeCsv csv) {
      super(csv);
    }

    /**
     * Turns values into classes: class 0 up to and including the first threshold, class 1 above it
     * up to and including the second, and so on. Without thresholds the values are class numbers.
     *
     * @param thresholds finite, each larger than the one before
     */
    public Builder thresholds(double... thresholds) {
      return thresholds(ClassThresholds.of(thresholds));
    }

    /** As {@link #thresholds(double...)}. */
    public Builder thresholds(ClassThresholds thresholds) {
      this.thresholds = Optional.of(thresholds);
      return this;
    }

    @Override
    Builder self() {
      return this;
    }

    @Override
    public OlindaClassificationData load() {
      DatasetLoader.Loaded loaded = new DatasetLoader(settings(), this::classOf, true).load();
      int classes =
          thresholds.isPresent()
              ? thresholds.get().classes()
              : 1 + (int) largest(loaded.all().targetRows());
      if (classes < 2) {
        throw new InvalidInputException(
            "all molecules are of class 0, classification needs two classes or more; set"
                + " thresholds(...) or --threshold if the values are not class numbers");
      }
      if (classes > 2 && loaded.all().targetRows()[0].length > 1) {
        throw new InvalidInputException(
            "several targets have two classes each, 0 and 1; these have " + classes);
      }
      return new OlindaClassificationData(loaded, classes);
    }

    private static double largest(double[][] targets) {
      return Arrays.stream(targets)
          .flatMapToDouble(Arrays::stream)
          .filter(target -> !Double.isNaN(target))
          .max()
          .orElse(0);
    }

    private double classOf(double value) {
      if (thresholds.isPresent()) {
        return thresholds.get().classOf(value);
      }
      if (value != Math.rint(value) || value < 0 || value >= MOST_CLASSES) {
        throw new InvalidInputException(
            "the class "
                + value
                + " is not a whole number from 0 to "
                + (MOST_CLASSES - 1)
                + "; set thresholds(...) or --threshold to turn values into classes");
      }
      return value;
    }
  }
}
