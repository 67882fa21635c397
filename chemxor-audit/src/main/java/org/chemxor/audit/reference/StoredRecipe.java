package org.chemxor.audit.reference;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.chemxor.core.InvalidInputException;
import org.chemxor.core.Layer;
import org.chemxor.core.Sample;
import org.chemxor.core.olinda.Activation;
import org.chemxor.core.olinda.OlindaNet;
import org.chemxor.data.dataset.DrugSet;
import org.chemxor.data.featurise.MoleculeFeaturiser;
import org.chemxor.models.privacy.PrivacySettings;
import org.chemxor.models.privacy.TargetRange;
import org.chemxor.models.quadratic.PrivateQuadraticTraining;
import org.chemxor.models.quadratic.QuadraticTraining;
import org.chemxor.models.train.PrivateTraining;
import org.chemxor.models.train.Schedule;
import org.chemxor.models.train.Training;
import org.chemxor.models.trained.Task;
import org.chemxor.models.trained.TrainedModel;
import org.jspecify.annotations.Nullable;

/** The recipe that a saved model remembers: its architecture and the settings of its training. */
public final class StoredRecipe implements Recipe {
  /** Only {@link QuadraticTraining} chooses it. */
  private static final String KERNEL_SCALE = "kernelScale";

  /** Only {@link Training} has it. */
  private static final String EPOCHS = "epochs";

  /** Models of earlier releases were trained without. */
  private static final String SMOOTHING = "labelSmoothing";

  private final Task task;
  private final int outputs;
  private final Map<String, String> settings;
  private final Optional<OlindaNet> architecture;
  private final String featuriser;
  private @Nullable PrivateQuadraticTraining privateQuadratic;

  private StoredRecipe(TrainedModel model, Optional<OlindaNet> architecture) {
    this.task = model.info().task();
    this.outputs = model.network().outputShape().size();
    this.settings = model.info().training();
    this.architecture = architecture;
    this.featuriser = model.info().featuriser();
  }

  /**
   * The recipe of a model that was trained here.
   *
   * @throws InvalidInputException when it has several targets, or what it remembers is no recipe,
   *     as with imported and fine-tuned models
   */
  public static StoredRecipe of(TrainedModel model) {
    if (model.info().targets().size() > 1) {
      throw new InvalidInputException(
          "the model predicts "
              + model.info().targets().size()
              + " targets at once; audits are of models with one");
    }
    Map<String, String> settings = model.info().training();
    boolean isQuadratic =
        settings.containsKey(KERNEL_SCALE)
            || settings.containsKey(PrivateQuadraticTraining.DIRECTIONS);
    Optional<OlindaNet> architecture =
        isQuadratic
            ? Optional.empty()
            : OlindaNet.of(model.network()).map(net -> net.withActivation(activation(model)));
    if (!isQuadratic && (architecture.isEmpty() || !settings.containsKey(EPOCHS))) {
      throw new InvalidInputException(
          "the model does not know how it was trained, as imported and fine-tuned ones do not:"
              + " reference models cannot be made the same way. From Java, give PrivacyAudit a"
              + " recipe");
    }
    StoredRecipe recipe = new StoredRecipe(model, architecture);
    recipe.check();
    return recipe;
  }

  /** Learned coefficients start from the steep ones and end different in every layer. */
  private static Activation activation(TrainedModel model) {
    List<Layer.Polynomial> found =
        model.network().nodes().stream()
            .map(node -> node.layer())
            .filter(Layer.Polynomial.class::isInstance)
            .map(Layer.Polynomial.class::cast)
            .toList();
    Layer.Polynomial first = found.get(0);
    boolean isLearned = found.stream().anyMatch(p -> !p.equals(first));
    return isLearned
        ? Activation.STEEP.asLearned()
        : new Activation(first.coefficient(0), first.coefficient(1), first.coefficient(2), false);
  }

  /** Finds out what is wrong with the settings before minutes go into a first model. */
  private void check() {
    try {
      if (isPrivate()) {
        number(PrivacySettings.EPSILON);
        number(PrivacySettings.DELTA);
        if (task == Task.REGRESSION) {
          targetRange();
        }
      } else if (architecture.isEmpty()) {
        quadratic();
      }
      if (architecture.isPresent()) {
        stepwise(1).settings(1);
      }
    } catch (IllegalArgumentException e) {
      throw new InvalidInputException(
          "the model's training settings cannot be used: " + e.getMessage(), e);
    }
  }

