package org.chemxor.data.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.chemxor.core.InvalidInputException;
import org.chemxor.data.csv.MoleculeCsv;
import org.chemxor.data.featurise.GridFingerprintFeaturiser;
import org.chemxor.data.split.SplitRule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows kept for a test are the rows that are tested. */
class SavedSplitTest {
  @TempDir private Path folder;

  private Path file(String name, int change) throws IOException {
    StringBuilder text = new StringBuilder("value,smiles\n1,C1CC\n");
    for (int i = 1; i <= 40; i++) {
      text.append(String.format(Locale.ROOT, "%d,%s%n", i == change ? 99 : i, "C".repeat(i)));
    }
    return Files.writeString(folder.resolve(name), text + "7,CC\n");
  }

  private static MoleculeDataset read(Path file) {
    return MoleculeTable.read(MoleculeCsv.open(file), GridFingerprintFeaturiser.standard())
        .samples();
  }

  @Test
  void theRowsOfAPartAreFoundInTheFile() throws IOException {
    OlindaData data = OlindaRegressionData.from(file("a.csv", 0)).split(SplitRule.random(3)).load();
    SavedSplit split = SavedSplit.of(data);
    split.save(folder.resolve("split.csv"));
    SavedSplit loaded = SavedSplit.load(folder.resolve("split.csv"), split.digest());
    assertThat(loaded).isEqualTo(split);
    MoleculeDataset test = loaded.part(read(file("a.csv", 0)), SavedSplit.Part.TEST);
    assertThat(test.smiles()).containsExactlyInAnyOrderElementsOf(data.test().smiles());
    assertThat(test.size()).isEqualTo(4);
    assertThat(loaded.parts()).hasSize(40).doesNotContainKey(2L).doesNotContainKey(43L);
  }

  @Test
  void aDigestAloneCannotBeTriedOut() throws IOException {
    OlindaData data = OlindaRegressionData.from(file("a.csv", 0)).load();
    SavedSplit one = SavedSplit.of(data);
    SavedSplit other = SavedSplit.of(data);
    assertThat(one.parts()).isEqualTo(other.parts());
    assertThat(one.salt()).hasSize(64).isNotEqualTo(other.salt());
    assertThat(one.digest()).isNotEqualTo(other.digest());
  }

  @Test
  void anotherFileIsRefused() throws IOException {
    SavedSplit split = SavedSplit.of(OlindaRegressionData.from(file("a.csv", 0)).load());
    for (int change : new int[] {1, 40}) {
      MoleculeDataset changed = read(file("b.csv", change));
      assertThatThrownBy(() -> split.part(changed, SavedSplit.Part.TEST))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("not the rows");
    }
  }

  @Test
  void whatIsNoSplitIsRefused() throws IOException {
    for (String text :
        new String[] {"", "row,part\n1,exam\n", "row,part\nx,test\n", "a,b\n1,test\n"}) {
      Path file = Files.writeString(folder.resolve("split.csv"), text);
      if (text.isEmpty()) {
        assertThat(SavedSplit.load(file, "").parts()).isEmpty();
      } else {
        assertThatThrownBy(() -> SavedSplit.load(file, ""))
            .isInstanceOf(InvalidInputException.class);
      }
    }
  }
}
