package org.chemxor.cli.referee;

import java.util.Random;
import org.chemxor.models.tuning.TuningData;

/**
 * Digits to learn from, each moved by a random share of a pixel, turned and stretched a little
 * whenever it is asked for, so that a network sees more hands than there are. Cells from outside
 * are black.
 */
final class ShiftedDigits implements TuningData {
  private final Digits digits;
  private final Random random;
  private final Distortion distortion;

  /**
   * How much images may be distorted.
   *
   * @param shift most pixels in both directions
   * @param angle most radians
   * @param stretch most share in both directions
   */
  record Distortion(double shift, double angle, double stretch) {
    /** Found to generalise best on the pinned digits. */
    static final Distortion SMALL = new Distortion(2, 0.17, 0.1);
  }

  ShiftedDigits(Digits digits, Distortion distortion, long seed) {
    this.digits = digits;
    this.distortion = distortion;
    this.random = new Random(seed);
  }

  @Override
  public int size() {
    return digits.size();
  }

  @Override
  public int inputSize() {
    return Digits.PIXELS;
  }

  @Override
  public void copyInput(int index, float[] target, int offset) {
    float[] image = digits.images()[index];
    double angle = uniform(distortion.angle());
    double rows = 1 + uniform(distortion.stretch());
    double columns = 1 + uniform(distortion.stretch());
    double down = uniform(distortion.shift());
    double right = uniform(distortion.shift());
    double cos = Math.cos(angle);
    double sin = Math.sin(angle);
    double middle = (Digits.SIDE - 1) / 2.0;
    for (int row = 0; row < Digits.SIDE; row++) {
      for (int column = 0; column < Digits.SIDE; column++) {
        double y = (row - middle) * rows;
        double x = (column - middle) * columns;
        target[offset + row * Digits.SIDE + column] =
            (float)
                interpolated(
                    image, cos * y - sin * x + middle + down, sin * y + cos * x + middle + right);
      }
    }
  }

  private double uniform(double most) {
    return (2 * random.nextDouble() - 1) * most;
  }

  /** Between the four nearest pixels. */
  private static double interpolated(float[] image, double y, double x) {
    int row = (int) Math.floor(y);
    int column = (int) Math.floor(x);
    double below = y - row;
    double right = x - column;
    return (1 - below) * ((1 - right) * at(image, row, column) + right * at(image, row, column + 1))
        + below
            * ((1 - right) * at(image, row + 1, column) + right * at(image, row + 1, column + 1));
  }

  private static double at(float[] image, int row, int column) {
    boolean isInside = row >= 0 && row < Digits.SIDE && column >= 0 && column < Digits.SIDE;
    return isInside ? image[row * Digits.SIDE + column] : 0;
  }

  @Override
  public double target(int index) {
    return digits.labels()[index];
  }
}
