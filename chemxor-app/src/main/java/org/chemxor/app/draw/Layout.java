package org.chemxor.app.draw;

import org.chemxor.data.smiles.Molecules;
import org.openscience.cdk.exception.CDKException;
import org.openscience.cdk.interfaces.IAtomContainer;
import org.openscience.cdk.layout.StructureDiagramGenerator;

/** Coordinates in the plane. */
final class Layout {
  private Layout() {}

  /**
   * The molecule with coordinates.
   *
   * @param smiles for the error
   * @throws org.chemxor.core.InvalidInputException when there are none to be found
   */
  static IAtomContainer of(IAtomContainer molecule, String smiles) {
    try {
      new StructureDiagramGenerator().generateCoordinates(molecule);
      return molecule;
    } catch (CDKException | RuntimeException e) {
      throw Molecules.unreadable(smiles, e);
    }
  }
}
