package org.chemxor.data.smiles;

import java.io.IOException;
import java.io.StringReader;
import java.util.List;
import org.chemxor.core.InvalidInputException;
import org.openscience.cdk.exception.CDKException;
import org.openscience.cdk.interfaces.IAtomContainer;
import org.openscience.cdk.interfaces.IBond;
import org.openscience.cdk.io.MDLV2000Reader;
import org.openscience.cdk.io.MDLV3000Reader;
import org.openscience.cdk.silent.SilentChemObjectBuilder;
import org.openscience.cdk.smiles.SmilesGenerator;
import org.openscience.cdk.tools.manipulator.AtomContainerManipulator;

/**
 * Molecules of SD files, V2000 and V3000, as SMILES. Coordinates and stereochemistry are dropped.
 */
public final class MolBlocks {
  /** SMILES without stereochemistry, isotopes and aromaticity. */
  private static final int PLAIN = 0;

  private MolBlocks() {}

  /**
   * The SMILES of a molecule.
   *
   * @param block three header lines, a line of counts that ends with the version, and what follows
   *     up to "M END"
   * @throws InvalidInputException when it cannot be read
   */
  public static String smiles(String block) {
    String counts = block.lines().skip(3).findFirst().orElse("");
    try {
      IAtomContainer molecule = read(block, counts.contains("V3000"));
      for (IBond bond : molecule.bonds()) {
        if (bond.isAromatic() || bond.getOrder() == null || bond.getOrder() == IBond.Order.UNSET) {
          throw new InvalidInputException(
              "the structure has aromatic bonds (type 4), which leave hydrogens open; write single"
                  + " and double bonds");
        }
      }
      molecule.setStereoElements(List.of());
      String smiles =
          new SmilesGenerator(PLAIN).create(AtomContainerManipulator.suppressHydrogens(molecule));
      if (smiles.isEmpty()) {
        throw new InvalidInputException("the structure has no atom");
      }
      return smiles;
    } catch (InvalidInputException e) {
      throw e;
    } catch (CDKException | IOException | RuntimeException e) {
      throw new InvalidInputException("the structure cannot be read: " + e.getMessage(), e);
    }
  }

  private static IAtomContainer read(String block, boolean isV3000)
      throws CDKException, IOException {
    IAtomContainer empty = SilentChemObjectBuilder.getInstance().newAtomContainer();
    if (isV3000) {
      try (MDLV3000Reader reader = new MDLV3000Reader(new StringReader(block))) {
        return reader.read(empty);
      }
    }
    try (MDLV2000Reader reader = new MDLV2000Reader(new StringReader(block))) {
      return reader.read(empty);
    }
  }
}
