package org.chemxor.models.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.chemxor.core.InvalidInputException;
import org.chemxor.core.Layer;
import org.chemxor.core.MoleculeImage;
import org.chemxor.core.Sample;
import org.chemxor.core.olinda.Activation;
import org.chemxor.core.olinda.OlindaNet;
import org.chemxor.models.evaluate.Evaluation;
import org.chemxor.models.olinda.TargetScale;
import org.chemxor.models.trained.EpochResult;
import org.chemxor.models.trained.NetworkJson;
import org.chemxor.models.trained.Task;
import org.chemxor.models.trained.TrainedModel;
import org.chemxor.models.trained.ValueRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrainingTest {
  private static final List<Sample> TRAIN = TestSamples.regression(200, 1);
  private static final List<Sample> VALIDATE = TestSamples.regression(60, 2);

  private static Training quick(int epochs) {
    return Training.of(TestSamples.SMALL).learningRate(3e-3).epochs(epochs).batchSize(16).seed(7);
  }

  private static double meanSquare(TrainedModel model, List<Sample> samples) {
    return samples.stream()
        .mapToDouble(s -> Math.pow(model.predict(s.image())[0] - s.target(), 2))
        .average()
        .orElseThrow();
  }

  @Test
  void learnsFromAFewHundredImages() {
    TrainedModel model =
        Training.of(OlindaNet.zero()).epochs(15).batchSize(16).fit(TRAIN, VALIDATE);
    double[] targets = TestSamples.targets(VALIDATE);
    double mean = Arrays.stream(targets).average().orElseThrow();
    double variance =
        Arrays.stream(targets).map(t -> (t - mean) * (t - mean)).average().getAsDouble();
    assertThat(meanSquare(model, VALIDATE)).isLessThan(0.3 * variance);
    assertThat(model.history()).hasSize(15);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void repeatsARunBitForBit(int threads) {
    TrainedModel first = quick(3).threads(threads).dropout(0.1).fit(TRAIN, VALIDATE);
    TrainedModel second = quick(3).threads(threads).dropout(0.1).fit(TRAIN, VALIDATE);
    TrainedModel other = quick(3).threads(threads).dropout(0.1).seed(8).fit(TRAIN, VALIDATE);
    assertThat(NetworkJson.tensors(second.network()))
        .isEqualTo(NetworkJson.tensors(first.network()));
    assertThat(NetworkJson.tensors(other.network()))
        .isNotEqualTo(NetworkJson.tensors(first.network()));
  }

  @Test
  void keepsTheWeightsOfTheBestEpoch() {
    TrainedModel model = quick(6).fit(TRAIN, VALIDATE);
    double best =
        model.history().stream().mapToDouble(EpochResult::validationLoss).min().orElseThrow();
    double variance = Math.pow(TargetScale.of(TestSamples.targets(TRAIN)).deviation(), 2);
    assertThat(meanSquare(model, VALIDATE) / variance).isCloseTo(best, within(1e-4 * (1 + best)));
    assertThat(model.info().metrics().get("validation.loss")).isCloseTo(best, within(1e-6));
  }

  @Test
  void usesChemXorsActivationInTheNetwork() {
    TrainedModel model = quick(1).fit(TRAIN);
    assertThat(model.network().nodes())
        .filteredOn(node -> node.layer() instanceof Layer.Polynomial)
        .hasSize(3)
        .allSatisfy(node -> assertThat(node.layer()).isEqualTo(Layer.Polynomial.CHEMXOR));
    assertThat(model.network().outputShape().size()).isEqualTo(1);
  }

  @Test
  void learnsTheCoefficientsOfALearnedActivation() {
    Activation start = Activation.quadratic(0.5, 0.2).asLearned();
    TrainedModel model =
        Training.of(TestSamples.SMALL.withActivation(start)).epochs(2).batchSize(16).fit(TRAIN);
    List<Layer> polynomials =
        model.network().nodes().stream()
            .map(node -> node.layer())
            .filter(Layer.Polynomial.class::isInstance)
            .toList();
    assertThat(polynomials).hasSize(3).doesNotContain(start.toLayer()).doesNotHaveDuplicates();
  }

  @Test
  void reportsTheRangeOfEveryLayer() {
    TrainedModel model = quick(2).fit(TRAIN, VALIDATE);
    assertThat(model.info().ranges())
        .extracting(ValueRange::node)
        .containsExactly("conv1", "linear1", "linear2", "linear3");
    double[] outputs = TRAIN.stream().mapToDouble(s -> model.predict(s.image())[0]).toArray();
    ValueRange output = model.info().ranges().get(3);
    assertThat(output.min()).isCloseTo(Arrays.stream(outputs).min().orElseThrow(), within(1e-4));
    assertThat(output.max()).isCloseTo(Arrays.stream(outputs).max().orElseThrow(), within(1e-4));
  }

  @Test
  void tellsTheListenerAboutEveryBatchAndEpoch() {
    List<String> heard = new ArrayList<>();
    quick(2)
        .batchSize(80)
        .listener(
            new TrainingListener() {
              @Override
              public void onBatch(BatchProgress p) {
                heard.add(p.epoch() + "/" + p.epochs() + " " + p.batch() + "/" + p.batches());
              }

              @Override
              public void onEpoch(EpochResult result) {
                heard.add("epoch " + result.epoch());
              }
            })
        .fit(TRAIN);
    assertThat(heard)
        .containsExactly(
            "1/2 1/3", "1/2 2/3", "1/2 3/3", "epoch 1", "2/2 1/3", "2/2 2/3", "2/2 3/3", "epoch 2");
  }

  @Test
  void trainsAClassifier() {
    List<Sample> train = TestSamples.classification(200, 1);
    List<Sample> validate = TestSamples.classification(60, 2);
    TrainedModel model =
        Training.of(TestSamples.SMALL.withOutputs(2))
            .classification()
            .epochs(20)
            .learningRate(3e-3)
            .batchSize(16)
            .fit(train, validate);
    long right =
        validate.stream()
            .filter(
                s -> {
                  double[] scores = model.predict(s.image());
                  return (scores[1] > scores[0] ? 1 : 0) == s.target();
                })
            .count();
    assertThat(right).isGreaterThan(45);
  }

  @Test
  void smoothedClassesMakeANetworkLessSure() {
    List<Sample> train = TestSamples.classification(200, 1);
    double[] margins = new double[2];
    for (int smoothed = 0; smoothed < 2; smoothed++) {
      TrainedModel model =
          Training.of(TestSamples.SMALL.withOutputs(2))
              .classification()
              .epochs(20)
              .learningRate(3e-3)
              .batchSize(16)
              .labelSmoothing(0.4 * smoothed)
              .fit(train);
      for (Sample sample : train) {
        double[] scores = model.predict(sample.image());
        margins[smoothed] += Math.abs(scores[1] - scores[0]) / train.size();
      }
    }
    // The surest that pays is log((1 - 0.2) / 0.2).
    assertThat(margins[1]).isLessThan(1.5).isLessThan(0.7 * margins[0]);
  }

  /** Written out: weights times minus the log-probabilities, mixed as said. */
  @Test
  void theSmoothedLossIsTheMeanOverClassesMixedIn() {
    TrainingLoss loss = TrainingLoss.of(Task.CLASSIFICATION, 3, List.of(1.0, 2.0, 4.0), 0.3);
    double[] z = {0.2, -0.5, 1.1};
    double logSum = Math.log(Math.exp(z[0]) + Math.exp(z[1]) + Math.exp(z[2]));
    double expected = 0;
    for (int c = 0; c < 3; c++) {
      expected += 2 * (0.1 + (c == 1 ? 0.7 : 0)) * (logSum - z[c]);
    }
    try (NDManager manager = NDManager.newBaseManager()) {
      NDArray outputs = manager.create(new float[] {0.2f, -0.5f, 1.1f}, new Shape(1, 3));
      NDList labels = new NDList(loss.labels(manager, new double[] {1}));
      double value = loss.evaluate(labels, new NDList(outputs)).toFloatArray()[0];
      assertThat(value).isCloseTo(expected, within(1e-5));
    }
  }

  @Test
  void refusesSamplesItCannotLearnFrom() {
    MoleculeImage image = TRAIN.get(0).image();
    MoleculeImage small = new MoleculeImage(16, 16, new double[256]);
    Training training = quick(1);
    assertThatThrownBy(() -> training.fit(List.of()))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("empty");
    assertThatThrownBy(() -> training.fit(List.of(new Sample("a", "C", small, 1))))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("16x16");
    assertThatThrownBy(() -> training.fit(List.of(new Sample("benzene", "C", image, Double.NaN))))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("training sample 1 (benzene)");
    assertThatThrownBy(() -> training.fit(List.of(new Sample("a", "C", image, 3))))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("nothing to learn");
    assertThatThrownBy(
            () ->
                Training.of(OlindaNet.zero().withOutputs(2))
                    .classification()
                    .fit(List.of(new Sample("a", "C", image, 2))))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("from 0 to 1");
  }

  @Test
  void refusesSettingsOutOfRange() {
    assertThatThrownBy(() -> quick(0).settings(1)).hasMessageContaining("epochs is 0");
    assertThatThrownBy(() -> quick(1).learningRate(0).settings(1))
        .hasMessageContaining("learning rate");
    assertThatThrownBy(() -> quick(1).dropout(1).settings(1)).hasMessageContaining("dropout");
    assertThatThrownBy(() -> quick(1).labelSmoothing(1).settings(1))
        .hasMessageContaining("label smoothing is 1.0");
    assertThatThrownBy(() -> Training.of(OlindaNet.zero()).classification())
        .hasMessageContaining("at least 2 outputs");
    assertThatThrownBy(() -> Training.of(OlindaNet.zero().withOutputs(3)).fit(TRAIN))
        .hasMessageContaining("a regression has one output");
  }

  @Test
  void stopsWhenTheValidationLossNoLongerFalls() {
    TrainedModel model = quick(200).patience(3).fit(TRAIN, VALIDATE);
    List<EpochResult> history = model.history();
    assertThat(history.size()).isLessThan(200);
    int best = 0;
    for (EpochResult result : history) {
      best = result.best() ? result.epoch() : best;
    }
    assertThat(history.size()).isEqualTo(best + 3);
    assertThatThrownBy(() -> quick(2).patience(1).fit(TRAIN))
        .hasMessageContaining("needs validation data");
  }

  @Test
  void followsTheSchedule() {
    TrainedModel model = quick(4).schedule(Schedule.step(2, 0.1)).fit(TRAIN);
    assertThat(model.history())
        .extracting(EpochResult::learningRate)
        .usingElementComparator((a, b) -> Math.abs(a - b) < 1e-12 ? 0 : Double.compare(a, b))
        .containsExactly(3e-3, 3e-3, 3e-4, 3e-4);
  }

  @Test
  void keepsActivationsInsideTheRangeAskedFor() {
    TrainedModel free = quick(6).fit(TRAIN);
    TrainedModel kept = quick(6).keepActivationsWithin(0.2, 100).fit(TRAIN);
    assertThat(widest(free)).isGreaterThan(2 * widest(kept));
  }

  private static double widest(TrainedModel model) {
    return model.info().ranges().stream()
        .limit(3)
        .mapToDouble(r -> Math.max(-r.min(), r.max()))
        .max()
        .orElseThrow();
  }

  @Test
  void averagesTheWeightsOfTheLastSteps() {
    TrainedModel plain = quick(2).fit(TRAIN);
    TrainedModel averaged = quick(2).averaging(0.99).fit(TRAIN);
    assertThat(averaged.history().get(1).trainLoss()).isEqualTo(plain.history().get(1).trainLoss());
    assertThat(NetworkJson.tensors(averaged.network()))
        .isNotEqualTo(NetworkJson.tensors(plain.network()));
  }

  @Test
  void findsMoreOfAClassWithALargerWeight() {
    List<Sample> train = TestSamples.classification(200, 1);
    OlindaNet net = TestSamples.SMALL.withOutputs(2);
    Training training =
        Training.of(net).classification().epochs(4).learningRate(3e-3).batchSize(16);
    double light =
        Evaluation.of(training.classWeights(List.of(1.95, 0.05)).fit(train), train)
            .classification()
            .recall();
    double heavy =
        Evaluation.of(training.classWeights(List.of(0.05, 1.95)).fit(train), train)
            .classification()
            .recall();
    assertThat(heavy).isGreaterThan(light + 0.3);
    assertThatThrownBy(() -> training.classWeights(List.of(1.0)).fit(train))
        .hasMessageContaining("one for each of its 2 classes");
  }

  @Test
  void reportsTheSameMetricsAsAnEvaluation() {
    TrainedModel model = quick(3).fit(TRAIN, VALIDATE);
    Evaluation evaluation = Evaluation.of(model, VALIDATE);
    assertThat(model.info().metrics().get("validation.r2"))
        .isCloseTo(evaluation.regression().r2(), within(1e-5));
    assertThat(evaluation.largestDifference(evaluation)).isZero();
    assertThat(model.info().metrics()).containsKeys("train.r2", "train.mae", "validation.loss");
  }

  @Test
  void trainsTheImprovedVariantToANetworkThatIsStillQuadratic() {
    TrainedModel model =
        Training.improved(TestSamples.SMALL).batchSize(16).epochs(30).fit(TRAIN, VALIDATE);
    assertThat(model.network().nodes())
        .filteredOn(node -> node.layer() instanceof Layer.Polynomial)
        .hasSize(3)
        .allSatisfy(node -> assertThat(((Layer.Polynomial) node.layer()).degree()).isEqualTo(2));
    assertThat(model.info().metrics().get("validation.r2")).isGreaterThan(0.3);
  }

  @Test
  void choosesThreadsByTheSizeOfTheData() {
    assertThat(quick(1).settings(100).threads()).isEqualTo(1);
    assertThat(quick(1).settings(100_000).threads())
        .isEqualTo(Math.min(4, Runtime.getRuntime().availableProcessors()));
    assertThat(quick(1).threads(3).settings(100).threads()).isEqualTo(3);
    assertThatThrownBy(() -> quick(1).threads(0)).hasMessageContaining("threads is 0");
  }

  @Test
  void saysSoWhenTheLossDiverges() {
    OlindaNet steep = OlindaNet.one().withActivation(Activation.quadratic(1, 1e6));
    assertThatThrownBy(() -> Training.of(steep).learningRate(1).fit(TRAIN))
        .isInstanceOf(TrainingException.class)
        .hasMessageContaining("use a lower one");
  }
}
