package org.chemxor.models.quadratic;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import org.chemxor.core.MoleculeImage;
import org.chemxor.core.Sample;
import org.chemxor.models.evaluate.PackedSamples;
import org.chemxor.models.trained.Task;

/** Sparse images like fingerprints, with values that are quadratic in their pixels. */
final class QuadraticSamples {
  private static final int USED = 16;

  private QuadraticSamples() {}

  /** {@code 3 + l.x + (u.x)^2 - (v.x)^2}, with fixed random l, u and v. */
  static List<Sample> regression(int count, long seed) {
    Random fixed = new Random(5);
    double[] l = fixed.doubles(USED, -1, 1).toArray();
    double[] u = fixed.doubles(USED, -1, 1).toArray();
    double[] v = fixed.doubles(USED, -1, 1).toArray();
    return samples(
        count,
        seed,
        x -> 3 + Kernel.dot(l, x) + Math.pow(Kernel.dot(u, x), 2) - Math.pow(Kernel.dot(v, x), 2));
  }

  /** Class 1 where the product of two linear functions is positive: no linear model can tell. */
  static List<Sample> classes(int count, long seed) {
    Random fixed = new Random(6);
    double[] u = fixed.doubles(USED, -1, 1).toArray();
    double[] v = fixed.doubles(USED, -1, 1).toArray();
    return samples(count, seed, x -> Kernel.dot(u, x) * Kernel.dot(v, x) > 0 ? 1 : 0);
  }

  static List<Sample> samples(int count, long seed, ToDoubleFunction<double[]> target) {
    Random random = new Random(seed);
    List<Sample> samples = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      double[] x = new double[USED];
      for (int bit = 0; bit < 8; bit++) {
        x[random.nextInt(USED)] = (1 + random.nextInt(4)) / 4.0;
      }
      double[] pixels = new double[1024];
      for (int p = 0; p < USED; p++) {
        pixels[p * 60] = x[p];
      }
      MoleculeImage image = new MoleculeImage(32, 32, pixels);
      samples.add(new Sample("s" + i, "C", image, target.applyAsDouble(x)));
    }
    return samples;
  }

  static Sample with(Sample sample, double target) {
    return new Sample(sample.name(), sample.smiles(), sample.image(), target);
  }

  static double[] targets(List<Sample> samples) {
    return samples.stream().mapToDouble(Sample::target).toArray();
  }

  static SparseImages images(List<Sample> samples) {
    return SparseImages.of(PackedSamples.of("test", samples, Task.REGRESSION, 1));
  }
}