  private boolean isPrivate() {
    return settings.containsKey(PrivacySettings.EPSILON);
  }

  @Override
  public TrainedModel train(List<Sample> train, List<Sample> validate, long seed) {
    if (isPrivate()) {
      return architecture.isPresent()
          ? privateNetwork(seed).fit(train, validate)
          : privateQuadratic().fit(train, validate);
    }
    return architecture.isPresent()
        ? stepwise(seed).fit(train, validate)
        : quadratic().fit(train, validate);
  }

  /** Made once for all reference models: its directions are those of the same drugs. */
  private PrivateQuadraticTraining privateQuadratic() {
    if (privateQuadratic == null) {
      privateQuadratic = newPrivateQuadratic();
    }
    return privateQuadratic;
  }

  private PrivateQuadraticTraining newPrivateQuadratic() {
    MoleculeFeaturiser images = MoleculeFeaturiser.fromJson(featuriser);
    PrivateQuadraticTraining training =
        PrivateQuadraticTraining.of(
            DrugSet.load().images(images),
            number(PrivacySettings.EPSILON),
            number(PrivacySettings.DELTA));
    if (task == Task.CLASSIFICATION) {
      return training.classification(outputs);
    }
    TargetRange range = targetRange();
    return training.targetRange(range.least(), range.most());
  }

  private PrivateTraining privateNetwork(long seed) {
    PrivateTraining training =
        PrivateTraining.of(
                architecture.orElseThrow(),
                number(PrivacySettings.EPSILON),
                number(PrivacySettings.DELTA))
            .epochs(whole("epochs"))
            .batchSize(whole("batchSize"))
            .learningRate(number("learningRate"))
            .clip(number("private.clip"))
            .inputGain(number(PrivateTraining.INPUT_GAIN))
            .seed(seed);
    if (task == Task.CLASSIFICATION) {
      return training.classification();
    }
    TargetRange range = targetRange();
    return training.targetRange(range.least(), range.most());
  }

  private TargetRange targetRange() {
    return TargetRange.parse(setting(PrivacySettings.TARGET_RANGE));
  }

  private QuadraticTraining quadratic() {
    if (task == Task.REGRESSION) {
      return QuadraticTraining.regression();
    }
    QuadraticTraining training = QuadraticTraining.classification(outputs);
    List<Double> weights = weights();
    return weights.isEmpty() ? training : training.classWeights(weights);
  }

  private Training stepwise(long seed) {
    Training training =
        Training.of(architecture.orElseThrow())
            .epochs(whole("epochs"))
            .batchSize(whole("batchSize"))
            .learningRate(number("learningRate"))
            .schedule(Schedule.parse(setting("schedule")))
            .weightDecay(number("weightDecay"))
            .dropout(number("dropout"))
            .averaging(number("averaging"))
            .keepActivationsWithin(number("rangeLimit"), number("rangePenalty"))
            .patience(whole("patience"))
            .classWeights(weights())
            .labelSmoothing(number(SMOOTHING, settings.getOrDefault(SMOOTHING, "0")))
            .threads(whole("threads"))
            .seed(seed);
    if (Boolean.parseBoolean(setting("normalizeInputs"))) {
      training.normalizeInputs();
    }
    return task == Task.CLASSIFICATION ? training.classification() : training;
  }

  private String setting(String name) {
    return Optional.ofNullable(settings.get(name))
        .orElseThrow(() -> new IllegalArgumentException("there is no " + name));
  }

  private double number(String name) {
    return number(name, setting(name));
  }

  private static double number(String name, String text) {
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(name + " is \"" + text + "\", not a number", e);
    }
  }

  private int whole(String name) {
    double value = number(name);
    if (value != Math.rint(value) || Math.abs(value) > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(name + " is " + setting(name) + ", not a whole number");
    }
    return (int) value;
  }

  /** Written as a list of numbers, {@code []} where all classes count the same. */
  private List<Double> weights() {
    String text = setting("classWeights").replaceAll("[\\[\\] ]", "");
    return text.isEmpty()
        ? List.of()
        : Arrays.stream(text.split(",", -1)).map(Double::valueOf).toList();
  }
}
