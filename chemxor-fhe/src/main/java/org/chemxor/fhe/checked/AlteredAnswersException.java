package org.chemxor.fhe.checked;

import org.chemxor.core.ChemXorException;

/** Hidden checks came back wrong: whoever evaluated did not do what it says, or not always. */
public final class AlteredAnswersException extends ChemXorException {
  private static final long serialVersionUID = 1L;

  private final int duplicates;
  private final int knownAnswers;

  AlteredAnswersException(String message, int duplicates, int knownAnswers) {
    super(message);
    this.duplicates = duplicates;
    this.knownAnswers = knownAnswers;
  }

  /** How many duplicates got two different answers. */
  public int duplicates() {
    return duplicates;
  }

  /** How many known answers came back different. */
  public int knownAnswers() {
    return knownAnswers;
  }
}
