package org.chemxor.models.evaluate;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.RandomAccess;
import java.util.function.BiConsumer;
import java.util.function.IntFunction;
import org.chemxor.core.InvalidInputException;
import org.chemxor.core.MoleculeImage;
import org.chemxor.core.Sample;
import org.chemxor.models.trained.Task;

/**
 * Samples as the single-precision arrays a network is fed with. Those of a {@link RandomAccess}
 * list, such as a data set that keeps its images on disk, are asked for again in every epoch and
 * take no memory here; others are kept, 4 KiB an image.
 */
public final class PackedSamples {
  public static final int PIXELS = MoleculeImage.SIZE * MoleculeImage.SIZE;

  private final IntFunction<float[]> images;
  private final double[][] targets;

  private PackedSamples(IntFunction<float[]> images, double[][] targets) {
    this.images = images;
    this.targets = targets;
  }

  /**
   * Checks samples, and packs them unless they are in a list.
   *
   * @param use such as "training", for messages
   * @param samples a list must not change any more
   * @param outputs number of classes for a classification
   * @throws InvalidInputException when an image has another size than 32x32, a target is missing or
   *     is no class index
   */
  public static PackedSamples of(String use, Iterable<Sample> samples, Task task, int outputs) {
    List<double[]> targets = new ArrayList<>();
    return pack(
        use,
        samples,
        (where, sample) -> targets.add(new double[] {target(where, sample, task, outputs)}),
        targets);
  }

  /**
   * As {@link #of}, with several targets for each sample.
   *
   * @param targets {@code [sample][target]}, NaN where a value is missing
   * @throws InvalidInputException when their number is not that of the samples, or one is infinite
   *     or of a classification neither 0 nor 1
   */
  public static PackedSamples ofSeveral(
      String use, Iterable<Sample> samples, double[][] targets, Task task) {
    PackedSamples packed = pack(use, samples, (where, sample) -> {}, List.of());
    int size = 0;
    for (Sample sample : samples) {
      size += sample == null ? 0 : 1;
    }
    if (size != targets.length) {
      throw new InvalidInputException(
          "there are " + targets.length + " rows of targets for " + size + " " + use + " samples");
    }
    for (double[] row : targets) {
      for (double value : row) {
        boolean isClass = value == 0 || value == 1;
        if (Double.isInfinite(value)
            || (task == Task.CLASSIFICATION && !Double.isNaN(value) && !isClass)) {
          throw new InvalidInputException(
              "a " + use + " sample has the target " + value + " among several");
        }
      }
    }
    return new PackedSamples(packed.images, copy(targets));
  }

  private static double[][] copy(double[][] rows) {
    return Arrays.stream(rows).map(double[]::clone).toArray(double[][]::new);
  }

  private static PackedSamples pack(
      String use,
      Iterable<Sample> samples,
      BiConsumer<String, Sample> look,
      List<double[]> targets) {
    List<float[]> images = new ArrayList<>();
    boolean keep = !(samples instanceof List && samples instanceof RandomAccess);
    int count = 0;
    for (Sample sample : samples) {
      String where = use + " sample " + ++count + " (" + sample.name() + ")";
      requireSize(where, sample.image());
      if (keep) {
        images.add(pixels(sample.image()));
      }
      look.accept(where, sample);
    }
    return new PackedSamples(
        samples instanceof List<Sample> list && !keep
            ? i -> pixels(list.get(i).image())
            : images::get,
        targets.toArray(double[][]::new));
  }

  private static void requireSize(String where, MoleculeImage image) {
    if (image.height() != MoleculeImage.SIZE || image.width() != MoleculeImage.SIZE) {
      throw new InvalidInputException(
          where
              + " has an image of "
              + image.height()
              + "x"
              + image.width()
              + "; the models take 32x32");
    }
  }

  private static float[] pixels(MoleculeImage image) {
    double[] values = image.toArray();
    float[] pixels = new float[PIXELS];
    for (int i = 0; i < PIXELS; i++) {
      pixels[i] = (float) values[i];
    }
    return pixels;
  }

  /** The target of a sample, checked. */
  public static double target(String where, Sample sample, Task task, int outputs) {
    double target = sample.target();
    if (!Double.isFinite(target)) {
      throw new InvalidInputException(
          where + " has the target " + target + "; give it a number or leave the row out");
    }
    if (task == Task.CLASSIFICATION
        && (target != Math.rint(target) || target < 0 || target >= outputs)) {
      throw new InvalidInputException(
          where
              + " has the class "
              + target
              + "; classes are numbered from 0 to "
              + (outputs - 1)
              + " for a network with "
              + outputs
              + " outputs");
    }
    return target;
  }

  /** Feeds everything that training sees to a digest. */
  public void digest(MessageDigest digest) {
    for (int i = 0; i < targets.length; i++) {
      ByteBuffer buffer =
          ByteBuffer.allocate(targets[i].length * Double.BYTES + PIXELS * Float.BYTES);
      for (double target : targets[i]) {
        buffer.putDouble(target);
      }
      buffer.asFloatBuffer().put(images.apply(i));
      digest.update(buffer.array());
    }
  }

  public int size() {
    return targets.length;
  }

  /** The first targets. */
  public double[] targets() {
    return targets(0);
  }

  /** The values of one of the targets, NaN where one is missing. */
  public double[] targets(int target) {
    return Arrays.stream(targets).mapToDouble(row -> row[target]).toArray();
  }

  /** The first target of a sample. */
  public double target(int index) {
    return targets[index][0];
  }

  /** All targets, {@code [sample][target]}; a copy. */
  public double[][] targetRows() {
    return copy(targets);
  }

  /** All targets of a sample; not to be written. */
  public double[] targetRow(int index) {
    return targets[index];
  }

  /**
   * The mean of the pixels above zero; 1 when there is none.
   *
   * @return above 0
   */
  public double meanOfPositivePixels() {
    double sum = 0;
    long count = 0;
    for (int i = 0; i < size(); i++) {
      for (float pixel : images.apply(i)) {
        if (pixel > 0) {
          sum += pixel;
          count++;
        }
      }
    }
    return count == 0 ? 1 : sum / count;
  }

  /** Pixels of the samples at {@code order[from..to)}, one image after the other. */
  public float[] pixels(int[] order, int from, int to) {
    float[] batch = new float[(to - from) * PIXELS];
    for (int i = from; i < to; i++) {
      System.arraycopy(images.apply(order[i]), 0, batch, (i - from) * PIXELS, PIXELS);
    }
    return batch;
  }
}
