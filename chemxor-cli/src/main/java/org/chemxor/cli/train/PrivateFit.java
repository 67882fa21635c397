package org.chemxor.cli.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.chemxor.core.InvalidInputException;
import org.chemxor.core.MoleculeImage;
import org.chemxor.core.olinda.OlindaNet;
import org.chemxor.data.dataset.DrugSet;
import org.chemxor.data.dataset.OlindaClassificationData;
import org.chemxor.data.dataset.OlindaData;
import org.chemxor.models.privacy.PrivacySettings;
import org.chemxor.models.quadratic.PrivateQuadraticTraining;
import org.chemxor.models.train.PrivateTraining;
import org.chemxor.models.train.TrainingListener;
import org.chemxor.models.trained.TrainedModel;

/** A training that hides which molecules it learned from. */
final class PrivateFit {
  /** What the model's report says under. */
  static final String HEADING = "Privacy of the training compounds";

  private final PrivacyOptions privacy;
  private final OlindaData data;
  private final List<MoleculeImage> drugs;

  PrivateFit(PrivacyOptions privacy, OlindaData data) {
    this.privacy = privacy;
    this.data = data;
    this.drugs = DrugSet.load().images(data.featuriser());
  }

  /** A quadratic model, whose squares are of the directions in which the drugs differ most. */
  TrainedModel quadratic() {
    PrivateQuadraticTraining training =
        PrivateQuadraticTraining.of(drugs, privacy.epsilon(), privacy.delta());
    if (data instanceof OlindaClassificationData classes) {
      training.classification(privacy.classes(classes));
    } else {
      training.targetRange(privacy.least(), privacy.most());
    }
    return data.targetCount() > 1
        ? training.fitSeveral(
            data.train(), data.train().targetRows(), data.validate(), data.validate().targetRows())
        : training.fit(data.train(), data.validate());
  }

  /** A network of random weights, for many molecules. */
  TrainedModel network(OlindaNet net, TrainingOptions options, TrainingListener listener) {
    if (data.targetCount() > 1) {
      throw new InvalidInputException(
          "several value columns with --private are for --model quadratic");
    }
    boolean isClassification = data instanceof OlindaClassificationData;
    PrivateTraining training =
        PrivateTraining.of(
                data instanceof OlindaClassificationData classes
                    ? net.withOutputs(privacy.classes(classes))
                    : net,
                privacy.epsilon(),
                privacy.delta())
            .inputGain(gain());
    options.applyTo(training);
    if (isClassification) {
      training.classification();
    } else {
      training.targetRange(privacy.least(), privacy.most());
    }
    return training.listener(listener).fit(data.train(), data.validate());
  }

  /** As a training without privacy would take it from the file: of pixels that are not zero. */
  private double gain() {
    return 1
        / drugs.stream()
            .flatMapToDouble(image -> Arrays.stream(image.toArray()))
            .filter(pixel -> pixel > 0)
            .average()
            .orElse(1);
  }

  /** The promise as a table, the first row being its header. */
  static List<List<String>> table(Map<String, String> settings, OlindaData data) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("promise", "value"));
    rows.add(List.of("epsilon", settings.getOrDefault(PrivacySettings.EPSILON, "")));
    rows.add(List.of("delta", settings.getOrDefault(PrivacySettings.DELTA, "")));
    rows.add(List.of("holds for", "each of the " + data.train().size() + " training compounds"));
    rows.add(
        List.of(
            "does not hold for",
            "the "
                + (data.validate().size() + data.test().size())
                + " compounds of validation and test: intervals, ranges and metrics come from them"));
    return rows;
  }

  /** The promise in a sentence. */
  static String sentence(Map<String, String> settings) {
    double epsilon = Double.parseDouble(settings.getOrDefault(PrivacySettings.EPSILON, "NaN"));
    return String.format(
        Locale.ROOT,
        "private: no answer of the model is more than %.3g times as likely with a training compound"
            + " than without it (epsilon %s, but for a chance of %s)",
        Math.exp(epsilon),
        settings.get(PrivacySettings.EPSILON),
        settings.get(PrivacySettings.DELTA));
  }
}
