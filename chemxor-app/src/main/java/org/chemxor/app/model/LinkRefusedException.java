package org.chemxor.app.model;

import org.chemxor.core.ChemXorException;

/** A connection that stays closed until the user asks for a new one. */
public final class LinkRefusedException extends ChemXorException {
  private static final long serialVersionUID = 1L;

  LinkRefusedException(String message) {
    super(message);
  }
}
