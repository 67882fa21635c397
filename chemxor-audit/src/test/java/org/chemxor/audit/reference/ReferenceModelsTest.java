package org.chemxor.audit.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.chemxor.audit.curve.AttackCurve;
import org.chemxor.audit.curve.Trial;
import org.chemxor.core.Sample;
import org.chemxor.core.olinda.OlindaNet;
import org.chemxor.models.quadratic.QuadraticTraining;
import org.chemxor.models.train.Training;
import org.chemxor.models.trained.Task;
import org.chemxor.models.trained.TrainedModel;
import org.junit.jupiter.api.Test;

/** Attacks on trained models of which it is known what they learned from. */
class ReferenceModelsTest {
  private static final List<Method> ATTACKS =
      Stream.concat(Method.standard().stream(), Stream.of(Method.byActivations())).toList();

  private static double[] known(List<Sample> samples) {
    return samples.stream().mapToDouble(Sample::target).toArray();
  }

  /** The middle penalty, whatever the validation part says: it learns random classes by heart. */
  private static TrainedModel classes(List<Sample> train, List<Sample> validate, long seed) {
    return QuadraticTraining.classification(2).fit(train, List.of());
  }

  @Test
  void membersOfAModelOfRandomClassesAreFoundNearlySurely() {
    List<Sample> pool = SampleSets.of(240, 2, 1, 3);
    ReferenceModels references =
        ReferenceModels.train(ReferenceModelsTest::classes, pool, 8, 0, 7, done -> {});
    ReferenceSignals signals = new ReferenceSignals(Task.CLASSIFICATION, known(pool), references);
    for (Method attack : ATTACKS) {
      AttackCurve curve = AttackCurve.of(signals.trials(attack, UnaryOperator.identity()), 1);
      assertThat(curve.area()).as(attack.name()).isGreaterThan(0.99);
      assertThat(curve.recognisedAt(0.01).rate()).as(attack.name()).isGreaterThan(0.9);
    }
  }

  @Test
  void amongCompoundsThatNoModelLearnedFromNoneAreFound() {
    int holds = 0;
    for (int seed = 0; seed < 3; seed++) {
      List<Sample> learned = SampleSets.of(200, 2, 0.5, 100 + seed);
      List<Sample> heldOut = SampleSets.of(300, 2, 0.5, 200 + seed);
      Recipe elsewhere =
          (train, validate, number) ->
              classes(
                  Halves.draw(200, 2, 0, number).train()[0][0]
                      ? learned.subList(0, 120)
                      : learned.subList(80, 200),
                  validate,
                  number);
      ReferenceModels references =
          ReferenceModels.train(elsewhere, heldOut, 8, 0, seed, done -> {});
      ReferenceSignals signals =
          new ReferenceSignals(Task.CLASSIFICATION, known(heldOut), references);
      for (Method attack : ATTACKS) {
        List<Trial> trials = signals.trials(attack, UnaryOperator.identity());
        holds += AttackCurve.of(trials, seed).areaInterval().contains(0.5) ? 1 : 0;
      }
    }
    assertThat(holds).as("intervals of 15 that hold 0.5").isGreaterThanOrEqualTo(12);
  }

  @Test
  void compoundsOfAnOverfittedNetworkOfValuesAreFound() {
    List<Sample> pool = SampleSets.of(80, 0, 0.8, 5);
    Recipe network =
        (train, validate, seed) ->
            Training.tuned(OlindaNet.zero())
                .epochs(15)
                .batchSize(8)
                .dropout(0)
                .weightDecay(0)
                .seed(seed)
                .fit(train, validate);
    List<Integer> told = new ArrayList<>();
    ReferenceModels references = ReferenceModels.train(network, pool, 6, 0, 7, told::add);
    assertThat(told).containsExactly(1, 2, 3, 4, 5, 6);
    ReferenceSignals signals = new ReferenceSignals(Task.REGRESSION, known(pool), references);
    for (Method attack : ATTACKS) {
      AttackCurve curve = AttackCurve.of(signals.trials(attack, UnaryOperator.identity()), 1);
      assertThat(curve.area()).as(attack.name()).isGreaterThan(0.8);
    }
  }

  @Test
  void theSameSeedGivesTheSameHalvesAndEveryCompoundIsInHalfOfThem() {
    Halves halves = Halves.draw(101, 6, 0.2, 4);
    assertThat(halves.train()).isDeepEqualTo(Halves.draw(101, 6, 0.2, 4).train());
    assertThat(halves.train()).isNotEqualTo(Halves.draw(101, 6, 0.2, 5).train());
    for (int i = 0; i < 101; i++) {
      int compound = i;
      assertThat(IntStream.range(0, 6).filter(m -> halves.train()[m][compound])).hasSize(3);
      assertThat(
              IntStream.range(0, 6)
                  .filter(m -> halves.train()[m][compound] && halves.validate()[m][compound]))
          .isEmpty();
    }
    for (boolean[] validate : halves.validate()) {
      assertThat(IntStream.range(0, 101).filter(i -> validate[i])).hasSize(20);
    }
  }

  @Test
  void refusesHalvesThatCannotBeDrawn() {
    assertThatThrownBy(() -> Halves.draw(3, 2, 0, 1)).hasMessageContaining("3");
    assertThatThrownBy(() -> Halves.draw(30, 3, 0, 1)).hasMessageContaining("even");
    assertThatThrownBy(() -> Halves.draw(30, 2, 0.5, 1)).hasMessageContaining("0.5");
  }
}
