package org.chemxor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.chemxor.ckks.CkksEngine;
import org.chemxor.ckks.parallel.Parallelism;
import org.chemxor.core.ReferenceEvaluator;
import org.chemxor.core.Sample;
import org.chemxor.core.olinda.OlindaNet;
import org.chemxor.data.dataset.DrugSet;
import org.chemxor.data.featurise.GridFingerprintFeaturiser;
import org.chemxor.data.split.DataSplit;
import org.chemxor.fhe.FheModel;
import org.chemxor.fhe.FheOlindaNet;
import org.chemxor.fhe.program.Plan;
import org.chemxor.models.train.Training;
import org.chemxor.models.trained.TrainedModel;
import org.junit.jupiter.api.Test;

/** A trained network on real molecules, with real parameters: the promise in numbers. */
class HundredMoleculesTest {
  private static final int MOLECULES = 100;
  private static final double TOLERANCE = 0x1p-12;

  @Test
  void encryptedPredictionsOfAHundredMoleculesAreThePlainOnes() {
    List<Sample> samples = DrugSet.load().samples(GridFingerprintFeaturiser.standard());
    DataSplit<Sample> split = DataSplit.random(samples, 3);
    TrainedModel model = Training.of(OlindaNet.zero()).epochs(10).batchSize(32).fit(split.train());
    ReferenceEvaluator reference = new ReferenceEvaluator(model.network());
    ExecutorService executor = Executors.newFixedThreadPool(2);
    double least = Double.POSITIVE_INFINITY;
    double most = Double.NEGATIVE_INFINITY;
    double worst = 0;
    try (FheModel encrypted =
        FheOlindaNet.wrap(
            model.network(), Plan.partitioned(), CkksEngine.load(), Parallelism.of(executor, 2))) {
      for (Sample sample : samples.subList(0, MOLECULES)) {
        double plain = reference.evaluate(sample.image())[0];
        double result = encrypted.evaluate(sample.image()).outputs().get(0);
        least = Math.min(least, plain);
        most = Math.max(most, plain);
        worst = Math.max(worst, Math.abs(result - plain));
      }
    } finally {
      executor.shutdownNow();
    }
    assertThat(worst / (most - least)).isLessThan(TOLERANCE);
  }
}
