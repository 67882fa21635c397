package org.chemxor.fhe.compile;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.chemxor.core.UnfitPlanException;
import org.chemxor.fhe.circuit.Rescaling;
import org.chemxor.fhe.graph.Stage;
import org.chemxor.fhe.graph.StageGraph;
import org.jspecify.annotations.Nullable;

/**
 * Groups the stages of a network with its activations apart into parts: as few as the levels allow,
 * because every cut sends all features to the client and back, and among those the cheapest. A
 * product with many weights belongs near the end of a part, where ciphertexts have few primes.
 *
 * @param graph with its activations apart
 * @param maxDepth levels of a part
 * @param rescaling which linear maps take a level
 */
record BatchRounds(StageGraph graph, int maxDepth, Rescaling rescaling) {
  /** What squaring and relinearising costs, in products of a ciphertext and a weight. */
  private static final long ACTIVATION_PRODUCTS = 400;

  /** What reading or writing a ciphertext costs, in the same unit. */
  private static final long MESSAGE_PRODUCTS = 700;

  /**
   * The cheapest way to group the stages before some stage.
   *
   * @param from where its last part begins
   * @param before how the stages before that are grouped
   */
  private record Best(int parts, long cost, int from, @Nullable Best before) {
    boolean isBetterThan(@Nullable Best other) {
      return other == null || parts < other.parts || (parts == other.parts && cost < other.cost);
    }
  }

  /**
   * The parts, each the indices of its stages.
   *
   * @throws UnfitPlanException when a stage alone takes more levels than a part has
   */
  List<List<Integer>> split() {
    List<@Nullable Best> best = new ArrayList<>();
    best.add(new Best(0, 0, 0, null));
    for (int end = 1; end <= graph.stages().size(); end++) {
      best.add(best(best, end));
    }
    List<List<Integer>> parts = new ArrayList<>();
    int end = graph.stages().size();
    for (Best last = best.get(end); last != null && end > 0; last = last.before()) {
      parts.add(0, IntStream.range(last.from(), end).boxed().toList());
      end = last.from();
    }
    if (end > 0) {
      throw new UnfitPlanException(
          "a layer takes more than the " + maxDepth + " levels that a part has");
    }
    return parts;
  }

  private @Nullable Best best(List<@Nullable Best> best, int end) {
    Best found = null;
    for (int from = end - 1; from >= 0 && depth(from, end) <= maxDepth; from--) {
      Best before = best.get(from);
      if (before != null) {
        Best candidate =
            new Best(before.parts() + 1, before.cost() + cost(from, end), from, before);
        found = candidate.isBetterThan(found) ? candidate : found;
      }
      if (!graph.isOnlyReaderOfPrevious(from)) {
        break;
      }
    }
    return found;
  }

  private int depth(int from, int end) {
    return depth(graph.stages().subList(from, end), rescaling);
  }

  /** Levels that a part takes. */
  static int depth(List<Stage> part, Rescaling rescaling) {
    return IntStream.range(0, part.size()).map(i -> rescaling.depth(part, i)).sum();
  }

  /** What a part costs the evaluator, in products of one prime. */
  private long cost(int from, int end) {
    long cost = MESSAGE_PRODUCTS * graph.valueSize(end);
    List<Stage> part = graph.stages().subList(from, end);
    int level = 0;
    for (int i = part.size() - 1; i >= 0; i--) {
      Stage stage = part.get(i);
      level += rescaling.depth(part, i);
      long products =
          stage.map().isIdentity()
              ? ACTIVATION_PRODUCTS * stage.map().inputSize()
              : (long) stage.map().outputSize() * stage.map().taps();
      cost += products * (level + 1);
    }
    return cost + MESSAGE_PRODUCTS * part.get(0).map().inputSize() * (level + 1);
  }
}
