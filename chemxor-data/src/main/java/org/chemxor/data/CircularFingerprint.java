package org.chemxor.data;

import java.util.Locale;
import org.chemxor.core.InvalidInputException;
import org.openscience.cdk.exception.CDKException;
import org.openscience.cdk.fingerprint.CircularFingerprinter;
import org.openscience.cdk.fingerprint.ICountFingerprint;
import org.openscience.cdk.interfaces.IAtomContainer;

/**
 * A circular (Morgan) fingerprint that counts: every atom's surroundings up to a radius are hashed
 * to 32 bits and the hashes folded into {@value #SIZE} bins by their unsigned remainder; a bin
 * holds how often its surroundings occur.
 *
 * <p>Source: D. Rogers, M. Hahn, Extended-Connectivity Fingerprints, J. Chem. Inf. Model. 50 (2010)
 * 742, as implemented by the Chemistry Development Kit.
 *
 * @param kind what an atom starts as
 * @param radius bonds from the central atom, 2 or 3
 */
public record CircularFingerprint(Kind kind, int radius) {
  /** Bins of the folded fingerprint, one for each pixel of a 32x32 image. */
  public static final int SIZE = 1024;

  /** FCFP of radius 3 (often called FCFP6), what ChemXor's models take. */
  public static final CircularFingerprint FCFP6 = new CircularFingerprint(Kind.FCFP, 3);

  /** What the surroundings are made of. */
  public enum Kind {
    /** Elements, charges, bonds: exact surroundings. */
    ECFP,
    /** Functional classes (donor, acceptor, aromatic, halogen, acid, base): what an atom does. */
    FCFP
  }

  /** Checks the radius. */
  public CircularFingerprint {
    if (radius != 2 && radius != 3) {
      throw new InvalidInputException("a fingerprint radius must be 2 or 3, got " + radius);
    }
  }

  /**
   * Counts the surroundings in a molecule.
   *
   * @param smiles its structure
   * @return {@value #SIZE} counts, each at least 0
   * @throws InvalidInputException when the SMILES cannot be read or has no heavy atom
   */
  public int[] counts(String smiles) {
    IAtomContainer molecule = Molecules.parse(smiles);
    try {
      // A new fingerprinter each time: it keeps its working state in fields.
      return fold(new CircularFingerprinter(cdkClass()).getCountFingerprint(molecule));
    } catch (CDKException | RuntimeException e) {
      throw Molecules.unreadable(smiles, e);
    }
  }

  private static int[] fold(ICountFingerprint fingerprint) {
    int[] counts = new int[SIZE];
    for (int i = 0; i < fingerprint.numOfPopulatedbins(); i++) {
      counts[Integer.remainderUnsigned(fingerprint.getHash(i), SIZE)] += fingerprint.getCount(i);
    }
    return counts;
  }

  private int cdkClass() {
    return switch (kind) {
      case ECFP ->
          radius == 2 ? CircularFingerprinter.CLASS_ECFP4 : CircularFingerprinter.CLASS_ECFP6;
      case FCFP ->
          radius == 2 ? CircularFingerprinter.CLASS_FCFP4 : CircularFingerprinter.CLASS_FCFP6;
    };
  }

  /** For example "FCFP radius 3". */
  @Override
  public String toString() {
    return kind.name().toUpperCase(Locale.ROOT) + " radius " + radius;
  }
}
