package org.chemxor.bench.curves;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PerformanceCurvesTest {
  private static final List<String> OPERATIONS =
      List.of("encrypt", "multiply", "rescale", "rotate", "rotate_hoisted32");

  @TempDir private Path folder;

  private Path operations(double micros) throws IOException {
    StringBuilder rows = new StringBuilder();
    for (int degree : new int[] {4096, 8192, 16384}) {
      for (String op : OPERATIONS) {
        rows.append(rows.isEmpty() ? "" : ",")
            .append("{\"op\":\"%s\",\"n\":%d,\"primes\":3,".formatted(op, degree))
            .append("\"minMicros\":%s}".formatted(micros * degree));
      }
    }
    return Files.writeString(
        folder.resolve("operations-" + micros + ".json"), "{\"results\":[" + rows + "]}");
  }

  private Path predictions() throws IOException {
    String row =
        "{\"network\":\"OlindaNetZero\",\"plan\":\"%s\",\"threads\":%d,\"molecules\":%d,"
            + "\"serverMillis\":%s}";
    return Files.writeString(
        folder.resolve("predictions.json"),
        "{\"results\":["
            + String.join(
                ",",
                row.formatted("partitioned", 1, 1, 50),
                row.formatted("partitioned", 2, 1, 30),
                row.formatted("single-round", 2, 1, 180),
                row.formatted("batch", 2, 1024, 3400),
                row.formatted("batch", 2, 4096, 3500))
            + "]}");
  }

  @Test
  void drawsEveryCurveOfThePage() throws IOException {
    Path pictures = folder.resolve("pictures");
    PerformanceCurves.main(
        new String[] {pictures.toString(), operations(1).toString(), predictions().toString()});
    String page = Files.readString(Path.of("..", "docs", "performance.md"));
    try (Stream<Path> files = Files.list(pictures)) {
      List<Path> drawn = files.toList();
      assertThat(drawn).hasSize(5);
      for (Path file : drawn) {
        assertThat(page).contains("pictures/" + file.getFileName());
        String picture = Files.readString(file);
        assertThat(picture.startsWith("<svg") && picture.endsWith("</svg>\n")).isTrue();
      }
    }
  }

  @Test
  void ofTwoRunsTheFasterOneCounts() throws IOException {
    Measurements measured = Measurements.read(List.of(operations(2), operations(1), operations(3)));
    assertThat(measured.operations()).hasSize(15);
    assertThat(measured.operations().get(0).micros()).isEqualTo(4096);
  }

  @Test
  void refusesFilesWithoutResults() throws IOException {
    Path file = Files.writeString(folder.resolve("other.json"), "{}");
    assertThatThrownBy(() -> Measurements.read(List.of(file)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("other.json");
  }
}
