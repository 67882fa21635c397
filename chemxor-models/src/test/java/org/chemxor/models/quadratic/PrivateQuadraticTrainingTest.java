package org.chemxor.models.quadratic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.chemxor.core.InvalidInputException;
import org.chemxor.core.Layer;
import org.chemxor.core.MoleculeImage;
import org.chemxor.core.Sample;
import org.chemxor.models.evaluate.Evaluation;
import org.chemxor.models.privacy.PrivacySettings;
import org.chemxor.models.privacy.RenyiAccountant;
import org.chemxor.models.trained.NetworkJson;
import org.chemxor.models.trained.TrainedModel;
import org.junit.jupiter.api.Test;

class PrivateQuadraticTrainingTest {
  private static final List<MoleculeImage> PUBLIC = images(QuadraticSamples.regression(300, 9));

  private final List<Sample> train = QuadraticSamples.regression(1500, 1);
  private final List<Sample> validate = QuadraticSamples.regression(200, 2);
  private final List<Sample> test = QuadraticSamples.regression(300, 3);

  private static List<MoleculeImage> images(List<Sample> samples) {
    return samples.stream().map(Sample::image).toList();
  }

  private static PrivateQuadraticTraining of(double epsilon) {
    return PrivateQuadraticTraining.of(PUBLIC, epsilon, 1e-5)
        .targetRange(-5, 12)
        .insecureRandom(new Random(4));
  }

  private double r2(double epsilon) {
    return Evaluation.of(of(epsilon).fit(train, validate), test).regression().r2();
  }

  @Test
  void usualEpsilonsLearnAndSmallOnesDrownInNoise() {
    double usual = r2(8);
    assertThat(usual).isGreaterThan(0.7);
    assertThat(r2(0.02)).isLessThan(usual - 0.3);
  }

  @Test
  void theModelSaysWhatWasPromisedAndIsAnOrdinaryQuadraticNetwork() {
    TrainedModel model = of(8).fit(train, validate);
    assertThat(model.info().training())
        .containsEntry("private.epsilon", "8.0")
        .containsEntry("private.samplingRate", "1.0")
        .containsEntry("private.steps", "100")
        .containsEntry("private.targetRange", "-5.0 12.0")
        .containsEntry("private.directions", "16");
    double noise = Double.parseDouble(model.info().training().get("private.noise"));
    assertThat(RenyiAccountant.epsilon(1, noise, 100, 1e-5)).isBetween(7.99, 8.0);
    assertThat(model.info().metrics().keySet()).allMatch(name -> name.startsWith("validation."));
    assertThat(model.network().nodes())
        .extracting(node -> node.layer().getClass().getSimpleName())
        .containsExactly("Flatten", "Linear", "Polynomial", "Linear");
    double known = model.info().metrics().get("validation.r2");
    assertThat(Evaluation.of(model, validate).regression().r2()).isCloseTo(known, within(1e-9));
  }

  @Test
  void runsDifferBecauseNoiseIsSecret() {
    PrivateQuadraticTraining training =
        PrivateQuadraticTraining.of(PUBLIC, 8, 1e-5).targetRange(-5, 12);
    TrainedModel first = training.fit(train, validate);
    TrainedModel second = training.fit(train, validate);
    assertThat(NetworkJson.tensors(second.network()))
        .isNotEqualTo(NetworkJson.tensors(first.network()));
  }

  /** Whatever a row says, it moves one step's weights by no more than was counted on. */
  @Test
  void oneRowMovesAStepByNoMoreThanItsClip() {
    Random random = new Random(2);
    PrivateDescent step =
        new PrivateDescent(new PrivacySettings(1, 0.1, 1, 0, 1, 1), false, random);
    for (int round = 0; round < 20; round++) {
      float[][] features = new float[10][8];
      double[][] targets = new double[10][2];
      for (int row = 0; row < 10; row++) {
        for (int i = 0; i < 8; i++) {
          features[row][i] = (float) random.nextGaussian();
        }
        targets[row] = random.doubles(2, -3, 3).toArray();
      }
      double[][] before = step.fit(features, targets);
      features[3][random.nextInt(8)] = 1e6f;
      targets[3][0] = -1e9;
      double[][] after = step.fit(features, targets);
      double square =
          IntStream.range(0, 16)
              .mapToDouble(i -> after[i / 8][i % 8] - before[i / 8][i % 8])
              .map(d -> d * d)
              .sum();
      assertThat(Math.sqrt(square)).isPositive().isLessThanOrEqualTo(2 * 0.05 / 10 * 1.000001);
    }
  }

  @Test
  void twoClassesAreLearned() {
    List<Sample> samples =
        QuadraticSamples.samples(1700, 5, x -> x[0] - x[1] + x[2] * x[2] > 0.1 ? 1 : 0);
    TrainedModel model =
        PrivateQuadraticTraining.of(PUBLIC, 8, 1e-5)
            .classification(2)
            .insecureRandom(new Random(1))
            .fit(samples.subList(0, 1200), samples.subList(1200, 1300));
    Evaluation evaluation = Evaluation.of(model, samples.subList(1300, 1700));
    assertThat(evaluation.metrics().get("accuracy")).isGreaterThan(0.8);
  }

