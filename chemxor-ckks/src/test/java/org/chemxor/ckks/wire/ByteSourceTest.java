package org.chemxor.ckks.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ByteSourceTest {
  private static final int SIZE = 200_000;

  @TempDir private Path folder;

  private static byte[] read(ByteSource source, long offset, int length) {
    ByteBuffer buffer = source.read(offset, length);
    byte[] bytes = new byte[buffer.remaining()];
    buffer.get(bytes);
    return bytes;
  }

  @Test
  void aFileReadsAsItsBytesDo() throws IOException {
    byte[] bytes = new byte[SIZE];
    new Random(5).nextBytes(bytes);
    Path file = Files.write(folder.resolve("bytes"), bytes);
    try (FileChannel channel = FileChannel.open(file)) {
      for (ByteSource source : new ByteSource[] {ByteSource.of(bytes), ByteSource.of(channel)}) {
        assertThat(source.size()).isEqualTo(SIZE);
        assertThat(read(source, 0, SIZE)).isEqualTo(bytes);
        assertThat(read(source, 70_000, 65_537))
            .isEqualTo(Arrays.copyOfRange(bytes, 70_000, 135_537));
        ByteSource slice = source.slice(1000, 500).slice(100, 50);
        assertThat(slice.size()).isEqualTo(50);
        assertThat(read(slice, 7, 3)).isEqualTo(Arrays.copyOfRange(bytes, 1107, 1110));
      }
    }
  }

  @Test
  void nothingOutsideIsRead() {
    ByteSource source = ByteSource.of(new byte[100]).slice(10, 20);
    assertThatThrownBy(() -> source.read(15, 6)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> source.read(-1, 1)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> source.slice(0, 21)).isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void aFileThatShrinksIsAnError() throws IOException {
    Path file = Files.write(folder.resolve("bytes"), new byte[100]);
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      ByteSource source = ByteSource.of(channel);
      channel.truncate(50);
      assertThatThrownBy(() -> source.read(0, 100))
          .isInstanceOf(UncheckedIOException.class)
          .hasMessageContaining("shorter");
    }
  }
}
