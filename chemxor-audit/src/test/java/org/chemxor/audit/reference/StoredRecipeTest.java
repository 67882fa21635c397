package org.chemxor.audit.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.chemxor.core.InvalidInputException;
import org.chemxor.core.Sample;
import org.chemxor.core.olinda.Activation;
import org.chemxor.core.olinda.OlindaNet;
import org.chemxor.models.quadratic.QuadraticTraining;
import org.chemxor.models.train.PrivateTraining;
import org.chemxor.models.train.Schedule;
import org.chemxor.models.train.Training;
import org.chemxor.models.trained.ModelInfo;
import org.chemxor.models.trained.Task;
import org.chemxor.models.trained.TrainedModel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A recipe read from a saved model makes the same model again from the same compounds. */
class StoredRecipeTest {
  private static final List<Sample> VALUES = SampleSets.of(60, 0, 0.3, 1);
  private static final List<Sample> CLASSES = SampleSets.of(90, 3, 0.3, 2);

  @TempDir private Path folder;

  private TrainedModel saved(TrainedModel model) {
    model.save(folder);
    return TrainedModel.load(folder);
  }

  private static void assertSame(TrainedModel expected, TrainedModel made, List<Sample> samples) {
    for (Sample sample : samples) {
      assertThat(made.predict(sample.image())).isEqualTo(expected.predict(sample.image()));
    }
    assertThat(made.info().training()).isEqualTo(expected.info().training());
  }

  @Test
  void aQuadraticModelOfValues() {
    TrainedModel model =
        QuadraticTraining.regression().fit(VALUES.subList(0, 40), VALUES.subList(40, 60));
    StoredRecipe recipe = StoredRecipe.of(saved(model));
    assertSame(model, recipe.train(VALUES.subList(0, 40), VALUES.subList(40, 60), 1), VALUES);
  }

  @Test
  void aQuadraticModelOfWeightedClasses() {
    TrainedModel model =
        QuadraticTraining.classification(3)
            .classWeights(List.of(1.0, 2.5, 0.5))
            .fit(CLASSES, List.of());
    assertSame(model, StoredRecipe.of(saved(model)).train(CLASSES, List.of(), 1), CLASSES);
  }

  /** The noise is another one; everything else is the same. */
  @Test
  void aPrivateModelIsTrainedPrivatelyAgain() {
    TrainedModel model =
        PrivateTraining.of(OlindaNet.zero(), 5, 1e-3)
            .targetRange(-3, 3)
            .epochs(2)
            .batchSize(20)
            .inputGain(3)
            .fit(VALUES.subList(0, 40), VALUES.subList(40, 60));
    TrainedModel made =
        StoredRecipe.of(saved(model)).train(VALUES.subList(0, 40), VALUES.subList(40, 60), 1);
    assertThat(made.info().training()).isEqualTo(model.info().training());
    Map<String, String> damaged = Map.of("private.targetRange", "1");
    assertThatThrownBy(() -> StoredRecipe.of(model.withInfo(model.info().withTraining(damaged))))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("not two numbers");
  }

  @Test
  void networksOfEveryKindOfActivation() {
    for (Activation activation :
        List.of(Activation.STEEP, Activation.CHEMXOR, Activation.STEEP.asLearned())) {
      TrainedModel model =
          Training.improved(OlindaNet.zero(), activation)
              .epochs(3)
              .schedule(Schedule.step(2, 0.5))
              .keepActivationsWithin(3, 0.2)
              .seed(11)
              .fit(VALUES.subList(0, 40), VALUES.subList(40, 60));
      assertSame(
          model,
          StoredRecipe.of(saved(model)).train(VALUES.subList(0, 40), VALUES.subList(40, 60), 11),
          VALUES);
    }
  }

  @Test
  void aNetworkOfWeightedClasses() {
    TrainedModel model =
        Training.tuned(OlindaNet.zero().withOutputs(3))
            .classification()
            .classWeights(List.of(1.0, 2.0, 0.5))
            .epochs(2)
            .seed(5)
            .fit(CLASSES, List.of());
    assertSame(model, StoredRecipe.of(saved(model)).train(CLASSES, List.of(), 5), CLASSES);
  }

  @Test
  void modelsWithoutARecipeAreRefusedWithWhatToDo() {
    TrainedModel model = QuadraticTraining.regression().fit(VALUES, List.of());
    TrainedModel imported = TrainedModel.of(model.network(), ModelInfo.of(Task.REGRESSION));
    assertThatThrownBy(() -> StoredRecipe.of(imported))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("give PrivacyAudit a recipe");
    TrainedModel several = model.withInfo(model.info().withTargets(List.of("a", "b")));
    assertThatThrownBy(() -> StoredRecipe.of(several))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("2 targets");
  }

  @Test
  void settingsThatSomebodyBrokeAreRefusedByName() {
    TrainedModel model =
        Training.tuned(OlindaNet.zero()).epochs(1).fit(VALUES.subList(0, 20), List.of());
    for (Map.Entry<String, String> broken :
        Map.of("epochs", "-3", "learningRate", "fast", "schedule", "x", "threads", "1e99")
            .entrySet()) {
      TrainedModel hostile =
          model.withInfo(model.info().withTraining(Map.of(broken.getKey(), broken.getValue())));
      assertThatThrownBy(() -> StoredRecipe.of(hostile))
          .as(broken.getKey())
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining(broken.getValue());
    }
  }
}
