package org.chemxor.bench.quality;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.chemxor.data.dataset.DrugSet;
import org.chemxor.data.dataset.OlindaRegressionData;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BaselinesTest {
  private static OlindaRegressionData data;

  @BeforeAll
  static void loadTheDrugs(@TempDir Path folder) throws IOException {
    StringBuilder text = new StringBuilder("logp,smiles\n");
    for (DrugSet.Drug drug : DrugSet.load()) {
      text.append(drug.value()).append(',').append(drug.smiles()).append('\n');
    }
    data = OlindaRegressionData.from(Files.writeString(folder.resolve("drugs.csv"), text)).load();
  }

  @Test
  void bothPredictBetterThanTheMean() {
    assertThat(Baselines.ridge(data).test().r2()).isBetween(0.3, 1.0);
    assertThat(Baselines.neighbours(data).test().r2()).isBetween(0.1, 1.0);
  }

  @Test
  void theSettingIsChosenByValidation() {
    Baselines.Score chosen = Baselines.ridge(data);

    RidgeRegression other = RidgeRegression.fit(data.train(), 100);
    double[] predicted =
        data.validate().stream().mapToDouble(sample -> other.predict(sample.image())).toArray();
    double mean = 0;
    for (int i = 0; i < predicted.length; i++) {
      mean += Math.pow(predicted[i] - data.validate().target(i), 2) / predicted.length;
    }
    assertThat(chosen.validation().mse()).isLessThanOrEqualTo(mean + 1e-12);
  }
}
