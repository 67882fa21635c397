package org.chemxor.data.smiles;

import org.chemxor.core.InvalidInputException;
import org.openscience.cdk.exception.CDKException;
import org.openscience.cdk.interfaces.IAtom;
import org.openscience.cdk.interfaces.IAtomContainer;
import org.openscience.cdk.silent.SilentChemObjectBuilder;
import org.openscience.cdk.smiles.SmilesParser;

/**
 * Reads SMILES with CDK and says in plain words what is wrong with those that cannot be read. What
 * is too large is refused before CDK sees it, whose recursion would end the thread.
 */
public final class Molecules {
  /** Longest SMILES accepted, in characters: far above any small molecule. */
  static final int MAX_SMILES_LENGTH = 10_000;

  /**
   * Most atoms accepted, hydrogens that are written out included: a protein is no small molecule.
   */
  static final int MAX_ATOMS = 500;

  private static final int SHOWN_LENGTH = 60;

  private Molecules() {}

  /**
   * The molecule in its {@link StandardForm}: what images, duplicates, scaffolds and splits see.
   *
   * @throws InvalidInputException as {@link #parse} does
   */
  public static IAtomContainer standard(String smiles) {
    return StandardForm.of(smiles).molecule();
  }

  /** Whether a text is a SMILES that can be read. */
  public static boolean isReadable(String text) {
    try {
      parse(text);
      return true;
    } catch (InvalidInputException e) {
      return false;
    }
  }

  /**
   * Parses a SMILES as it is written.
   *
   * @throws InvalidInputException when it is empty, longer than 10,000 characters, has more than
   *     500 atoms, cannot be read, has no heavy atom or one of no known element
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
    requireFewAtoms(trimmed);
    IAtomContainer molecule = parseWithCdk(AromaticNotation.lowerCase(trimmed));
    requireKnownElements(trimmed, molecule);
    return molecule;
  }

  /**
   * Counts the atoms in the text: brackets, and letters outside but for the second of Cl and Br.
   */
  private static void requireFewAtoms(String smiles) {
    int atoms = 0;
    boolean bracket = false;
    for (int i = 0; i < smiles.length(); i++) {
      char c = smiles.charAt(i);
      boolean second = !bracket && i > 0 && isSecondLetter(smiles.charAt(i - 1), c);
      atoms += c == '[' || (!bracket && Character.isLetter(c) && !second) ? 1 : 0;
      bracket = c == '[' || (bracket && c != ']');
    }
    if (atoms > MAX_ATOMS) {
      throw new InvalidInputException(
          "the SMILES '"
              + shown(smiles)
              + "' has "
              + atoms
              + " atoms, at most "
              + MAX_ATOMS
              + " are read; leave the row out");
    }
  }

  private static boolean isSecondLetter(char first, char second) {
    return (first == 'C' && second == 'l') || (first == 'B' && second == 'r');
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
