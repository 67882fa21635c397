package org.chemxor.seal;

import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.chemxor.ckks.LinearTransform;
import org.chemxor.ckks.PreparedTransform;

/**
 * A linear transform's diagonals as plaintexts of SEAL, by giant step and then in the order of its
 * baby steps.
 */
final class NativePreparedTransform implements PreparedTransform, AutoCloseable {
  private final Core core;
  private final LinearTransform transform;
  private final int level;
  private final double scale;
  private final NavigableMap<Integer, Giant> giants;

  NativePreparedTransform(
      Core core,
      LinearTransform transform,
      int level,
      double scale,
      NavigableMap<Integer, Giant> giants) {
    this.core = core;
    this.transform = transform;
    this.level = level;
    this.scale = scale;
    this.giants = new TreeMap<>(giants);
  }

  /**
   * One giant step.
   *
   * @param babies the baby rotation of each diagonal that is not zero, ascending; may be empty
   * @param diagonals as many plaintexts, rotated right by the giant step
   */
  record Giant(int[] babies, List<NativePlaintext> diagonals) {}

  Core core() {
    return core;
  }

  NavigableMap<Integer, Giant> giants() {
    return giants;
  }

  @Override
  public LinearTransform transform() {
    return transform;
  }

  @Override
  public int level() {
    return level;
  }

  @Override
  public double scale() {
    return scale;
  }

  @Override
  public long sizeBytes() {
    return giants.values().stream().mapToLong(giant -> giant.diagonals().size()).sum()
        * core.polynomialBytes(level + 1);
  }

  /** Frees the diagonals. Closing twice is harmless. */
  @Override
  public void close() {
    giants.values().forEach(giant -> giant.diagonals().forEach(NativePlaintext::close));
  }

  @Override
  public String toString() {
    return "PreparedTransform[seal, level="
        + level
        + ", "
        + transform.indices().size()
        + " diagonals]";
  }
}
