package org.chemxor.data.featurise;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.chemxor.core.InvalidInputException;

/**
 * {@value #SIZE} physico-chemical descriptors as pixels: each is scaled so that its 2nd and 98th
 * percentile over the training molecules become 0 and 1, and clamped to that range. A descriptor
 * that a molecule has no value of becomes the median pixel of the training molecules.
 *
 * <p>The strip lies in the first row and the beginning of the second one, where every kernel reads.
 * It takes the place of the last bins of the fingerprint.
 */
public final class DescriptorStrip {
  /** Number of descriptors. */
  public static final int SIZE = 32;

  /** Columns of a row: those that a kernel of 3 at stride 3 reads. */
  private static final int COLUMNS = 30;

  private static final int WIDTH = 32;
  private static final double LOW = 0.02;
  private static final double HIGH = 0.98;

  private final double[] low;
  private final double[] high;
  private final double[] typical;
  private final int imputed;

  private DescriptorStrip(double[] low, double[] high, double[] typical, int imputed) {
    this.low = low;
    this.high = high;
    this.typical = typical;
    this.imputed = imputed;
  }

  /**
   * A strip from its settings.
   *
   * @param low value of each descriptor that is a pixel of 0
   * @param high value of each that is a pixel of 1, at least {@code low}
   * @param typical pixel of each for molecules without a value, in [0, 1]
   * @param imputed values that were missing when the strip was learned, at least 0
   * @throws InvalidInputException when one is out of range
   */
  static DescriptorStrip of(double[] low, double[] high, double[] typical, int imputed) {
    for (double[] values : List.of(low, high, typical)) {
      if (values.length != SIZE || Arrays.stream(values).anyMatch(v -> !Double.isFinite(v))) {
        throw new InvalidInputException(
            "the settings of descriptors must be " + SIZE + " finite numbers each");
      }
    }
    boolean isValid =
        imputed >= 0
            && IntStream.range(0, SIZE)
                .allMatch(i -> low[i] <= high[i] && typical[i] >= 0 && typical[i] <= 1);
    if (!isValid) {
      throw new InvalidInputException(
          "the settings of descriptors must have low at most high, typical pixels from 0 to 1 and"
              + " a count of at least 0");
    }
    return new DescriptorStrip(low.clone(), high.clone(), typical.clone(), imputed);
  }

  /**
   * Learns ranges and medians.
   *
   * @param smiles training molecules, at least one
   * @throws InvalidInputException when one cannot be read
   */
  static DescriptorStrip learnedFrom(List<String> smiles) {
    double[][] values =
        smiles.parallelStream().map(MolecularDescriptors::of).toArray(double[][]::new);
    double[] low = new double[SIZE];
    double[] high = new double[SIZE];
    double[] typical = new double[SIZE];
    int missing = 0;
    for (int d = 0; d < SIZE; d++) {
      int descriptor = d;
      double[] known =
          Arrays.stream(values)
              .mapToDouble(row -> row[descriptor])
              .filter(Double::isFinite)
              .sorted()
              .toArray();
      missing += values.length - known.length;
      low[d] = quantile(known, LOW);
      high[d] = quantile(known, HIGH);
      typical[d] = pixel(quantile(known, 0.5), low[d], high[d]);
    }
    return of(low, high, typical, missing);
  }

  /** 0 where nothing is known. */
  private static double quantile(double[] sorted, double share) {
    return sorted.length == 0 ? 0 : sorted[(int) Math.round(share * (sorted.length - 1))];
  }

  /** Exactly representable in single precision. */
  private static double pixel(double value, double low, double high) {
    return high > low ? (float) Math.max(0, Math.min(1, (value - low) / (high - low))) : 0;
  }

  /** The pixel of the image in which descriptor {@code d} lies, counted row by row from 0. */
  static int position(int d) {
    return d / COLUMNS * WIDTH + d % COLUMNS;
  }

  /** A layout whose last bins lie in the strip; what lay there takes their place. */
  static GridLayout makeRoom(GridLayout layout) {
    int[] pixelOfBin = layout.toArray();
    int first = pixelOfBin.length - SIZE;
    for (int d = 0; d < SIZE; d++) {
      int wanted = position(d);
      int holder =
          IntStream.range(0, pixelOfBin.length)
              .filter(b -> pixelOfBin[b] == wanted)
              .findFirst()
              .orElseThrow();
      pixelOfBin[holder] = pixelOfBin[first + d];
      pixelOfBin[first + d] = wanted;
    }
    return GridLayout.of(pixelOfBin);
  }

  /** The pixels of a molecule, in the order of the descriptors. */
  double[] pixels(String smiles) {
    double[] values = MolecularDescriptors.of(smiles);
    double[] pixels = new double[SIZE];
    for (int d = 0; d < SIZE; d++) {
      pixels[d] = Double.isFinite(values[d]) ? pixel(values[d], low[d], high[d]) : typical[d];
    }
    return pixels;
  }

  /** What is shown, in order. */
  public static List<String> names() {
    return MolecularDescriptors.NAMES;
  }

  /**
   * The descriptors themselves, in the order of {@link #names}, neither scaled nor clamped.
   *
   * @return {@value #SIZE} values, NaN where the molecule has none
   * @throws InvalidInputException when the SMILES cannot be read
   */
  public static double[] values(String smiles) {
    return MolecularDescriptors.of(smiles);
  }

  /** How many values of training molecules were missing and became the median. */
  public int imputed() {
    return imputed;
  }

  double[] low() {
    return low.clone();
  }

  double[] high() {
    return high.clone();
  }

  double[] typical() {
    return typical.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof DescriptorStrip that
        && Arrays.equals(low, that.low)
        && Arrays.equals(high, that.high)
        && Arrays.equals(typical, that.typical)
        && imputed == that.imputed;
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(low) * 31 + Arrays.hashCode(high);
  }

  @Override
  public String toString() {
    return "DescriptorStrip[" + SIZE + " descriptors, " + imputed + " imputed]";
  }
}
