package org.chemxor.audit.reference;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.chemxor.core.MoleculeImage;
import org.chemxor.core.Sample;

/** Compounds with sparse random images and a value that few pixels decide. */
public final class SampleSets {
  private SampleSets() {}

  /**
   * Compounds whose class, if there are classes, is a linear rule on some pixels.
   *
   * @param classes 0 for values
   * @param noise share of classes, or of the values' deviation, that is random
   */
  public static List<Sample> of(int size, int classes, double noise, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    return IntStream.range(0, size)
        .mapToObj(i -> sample(i, classes, noise, random.split()))
        .toList();
  }

  private static Sample sample(int number, int classes, double noise, SplittableRandom random) {
    double[] pixels = new double[MoleculeImage.SIZE * MoleculeImage.SIZE];
    for (int k = 0; k < 20; k++) {
      pixels[random.nextInt(400)] = 1;
    }
    double value = 0;
    for (int p = 0; p < 40; p++) {
      value += pixels[p] * (p % 2 == 0 ? 1 : -1);
    }
    double target =
        classes == 0
            ? (1 - noise) * value + noise * random.nextGaussian()
            : random.nextDouble() < noise
                ? random.nextInt(classes)
                : Math.floorMod((int) value, classes);
    return new Sample(
        "s" + number,
        "",
        new MoleculeImage(MoleculeImage.SIZE, MoleculeImage.SIZE, pixels),
        target);
  }
}
