package org.chemxor.data.featurise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.chemxor.core.InvalidInputException;
import org.chemxor.core.MoleculeImage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DepictionFeaturiserTest {
  private final DepictionFeaturiser featuriser = new DepictionFeaturiser();

  private double ink(String smiles) {
    return Arrays.stream(featuriser.image(smiles).toArray()).sum();
  }

  @Test
  void leavesTheBackgroundBlackAndDrawsBonds() {
    MoleculeImage benzene = featuriser.image("c1ccccc1");

    assertThat(benzene.pixel(0, 0)).isZero();
    assertThat(benzene.pixel(16, 16)).as("the middle of the ring").isZero();
    assertThat(ink("c1ccccc1")).isGreaterThan(20);
  }

  @Test
  void drawsHigherBondOrdersBrighter() {
    assertThat(ink("CC")).isLessThan(ink("C=C"));
    assertThat(ink("C=C")).isLessThan(ink("C#C"));
  }

  @Test
  void showsAtomsOtherThanCarbon() {
    assertThat(ink("C1CCCCC1")).isLessThan(ink("C1CCOCC1"));
    assertThat(ink("C1CCNCC1")).isLessThan(ink("C1CCOCC1"));
    assertThat(ink("CCO")).isLessThan(ink("CCCl"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"C", "O", "[Na+].[Cl-]", "CC(=O)[O-].[Na+]", "[H]C([H])([H])O"})
  void drawsSmallMoleculesAndSalts(String smiles) {
    assertThat(ink(smiles)).isGreaterThan(0.5);
  }

  @Test
  void doesNotDrawHydrogens() {
    assertThat(featuriser.image("[H]C([H])([H])O[H]")).isEqualTo(featuriser.image("CO"));
    assertThat(featuriser.image("[H]C([H])([H])[H]")).isEqualTo(featuriser.image("C"));
  }

  @Test
  void drawsTheSameTwice() {
    String taxane = "CC1=C2C(C(=O)C3(C(CC4C(C3C(C(C2(C)C)(CC1O)O)O)(CO4)OC(=O)C)O)C)O";

    assertThat(featuriser.image(taxane)).isEqualTo(featuriser.image(taxane));
  }

  @Test
  void refusesUnreadableSmiles() {
    assertThatThrownBy(() -> featuriser.image("C1CC"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("'C1CC' cannot be read");
  }
}
