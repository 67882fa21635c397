package org.chemxor.bench.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.chemxor.core.MoleculeImage;
import org.chemxor.core.Sample;
import org.junit.jupiter.api.Test;

class RidgeRegressionTest {
  private static List<Sample> samples(int count) {
    Random random = new Random(2);
    List<Sample> samples = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      double[] x = random.doubles(6).toArray();
      double y = 3 + x[0] - 2 * x[1] + 0.5 * x[5];
      samples.add(new Sample("s" + i, "C", new MoleculeImage(2, 3, x), y));
    }
    return samples;
  }

  @Test
  void findsALinearRelationWhenThePenaltyIsSmall() {
    List<Sample> samples = samples(50);
    RidgeRegression ridge = RidgeRegression.fit(samples, 1e-9);
    for (Sample sample : samples) {
      assertThat(ridge.predict(sample.image())).isCloseTo(sample.target(), within(1e-7));
    }
  }

  @Test
  void predictsTheMeanWhenThePenaltyIsHuge() {
    List<Sample> samples = samples(50);
    double mean = samples.stream().mapToDouble(Sample::target).average().orElseThrow();
    RidgeRegression ridge = RidgeRegression.fit(samples, 1e12);
    assertThat(ridge.predict(samples.get(0).image())).isCloseTo(mean, within(1e-9));
  }
}
