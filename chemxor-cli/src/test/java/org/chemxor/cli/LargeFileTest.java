package org.chemxor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.chemxor.core.Sample;
import org.chemxor.data.dataset.OlindaRegressionData;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Files whose images would not fit into memory at once: as arrays of single-precision numbers they
 * take 4 KiB a molecule, 40 MB for 10,000 and 400 MB for 100,000.
 */
class LargeFileTest {
  @TempDir private Path folder;

  /** Loads a file with its images on disk and reads every one, as training does. */
  static final class Reader {
    public static void main(String[] arguments) {
      OlindaRegressionData data =
          OlindaRegressionData.from(arguments[0]).cacheIn(arguments[1]).load();
      double pixels = 0;
      for (Sample sample : data.train()) {
        pixels += sample.image().toArray()[0];
      }
      System.out.println(data.report() + ", sum " + pixels);
    }
  }

  private String read(int molecules, String heap) throws Exception {
    Path csv = GeneratedMolecules.write(folder.resolve("large.csv"), molecules);
    try (ChildJvm child =
        ChildJvm.start(
            heap,
            Reader.class,
            folder.resolve("log"),
            csv.toString(),
            folder.resolve("cache").toString())) {
      assertThat(child.await()).as(child.toString()).isZero();
      return child.toString();
    }
  }

  @Test
  void tenThousandMoleculesAreReadWithLessMemoryThanTheirImagesTake() throws Exception {
    assertThat(read(10_000, "32m")).contains("10000 used, 0 invalid, 0 duplicates");
  }

  @Test
  @Tag("slow")
  void aHundredThousandMoleculesAreReadWithAQuarterOfTheMemoryTheirImagesTake() throws Exception {
    assertThat(read(100_000, "96m")).contains("100000 used, 0 invalid, 0 duplicates");
  }

  @Test
  @Tag("slow")
  void aModelIsTrainedOnAHundredThousandMolecules() throws Exception {
    Path csv = GeneratedMolecules.write(folder.resolve("large.csv"), 100_000);
    try (ChildJvm child =
        ChildJvm.start(
            "256m",
            Main.class,
            folder.resolve("log"),
            "train",
            "--csv",
            csv.toString(),
            "--cache",
            folder.resolve("cache").toString(),
            "--epochs",
            "1",
            "--out",
            folder.resolve("model").toString())) {
      assertThat(child.await()).as(child.toString()).isZero();
      assertThat(child.toString()).contains("100000 used", "r2");
    }
  }
}
