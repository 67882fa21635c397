package org.chemxor.models.quadratic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.chemxor.core.InvalidInputException;
import org.chemxor.core.Layer;
import org.chemxor.core.MoleculeImage;
import org.chemxor.core.Sample;
import org.chemxor.models.evaluate.Evaluation;
import org.chemxor.models.trained.TrainedModel;
import org.junit.jupiter.api.Test;

class QuadraticTrainingTest {
  private final List<Sample> train = QuadraticSamples.regression(300, 1);
  private final List<Sample> validate = QuadraticSamples.regression(80, 2);
  private final List<Sample> test = QuadraticSamples.regression(80, 3);

  @Test
  void anUncutNetworkIsKernelRidgeRegression() {
    TrainedModel model = QuadraticTraining.regression().squares(70).fit(train, List.of());
    double scale =
        Double.parseDouble(model.info().training().get("kernelScale"))
            * DenseSolver.meanSquare(train);
    double[][] kernel = DenseSolver.kernel(train, train, scale);
    double mean = Arrays.stream(QuadraticSamples.targets(train)).average().orElseThrow();
    double[] centred = Arrays.stream(QuadraticSamples.targets(train)).map(y -> y - mean).toArray();
    double penalty =
        Double.parseDouble(model.info().training().get("penalty"))
            * DenseSolver.meanDiagonal(kernel);
    double[] alpha = DenseSolver.solve(kernel, penalty, centred);
    double[] expected = DenseSolver.times(DenseSolver.kernel(test, train, scale), alpha);
    for (int i = 0; i < test.size(); i++) {
      assertThat(model.predict(test.get(i).image())[0]).isCloseTo(mean + expected[i], within(1e-5));
    }
  }

  @Test
  void fewSquaresAreChosenWhereTheyAreEnough() {
    TrainedModel model = QuadraticTraining.regression().fit(train, validate);
    assertThat(model.info().training()).containsEntry("squares", "16");
    assertThat(Evaluation.of(model, test).regression().r2()).isGreaterThan(0.97);
    assertThat(model.info().metrics()).containsKeys("train.r2", "validation.r2");
    assertThat(model.network().nodes())
        .extracting(node -> node.layer().getClass().getSimpleName())
        .containsExactly("Flatten", "Linear", "Polynomial", "Linear");
  }

  /** The samples with pixels that have nothing to do with their targets. */
  private static List<Sample> withNoise(List<Sample> samples, long seed) {
    Random random = new Random(seed);
    return samples.stream()
        .map(
            sample -> {
              double[] pixels = sample.image().toArray();
              for (int k = 0; k < 20; k++) {
                int pixel = random.nextInt(pixels.length);
                pixels[pixel] = pixel % 60 == 0 ? pixels[pixel] : 0.25;
              }
              MoleculeImage image = new MoleculeImage(32, 32, pixels);
              return new Sample(sample.name(), sample.smiles(), image, sample.target());
            })
        .toList();
  }

  @Test
  void pixelsThatTellNothingAreNotRead() {
    List<Sample> noisy = withNoise(train, 4);
    TrainedModel model = QuadraticTraining.regression().fit(noisy, withNoise(validate, 5));
    assertThat(model.info().training()).containsEntry("pixels", "256");
    TrainedModel all = QuadraticTraining.regression().fit(noisy, List.of());
    assertThat(Integer.parseInt(all.info().training().get("pixels"))).isGreaterThan(900);
    Layer.Linear map = (Layer.Linear) model.network().nodes().get(1).layer();
    int squares = map.bias().size();
    for (int informative = 0; informative < 16; informative++) {
      int pixel = informative * 60;
      assertThat(IntStream.range(0, squares).mapToDouble(k -> map.weight(k, pixel)))
          .anyMatch(w -> w != 0);
    }
  }

  @Test
  void cuttingLosesLittleAndTheMeanIsKept() {
    TrainedModel cut = QuadraticTraining.regression().squares(12).fit(train, List.of());
    TrainedModel full = QuadraticTraining.regression().squares(70).fit(train, List.of());
    double[] some = Evaluation.of(cut, train).predictions();
    double[] all = Evaluation.of(full, train).predictions();
    double difference = 0;
    double mean = 0;
    for (int i = 0; i < some.length; i++) {
      difference += Math.pow(some[i] - all[i], 2) / some.length;
      mean += (some[i] - all[i]) / some.length;
    }
    assertThat(mean).isCloseTo(0, within(1e-6));
    assertThat(difference).isBetween(1e-9, 0.05 * full.info().metrics().get("train.mse") + 0.05);
  }

  @Test
  void whatEntersTheSquaresStaysWithinOneOnTheTrainingImages() {
    TrainedModel model = QuadraticTraining.regression().fit(train, validate);
    assertThat(model.info().ranges().get(0).min()).isGreaterThanOrEqualTo(-1 - 1e-6);
    assertThat(model.info().ranges().get(0).max()).isLessThanOrEqualTo(1 + 1e-6);
  }

