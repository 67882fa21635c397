package org.chemxor.data.featurise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.chemxor.core.InvalidInputException;
import org.chemxor.core.MoleculeImage;
import org.chemxor.data.dataset.DrugSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class DescriptorStripTest {
  private static final List<String> DRUGS =
      DrugSet.load().drugs().stream().map(DrugSet.Drug::smiles).limit(150).toList();

  private static final GridFingerprintFeaturiser LEARNED =
      GridFingerprintFeaturiser.standard().learnedWithDescriptorsFrom(DRUGS, 3);

  private static double value(String smiles, String name) {
    int index = MolecularDescriptors.NAMES.indexOf(name);
    assertThat(index).as(name).isNotNegative();
    return MolecularDescriptors.of(smiles)[index];
  }

  static Stream<List<String>> spellings() {
    return Stream.of(
        List.of("c1ccccc1O", "C1=CC=CC=C1O", "Oc1ccccc1", "OC1=CC=CC=C1", "C1:C:C:C:C:C:1O"),
        List.of("Cc1ccccc1[N+](=O)[O-]", "Cc1ccccc1N(=O)=O", "O=[N+]([O-])c1c(C)cccc1"),
        List.of("CC(=O)Oc1ccccc1C(=O)O", "OC(=O)c1ccccc1OC(C)=O", "O=C(C)OC1=CC=CC=C1C(=O)O"),
        List.of("c1ccc2[nH]ccc2c1", "C1=CC=C2C(=C1)C=CN2", "[nH]1ccc2ccccc12"));
  }

  @ParameterizedTest
  @MethodSource("spellings")
  void noFeatureDependsOnHowAMoleculeWasWritten(List<String> spellings) {
    MoleculeImage first = LEARNED.image(spellings.get(0));
    for (String spelling : spellings) {
      assertThat(MolecularDescriptors.of(spelling))
          .as(spelling)
          .containsExactly(MolecularDescriptors.of(spellings.get(0)));
      assertThat(LEARNED.image(spelling)).as(spelling).isEqualTo(first);
    }
  }

  @Test
  void descriptorsAreThoseOfTheMolecule() {
    String aspirin = "CC(=O)Oc1ccccc1C(=O)O";
    assertThat(value(aspirin, "molecular weight")).isCloseTo(180.16, within(0.02));
    assertThat(value(aspirin, "heavy atoms")).isEqualTo(13);
    assertThat(value(aspirin, "hydrogens")).isEqualTo(8);
    assertThat(value(aspirin, "topological polar surface")).isCloseTo(63.6, within(0.01));
    assertThat(value(aspirin, "hydrogen-bond donors")).isEqualTo(1);
    assertThat(value(aspirin, "aromatic atoms")).isEqualTo(6);
    assertThat(value(aspirin, "aromatic rings")).isEqualTo(1);
    assertThat(value(aspirin, "acidic groups")).isEqualTo(1);
    assertThat(value(aspirin, "oxygens")).isEqualTo(4);
    assertThat(value("FC(Cl)(Br)I", "halogens")).isEqualTo(4);
    assertThat(value("C[N+](C)(C)C", "sum of charges")).isEqualTo(1);
    assertThat(value("CSC", "sulphurs and phosphoruses")).isEqualTo(1);
    assertThat(value("CCCC", "share of sp3 carbons")).isEqualTo(1);
  }

  @Test
  void allDescriptorsOfDrugsAreThere() {
    for (String smiles : DRUGS) {
      double[] values = MolecularDescriptors.of(smiles);
      assertThat(values).hasSize(DescriptorStrip.SIZE);
      assertThat(Arrays.stream(values).filter(v -> !Double.isFinite(v)).count())
          .as(smiles)
          .isLessThanOrEqualTo(3);
    }
  }

  @Test
  void pixelsAreScaledClampedAndWhereEveryKernelReads() {
    for (String smiles : DRUGS) {
      MoleculeImage image = LEARNED.image(smiles);
      double[] pixels = LEARNED.descriptors().orElseThrow().pixels(smiles);
      for (int d = 0; d < DescriptorStrip.SIZE; d++) {
        int position = DescriptorStrip.position(d);
        assertThat(position / 32).isLessThan(30);
        assertThat(position % 32).isLessThan(30);
        assertThat(image.pixel(position / 32, position % 32))
            .isEqualTo(pixels[d])
            .isBetween(0.0, 1.0);
      }
    }
    assertThat(LEARNED.descriptors().orElseThrow().pixels("C")[0]).isZero();
    assertThat(LEARNED.descriptors().orElseThrow().pixels("C".repeat(120))[0]).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"[Na+].[Cl-]", "[Fe]", "B(O)O", "[SiH4]", "C"})
  void moleculesWithoutSomeValuesGetTypicalPixels(String smiles) {
    double[] pixels = LEARNED.descriptors().orElseThrow().pixels(smiles);
    assertThat(pixels).hasSize(DescriptorStrip.SIZE);
    assertThat(Arrays.stream(pixels).allMatch(p -> p >= 0 && p <= 1)).isTrue();
  }

  @Test
  void settingsAreReadBackWhole() {
    assertThat(MoleculeFeaturiser.fromJson(LEARNED.toJson())).isEqualTo(LEARNED);
    assertThat(LEARNED.toJson()).contains("grid-fingerprint-descriptors");
    assertThat(LEARNED.descriptors().orElseThrow().imputed()).isNotNegative();
  }

  @Test
  void refusesSettingsThatAreNone() {
    String json = LEARNED.toJson();
    for (String broken :
        List.of(
            json.replace("\"molecular weight\"", "\"weight\""),
            json.replace("\"low\":[", "\"low\":[1,"),
            json.replace("\"typical\":[", "\"typical\":[7,").replace(",\"imputed\"", ",\"x\""),
            json.replaceFirst("\"descriptors\":", "\"others\":"))) {
      assertThatThrownBy(() -> MoleculeFeaturiser.fromJson(broken))
          .isInstanceOf(InvalidInputException.class);
    }
    DescriptorStrip strip = LEARNED.descriptors().orElseThrow();
    assertThatThrownBy(() -> GridFingerprintFeaturiser.standard().withDescriptors(strip))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("992");
  }
}
