package org.chemxor.app.runs;

import java.util.Locale;

/** How a run stands. */
public enum RunState {
  /** Molecules are being asked about. */
  RUNNING,
  /** The server is away; it is asked again after a while. */
  WAITING,
  /** No more molecules are begun; those that were asked about are waited for. */
  STOPPING,
  /** It can be gone on with. */
  STOPPED,
  /** Something is wrong that trying again does not mend. */
  FAILED,
  /** Every row has its prediction or its error. */
  DONE;

  /** In lower case, as the page has it. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
