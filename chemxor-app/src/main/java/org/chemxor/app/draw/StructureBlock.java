package org.chemxor.app.draw;

import java.io.IOException;
import java.io.StringWriter;
import org.chemxor.core.InvalidInputException;
import org.chemxor.data.smiles.Molecules;
import org.openscience.cdk.exception.CDKException;
import org.openscience.cdk.interfaces.IAtomContainer;
import org.openscience.cdk.io.MDLV2000Writer;
import org.openscience.cdk.silent.SilentChemObjectBuilder;

/** Structures as they stand in SD files (V2000). */
public final class StructureBlock {
  /** Longest title, in characters. */
  public static final int TITLE_LENGTH = 70;

  private StructureBlock() {}

  /**
   * A molecule with coordinates in the plane.
   *
   * @param title its first line, on one line
   * @throws InvalidInputException when the SMILES cannot be read or drawn
   */
  public static String of(String smiles, String title) {
    IAtomContainer molecule = Layout.of(Molecules.parse(smiles), smiles);
    return write(molecule, title);
  }

  /** No atoms. */
  public static String empty(String title) {
    return write(SilentChemObjectBuilder.getInstance().newAtomContainer(), title);
  }

  private static String write(IAtomContainer molecule, String title) {
    StringWriter text = new StringWriter();
    molecule.setTitle(title);
    try (MDLV2000Writer writer = new MDLV2000Writer(text)) {
      writer.writeMolecule(molecule);
    } catch (CDKException | IOException e) {
      throw new InvalidInputException("the structure cannot be written: " + e.getMessage(), e);
    } catch (Exception e) {
      throw new InvalidInputException("the structure cannot be written", e);
    }
    return text.toString();
  }
}
