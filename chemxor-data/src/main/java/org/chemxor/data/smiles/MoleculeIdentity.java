package org.chemxor.data.smiles;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.UUID;
import org.chemxor.core.Hashes;
import org.openscience.cdk.aromaticity.Aromaticity;
import org.openscience.cdk.exception.CDKException;
import org.openscience.cdk.fragment.MurckoFragmenter;
import org.openscience.cdk.graph.Cycles;
import org.openscience.cdk.interfaces.IAtom;
import org.openscience.cdk.interfaces.IAtomContainer;
import org.openscience.cdk.smiles.SmiFlavor;
import org.openscience.cdk.smiles.SmilesGenerator;
import org.openscience.cdk.tools.manipulator.AtomContainerManipulator;

/**
 * What makes two SMILES the same molecule, or two molecules the same scaffold. Stereochemistry and
 * isotopes are left aside, as they are by the images.
 */
public final class MoleculeIdentity {
  private static final int FLAVOR = SmiFlavor.Unique | SmiFlavor.UseAromaticSymbols;

  private final String smiles;
  private final IAtomContainer molecule;

  private MoleculeIdentity(String smiles, IAtomContainer molecule) {
    this.smiles = smiles;
    this.molecule = molecule;
  }

  /**
   * Reads a molecule.
   *
   * @throws org.chemxor.core.InvalidInputException when it cannot be read
   */
  public static MoleculeIdentity of(String smiles) {
    IAtomContainer molecule = AtomContainerManipulator.suppressHydrogens(Molecules.parse(smiles));
    try {
      Cycles.markRingAtomsAndBonds(molecule);
      Aromaticity.apply(Aromaticity.Model.Daylight, molecule);
    } catch (RuntimeException e) {
      throw Molecules.unreadable(smiles, e);
    }
    return new MoleculeIdentity(smiles, molecule);
  }

  /** A canonical SMILES: equal for two molecules when they differ in stereochemistry at most. */
  String canonicalSmiles() {
    return write(molecule);
  }

  /** Sixteen bytes of a SHA-256 of the canonical SMILES: as equal, and smaller to keep. */
  public UUID hash() {
    byte[] text = canonicalSmiles().getBytes(StandardCharsets.UTF_8);
    ByteBuffer hash = ByteBuffer.wrap(Hashes.sha256().digest(text));
    return new UUID(hash.getLong(), hash.getLong());
  }

  /**
   * A text that is equal for molecules of the same Bemis-Murcko scaffold: ring systems and the
   * chains between them, without charges and hydrogens. Empty for a molecule without rings.
   *
   * <p>Source: G. Bemis, M. Murcko, The Properties of Known Drugs 1, J. Med. Chem. 39 (1996) 2887.
   */
  public String scaffold() {
    Optional<IAtomContainer> scaffold = Optional.ofNullable(MurckoFragmenter.scaffold(molecule));
    if (scaffold.isEmpty()) {
      return "";
    }
    for (IAtom atom : scaffold.get().atoms()) {
      // Otherwise the places where side chains were cut off would tell equal scaffolds apart.
      atom.setImplicitHydrogenCount(0);
      atom.setFormalCharge(0);
    }
    return write(scaffold.get());
  }

  private String write(IAtomContainer written) {
    try {
      return new SmilesGenerator(FLAVOR).create(written);
    } catch (CDKException | RuntimeException e) {
      throw Molecules.unreadable(smiles, e);
    }
  }
}