  @Test
  void classesThatNoLinearModelTellsApartAreLearnedAndCalibrated() {
    TrainedModel model =
        QuadraticTraining.classification(2)
            .fit(QuadraticSamples.classes(600, 1), QuadraticSamples.classes(200, 2));
    Evaluation evaluation = Evaluation.of(model, QuadraticSamples.classes(400, 3));
    assertThat(evaluation.classification().rocAuc()).isGreaterThan(0.93);
    double right = evaluation.classification().accuracy();
    double claimed =
        Arrays.stream(evaluation.outputs())
            .mapToDouble(z -> Calibration.probability(Math.abs(z[1] - z[0])))
            .average()
            .orElseThrow();
    assertThat(claimed).isCloseTo(right, within(0.06));
  }

  @Test
  void moreClassesHaveAnOutputEach() {
    List<Sample> three =
        train.stream()
            .map(s -> QuadraticSamples.with(s, s.target() < 2 ? 0 : s.target() < 4 ? 1 : 2))
            .toList();
    TrainedModel model = QuadraticTraining.classification(3).fit(three, three.subList(0, 100));
    assertThat(model.network().outputShape().size()).isEqualTo(3);
    assertThat(Evaluation.of(model, three).classification().accuracy()).isGreaterThan(0.85);
  }

  @Test
  void weightsOfClassesMoveTheBorder() {
    List<Sample> samples = QuadraticSamples.classes(200, 1);
    TrainedModel equal = QuadraticTraining.classification(2).fit(samples, List.of());
    TrainedModel weighted =
        QuadraticTraining.classification(2)
            .classWeights(List.of(1.0, 20.0))
            .fit(samples, List.of());
    List<Sample> others = QuadraticSamples.classes(200, 2);
    assertThat(Evaluation.of(weighted, others).classification().recall())
        .isGreaterThan(Evaluation.of(equal, others).classification().recall());
  }

  @Test
  void theSameDataGiveTheSameModel() {
    TrainedModel once = QuadraticTraining.regression().fit(train, validate);
    TrainedModel again = QuadraticTraining.regression().fit(train, validate);
    Layer.Linear map = (Layer.Linear) once.network().nodes().get(1).layer();
    assertThat(again.network().nodes().get(1).layer()).isEqualTo(map);
    assertThat(again.network().nodes().get(3).layer())
        .isEqualTo(once.network().nodes().get(3).layer());
    assertThat(again.info()).isEqualTo(once.info());
  }

  @Test
  void duplicateRowsAreNoObstacle() {
    List<Sample> twice = new ArrayList<>(train);
    twice.addAll(train);
    TrainedModel model = QuadraticTraining.regression().fit(twice, validate);
    assertThat(Evaluation.of(model, test).regression().r2()).isGreaterThan(0.97);
  }

  @Test
  void fewMoleculesAreFitted() {
    TrainedModel model = QuadraticTraining.regression().fit(train.subList(0, 2), List.of());
    assertThat(model.predict(train.get(0).image())[0]).isFinite();
  }

  @Test
  void refusesWhatThereIsNothingToLearnFrom() {
    QuadraticTraining regression = QuadraticTraining.regression();
    assertThatThrownBy(() -> regression.fit(List.of(), List.of()))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("at least one sample");
    assertThatThrownBy(() -> regression.fit(train.subList(0, 1), validate))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("nothing to learn");
    List<Sample> constant = train.stream().map(s -> QuadraticSamples.with(s, 4)).toList();
    assertThatThrownBy(() -> regression.fit(constant, validate))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("nothing to learn");
    List<Sample> unknown = List.of(train.get(0), QuadraticSamples.with(train.get(1), Double.NaN));
    assertThatThrownBy(() -> regression.fit(unknown, validate))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("NaN");
    MoleculeImage black = new MoleculeImage(32, 32, new double[1024]);
    List<Sample> empty =
        train.stream().map(s -> new Sample(s.name(), "C", black, s.target())).toList();
    assertThatThrownBy(() -> regression.fit(empty, validate))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("images are the same");
  }

  @Test
  void refusesAClassWithoutMoleculesAndWrongSettings() {
    List<Sample> ones = Collections.nCopies(5, QuadraticSamples.with(train.get(0), 1));
    assertThatThrownBy(() -> QuadraticTraining.classification(2).fit(ones, List.of()))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("class 0 has no training molecule");
    assertThatThrownBy(() -> QuadraticTraining.classification(1))
        .hasMessageContaining("at least 2 classes");
    assertThatThrownBy(() -> QuadraticTraining.regression().squares(3))
        .hasMessageContaining("at least 4");
    assertThatThrownBy(() -> QuadraticTraining.classification(2).classWeights(List.of(1.0, 0.0)))
        .hasMessageContaining("class weights");
  }
}
