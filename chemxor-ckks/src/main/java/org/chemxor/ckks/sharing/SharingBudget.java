package org.chemxor.ckks.sharing;

import org.chemxor.ckks.CkksException;
import org.chemxor.ckks.SharingPolicy;

/**
 * Counts the results that have been shared under one secret key, for as long as that key object
 * lives; a key that is written and read again begins anew. Thread-safe.
 */
public final class SharingBudget {
  private long shared;

  /** Nothing is shared yet. */
  public SharingBudget() {}

  /**
   * Takes one result off what a policy allows.
   *
   * @throws CkksException when the key has shared as many as the policy is for
   */
  public synchronized void spend(SharingPolicy policy) {
    if (shared >= policy.queries()) {
      throw new CkksException(
          "this secret key has shared "
              + shared
              + " results and the policy is for "
              + policy.queries()
              + ": make a new key, or plan for more queries from the beginning");
    }
    shared++;
  }

  /** Results shared so far. */
  public synchronized long shared() {
    return shared;
  }
}
