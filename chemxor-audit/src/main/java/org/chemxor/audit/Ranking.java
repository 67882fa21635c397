package org.chemxor.audit;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.chemxor.audit.report.AtRisk;
import org.chemxor.audit.report.Trait;
import org.chemxor.core.Sample;

/** Members by the score of an attack. */
final class Ranking {
  private static final int LISTED = 100;

  /** At least this share of the members counts as at risk when traits are compared. */
  private static final double SHARE = 0.05;

  private final AuditedCompounds compounds;
  private final Chemistry chemistry;
  private final double[] scores;
  private final double threshold;
  private final List<Integer> order;

  /**
   * A ranking.
   *
   * @param scores of the pool, members first
   * @param threshold from which a compound is recognised
   */
  Ranking(AuditedCompounds compounds, Chemistry chemistry, double[] scores, double threshold) {
    this.compounds = compounds;
    this.chemistry = chemistry;
    this.scores = scores;
    this.threshold = threshold;
    order =
        IntStream.range(0, compounds.members().size())
            .boxed()
            .sorted(Comparator.comparingDouble((Integer i) -> -scores[i]))
            .toList();
  }

  /** The highest ranked members, at most a hundred. */
  List<AtRisk> atRisk(boolean withMolecules) {
    List<AtRisk> listed = new ArrayList<>();
    for (int i : order.subList(0, Math.min(LISTED, order.size()))) {
      Sample sample = compounds.members().get(i);
      List<String> traits =
          chemistry.traits().entrySet().stream()
              .filter(trait -> trait.getValue()[i])
              .map(trait -> trait.getKey())
              .toList();
      listed.add(
          new AtRisk(
              listed.size() + 1,
              sample.name(),
              withMolecules ? sample.smiles() : "",
              sample.target(),
              scores[i],
              scores[i] >= threshold,
              traits));
    }
    return listed;
  }

  /** What those at risk have in common: those recognised, or the twentieth ranked highest. */
  List<Trait> traits() {
    int recognised = (int) order.stream().filter(i -> scores[i] >= threshold).count();
    int size = Math.max(recognised, (int) Math.ceil(SHARE * order.size()));
    boolean[] isAtRisk = new boolean[order.size()];
    order.subList(0, size).forEach(i -> isAtRisk[i] = true);
    return chemistry.traits().entrySet().stream()
        .map(trait -> Trait.count(trait.getKey(), isAtRisk, trait.getValue()))
        .toList();
  }
}
