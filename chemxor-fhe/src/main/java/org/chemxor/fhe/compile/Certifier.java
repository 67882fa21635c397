package org.chemxor.fhe.compile;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.chemxor.ckks.CkksParameters;
import org.chemxor.core.UnfitPlanException;
import org.chemxor.fhe.domain.Bounds;
import org.chemxor.fhe.domain.Certificate;
import org.chemxor.fhe.domain.CopyRoom;
import org.chemxor.fhe.domain.InputDomain;
import org.chemxor.fhe.domain.NetworkBounds;
import org.chemxor.fhe.domain.RelayRanges;
import org.chemxor.fhe.domain.RoundRange;
import org.chemxor.fhe.domain.Support;
import org.chemxor.fhe.domain.ValueRange;
import org.chemxor.fhe.graph.StageGraph;
import org.chemxor.fhe.program.Plan;

/**
 * Finds the {@link Certificate} of a program.
 *
 * <p>With several rounds the client checks what it relays, and each round is bounded on its own:
 * all images of the plan's range are taken. In a single round the whole network is bounded at once,
 * for all images first, then for images a quarter and an eighth as full, which is still many times
 * as many pixels as molecules set. A coarse copy of the outputs tells which of them wrapped, where
 * the last layer can have one ({@link CopyRoom}); elsewhere the scale of the reply makes room.
 * Where even that leaves more room to be found than there is, guard bits remain: a wrapped output
 * is told from those within range but for one in two to their power.
 */
final class Certifier {
  /** So much less may the numbers of an input add up to, in the order to try. */
  private static final double[] PARTS_OF_FULL = {1, 1.0 / 4, 1.0 / 8};

  /** How much denser than the densest typical input every domain allows. */
  private static final double DENSITY_MARGIN = 1.25;

  /**
   * Relayed values may be so many times as far from their centre as on typical inputs: the wider
   * that costs nothing is taken, for of 10,000 real molecules one went to 4.4.
   */
  private static final double[] RELAY_MARGINS = {8, 4};

  private static final int GUARD_BITS = 20;

  /** With a second copy of the outputs, where noise leaves no more. */
  private static final double LEAST_GUARD = 0x1p14;

  /** Outputs may be so many times as far from their centre as on typical inputs. */
  private static final double GUARDED_MARGIN = 4;

  /** Outputs are read that are so many times as far from there as on any synthetic input. */
  private static final double SYNTHETIC_MARGIN = 8;

  private final StageGraph graph;
  private final NetworkBounds bounds;
  private final InputDomain full;
  private final double leastSum;
  private final List<ValueRange> typical;
  private final Map<Integer, Optional<Bounds>> wholes = new HashMap<>();

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

  /** How many certificates a program of several rounds can have; those that take most first. */
  int relayedChoices() {
    return RELAY_MARGINS.length;
  }

  /** One of them. */
  Certificate relayed(List<List<Integer>> parts, int choice) {
    return new Certificate(
        full, RelayRanges.of(bounds, parts, full, typical::get, RELAY_MARGINS[choice]));
  }

  /** How many certificates a program of a single round can have; the last has guard bits. */
  int choices() {
    return PARTS_OF_FULL.length + 1;
  }

  /** One of them, if there is such a one: those that claim most come first. */
  Optional<Certificate> whole(int choice) {
    return choice < PARTS_OF_FULL.length
        ? outputs(choice).map(bounds -> proven(domain(choice), bounds))
        : Optional.of(guarded());
  }

  private InputDomain domain(int choice) {
    double sum = Math.max(leastSum, PARTS_OF_FULL[choice] * full.maxSum());
    return full.withMaxSum(Math.min(full.maxSum(), sum));
  }

  /** Bounds of the outputs, if there are any. */
  private Optional<Bounds> outputs(int choice) {
    return wholes.computeIfAbsent(
        choice,
        c -> {
          List<Bounds> found = bounds.of(domain(c));
          return Optional.of(found.get(found.size() - 1)).filter(Bounds::isFinite);
        });
  }

  private Certificate proven(InputDomain domain, Bounds outputs) {
    return certificate(
        domain, new RoundRange(ValueRange.of(outputs).twice(), outputs.largest(), support(domain)));
  }

