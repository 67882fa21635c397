package org.chemxor.cli.referee;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.chemxor.core.InvalidInputException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The npm package's files, good and hostile. */
class NpmDigitsTest {
  @TempDir private Path folder;

  private static String pixels(int count, String value) {
    return IntStream.range(0, count).mapToObj(i -> value).collect(Collectors.joining(","));
  }

  private void write(int digit, String content) throws IOException {
    Files.writeString(folder.resolve(digit + ".json"), content);
  }

  @BeforeEach
  void writeGoodFiles() throws IOException {
    for (int digit = 0; digit < 10; digit++) {
      write(digit, "{ \"data\": [" + pixels(784 * (1 + digit % 2), "0." + digit) + "] }");
    }
  }

  @Test
  void readsAllImagesClassByClass() throws IOException {
    Digits digits = new NpmDigits(folder).read();
    assertThat(digits.labels()).containsExactly(0, 1, 1, 2, 3, 3, 4, 5, 5, 6, 7, 7, 8, 9, 9);
    assertThat(digits.images()[14]).hasSize(784).containsOnly(0.9f);
  }

  @Test
  void namesAFileThatIsNotThere() throws IOException {
    Files.delete(folder.resolve("4.json"));
    assertThatThrownBy(() -> new NpmDigits(folder).read())
        .isInstanceOf(NoSuchFileException.class)
        .hasMessageContaining("4.json");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | no object",
        "[1, 2] | no object",
        "{\"pixels\": [1]} | no field \"data\"",
        "{\"data\": 1} | no list of pixels",
        "{\"data\": []} | no digit",
        "{\"data\": [0, 1, 0]} | 3 pixels after its last whole image",
        "{\"data\": [1.5]} | the pixel 1.5",
        "{\"data\": [-0.1]} | the pixel -0.1",
        "{\"data\": [\"1\"]} | no number among its pixels",
        "{\"data\": [null]} | no number among its pixels",
        "{\"data\": [[[[ | no number among its pixels",
        "{\"data\": [NaN]} | is no JSON",
        "{\"data\": [0, 0 | is no JSON"
      })
  void refusesSomethingElse(String content, String message) throws IOException {
    write(3, content);
    assertThatThrownBy(() -> new NpmDigits(folder).read())
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("3.json")
        .hasMessageContaining(message);
  }
}
