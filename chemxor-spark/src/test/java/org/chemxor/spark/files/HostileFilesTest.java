package org.chemxor.spark.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.apache.hadoop.conf.Configuration;
import org.chemxor.core.InvalidInputException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What peers and disks may put into the folders. */
class HostileFilesTest {
  private static final int MUTATIONS = 400;
  private static final int MOST_ROWS = 16;
  private static final int MOST_BYTES = 4000;

  @TempDir Path folder;
  private BatchFolder batches;
  private final byte[] message = new byte[2000];

  @BeforeEach
  void open() throws IOException {
    batches = BatchFolder.at(folder.toString(), new Configuration());
    new Random(3).nextBytes(message);
  }

  private Path file(long batch) {
    return folder.resolve(String.format("batch-%010d.parquet", batch));
  }

  private RequestRow read(long batch) throws IOException {
    return RequestRow.read(batches, batch, MOST_ROWS, MOST_BYTES);
  }

  @Test
  void whatIsWrittenIsReadAgain() throws IOException {
    new RequestRow(7, 3, message).write(batches);
    ReplyRow.of(8, message).write(batches);
    ReplyRow.failed(9, "no").write(batches);

    assertThat(read(7).rows()).isEqualTo(3);
    assertThat(read(7).message()).isEqualTo(message);
    assertThat(ReplyRow.read(batches, 8, MOST_BYTES).message()).isEqualTo(message);
    assertThat(ReplyRow.read(batches, 9, 0).error()).isEqualTo("no");
    assertThat(batches.batches()).containsExactly(7L, 8L, 9L);
  }

  @Test
  void alteredFilesAreDamagedOrWhatTheyWere() throws IOException {
    new RequestRow(0, 3, message).write(batches);
    byte[] whole = Files.readAllBytes(file(0));
    Random random = new Random(5);
    int refused = 0;
    for (int i = 0; i < MUTATIONS; i++) {
      Files.write(file(0), mutated(whole, random));
      try {
        assertThat(read(0).message()).isEqualTo(message);
      } catch (DamagedBatchException e) {
        refused++;
      }
    }
    assertThat(refused).isGreaterThan(MUTATIONS / 4);
  }

  /** Bytes changed, cut off or repeated; every other time near the end, where the footer is. */
  private static byte[] mutated(byte[] whole, Random random) {
    byte[] bytes = whole.clone();
    int from = random.nextBoolean() ? 0 : bytes.length - 700;
    int at = from + random.nextInt(bytes.length - from);
    switch (random.nextInt(4)) {
      case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(Byte.SIZE));
      case 1 -> bytes[at] = (byte) random.nextInt();
      case 2 -> bytes = Arrays.copyOf(bytes, at);
      default -> System.arraycopy(whole, 0, bytes, at, Math.min(40, bytes.length - at));
    }
    return bytes;
  }

  @Test
  void sizesAreCheckedBeforeAnythingIsRead() throws IOException {
    new RequestRow(0, 3, new byte[MOST_BYTES + 1]).write(batches);
    assertThatThrownBy(() -> read(0))
        .isInstanceOf(DamagedBatchException.class)
        .hasMessageContaining("at most " + MOST_BYTES);
    Files.write(file(1), new byte[1 << 20]);
    assertThatThrownBy(() -> read(1))
        .isInstanceOf(DamagedBatchException.class)
        .hasMessageContaining("is no file of at most");
    new RequestRow(2, MOST_ROWS + 1, message).write(batches);
    assertThatThrownBy(() -> read(2))
        .isInstanceOf(DamagedBatchException.class)
        .hasMessageContaining("1 to " + MOST_ROWS);
    Files.createDirectory(file(3));
    assertThatThrownBy(() -> read(3)).isInstanceOf(DamagedBatchException.class);
  }

  @Test
  void otherNamesAreNotLookedAt() throws IOException {
    for (String name :
        new String[] {
          ".batch-0000000001.parquet.x.tmp", "batch-1.parquet", "batch-0000000001.parquet.crc",
          "batch-00000000001.parquet", "x", "batch--000000001.parquet"
        }) {
      Files.write(folder.resolve(name), new byte[] {1});
    }
    assertThat(batches.batches()).isEmpty();
  }

  @Test
  void descriptionsThatAreNoneAreRefused() {
    Screen good = Screen.of("0".repeat(32), "1".repeat(64), 1, 16, 2, 20, "2".repeat(64));
    assertThat(Screen.read(good.toJson(), "here")).isEqualTo(good);
    String json = new String(good.toJson(), StandardCharsets.UTF_8);
    for (String[] change :
        new String[][] {
          {"\"samples\" : 16", "\"samples\" : 1000000"},
          {"\"batches\" : 2", "\"batches\" : -1"},
          {"\"molecules\" : 20", "\"molecules\" : 33"},
          {"\"round\" : 0", "\"round\" : 1"},
          {"\"format\" : 1", "\"format\" : 2"},
          {"0".repeat(32), "../../etc/passwd"},
          {"\"molecules\" : 20,", ""},
          {"\"samples\" : 16", "\"samples\" : null"},
        }) {
      byte[] changed = json.replace(change[0], change[1]).getBytes(StandardCharsets.UTF_8);
      assertThat(changed).isNotEqualTo(good.toJson());
      assertThatThrownBy(() -> Screen.read(changed, "here"))
          .isInstanceOf(InvalidInputException.class);
    }
  }
}