  private Certificate guarded() {
    ValueRange last = typicalOutputs();
    ValueRange accepted =
        new ValueRange(
            last.centre(), GUARDED_MARGIN * last.reach(), GUARDED_MARGIN * last.norm(), GUARD_BITS);
    double largest = Math.scalb(accepted.reach(), GUARD_BITS) + Math.abs(accepted.centre());
    InputDomain domain = domain(PARTS_OF_FULL.length - 1);
    return certificate(domain, new RoundRange(accepted, largest, support(domain)));
  }

  /**
   * For a single round whose reply holds a second copy of the outputs: the first domain for which
   * the copy tells all values apart, otherwise the least one, with the guard that the copy is.
   *
   * @param parameters of the reply, whose scale is theirs
   * @param magnitudes of the outputs on synthetic inputs
   * @param isJoined whether the last map shares a level with the square before it
   * @throws UnfitPlanException when outputs like those of typical inputs have no room, or there can
   *     be no copy
   */
  Certificate withCopy(CkksParameters parameters, Magnitudes magnitudes, boolean isJoined) {
    double weightScale = isJoined ? Math.scalb(1.0, JoinedLevel.WEIGHT_BITS) : parameters.scale();
    CopyRoom room = new CopyRoom(graph, typical, parameters, weightScale);
    ValueRange outputs = typicalOutputs();
    double wanted =
        Math.max(GUARDED_MARGIN * outputs.reach(), SYNTHETIC_MARGIN * reach(magnitudes));
    for (int choice = 0; choice < PARTS_OF_FULL.length; choice++) {
      Optional<Bounds> found = outputs(choice);
      double largest = found.map(Bounds::largest).orElse(Double.POSITIVE_INFINITY);
      int dropped = room.dropped(wanted, largest);
      if (found.isPresent() && largest <= room.certain(dropped)) {
        return withCopy(domain(choice), room, dropped, found);
      }
    }
    int dropped = room.dropped(wanted, 0);
    return withCopy(domain(PARTS_OF_FULL.length - 1), room, dropped, Optional.empty());
  }

  /** How far from the centre of typical outputs any on synthetic inputs is. */
  private double reach(Magnitudes magnitudes) {
    double centre = typicalOutputs().centre() * graph.outputScale() + graph.outputShift();
    double most = Math.max(magnitudes.maxOutput() - centre, centre - magnitudes.minOutput());
    return most / Math.abs(graph.outputScale());
  }

  /**
   * Outputs that are read: as far from the centre as the modulus has room for, but no further than
   * any can be, nor than leaves the guard as many bits as wanted, unless that would refuse outputs
   * like typical ones.
   *
   * @param bounds of the outputs where the copy tells all of them apart
   */
  private Certificate withCopy(
      InputDomain domain, CopyRoom room, int dropped, Optional<Bounds> bounds) {
    ValueRange outputs = typicalOutputs();
    double centre = outputs.centre();
    double possible =
        bounds
            .map(b -> Math.max(b.most() - centre, centre - b.least()))
            .orElse(Double.POSITIVE_INFINITY);
    double needed = Math.min(possible, GUARDED_MARGIN * outputs.reach());
    double guarded =
        bounds.isPresent()
            ? Double.POSITIVE_INFINITY
            : room.apart(dropped) / Math.scalb(1.0, GUARD_BITS);
    double reach =
        Math.min(room.reach(dropped, centre), Math.min(2 * possible, Math.max(needed, guarded)));
    double guard = room.apart(dropped) / reach;
    if (reach < needed || (bounds.isEmpty() && guard < LEAST_GUARD)) {
      throw new UnfitPlanException(
          "outputs within "
              + needed
              + " of "
              + centre
              + " have no room to be told from others: use Plan.partitioned(), or train with"
              + " keepActivationsWithin");
    }
    int guardBits = bounds.isPresent() ? 0 : Math.getExponent(guard);
    double norm = reach * Math.sqrt(graph.valueSize(graph.stages().size()));
    return certificate(
        domain,
        new RoundRange(
            new ValueRange(centre, reach, norm, guardBits),
            Math.abs(centre) + reach,
            support(domain),
            room.bits(),
            dropped));
  }

  /** The range of the outputs on typical inputs. */
  private ValueRange typicalOutputs() {
    return typical.get(typical.size() - 1);
  }

  private Support support(InputDomain domain) {
    return Support.of(domain, graph.valueSize(0));
  }

  private static Certificate certificate(InputDomain domain, RoundRange part) {
    return new Certificate(domain, List.of(part));
  }
}
