package org.chemxor.ckks.jvm.ring;

/**
 * Scratch vectors for a secret or what gives it away: errors, ternary polynomials, images of the
 * key. They go back to their pool overwritten, and so do the matrices of transforms, whatever
 * happens in between.
 */
public final class SecretScratch implements AutoCloseable {
  private final Ring ring;
  private final double[][] rows;

  private SecretScratch(Ring ring, double[][] rows) {
    this.ring = ring;
    this.rows = rows;
  }

  /** Vectors of length N with arbitrary contents. */
  public static SecretScratch take(Ring ring, int rows) {
    return new SecretScratch(ring, ring.pool().take(rows));
  }

  /** The vectors. */
  public double[][] rows() {
    return rows;
  }

  /** The only vector, or the first. */
  public double[] row() {
    return rows[0];
  }

  @Override
  public void close() {
    ring.pool().giveWiped(rows);
    ring.wipeTransformScratch();
  }
}
