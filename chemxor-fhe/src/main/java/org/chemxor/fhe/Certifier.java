package org.chemxor.fhe;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.chemxor.fhe.domain.Bounds;
import org.chemxor.fhe.domain.InputDomain;
import org.chemxor.fhe.domain.NetworkBounds;
import org.chemxor.fhe.domain.PartRange;
import org.chemxor.fhe.domain.RelayRanges;
import org.chemxor.fhe.domain.Support;
import org.chemxor.fhe.domain.ValueRange;
import org.chemxor.fhe.graph.StageGraph;

/**
 * Finds the {@link Certificate} of a program.
 *
 * <p>With several rounds the client checks what it relays, and each round is bounded on its own:
 * all images of the plan's range are taken. In a single round the whole network is bounded at once,
 * for all images first, then for images a quarter and an eighth as full, which is still many times
 * as many pixels as molecules set. Where even that leaves more room to be found than there is,
 * guard bits remain: outputs may fill a millionth of the modulus only.
 */
final class Certifier {
  /** So much less may the numbers of an input add up to, in the order to try. */
  private static final double[] PARTS_OF_FULL = {1, 1.0 / 4, 1.0 / 8};

  /** How much denser than the densest typical input every domain allows. */
  private static final double DENSITY_MARGIN = 1.25;

  private static final int GUARD_BITS = 20;

  /** Outputs may be so many times as far from their centre as on typical inputs. */
  private static final double GUARDED_MARGIN = 4;

  private final StageGraph graph;
  private final NetworkBounds bounds;
  private final InputDomain full;
  private final double leastSum;
  private final List<ValueRange> typical;
  private final Map<Integer, Optional<Certificate>> wholes = new HashMap<>();

  /**
   * @param weightError by how much weights may be rounded, relative to the largest of their map
   */
  Certifier(StageGraph graph, Plan plan, double weightError) {
    int size = graph.valueSize(0);
    this.graph = graph;
    this.bounds = new NetworkBounds(graph, weightError);
    this.full = InputDomain.box(plan.minInput(), plan.maxInput(), size);
    this.leastSum = DENSITY_MARGIN * Magnitudes.largestTypicalSum(size, plan);
    this.typical = Magnitudes.typicalRanges(graph, plan);
  }

  /** For a program of several rounds. */
  Certificate relayed(List<List<Integer>> parts) {
    return new Certificate(full, RelayRanges.of(bounds, parts, full, typical::get));
  }

  /** How many certificates a program of a single round can have; the last has guard bits. */
  int choices() {
    return PARTS_OF_FULL.length + 1;
  }

  /** One of them, if there is such a one: those that claim most come first. */
  Optional<Certificate> whole(int choice) {
    return wholes.computeIfAbsent(
        choice, c -> c < PARTS_OF_FULL.length ? proven(domain(c)) : Optional.of(guarded()));
  }

  private InputDomain domain(int choice) {
    double sum = Math.max(leastSum, PARTS_OF_FULL[choice] * full.maxSum());
    return full.withMaxSum(Math.min(full.maxSum(), sum));
  }

  private Optional<Certificate> proven(InputDomain domain) {
    List<Bounds> found = bounds.of(domain);
    Bounds outputs = found.get(found.size() - 1);
    return outputs.isFinite()
        ? Optional.of(certificate(domain, ValueRange.of(outputs).twice(), outputs.largest()))
        : Optional.empty();
  }

  private Certificate guarded() {
    ValueRange last = typical.get(typical.size() - 1);
    ValueRange accepted =
        new ValueRange(
            last.centre(), GUARDED_MARGIN * last.reach(), GUARDED_MARGIN * last.norm(), GUARD_BITS);
    double largest = Math.scalb(accepted.reach(), GUARD_BITS) + Math.abs(accepted.centre());
    return certificate(domain(PARTS_OF_FULL.length - 1), accepted, largest);
  }

  private Certificate certificate(InputDomain domain, ValueRange accepted, double largest) {
    Support support = Support.of(domain, graph.valueSize(0));
    List<PartRange> parts = new ArrayList<>();
    parts.add(new PartRange(accepted, largest, support));
    return new Certificate(domain, parts);
  }
}
