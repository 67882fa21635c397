package org.chemxor.data.smiles;

import java.util.List;
import org.openscience.cdk.CDKConstants;
import org.openscience.cdk.aromaticity.Aromaticity;
import org.openscience.cdk.exception.CDKException;
import org.openscience.cdk.graph.Cycles;
import org.openscience.cdk.interfaces.IAtom;
import org.openscience.cdk.interfaces.IAtomContainer;
import org.openscience.cdk.interfaces.IBond;
import org.openscience.cdk.smiles.SmiFlavor;
import org.openscience.cdk.smiles.SmilesGenerator;
import org.openscience.cdk.tools.manipulator.AtomContainerManipulator;

/**
 * The one way in which a molecule is written here, and so the rule for what counts as the same
 * molecule. Stereochemistry, isotopes, atom numbers and the writing of hydrogens are set aside;
 * {@link CommonGroups} are written in one way; aromaticity is perceived anew by CDK's model of
 * Daylight's rules; atoms stand in a {@link CanonicalOrder}. Tautomers, charged forms and salts
 * stay different molecules.
 *
 * @param smiles equal for SMILES of the same molecule, and read by CDK
 */
record StandardForm(String smiles) {
  private static final int FLAVOR = SmiFlavor.UseAromaticSymbols;

  /**
   * The form of a molecule.
   *
   * @param written a SMILES in whatever form
   * @throws org.chemxor.core.InvalidInputException when it cannot be read
   */
  static StandardForm of(String written) {
    IAtomContainer parsed = Molecules.parse(written);
    try {
      IAtomContainer molecule = constitution(parsed);
      CommonGroups.normalise(molecule);
      perceiveAromaticity(molecule);
      return new StandardForm(write(molecule));
    } catch (CDKException | RuntimeException e) {
      throw Molecules.unreadable(written, e);
    }
  }

  /** The molecule with the atoms in the order of the text, alternating bonds and aromaticity. */
  IAtomContainer molecule() {
    IAtomContainer molecule = Molecules.parse(smiles);
    perceiveAromaticity(molecule);
    return molecule;
  }

  /** Elements, charges, hydrogens and bonds only. */
  private static IAtomContainer constitution(IAtomContainer molecule) {
    // Before the hydrogens go: CDK keeps isotopes, and fails on bond directions at hydrogens.
    molecule.setStereoElements(List.of());
    for (IAtom atom : molecule.atoms()) {
      atom.setMassNumber(null);
      atom.removeProperty(CDKConstants.ATOM_ATOM_MAPPING);
    }
    for (IBond bond : molecule.bonds()) {
      bond.setDisplay(IBond.Display.Solid);
    }
    return AtomContainerManipulator.suppressHydrogens(molecule);
  }

  private static void perceiveAromaticity(IAtomContainer molecule) {
    molecule.atoms().forEach(atom -> atom.setIsAromatic(false));
    molecule.bonds().forEach(bond -> bond.setIsAromatic(false));
    Cycles.markRingAtomsAndBonds(molecule);
    Aromaticity.apply(Aromaticity.Model.Daylight, molecule);
  }

  /** Writes a molecule or a scaffold with its atoms in canonical order. */
  static String write(IAtomContainer molecule) throws CDKException {
    CanonicalOrder.apply(molecule);
    return new SmilesGenerator(FLAVOR).create(molecule);
  }
}
