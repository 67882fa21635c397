package org.chemxor.data.smiles;

import org.chemxor.core.InvalidInputException;
import org.openscience.cdk.exception.CDKException;
import org.openscience.cdk.interfaces.IAtom;
import org.openscience.cdk.interfaces.IAtomContainer;
import org.openscience.cdk.silent.SilentChemObjectBuilder;
import org.openscience.cdk.smiles.SmilesParser;

/** Reads SMILES with CDK and says in plain words what is wrong with those that cannot be read. */
public final class Molecules {
  /** Longest SMILES accepted, in characters: far above any small molecule. */
  static final int MAX_SMILES_LENGTH = 10_000;

  private static final int SHOWN_LENGTH = 60;

  private Molecules() {}

  /**
   * Parses a SMILES.
   *
   * @throws InvalidInputException when it is empty, too long, cannot be read has no heavy atom or
   *     one of no known element
   */
  public static IAtomContainer parse(String smiles) {
    String trimmed = smiles.strip();
    if (trimmed.isEmpty()) {
      throw new InvalidInputException("the SMILES is empty; a molecule needs at least one atom");
    }
    if (trimmed.length() > MAX_SMILES_LENGTH) {
      throw new InvalidInputException(
          "the SMILES has "
              + trimmed.length()
              + " characters, at most "
              + MAX_SMILES_LENGTH
              + " are read");
    }
    IAtomContainer molecule = parseWithCdk(trimmed);
    requireKnownElements(trimmed, molecule);
    return molecule;
  }

  private static IAtomContainer parseWithCdk(String smiles) {
    try {
      return new SmilesParser(SilentChemObjectBuilder.getInstance()).parseSmiles(smiles);
    } catch (CDKException | RuntimeException e) {
      throw unreadable(smiles, e);
    }
  }

  /** The error for a molecule that CDK refuses, with the first line of CDK's reason. */
  public static InvalidInputException unreadable(String smiles, Exception cause) {
    String reason = cause.getMessage();
    String firstLine =
        reason == null ? "" : reason.lines().findFirst().orElse("").strip().replaceAll("[:,]$", "");
    return new InvalidInputException(
        "the SMILES '"
            + shown(smiles)
            + "' cannot be read"
            + (firstLine.isEmpty() ? "" : ": " + firstLine),
        cause);
  }

  private static void requireKnownElements(String smiles, IAtomContainer molecule) {
    int heavyAtoms = 0;
    for (IAtom atom : molecule.atoms()) {
      Integer number = atom.getAtomicNumber();
      if (number == null || number == 0) {
        throw new InvalidInputException(
            "the SMILES '"
                + shown(smiles)
                + "' has an atom that is no known element (such as '*' or 'R')");
      }
      heavyAtoms += number == 1 ? 0 : 1;
    }
    if (heavyAtoms == 0) {
      throw new InvalidInputException(
          "the SMILES '" + shown(smiles) + "' has no atom other than hydrogen");
    }
  }

  private static String shown(String smiles) {
    return smiles.length() <= SHOWN_LENGTH ? smiles : smiles.substring(0, SHOWN_LENGTH) + "...";
  }
}
