package org.chemxor.ckks.jvm;

/**
 * Scratch vectors for a secret or what gives it away: errors, ternary polynomials, images of the
 * key. They go back to their pool overwritten, whatever happens in between.
 *
 * @param pool where they come from
 * @param rows contents are arbitrary at first
 */
record SecretScratch(ArrayPool pool, double[][] rows) implements AutoCloseable {
  /** The only vector, or the first. */
  double[] row() {
    return rows[0];
  }

  @Override
  public void close() {
    pool.giveWiped(rows);
  }

  @Override
  public String toString() {
    return "SecretScratch[" + rows.length + " rows, not shown]";
  }
}
