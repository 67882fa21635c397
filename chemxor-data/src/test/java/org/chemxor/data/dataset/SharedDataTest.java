package org.chemxor.data.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.chemxor.data.csv.MoleculeCsv;
import org.chemxor.data.split.SplitRule;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Larger real files that are not part of the project. They are looked for in the folder named by
 * the system property {@code chemxor.shared.data}, or else in {@code ../shared/data} beside the
 * project; where they are absent these tests skip, and {@link OlindaDataTest} covers the same code
 * with the shipped drug set. Run with the profile {@code measuring}.
 */
@Tag("measuring")
class SharedDataTest {
  private static Path shared(String name) {
    String set = System.getProperty("chemxor.shared.data", "../../shared/data");
    Path file = Path.of(set, name);
    assumeTrue(Files.exists(file), () -> "skipped: there is no " + file);
    return file;
  }

  @Test
  void readsTheDistillationSetWithoutLosingARow() {
    OlindaRegressionData data =
        OlindaRegressionData.from(shared("eos2r5a.csv"))
            .keepDuplicates()
            .split(SplitRule.chemxor())
            .load();

    assertThat(data.report().toString())
        .isEqualTo("20000 rows: 20000 used, 0 invalid, 6 duplicates");
    assertThat(data.train().row(0).row()).as("line of ChemXor's first index").isEqualTo(7974 + 2);
    assertThat(data.train().row(1).row()).isEqualTo(9740 + 2);
    assertThat(data.test()).hasSize(2000);
  }

  @Test
  void readsTheSolubilitySetByColumnName() {
    MoleculeCsv csv =
        MoleculeCsv.open(shared("delaney-processed.csv"))
            .valueColumn("measured log solubility in mols per litre")
            .nameColumn("Compound ID");

    OlindaRegressionData data = OlindaRegressionData.from(csv).split(SplitRule.scaffold(1)).load();

    assertThat(data.report().invalid()).isEmpty();
    assertThat(data.report().rows()).isEqualTo(1128);
    assertThat(data.all().get(0).name()).isEqualTo("Amigdalin");
    assertThat(data.all().get(0).target()).isEqualTo(-0.77);
    assertThat(data.test()).isNotEmpty();
  }
}
