package org.chemxor.cli.mpc;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.chemxor.core.InvalidInputException;
import org.chemxor.core.Shape;
import org.chemxor.models.tuning.TuningData;

/** Images to learn from: a folder for each class. Pixels are held as bytes. */
final class ImageFolder implements TuningData {
  private final Shape shape;
  private final List<byte[]> images;
  private final List<Integer> classes;

  private ImageFolder(Shape shape, List<byte[]> images, List<Integer> classes) {
    this.shape = shape;
    this.images = images;
    this.classes = classes;
  }

  /** The classes of a folder: its folders' names in order. */
  static List<String> classesIn(Path folder) throws IOException {
    try (Stream<Path> folders = Files.list(folder)) {
      List<String> names =
          folders
              .filter(Files::isDirectory)
              .map(path -> String.valueOf(path.getFileName()))
              .sorted()
              .toList();
      if (names.size() < 2) {
        throw new InvalidInputException(
            folder + " has folders for " + names.size() + " classes; it takes at least 2");
      }
      return names;
    }
  }

  /**
   * Reads a folder.
   *
   * @param labels names of its folders
   * @param shape that the network takes
   */
  static ImageFolder read(Path folder, List<String> labels, Shape shape) throws IOException {
    List<byte[]> images = new ArrayList<>();
    List<Integer> classes = new ArrayList<>();
    for (int label = 0; label < labels.size(); label++) {
      for (Path file : ImageFiles.in(folder.resolve(labels.get(label)))) {
        images.add(ImageFiles.pixels(file, shape));
        classes.add(label);
      }
    }
    return new ImageFolder(shape, images, classes);
  }

  @Override
  public int size() {
    return images.size();
  }

  @Override
  public int inputSize() {
    return shape.size();
  }

  @Override
  public void copyInput(int index, float[] target, int offset) {
    byte[] pixels = images.get(index);
    int plane = shape.height() * shape.width();
    for (int i = 0; i < pixels.length; i++) {
      target[offset + i] = (float) ImageFiles.normalised(pixels[i], i / plane);
    }
  }

  @Override
  public double target(int index) {
    return classes.get(index);
  }
}
