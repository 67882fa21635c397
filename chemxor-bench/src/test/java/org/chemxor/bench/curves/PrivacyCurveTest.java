package org.chemxor.bench.curves;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrivacyCurveTest {
  @TempDir private Path folder;

  @Test
  void drawsALineForEachFileAndAnotherWithoutPrivacy() throws Exception {
    Path printed = folder.resolve("printed.txt");
    Files.writeString(
        printed,
        "epsilon 0.5: test 0.581 (deviation 0.055, 9 models)\n"
            + "epsilon 8: test 0.855 (deviation 0.015, 9 models)\n"
            + "without privacy: test 0.894 (deviation 0.027, 3 models)\n");
    Path picture = folder.resolve("curve.svg");
    PrivacyCurve.main(new String[] {picture.toString(), "ESOL=" + printed});
    assertThat(picture).content().startsWith("<svg").contains("rgb(31,90,166)", "rgb(217,107,31)");
  }

  @Test
  void whatWasNotMeasuredIsRefused() throws Exception {
    Path empty = Files.writeString(folder.resolve("empty.txt"), "nothing\n");
    String picture = folder.resolve("curve.svg").toString();
    assertThatThrownBy(() -> PrivacyCurve.main(new String[] {picture, "ESOL=" + empty}))
        .hasMessageContaining("nothing was measured for ESOL");
    assertThatThrownBy(() -> PrivacyCurve.main(new String[] {picture, "ESOL"}))
        .hasMessageContaining("NAME=FILE");
    assertThatThrownBy(() -> PrivacyCurve.main(new String[] {picture}))
        .hasMessageContaining("usage");
  }
}
