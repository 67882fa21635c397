package org.chemxor.mpc.compile;

import java.util.ArrayList;
import java.util.List;

/**
 * A maximum over windows as rounds of maxima of two: a {@link Pass} starts with one candidate for
 * each result and then holds it against others. Rows and columns of a pool are two passes, for
 * {@code 2 (size - 1)} instead of {@code size^2 - 1} rounds.
 */
public final class MaxSchedule {
  /**
   * Maxima over lines of cells.
   *
   * @param inSize numbers read, for one sample
   * @param first the cell that each result starts with
   * @param rounds what is compared, in order
   */
  public record Pass(int inSize, int[] first, List<Round> rounds) {}

  /**
   * Maxima of two.
   *
   * @param results which results are compared
   * @param rivals the cell each of them is compared with
   */
  public record Round(int[] results, int[] rivals) {}

  private MaxSchedule() {}

  /** The passes of a pool: along rows, then along columns. */
  public static List<Pass> of(PoolShape pool) {
    int mid = pool.outWidth();
    Pass rows =
        pass(
            pool,
            pool.width(),
            pool.outWidth(),
            pool.channels() * pool.height(),
            pool.inSize(),
            (line, cell) -> line * pool.width() + cell);
    Pass columns =
        pass(
            pool,
            pool.height(),
            pool.outHeight(),
            pool.channels() * mid,
            pool.channels() * pool.height() * mid,
            (line, cell) -> (line / mid * pool.height() + cell) * mid + line % mid);
    return List.of(rows, transposed(columns, pool, mid));
  }

  /** A knock-out tournament among {@code size} numbers: in every round the first half plays. */
  public static List<Pass> tournament(int size) {
    List<Pass> passes = new ArrayList<>();
    for (int left = size; left > 1; left = (left + 1) / 2) {
      int next = (left + 1) / 2;
      int games = left / 2;
      int[] first = new int[next];
      int[] results = new int[games];
      int[] rivals = new int[games];
      for (int i = 0; i < next; i++) {
        first[i] = i;
      }
      for (int i = 0; i < games; i++) {
        results[i] = i;
        rivals[i] = next + i;
      }
      passes.add(new Pass(left, first, List.of(new Round(results, rivals))));
    }
    return passes;
  }

  private interface Cell {
    int at(int line, int cell);
  }

  private static Pass pass(
      PoolShape pool, int length, int outLength, int lines, int inSize, Cell cells) {
    int[] first = new int[lines * outLength];
    for (int i = 0; i < first.length; i++) {
      first[i] = cells.at(i / outLength, start(pool, i % outLength));
    }
    List<Round> rounds = new ArrayList<>();
    for (int t = 1; t < pool.size(); t++) {
      int[] results = new int[first.length];
      int[] rivals = new int[first.length];
      int n = 0;
      for (int i = 0; i < first.length; i++) {
        int out = i % outLength;
        int cell = start(pool, out) + t;
        if (cell < Math.min(length, out * pool.stride() - pool.padding() + pool.size())) {
          results[n] = i;
          rivals[n++] = cells.at(i / outLength, cell);
        }
      }
      if (n > 0) {
        rounds.add(
            new Round(java.util.Arrays.copyOf(results, n), java.util.Arrays.copyOf(rivals, n)));
      }
    }
    return new Pass(inSize, first, rounds);
  }

  private static int start(PoolShape pool, int out) {
    return Math.max(0, out * pool.stride() - pool.padding());
  }

  /** Results come column by column; the image wants them row by row. */
  private static Pass transposed(Pass columns, PoolShape pool, int width) {
    int height = pool.outHeight();
    int[] place = new int[columns.first().length];
    int[] first = new int[place.length];
    for (int i = 0; i < place.length; i++) {
      int line = i / height;
      place[i] = (line / width * height + i % height) * width + line % width;
      first[place[i]] = columns.first()[i];
    }
    List<Round> rounds =
        columns.rounds().stream()
            .map(
                round ->
                    new Round(
                        java.util.Arrays.stream(round.results()).map(i -> place[i]).toArray(),
                        round.rivals()))
            .toList();
    return new Pass(columns.inSize(), first, rounds);
  }
}
