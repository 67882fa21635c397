package org.chemxor.data.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.util.List;
import org.chemxor.core.InvalidInputException;
import org.chemxor.data.featurise.MoleculeDrawing;
import org.chemxor.data.smiles.Molecules;
import org.junit.jupiter.api.Test;
import org.openscience.cdk.interfaces.IAtom;
import org.openscience.cdk.interfaces.IAtomContainer;

class InventedMoleculesTest {
  private final List<InventedMolecules.Molecule> molecules = InventedMolecules.invent(1500, 3);

  private static boolean hasAromaticNitrogen(String smiles) {
    IAtomContainer molecule = Molecules.standard(smiles);
    for (IAtom atom : molecule.atoms()) {
      if (atom.isAromatic() && atom.getAtomicNumber() == IAtom.N) {
        return true;
      }
    }
    return false;
  }

  @Test
  void whatCdkReadsIsWhatWasPromised() {
    for (InventedMolecules.Molecule molecule : molecules) {
      assertThat(hasAromaticNitrogen(molecule.smiles()))
          .as(molecule.smiles())
          .isEqualTo(molecule.aromaticNitrogen());
    }
  }

  @Test
  void theyAreDifferentHalfAndHalfAndTheSameForTheSameSeed() {
    assertThat(molecules.stream().map(InventedMolecules.Molecule::smiles).distinct())
        .hasSize(molecules.size());
    assertThat(molecules.stream().filter(InventedMolecules.Molecule::aromaticNitrogen))
        .hasSize(molecules.size() / 2);
    assertThat(InventedMolecules.invent(1500, 3)).isEqualTo(molecules);
    assertThat(InventedMolecules.invent(1500, 4)).isNotEqualTo(molecules);
    assertThatThrownBy(() -> InventedMolecules.invent(-1, 3))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void drawingsAreWhiteInTheCornersColouredInsideAndTurn() {
    BufferedImage pyridine = MoleculeDrawing.draw("n1ccccc1", 73, 0);
    assertThat(pyridine.getWidth()).isEqualTo(73);
    assertThat(pyridine.getRGB(0, 0) & 0xffffff).isEqualTo(0xffffff);
    assertThat(blue(pyridine)).isGreaterThan(0);
    assertThat(blue(MoleculeDrawing.draw("c1ccccc1", 73, 0))).isZero();
    BufferedImage turned = MoleculeDrawing.draw("n1ccccc1", 73, 1);
    assertThat(turned.getRGB(0, 0, 73, 73, null, 0, 73))
        .isNotEqualTo(pyridine.getRGB(0, 0, 73, 73, null, 0, 73));
    assertThatThrownBy(() -> MoleculeDrawing.draw("nonsense", 73, 0))
        .isInstanceOf(InvalidInputException.class);
    assertThatThrownBy(() -> MoleculeDrawing.draw("C", 5, 0))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static int blue(BufferedImage image) {
    int count = 0;
    for (int rgb : image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, 73)) {
      count += (rgb & 0xff) > (rgb >> 16 & 0xff) + 100 ? 1 : 0;
    }
    return count;
  }
}
