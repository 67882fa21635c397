package org.chemxor.models.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SavedModelCardTest {
  private static final String CARD =
      "# Model card: M\n\n## Model\n\n| a |\n| --- |\n\n## Intended use and limits\n\n- rank\n";

  @TempDir private Path folder;

  private String card() throws Exception {
    return Files.readString(folder.resolve("MODEL_CARD.md"));
  }

  private void put(String heading, String cell) {
    assertThat(SavedModelCard.put(folder, heading, List.of(List.of("x", "y"), List.of(cell, "b"))))
        .isTrue();
  }

  @Test
  void aTableGoesBeforeTheIntendedUseAndIsReplacedLater() throws Exception {
    Files.writeString(folder.resolve("MODEL_CARD.md"), CARD);
    put("Audit", "one");
    String expected =
        CARD.replace(
            "## Intended", "## Audit\n\n| x | y |\n| --- | --- |\n| one | b |\n\n## Intended");
    assertThat(card()).isEqualTo(expected);
    put("Audit", "two | pipes");
    assertThat(card()).isEqualTo(expected.replace("one", "two \\| pipes"));
    put("Other", "three");
    assertThat(card()).contains("## Audit", "## Other", "- rank");
  }

  @Test
  void aCardOfSomebodyElseIsAddedTo() throws Exception {
    Files.writeString(folder.resolve("MODEL_CARD.md"), "my own words\n");
    put("Audit", "one");
    put("Audit", "two");
    assertThat(card())
        .isEqualTo("my own words\n\n## Audit\n\n| x | y |\n| --- | --- |\n| two | b |\n");
  }

  @Test
  void withoutACardNothingIsWritten() {
    assertThat(SavedModelCard.put(folder, "Audit", List.of(List.of("x")))).isFalse();
    assertThat(folder).isEmptyDirectory();
  }
}