  /** The squares are the same for all of them. */
  @Test
  void moreClassesShareTheirSquares() {
    List<Sample> samples =
        QuadraticSamples.samples(1500, 5, x -> x[0] > 0.5 ? 2 : x[1] > x[2] ? 1 : 0);
    TrainedModel model =
        PrivateQuadraticTraining.of(PUBLIC, 8, 1e-5)
            .classification(3)
            .insecureRandom(new Random(1))
            .fit(samples.subList(0, 1200), samples.subList(1200, 1300));
    Layer.Linear map = (Layer.Linear) model.network().nodes().get(1).layer();
    assertThat(map.bias().size()).isEqualTo(32);
    Evaluation evaluation = Evaluation.of(model, samples.subList(1300, 1500));
    assertThat(evaluation.metrics().get("accuracy")).isGreaterThan(0.7);
  }

  @Test
  void severalTargetsWithMissingValuesShareTheirSquares() {
    double[][] targets =
        IntStream.range(0, train.size())
            .mapToObj(
                i -> {
                  double value = train.get(i).target();
                  return new double[] {value, i % 3 == 0 ? Double.NaN : 7 - value};
                })
            .toArray(double[][]::new);
    TrainedModel model =
        of(8)
            .fitSeveral(
                train.subList(0, 1200),
                Arrays.copyOfRange(targets, 0, 1200),
                train.subList(1200, 1500),
                Arrays.copyOfRange(targets, 1200, 1500));
    double[] sums = new double[2];
    double[] errors = new double[2];
    for (Sample sample : test) {
      double[] outputs = model.predict(sample.image());
      errors[0] += Math.pow(outputs[0] - sample.target(), 2);
      errors[1] += Math.pow(outputs[1] - (7 - sample.target()), 2);
      sums[0] += Math.pow(sample.target() - 3.3, 2);
      sums[1] += Math.pow(sample.target() - 3.3, 2);
    }
    assertThat(errors[0]).isLessThan(0.4 * sums[0]);
    assertThat(errors[1]).isLessThan(0.5 * sums[1]);
  }

  /** Both ways of writing a form as squares mean the same function. */
  @Test
  void aFormAloneAndOneAmongOthersAreTheSameFunction() {
    SparseImages publics = QuadraticSamples.images(QuadraticSamples.regression(100, 9));
    PublicDirections directions = PublicDirections.of(publics, 5);
    Random random = new Random(8);
    double[] linear = random.doubles(5, -1, 1).toArray();
    double[] squares = random.doubles(5, -1, 1).toArray();
    SquareSum alone = directions.alone(0.7, linear, squares);
    SquareSum[] both =
        directions.together(
            new double[] {0.7, 0},
            new double[][] {linear, squares},
            new double[][] {squares, linear});
    SparseImages images = QuadraticSamples.images(test);
    for (int row = 0; row < images.size(); row++) {
      double expected = 0.7;
      for (int k = 0; k < 5; k++) {
        double z = directions.value(k, images, row);
        expected += linear[k] * z + squares[k] * z * z;
      }
      assertThat(alone.value(images, row)).isCloseTo(expected, within(1e-9));
      assertThat(both[0].value(images, row)).isCloseTo(expected, within(1e-9));
    }
    assertThat(both[0].maps()).isSameAs(both[1].maps());
    for (int row = 0; row < publics.size(); row++) {
      for (int k = 0; k < alone.squares(); k++) {
        assertThat(Math.abs(alone.operand(k, publics, row))).isLessThanOrEqualTo(1 + 1e-9);
      }
      for (int k = 0; k < both[0].squares(); k++) {
        assertThat(Math.abs(both[0].operand(k, publics, row))).isLessThanOrEqualTo(1 + 1e-9);
      }
    }
  }

  @Test
  void whatWouldDiscloseOrCannotBeKeptIsRefused() {
    PrivateQuadraticTraining open = PrivateQuadraticTraining.of(PUBLIC, 8, 1e-5);
    assertThatThrownBy(() -> open.fit(train, validate)).hasMessageContaining("targetRange");
    assertThatThrownBy(() -> of(8).fit(train, List.of()))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("to validate on");
    assertThatThrownBy(() -> open.targetRange(3, 3)).hasMessageContaining("range");
    assertThatThrownBy(() -> open.classification(1)).hasMessageContaining("2 classes");
    assertThatThrownBy(() -> PrivateQuadraticTraining.of(PUBLIC, 0, 1e-5))
        .hasMessageContaining("epsilon is 0.0");
    assertThatThrownBy(() -> PrivateQuadraticTraining.of(PUBLIC, 8, 0))
        .hasMessageContaining("delta is 0.0");
    assertThatThrownBy(
            () -> PrivateQuadraticTraining.of(List.of(PUBLIC.get(0), PUBLIC.get(0)), 8, 1e-5))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("public images that differ");
  }
}
