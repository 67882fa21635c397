package org.chemxor.models.train;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.chemxor.core.MoleculeImage;
import org.chemxor.core.Sample;
import org.chemxor.core.olinda.Activation;
import org.chemxor.core.olinda.OlindaNet;

/** Sparse images like folded fingerprints, with a value that depends on them. */
final class TestSamples {
  private static final int PIXELS = 1024;

  /** OlindaNetZero's shape with a hundredth of its weights, for tests of what surrounds it. */
  static final OlindaNet SMALL =
      new OlindaNet(
          "Small",
          List.of(new OlindaNet.Convolution(1, 4, 3)),
          List.of(32, 16, 1),
          Activation.CHEMXOR);

  private TestSamples() {}

  /** Samples whose target is a fixed random linear function of the pixels plus 5. */
  static List<Sample> regression(int count, long seed) {
    double[] weights = new Random(99).doubles(PIXELS, -1, 1).toArray();
    Random random = new Random(seed);
    List<Sample> samples = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      double[] pixels = pixels(random);
      double target = 5;
      for (int p = 0; p < PIXELS; p++) {
        target += weights[p] * pixels[p];
      }
      samples.add(new Sample("s" + i, "C", new MoleculeImage(32, 32, pixels), target));
    }
    return samples;
  }

  /** The same images; the class is 1 where the regression target is above 5. */
  static List<Sample> classification(int count, long seed) {
    return regression(count, seed).stream()
        .map(s -> new Sample(s.name(), s.smiles(), s.image(), s.target() > 5 ? 1 : 0))
        .toList();
  }

  private static double[] pixels(Random random) {
    double[] pixels = new double[PIXELS];
    for (int bit = 0; bit < 40; bit++) {
      pixels[random.nextInt(120) * 8] = (1 + random.nextInt(4)) / 4.0;
    }
    return pixels;
  }

  static double[] targets(List<Sample> samples) {
    return samples.stream().mapToDouble(Sample::target).toArray();
  }
}
