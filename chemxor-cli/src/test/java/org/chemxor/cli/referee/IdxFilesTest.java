package org.chemxor.cli.referee;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.chemxor.core.InvalidInputException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** MNIST's files, good and hostile. */
class IdxFilesTest {
  private static final int COUNT = 7;

  @TempDir private Path folder;

  private static byte[] images(int magic, int count, int side, int bytes) throws IOException {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(content);
    out.writeInt(magic);
    out.writeInt(count);
    out.writeInt(side);
    out.writeInt(side);
    for (int i = 0; i < bytes; i++) {
      out.writeByte(i);
    }
    return content.toByteArray();
  }

  private static byte[] labels(int magic, int count, int... labels) throws IOException {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(content);
    out.writeInt(magic);
    out.writeInt(count);
    for (int label : labels) {
      out.writeByte(label);
    }
    return content.toByteArray();
  }

  private static byte[] goodImages() throws IOException {
    return images(0x803, COUNT, 28, COUNT * 784);
  }

  private static byte[] goodLabels() throws IOException {
    return labels(0x801, COUNT, 0, 1, 2, 3, 4, 5, 9);
  }

  private static byte[] zipped(byte[] content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(content);
    }
    return bytes.toByteArray();
  }

  private void write(String name, byte[] content) throws IOException {
    Files.write(folder.resolve(name), content);
  }

  @BeforeEach
  void writeGoodFiles() throws IOException {
    write("t10k-images-idx3-ubyte", goodImages());
    write("t10k-labels-idx1-ubyte", goodLabels());
  }

  private void assertRefused(String message) {
    assertThatThrownBy(() -> new IdxFiles(folder).test())
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(message);
  }

  @Test
  void readsPlainAndCompressedFiles() throws IOException {
    write("train-images.idx3-ubyte.gz", zipped(goodImages()));
    write("train-labels.idx1-ubyte.gz", zipped(goodLabels()));
    for (Digits digits :
        new Digits[] {new IdxFiles(folder).test(), new IdxFiles(folder).training()}) {
      assertThat(digits.labels()).containsExactly(0, 1, 2, 3, 4, 5, 9);
      assertThat(digits.images()[0][255]).isEqualTo(1f);
      assertThat(digits.images()[0][51]).isEqualTo(0.2f);
      assertThat(digits.images()[1][0]).isEqualTo((784 % 256) / 255f);
    }
  }

  @Test
  void namesTheFilesItLooksFor() {
    assertThatThrownBy(() -> new IdxFiles(folder).training())
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("train-images-idx3-ubyte.gz");
  }

  @Test
  void refusesWhatIsNoSuchFile() throws IOException {
    write("t10k-images-idx3-ubyte", images(0x801, COUNT, 28, COUNT * 784));
    assertRefused("a file of images with 00000803");
    write("t10k-images-idx3-ubyte", images(0x803, COUNT, 29, COUNT * 841));
    assertRefused("images of 29x29");
    write("t10k-images-idx3-ubyte", goodImages());
    write("t10k-labels-idx1-ubyte", labels(0x801, COUNT, 0, 1, 2, 3, 4, 5, 10));
    assertRefused("the label 10 at 6");
    write("t10k-labels-idx1-ubyte", labels(0x801, 2, 0, 1));
    assertRefused("they do not belong together");
  }

  @Test
  void refusesCountsBeforeItAllocates() throws IOException {
    for (int count : new int[] {-1, 0, 100_001, Integer.MAX_VALUE, Integer.MIN_VALUE}) {
      write("t10k-images-idx3-ubyte", images(0x803, count, 28, 784));
      assertRefused("announces " + count + " images");
    }
  }

  @Test
  void refusesFilesThatEndEarlyOrLate() throws IOException {
    byte[] good = goodImages();
    for (int length : new int[] {0, 3, 4, 8, 15, 16, 17, good.length - 1}) {
      write("t10k-images-idx3-ubyte", Arrays.copyOf(good, length));
      assertRefused("cut off or damaged");
    }
    write("t10k-images-idx3-ubyte", Arrays.copyOf(good, good.length + 1));
    assertRefused("goes on after");
  }

  @Test
  void refusesDamagedCompression() throws IOException {
    Files.delete(folder.resolve("t10k-images-idx3-ubyte"));
    byte[] good = zipped(goodImages());
    write("t10k-images-idx3-ubyte.gz", goodImages());
    assertRefused("cut off or damaged");
    write("t10k-images-idx3-ubyte.gz", Arrays.copyOf(good, good.length / 2));
    assertRefused("cut off or damaged");
  }

  @Test
  void mutatedFilesAreReadOrRefusedByName() throws IOException {
    Random random = new Random(5);
    byte[] good = goodImages();
    for (int i = 0; i < 200; i++) {
      byte[] mutated = good.clone();
      int at = random.nextInt(20);
      mutated[at] = (byte) random.nextInt(256);
      write("t10k-images-idx3-ubyte", mutated);
      try {
        assertThat(new IdxFiles(folder).test().size()).isEqualTo(COUNT);
      } catch (InvalidInputException refused) {
        assertThat(refused.getMessage())
            .as("seed 5, byte %d of run %d", at, i)
            .contains("t10k-images");
      }
    }
  }
}
