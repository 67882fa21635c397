package org.chemxor.bench.quality;

import java.util.Locale;
import org.chemxor.data.csv.MoleculeCsv;
import org.chemxor.data.dataset.OlindaClassificationData;
import org.chemxor.data.dataset.OlindaData;
import org.chemxor.data.dataset.OlindaDataBuilder;
import org.chemxor.data.dataset.OlindaRegressionData;
import org.chemxor.data.featurise.GridFingerprintFeaturiser;
import org.chemxor.data.split.SplitRule;
import org.chemxor.models.quadratic.QuadraticTraining;
import org.chemxor.models.trained.Task;
import org.chemxor.models.trained.TrainedModel;

/**
 * A file of molecules as measuring programs read it.
 *
 * @param csv the file and its columns
 * @param task what is learned
 * @param isByScaffold whether it is split by scaffold, and not at random
 */
record QualityData(MoleculeCsv csv, Task task, boolean isByScaffold) {

  /**
   * As the options {@code file}, {@code value}, {@code smiles}, {@code task} and {@code rule} say.
   */
  static QualityData of(NamedOptions options) {
    return new QualityData(
        ModelQuality.file(options),
        Task.valueOf(options.get("task", "regression").toUpperCase(Locale.ROOT)),
        options.get("rule", "random").equals("scaffold"));
  }

  /**
   * Reads it.
   *
   * @param images learned or descriptors
   * @param fingerprint such as ECFP1, with its radius
   * @param seed of the split and the images
   */
  OlindaData load(String images, String fingerprint, int seed) {
    return task == Task.REGRESSION
        ? configured(OlindaRegressionData.from(csv), images, fingerprint, seed).load()
        : configured(OlindaClassificationData.from(csv), images, fingerprint, seed).load();
  }

  private <B extends OlindaDataBuilder<B>> B configured(
      B builder, String images, String fingerprint, int seed) {
    B configured =
        builder
            .featuriser(
                GridFingerprintFeaturiser.standard()
                    .withFingerprint(ModelQuality.fingerprint(fingerprint)))
            .split(isByScaffold ? SplitRule.scaffold(seed) : SplitRule.random(seed));
    return switch (images) {
      case "learned" -> configured.learnImages(seed);
      case "descriptors" -> configured.learnImagesWithDescriptors(seed);
      default ->
          throw new IllegalArgumentException(
              "images are learned or descriptors, not \"" + images + "\"");
    };
  }

  /** A quadratic model of data that were read from it. */
  TrainedModel quadratic(OlindaData data) {
    QuadraticTraining training =
        task == Task.REGRESSION
            ? QuadraticTraining.regression()
            : QuadraticTraining.classification(2);
    return data.targetCount() > 1
        ? training.fitSeveral(
            data.train(), data.train().targetRows(), data.validate(), data.validate().targetRows())
        : training.fit(data.train(), data.validate());
  }
}
