package org.chemxor.data.featurise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.chemxor.core.InvalidInputException;
import org.chemxor.data.dataset.DrugSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class MoleculeFeaturiserTest {
  private static final String CAFFEINE = "CN1C=NC2=C1C(=O)N(C(=O)N2C)C";

  static Stream<MoleculeFeaturiser> featurisers() {
    List<String> drugs = DrugSet.load().drugs().stream().map(DrugSet.Drug::smiles).toList();
    GridFingerprintFeaturiser standard = GridFingerprintFeaturiser.standard();
    return Stream.of(
        standard,
        standard.withFingerprint(new CircularFingerprint(CircularFingerprint.Kind.ECFP, 2)),
        standard.withScaling(CountScaling.uniform(3)).withLayout(GridLayout.natural()),
        standard
            .withFingerprint(new CircularFingerprint(CircularFingerprint.Kind.ECFP, 1))
            .learnedFrom(drugs, 2),
        standard.scalingLearnedFrom(drugs),
        new DepictionFeaturiser());
  }

  @ParameterizedTest
  @MethodSource("featurisers")
  void aFeaturiserReadBackGivesTheSameImages(MoleculeFeaturiser featuriser) {
    MoleculeFeaturiser copy = MoleculeFeaturiser.fromJson(featuriser.toJson());

    assertThat(copy).isEqualTo(featuriser).hasSameHashCodeAs(featuriser);
    assertThat(copy.image(CAFFEINE)).isEqualTo(featuriser.image(CAFFEINE));
  }

  @ParameterizedTest
  @MethodSource("featurisers")
  void everyShippedDrugHasAnImageFromZeroToOneInSinglePrecision(MoleculeFeaturiser featuriser) {
    for (DrugSet.Drug drug : DrugSet.load()) {
      double[] pixels = featuriser.image(drug.smiles()).toArray();
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
    Path file = folder.resolve("featuriser.json");
    MoleculeFeaturiser featuriser = GridFingerprintFeaturiser.standard();
    Files.writeString(file, "old");

    featuriser.save(file);

    assertThat(MoleculeFeaturiser.load(file)).isEqualTo(featuriser);
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void saysWhenThereIsNoSuchFileOrFolder(@TempDir Path folder) {
    Path file = folder.resolve("missing").resolve("featuriser.json");

    assertThatThrownBy(() -> MoleculeFeaturiser.load(file))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("there is no file");
    assertThatThrownBy(() -> new DepictionFeaturiser().save(file))
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
        "{\"featuriser\": 3}",
        "{\"featuriser\": \"magic\"}",
        "{\"featuriser\": \"grid-fingerprint\"}",
        "{\"featuriser\": \"grid-fingerprint\", \"caps\": [0], \"fingerprint\": \"FCFP\","
            + " \"radius\": 3, \"layout\": []}",
        "{\"featuriser\": \"grid-fingerprint\", \"caps\": [1.5]}",
        "{\"featuriser\": \"grid-fingerprint\", \"caps\": [15], \"fingerprint\": \"XCFP\"}",
        "{\"featuriser\": \"grid-fingerprint\", \"caps\": [15], \"fingerprint\": \"FCFP\","
            + " \"radius\": 3, \"layout\": [0, 1]}",
        "{\"featuriser\": \"grid-fingerprint\", \"caps\": [15], \"fingerprint\": \"FCFP\","
            + " \"radius\": 3, \"surroundings\": [5, 5]}"
      })
  void refusesDamagedSettings(String json) {
    assertThatThrownBy(() -> MoleculeFeaturiser.fromJson(json))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageMatching(".*(featuriser|fingerprint|cap|layout|surrounding).*");
  }
}
