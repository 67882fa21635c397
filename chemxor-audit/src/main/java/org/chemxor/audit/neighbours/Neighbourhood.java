package org.chemxor.audit.neighbours;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.chemxor.data.featurise.CircularFingerprint;
import org.chemxor.data.smiles.MoleculeIdentity;

/**
 * How each compound lies among those that a model learned from. Similarity is Tanimoto's on counts
 * of the surroundings of atoms up to two bonds away (ECFP4), {@code sum of minima / sum of maxima}.
 *
 * @param nearestMember similarity to the nearest member other than itself, 0 to 1
 * @param scaffoldMembers members other than itself with the same Bemis-Murcko scaffold; -1 for a
 *     compound without rings
 */
public record Neighbourhood(double[] nearestMember, int[] scaffoldMembers) {
  /** From this similarity on a compound counts as nearly the same. */
  public static final double NEAR_DUPLICATE = 0.85;

  private static final CircularFingerprint ECFP4 =
      new CircularFingerprint(CircularFingerprint.Kind.ECFP, 2);

  /**
   * Looks at all pairs.
   *
   * @param smiles of all compounds
   * @param isMember which of them the model learned from
   * @throws org.chemxor.core.InvalidInputException when a structure cannot be read
   */
  public static Neighbourhood of(List<String> smiles, boolean[] isMember) {
    int[][] counts = smiles.parallelStream().map(ECFP4::counts).toArray(int[][]::new);
    String[] scaffolds =
        smiles.parallelStream().map(s -> MoleculeIdentity.of(s).scaffold()).toArray(String[]::new);
    Map<String, Long> members =
        IntStream.range(0, isMember.length)
            .filter(i -> isMember[i])
            .mapToObj(i -> scaffolds[i])
            .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
    return new Neighbourhood(
        IntStream.range(0, counts.length)
            .parallel()
            .mapToDouble(i -> nearest(counts, isMember, i))
            .toArray(),
        IntStream.range(0, counts.length)
            .map(
                i ->
                    scaffolds[i].isEmpty()
                        ? -1
                        : members.getOrDefault(scaffolds[i], 0L).intValue() - (isMember[i] ? 1 : 0))
            .toArray());
  }

  private static double nearest(int[][] counts, boolean[] isMember, int compound) {
    return IntStream.range(0, counts.length)
        .filter(i -> isMember[i] && i != compound)
        .mapToDouble(i -> tanimoto(counts[i], counts[compound]))
        .max()
        .orElse(0);
  }

  static double tanimoto(int[] a, int[] b) {
    long smaller = 0;
    long larger = 0;
    for (int bin = 0; bin < a.length; bin++) {
      smaller += Math.min(a[bin], b[bin]);
      larger += Math.max(a[bin], b[bin]);
    }
    return larger == 0 ? 0 : smaller / (double) larger;
  }

  /** Whether a compound is nearly the same as a member other than itself. */
  public boolean isNearDuplicate(int compound) {
    return nearestMember[compound] >= NEAR_DUPLICATE;
  }

  /** Similarities to the nearest member; a copy. */
  @Override
  public double[] nearestMember() {
    return Arrays.copyOf(nearestMember, nearestMember.length);
  }

  /** A copy. */
  @Override
  public int[] scaffoldMembers() {
    return Arrays.copyOf(scaffoldMembers, scaffoldMembers.length);
  }
}
