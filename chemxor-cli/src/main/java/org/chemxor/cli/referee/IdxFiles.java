package org.chemxor.cli.referee;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.chemxor.core.InputFiles;
import org.chemxor.core.InvalidInputException;

/**
 * MNIST's own files: big-endian headers (0, 0, type 8, dimensions, then the lengths), then bytes;
 * plain or compressed with gzip. Hostile files are refused within bounded memory: what a header
 * announces is checked before it is allocated, and read image by image.
 *
 * @param folder where the files are
 */
record IdxFiles(Path folder) {
  private static final int IMAGES_MAGIC = 0x803;
  private static final int LABELS_MAGIC = 0x801;
  private static final int MAX_DIGITS = 100_000;
  private static final float WHITE = 255;

  /** The 60,000 digits to learn from. */
  Digits training() throws IOException {
    return read("train");
  }

  /** The 10,000 digits to test with. */
  Digits test() throws IOException {
    return read("t10k");
  }

  private Digits read(String part) throws IOException {
    Path imageFile = file(part + "-images", "3");
    Path labelFile = file(part + "-labels", "1");
    float[][] images = images(imageFile);
    int[] labels = labels(labelFile);
    if (images.length != labels.length) {
      throw new InvalidInputException(
          imageFile
              + " has "
              + images.length
              + " images and "
              + labelFile
              + " "
              + labels.length
              + " labels: they do not belong together");
    }
    return new Digits(images, labels);
  }

  private Path file(String name, String rank) {
    List<String> spellings =
        Stream.of("-idx", ".idx")
            .flatMap(s -> Stream.of(name + s + rank + "-ubyte", name + s + rank + "-ubyte.gz"))
            .toList();
    Optional<Path> found =
        spellings.stream().map(folder::resolve).filter(Files::isRegularFile).findFirst();
    return found.orElseThrow(
        () ->
            new InvalidInputException(
                "there is none of "
                    + String.join(", ", spellings)
                    + " in "
                    + folder
                    + ": --mnist takes the folder with MNIST's four files"));
  }

  private static float[][] images(Path file) throws IOException {
    try (DataInputStream in = open(file)) {
      int count = header(file, in, IMAGES_MAGIC, "images");
      int height = in.readInt();
      int width = in.readInt();
      if (height != Digits.SIDE || width != Digits.SIDE) {
        throw new InvalidInputException(
            file + " has images of " + height + "x" + width + ", MNIST's are of 28x28");
      }
      float[][] images = new float[count][];
      byte[] bytes = new byte[Digits.PIXELS];
      for (int i = 0; i < count; i++) {
        in.readFully(bytes);
        images[i] = new float[Digits.PIXELS];
        for (int p = 0; p < Digits.PIXELS; p++) {
          images[i][p] = (bytes[p] & 0xFF) / WHITE;
        }
      }
      requireEnd(file, in);
      return images;
    } catch (EOFException | ZipException e) {
      throw damaged(file, e);
    }
  }

  private static int[] labels(Path file) throws IOException {
    try (DataInputStream in = open(file)) {
      int[] labels = new int[header(file, in, LABELS_MAGIC, "labels")];
      for (int i = 0; i < labels.length; i++) {
        labels[i] = in.readUnsignedByte();
        if (labels[i] >= Digits.CLASSES) {
          throw new InvalidInputException(
              file + " has the label " + labels[i] + " at " + i + "; digits are from 0 to 9");
        }
      }
      requireEnd(file, in);
      return labels;
    } catch (EOFException | ZipException e) {
      throw damaged(file, e);
    }
  }

  private static DataInputStream open(Path file) throws IOException {
    InputFiles.requireReadable(file);
    InputStream in = new BufferedInputStream(Files.newInputStream(file));
    try {
      return new DataInputStream(
          file.toString().endsWith(".gz") ? new BufferedInputStream(new GZIPInputStream(in)) : in);
    } catch (IOException e) {
      in.close();
      throw e;
    }
  }

  private static int header(Path file, DataInputStream in, int magic, String what)
      throws IOException {
    int found = in.readInt();
    if (found != magic) {
      throw new InvalidInputException(
          String.format("%s begins with %08x, a file of %s with %08x", file, found, what, magic));
    }
    int count = in.readInt();
    if (count < 1 || count > MAX_DIGITS) {
      throw new InvalidInputException(
          file + " announces " + count + " " + what + "; from 1 to " + MAX_DIGITS + " are read");
    }
    return count;
  }

  private static void requireEnd(Path file, DataInputStream in) throws IOException {
    if (in.read() >= 0) {
      throw new InvalidInputException(file + " goes on after what it announces");
    }
  }

  private static InvalidInputException damaged(Path file, IOException e) {
    return new InvalidInputException(
        file + " was cut off or damaged: it ends before what it announces", e);
  }
}
