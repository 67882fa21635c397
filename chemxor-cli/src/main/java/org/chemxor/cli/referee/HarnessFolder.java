package org.chemxor.cli.referee;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.chemxor.core.InputFiles;
import org.chemxor.core.InvalidInputException;

/**
 * The folders of the suite's harness for one instance: what its scripts write for the executables,
 * and what they look for afterwards. Sizes and names are the harness's.
 *
 * @param root where the harness runs
 * @param instance which size
 */
record HarnessFolder(Path root, Instance instance) {
  private static final int MAX_LINE = 16_384;

  /** The sizes of the workload. */
  enum Instance {
    SINGLE(1),
    SMALL(15),
    MEDIUM(1000),
    LARGE(10_000);

    private final int digits;

    Instance(int digits) {
      this.digits = digits;
    }

    /** How many digits. */
    int digits() {
      return digits;
    }

    /** In folder names. */
    String folder() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }

    /**
     * By the number that the harness passes on.
     *
     * @throws InvalidInputException when there is none of it
     */
    static Instance of(int number) {
      if (number < 0 || number >= values().length) {
        throw new InvalidInputException(
            "the instance is 0 (single), 1 (small), 2 (medium) or 3 (large), got " + number);
      }
      return values()[number];
    }
  }

  private Path io() {
    return root.resolve("io").resolve(instance.folder());
  }

  /** The program's public description, which the build leaves for the client. */
  Path outline() {
    return root.resolve("submission/build").resolve("outline-" + instance.folder() + ".bin");
  }

  /** Public: what the server gets once. */
  Path evaluationKeys() {
    return io().resolve("public_keys/evaluation_keys.bin");
  }

  /** The client's alone. */
  Path secretKeys() {
    return io().resolve("secret_key/client.bin");
  }

  /** A request. */
  Path request(int index) {
    return io().resolve("ciphertexts_upload/request_" + index + ".bin");
  }

  /** The answer to it. */
  Path reply(int index) {
    return io().resolve("ciphertexts_download/reply_" + index + ".bin");
  }

  /** Classes, one a line: what the harness compares with the labels. */
  Path predictions() {
    return io().resolve("encrypted_model_predictions.txt");
  }

  /**
   * The digits that the harness chose: a line each, 784 grey values from 0 to 1 between blanks.
   *
   * @throws InvalidInputException when a line is something else, or there are not as many as the
   *     instance has
   */
  double[][] inputs() throws IOException {
    Path file =
        root.resolve("datasets").resolve(instance.folder()).resolve("intermediate/test_pixels.txt");
    List<double[]> inputs = new ArrayList<>();
    InputFiles.requireReadable(file);
    try (BufferedReader reader = Files.newBufferedReader(file)) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        if (!line.isBlank()) {
          requireRoom(file, inputs.size());
          inputs.add(pixels(file, inputs.size() + 1, line));
        }
      }
    }
    if (inputs.size() != instance.digits()) {
      throw new InvalidInputException(
          file + " has " + inputs.size() + " digits, this instance " + instance.digits());
    }
    return inputs.toArray(double[][]::new);
  }

  private void requireRoom(Path file, int before) {
    if (before == instance.digits()) {
      throw new InvalidInputException(
          file + " has more than the " + before + " digits of this instance");
    }
  }

  private static double[] pixels(Path file, int number, String line) {
    String[] fields = line.length() > MAX_LINE ? new String[0] : line.trim().split("\\s+");
    if (fields.length != Digits.PIXELS) {
      throw new InvalidInputException(
          file + ", line " + number + ": a digit has " + Digits.PIXELS + " grey values");
    }
    double[] pixels = new double[Digits.PIXELS];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = pixel(file, number, fields[i]);
    }
    return pixels;
  }

  private static double pixel(Path file, int number, String field) {
    try {
      double value = Double.parseDouble(field);
      if (value >= 0 && value <= 1) {
        return value;
      }
    } catch (NumberFormatException e) {
      throw new InvalidInputException(file + ", line " + number + ": a grey value is no number", e);
    }
    throw new InvalidInputException(
        file + ", line " + number + ": a grey value is not from 0 to 1");
  }
}
