package org.chemxor.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.chemxor.core.InvalidInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class MoleculeFeaturizerTest {
  private static final String CAFFEINE = "CN1C=NC2=C1C(=O)N(C(=O)N2C)C";

  static Stream<MoleculeFeaturizer> featurizers() {
    List<String> drugs = DrugSet.load().drugs().stream().map(DrugSet.Drug::smiles).toList();
    GridFingerprintFeaturizer standard = GridFingerprintFeaturizer.standard();
    return Stream.of(
        standard,
        standard.withFingerprint(new CircularFingerprint(CircularFingerprint.Kind.ECFP, 2)),
        standard.withScaling(CountScaling.uniform(3)).withLayout(GridLayout.natural()),
        standard
            .withFingerprint(new CircularFingerprint(CircularFingerprint.Kind.ECFP, 1))
            .learnedFrom(drugs, 2),
        standard.scalingLearnedFrom(drugs),
        new DepictionFeaturizer());
  }

  @ParameterizedTest
  @MethodSource("featurizers")
  void aFeaturizerReadBackGivesTheSameImages(MoleculeFeaturizer featurizer) {
    MoleculeFeaturizer copy = MoleculeFeaturizer.fromJson(featurizer.toJson());

    assertThat(copy).isEqualTo(featurizer).hasSameHashCodeAs(featurizer);
    assertThat(copy.image(CAFFEINE)).isEqualTo(featurizer.image(CAFFEINE));
  }

  @ParameterizedTest
  @MethodSource("featurizers")
  void everyShippedDrugHasAnImageFromZeroToOneInSinglePrecision(MoleculeFeaturizer featurizer) {
    for (DrugSet.Drug drug : DrugSet.load()) {
      double[] pixels = featurizer.image(drug.smiles()).toArray();
      assertThat(Arrays.stream(pixels).min().orElseThrow())
          .as(drug.name())
          .isGreaterThanOrEqualTo(0);
      assertThat(Arrays.stream(pixels).max().orElseThrow()).as(drug.name()).isBetween(0.1, 1.0);
      assertThat(pixels)
          .as(drug.name())
          .isEqualTo(Arrays.stream(pixels).map(pixel -> (float) pixel).toArray());
    }
  }

  @Test
  void savesAndLoads(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("featurizer.json");
    MoleculeFeaturizer featurizer = GridFingerprintFeaturizer.standard();
    Files.writeString(file, "old");

    featurizer.save(file);

    assertThat(MoleculeFeaturizer.load(file)).isEqualTo(featurizer);
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void saysWhenThereIsNoSuchFileOrFolder(@TempDir Path folder) {
    Path file = folder.resolve("missing").resolve("featurizer.json");

    assertThatThrownBy(() -> MoleculeFeaturizer.load(file))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("there is no file");
    assertThatThrownBy(() -> new DepictionFeaturizer().save(file))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("cannot write " + file);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{",
        "{}",
        "{\"featurizer\": 3}",
        "{\"featurizer\": \"magic\"}",
        "{\"featurizer\": \"grid-fingerprint\"}",
        "{\"featurizer\": \"grid-fingerprint\", \"caps\": [0], \"fingerprint\": \"FCFP\","
            + " \"radius\": 3, \"layout\": []}",
        "{\"featurizer\": \"grid-fingerprint\", \"caps\": [1.5]}",
        "{\"featurizer\": \"grid-fingerprint\", \"caps\": [15], \"fingerprint\": \"XCFP\"}",
        "{\"featurizer\": \"grid-fingerprint\", \"caps\": [15], \"fingerprint\": \"FCFP\","
            + " \"radius\": 3, \"layout\": [0, 1]}",
        "{\"featurizer\": \"grid-fingerprint\", \"caps\": [15], \"fingerprint\": \"FCFP\","
            + " \"radius\": 3, \"surroundings\": [5, 5]}"
      })
  void refusesDamagedSettings(String json) {
    assertThatThrownBy(() -> MoleculeFeaturizer.fromJson(json))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageMatching(".*(featurizer|fingerprint|cap|layout|surrounding).*");
  }
}
