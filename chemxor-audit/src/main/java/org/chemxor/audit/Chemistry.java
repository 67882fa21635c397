package org.chemxor.audit;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.chemxor.audit.neighbours.Neighbourhood;
import org.chemxor.core.Sample;
import org.chemxor.models.trained.Task;

/** What is known of the compounds besides their images. */
final class Chemistry {
  /** Values below this quantile of the members' or above one minus it are extreme. */
  private static final double EXTREME = 0.1;

  /** Members whose nearest other member is less similar than for this share of them are far. */
  private static final double FAR = 0.25;

  private static final double RARE_CLASS = 0.5;

  private final Optional<Neighbourhood> neighbourhood;
  private final Map<String, boolean[]> traits;

  private Chemistry(Optional<Neighbourhood> neighbourhood, Map<String, boolean[]> traits) {
    this.neighbourhood = neighbourhood;
    this.traits = traits;
  }

  /** Looks at all compounds; their structures, if every one has one. */
  static Chemistry of(Task task, AuditedCompounds compounds) {
    List<Sample> pool = compounds.pool();
    int members = compounds.members().size();
    boolean[] isMember = new boolean[pool.size()];
    Arrays.fill(isMember, 0, members, true);
    boolean areKnown = pool.stream().noneMatch(sample -> sample.smiles().isBlank());
    Optional<Neighbourhood> neighbourhood =
        areKnown
            ? Optional.of(Neighbourhood.of(pool.stream().map(Sample::smiles).toList(), isMember))
            : Optional.empty();
    Map<String, boolean[]> traits = new LinkedHashMap<>();
    double[] targets = compounds.members().stream().mapToDouble(Sample::target).toArray();
    if (task == Task.REGRESSION) {
      traits.put("among the tenth of lowest or of highest values", extreme(targets));
    } else {
      traits.put("of a class that is rare in the training data", rare(targets));
    }
    neighbourhood.ifPresent(
        n -> {
          double[] nearest = Arrays.copyOf(n.nearestMember(), members);
          double[] sorted = nearest.clone();
          Arrays.sort(sorted);
          double far = sorted[(int) (FAR * (members - 1))];
          traits.put(
              "among the quarter farthest from every other training compound",
              where(members, i -> nearest[i] <= far));
          int[] scaffolds = n.scaffoldMembers();
          traits.put(
              "alone in the training data with their scaffold",
              where(members, i -> scaffolds[i] == 0));
        });
    return new Chemistry(neighbourhood, traits);
  }

  private static boolean[] where(int size, java.util.function.IntPredicate predicate) {
    boolean[] found = new boolean[size];
    IntStream.range(0, size).forEach(i -> found[i] = predicate.test(i));
    return found;
  }

  private static boolean[] extreme(double[] targets) {
    double[] sorted = targets.clone();
    Arrays.sort(sorted);
    int tail = (int) (EXTREME * (sorted.length - 1));
    double low = sorted[tail];
    double high = sorted[sorted.length - 1 - tail];
    return where(targets.length, i -> targets[i] < low || targets[i] > high);
  }

  /** Of a class with less than half of what every class had if all were of one size. */
  private static boolean[] rare(double[] targets) {
    int classes = (int) Arrays.stream(targets).max().orElse(0) + 1;
    int[] counts = new int[classes];
    Arrays.stream(targets).forEach(t -> counts[(int) t]++);
    double limit = RARE_CLASS * targets.length / classes;
    return where(targets.length, i -> counts[(int) targets[i]] < limit);
  }

  /** Whether structures are known. */
  boolean isKnown() {
    return neighbourhood.isPresent();
  }

  /** Whether a compound of the pool is nearly the same as a member other than itself. */
  boolean isNearDuplicate(int compound) {
    return neighbourhood.map(n -> n.isNearDuplicate(compound)).orElse(false);
  }

  /** Which members have each trait. */
  Map<String, boolean[]> traits() {
    return traits;
  }
}
