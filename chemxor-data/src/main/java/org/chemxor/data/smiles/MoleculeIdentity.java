package org.chemxor.data.smiles;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.UUID;
import org.chemxor.core.Hashes;
import org.openscience.cdk.exception.CDKException;
import org.openscience.cdk.fragment.MurckoFragmenter;
import org.openscience.cdk.interfaces.IAtom;
import org.openscience.cdk.interfaces.IAtomContainer;

/**
 * What makes two SMILES the same molecule, or two molecules the same scaffold, by the rule of
 * {@link StandardForm}, which images follow, too.
 */
public final class MoleculeIdentity {
  private final String smiles;
  private final StandardForm form;

  private MoleculeIdentity(String smiles, StandardForm form) {
    this.smiles = smiles;
    this.form = form;
  }

  /**
   * Reads a molecule.
   *
   * @throws org.chemxor.core.InvalidInputException when it cannot be read
   */
  public static MoleculeIdentity of(String smiles) {
    return new MoleculeIdentity(smiles, StandardForm.of(smiles));
  }

  /** A canonical SMILES: equal for two molecules when they differ in stereochemistry at most. */
  String canonicalSmiles() {
    return form.smiles();
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
    Optional<IAtomContainer> scaffold =
        Optional.ofNullable(MurckoFragmenter.scaffold(form.molecule()));
    if (scaffold.isEmpty()) {
      return "";
    }
    for (IAtom atom : scaffold.get().atoms()) {
      // Otherwise the places where side chains were cut off would tell equal scaffolds apart.
      atom.setImplicitHydrogenCount(0);
      atom.setFormalCharge(0);
    }
    try {
      return StandardForm.write(scaffold.get());
    } catch (CDKException | RuntimeException e) {
      throw Molecules.unreadable(smiles, e);
    }
  }
}
