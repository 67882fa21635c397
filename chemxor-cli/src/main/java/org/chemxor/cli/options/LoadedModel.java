package org.chemxor.cli.options;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.chemxor.core.InvalidInputException;
import org.chemxor.core.MoleculeImage;
import org.chemxor.core.ReferenceEvaluator;
import org.chemxor.core.Shape;
import org.chemxor.data.confidence.DomainVerdict;
import org.chemxor.data.confidence.ModelConfidence;
import org.chemxor.data.dataset.ClassThresholds;
import org.chemxor.data.dataset.MoleculeDataset;
import org.chemxor.data.dataset.ValueTransform;
import org.chemxor.data.featurise.GridFingerprintFeaturiser;
import org.chemxor.data.featurise.MoleculeFeaturiser;
import org.chemxor.data.predictions.ModelOutputs;
import org.chemxor.data.predictions.PredictionColumns;
import org.chemxor.models.evaluate.Evaluation;
import org.chemxor.models.trained.Task;
import org.chemxor.models.trained.TrainedModel;

/**
 * A model folder with the featuriser that its images come from.
 *
 * @param model network and what is known about it
 * @param featuriser makes its images
 * @param confidence what is known about the trust that its predictions deserve
 */
public record LoadedModel(
    TrainedModel model, MoleculeFeaturiser featuriser, ModelConfidence confidence) {
  /** The training setting that holds what turned values into classes. */
  public static final String THRESHOLDS = "thresholds";

  /** The training setting that holds what was learned instead of the values. */
  public static final String TRANSFORM = "transform";

  /** The training setting that holds the digest of the rows that the split is of. */
  public static final String SPLIT_DIGEST = "splitDigest";

  /** In a model folder, which rows were for training, validation and test. */
  public static final String SPLIT_FILE = "split.csv";

  /** What the images of molecules look like. */
  public static final Shape STANDARD_INPUT = Shape.image(1, MoleculeImage.SIZE, MoleculeImage.SIZE);

  /**
   * A model as it knows itself.
   *
   * @throws InvalidInputException when what it says about its confidence cannot be used
   */
  public LoadedModel(TrainedModel model, MoleculeFeaturiser featuriser) {
    this(model, featuriser, ModelConfidence.fromJson(model.info().confidence()));
  }

  /**
   * Reads a model folder.
   *
   * @throws org.chemxor.core.InvalidInputException when there is no valid model in it
   */
  public static LoadedModel of(Path folder) {
    TrainedModel model = TrainedModel.load(folder);
    String settings = model.info().featuriser();
    return new LoadedModel(
        model,
        settings.isEmpty()
            ? GridFingerprintFeaturiser.standard()
            : MoleculeFeaturiser.fromJson(settings));
  }

  /** What its outputs are. */
  public ModelOutputs outputs() {
    return new ModelOutputs(
        model.info().task() == Task.CLASSIFICATION,
        model.info().targets(),
        model.info().classes(),
        model.network().outputShape().size());
  }

  /**
   * The columns of its predictions.
   *
   * @param coverage one of {@link org.chemxor.data.confidence.CoverageLevels#ALL}
   */
  public PredictionColumns columns(double coverage) {
    return new PredictionColumns(outputs(), confidence, coverage);
  }

  /** Where a molecule lies, if that is known. */
  public Optional<DomainVerdict> domain(String smiles) {
    return confidence.verdict(featuriser, smiles);
  }

  /**
   * Refuses a model that takes something else than images of molecules, as an imported one may.
   *
   * @throws InvalidInputException naming what it takes
   */
  public LoadedModel requireMoleculeImages() {
    requireMoleculeImages(model.network().name(), model.network().inputShape());
    return this;
  }

  /**
   * Refuses an input that is no image of a molecule.
   *
   * @param what takes it
   * @throws InvalidInputException naming both
   */
  public static void requireMoleculeImages(String what, Shape input) {
    if (input.size() != STANDARD_INPUT.size()) {
      throw new InvalidInputException(
          what
              + " takes "
              + input
              + ", images of molecules are "
              + STANDARD_INPUT
              + ": it cannot predict molecules");
    }
  }

  private ValueTransform transform() {
    return ValueTransform.named(
        model.info().training().getOrDefault(TRANSFORM, ValueTransform.NONE.toString()));
  }

  /**
   * Refuses a value that is no class of a model of classes; thresholds make a class of any.
   *
   * @throws InvalidInputException naming the classes there are, or for a value that has no
   *     logarithm where that is what was learned
   */
  public void requireKnownTarget(double value) {
    transform().apply(value);
    int classes = outputs().classNames().size();
    boolean isClass = value == Math.rint(value) && value >= 0 && value < classes;
    if (model.info().task() == Task.CLASSIFICATION
        && !model.info().training().containsKey(THRESHOLDS)
        && !isClass) {
      throw new InvalidInputException(
          "the class " + value + " is none of the model's, which are 0 to " + (classes - 1));
    }
  }

  /**
   * Known values beside the model's outputs.
   *
   * @param molecules of a file, whose values thresholds of the model make classes of
   * @param predictor an image's outputs, such as an encrypted evaluation of the model; called in
   *     the order of the molecules
   * @throws InvalidInputException when the file has another number of values than the model targets
   */
  public Evaluation evaluate(
      MoleculeDataset molecules, Function<MoleculeImage, double[]> predictor) {
    return evaluation(molecules, targets(molecules), predictor);
  }

  /**
   * The values of a file as the model learns them: transformed, and made classes of by thresholds.
   *
   * @param molecules of a file
   * @return {@code [molecule][target]}, NaN where one is missing
   */
  public double[][] targets(MoleculeDataset molecules) {
    String thresholds = model.info().training().get(THRESHOLDS);
    ValueTransform transform = transform();
    double[][] known = molecules.targetRows();
    for (double[] row : known) {
      Arrays.setAll(row, t -> Double.isNaN(row[t]) ? row[t] : transform.apply(row[t]));
    }
    if (thresholds != null) {
      ClassThresholds classes = ClassThresholds.parse(thresholds);
      for (double[] row : known) {
        Arrays.setAll(row, t -> Double.isNaN(row[t]) ? row[t] : classes.classOf(row[t]));
      }
    }
    return known;
  }

  /** As {@link #evaluate}, of values in the clear that are targets already. */
  public Evaluation evaluateTargets(MoleculeDataset molecules) {
    return evaluation(molecules, molecules.targetRows(), plain());
  }

  /** The model's outputs for an image, in the clear. */
  public Function<MoleculeImage, double[]> plain() {
    return new ReferenceEvaluator(model.network())::evaluate;
  }

  private Evaluation evaluation(
      MoleculeDataset molecules, double[][] known, Function<MoleculeImage, double[]> predictor) {
    List<String> targets = model.info().targets();
    int expected = Math.max(1, targets.size());
    double[][] outputs = new double[known.length][];
    for (int i = 0; i < known.length; i++) {
      if (known[i].length != expected) {
        throw new InvalidInputException(
            "the model predicts "
                + (expected == 1 ? "one target" : "the targets " + model.info().target())
                + ", the file gives "
                + known[i].length
                + " values: name "
                + (expected == 1 ? "its column" : "their columns")
                + " with --value-column");
      }
      outputs[i] = predictor.apply(molecules.image(i));
    }
    return expected > 1
        ? Evaluation.ofSeveral(model.info().task(), targets, known, outputs)
        : Evaluation.of(
            model.info().task(),
            Arrays.stream(known).mapToDouble(row -> row[0]).toArray(),
            outputs);
  }
}
