package org.chemxor.data.featurise;

import java.util.Locale;
import org.chemxor.core.InvalidInputException;
import org.chemxor.data.smiles.Molecules;
import org.openscience.cdk.exception.CDKException;
import org.openscience.cdk.fingerprint.CircularFingerprinter;
import org.openscience.cdk.fingerprint.ICountFingerprint;
import org.openscience.cdk.interfaces.IAtomContainer;

/**
 * A circular (Morgan) fingerprint that counts: every atom's surroundings up to a radius are hashed
 * to 32 bits, and a {@link Folding} says which of {@value #SIZE} bins counts it.
 *
 * <p>Source: D. Rogers, M. Hahn, Extended-Connectivity Fingerprints, J. Chem. Inf. Model. 50 (2010)
 * 742, as implemented by the Chemistry Development Kit.
 *
 * @param kind what an atom starts as
 * @param radius bonds from the central atom, 1 to 3
 */
public record CircularFingerprint(Kind kind, int radius) {
  /** Bins of the folded fingerprint, one for each pixel of a 32x32 image. */
  public static final int SIZE = 1024;

  /** ECFP of radius 1 (often called ECFP2), what the standard images count. */
  public static final CircularFingerprint ECFP2 = new CircularFingerprint(Kind.ECFP, 1);

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
    if (radius < 1 || radius > 3) {
      throw new InvalidInputException("a fingerprint radius must be from 1 to 3, got " + radius);
    }
  }

  /**
   * The different surroundings in a molecule.
   *
   * @param hashes their hashes, all different
   * @param counts how often each occurs, at least 1
   */
  record Surroundings(int[] hashes, int[] counts) {}

  /**
   * Counts the surroundings in a molecule, folded by hash.
   *
   * @param smiles its structure
   * @return {@value #SIZE} counts, each at least 0
   * @throws InvalidInputException when the SMILES cannot be read or has no heavy atom
   */
  public int[] counts(String smiles) {
    return Folding.byHash().fold(surroundings(smiles));
  }

  Surroundings surroundings(String smiles) {
    IAtomContainer molecule = Molecules.standard(smiles);
    try {
      // A new fingerprinter each time: it keeps its working state in fields.
      return unpack(new CircularFingerprinter(cdkClass()).getCountFingerprint(molecule));
    } catch (CDKException | RuntimeException e) {
      throw Molecules.unreadable(smiles, e);
    }
  }

  private static Surroundings unpack(ICountFingerprint fingerprint) {
    int size = fingerprint.numOfPopulatedbins();
    int[] hashes = new int[size];
    int[] counts = new int[size];
    for (int i = 0; i < size; i++) {
      hashes[i] = fingerprint.getHash(i);
      counts[i] = fingerprint.getCount(i);
    }
    return new Surroundings(hashes, counts);
  }

  private int cdkClass() {
    boolean exact = kind == Kind.ECFP;
    return switch (radius) {
      case 1 -> exact ? CircularFingerprinter.CLASS_ECFP2 : CircularFingerprinter.CLASS_FCFP2;
      case 2 -> exact ? CircularFingerprinter.CLASS_ECFP4 : CircularFingerprinter.CLASS_FCFP4;
      default -> exact ? CircularFingerprinter.CLASS_ECFP6 : CircularFingerprinter.CLASS_FCFP6;
    };
  }

  /** For example "FCFP radius 3". */
  @Override
  public String toString() {
    return kind.name().toUpperCase(Locale.ROOT) + " radius " + radius;
  }
}
