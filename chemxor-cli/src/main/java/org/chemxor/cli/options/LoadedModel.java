package org.chemxor.cli.options;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.chemxor.core.InvalidInputException;
import org.chemxor.core.MoleculeImage;
import org.chemxor.core.Sample;
import org.chemxor.core.Shape;
import org.chemxor.data.confidence.DomainVerdict;
import org.chemxor.data.confidence.ModelConfidence;
import org.chemxor.data.dataset.ClassThresholds;
import org.chemxor.data.featurise.GridFingerprintFeaturiser;
import org.chemxor.data.featurise.MoleculeFeaturiser;
import org.chemxor.data.predictions.ModelOutputs;
import org.chemxor.data.predictions.PredictionColumns;
import org.chemxor.models.trained.Task;
import org.chemxor.models.trained.TrainedModel;

/**
 * A model folder with the featuriser that its images come from.
 *
 * @param model network and what is known about it
 * @param featuriser makes its images
 */
public record LoadedModel(TrainedModel model, MoleculeFeaturiser featuriser) {
  /** The training setting that holds what turned values into classes. */
  public static final String THRESHOLDS = "thresholds";

  /** The training setting that holds the digest of the rows that the split is of. */
  public static final String SPLIT_DIGEST = "splitDigest";

  /** In a model folder, which rows were for training, validation and test. */
  public static final String SPLIT_FILE = "split.csv";

  /** What the images of molecules look like. */
  public static final Shape STANDARD_INPUT = Shape.image(1, MoleculeImage.SIZE, MoleculeImage.SIZE);

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

  /** What is known about the trust that its predictions deserve. */
  public ModelConfidence confidence() {
    return ModelConfidence.fromJson(model.info().confidence());
  }

  /** What its outputs are. */
  public ModelOutputs outputs() {
    return new ModelOutputs(
        model.info().task() == Task.CLASSIFICATION,
        List.of(model.info().target()),
        model.info().classes(),
        model.network().outputShape().size());
  }

  /**
   * The columns of its predictions.
   *
   * @param coverage one of {@link org.chemxor.data.confidence.CoverageLevels#ALL}
   */
  public PredictionColumns columns(double coverage) {
    return new PredictionColumns(outputs(), confidence(), coverage);
  }

  /** Where a molecule lies, if that is known. */
  public Optional<DomainVerdict> domain(String smiles) {
    return confidence().verdict(featuriser, smiles);
  }

  /**
   * Refuses a model that takes something else than images of molecules, as an imported one may.
   *
   * @throws InvalidInputException naming what it takes
   */
  public LoadedModel requireMoleculeImages() {
    Shape input = model.network().inputShape();
    if (input.size() != STANDARD_INPUT.size()) {
      throw new InvalidInputException(
          model.network().name()
              + " takes "
              + input
              + ", images of molecules are "
              + STANDARD_INPUT
              + ": it cannot predict molecules");
    }
    return this;
  }

  /**
   * Refuses a value that is no class of a model of classes; thresholds make a class of any.
   *
   * @throws InvalidInputException naming the classes there are
   */
  public void requireKnownTarget(double value) {
    int classes = model.network().outputShape().size();
    boolean isClass = value == Math.rint(value) && value >= 0 && value < classes;
    if (model.info().task() == Task.CLASSIFICATION
        && !model.info().training().containsKey(THRESHOLDS)
        && !isClass) {
      throw new InvalidInputException(
          "the class " + value + " is none of the model's, which are 0 to " + (classes - 1));
    }
  }

  /**
   * A sample as the model knows it: with its class instead of its value where thresholds say so.
   */
  public Sample withTarget(Sample sample) {
    String thresholds = model.info().training().get(THRESHOLDS);
    return thresholds == null
        ? sample
        : new Sample(
            sample.name(),
            sample.smiles(),
            sample.image(),
            ClassThresholds.parse(thresholds).classOf(sample.target()));
  }
}
