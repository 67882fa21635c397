package org.chemxor.bench.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QuadraticQualityTest {
  @TempDir private Path folder;

  private String measured(String... more) throws Exception {
    String[] args = new String[more.length + 3];
    args[0] = "file=" + DrugFile.write(folder);
    args[1] = "smiles=smiles";
    args[2] = "seeds=2";
    System.arraycopy(more, 0, args, 3, more.length);
    return DrugFile.printed(out -> QuadraticQuality.of(NamedOptions.of(args)).run(out));
  }

  @Test
  void everySeedHasALineAndTheMeanIsTheirs() throws Exception {
    String text = measured("value=logp", "images=learned:ECFP1+ECFP2");
    Matcher tests =
        Pattern.compile("seed \\d, (ECFP[12]): .*?test ([0-9.]+), coverage").matcher(text);
    double sum = 0;
    for (int seed = 1; seed <= 2; seed++) {
      assertThat(tests.find()).as(text).isTrue();
      sum += Double.parseDouble(tests.group(2));
    }
    Matcher mean = Pattern.compile("2 seeds: .*test ([0-9.]+) \\(deviation").matcher(text);
    assertThat(mean.find()).as(text).isTrue();
    assertThat(Double.parseDouble(mean.group(1))).isBetween(sum / 2 - 1e-4, sum / 2 + 1e-4);
    assertThat(sum / 2).isBetween(0.5, 1.0);
  }

  @Test
  void severalTargetsOfClassesAreMeasuredByTheirMean() throws Exception {
    String text =
        measured("value=greasy,also", "task=classification", "rule=scaffold", "images=descriptors");
    Matcher mean = Pattern.compile("2 seeds: .*test ([0-9.]+) \\(deviation").matcher(text);
    assertThat(mean.find()).as(text).isTrue();
    assertThat(Double.parseDouble(mean.group(1))).isBetween(0.7, 1.0);
  }

  @Test
  void otherImagesAreRefused() {
    assertThatThrownBy(() -> measured("value=logp", "images=drawn"))
        .hasMessage("images are learned or descriptors, not \"drawn\"");
  }
}
