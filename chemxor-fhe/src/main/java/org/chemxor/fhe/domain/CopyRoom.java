package org.chemxor.fhe.domain;

import java.util.List;
import org.chemxor.ckks.CkksParameters;
import org.chemxor.core.UnfitPlanException;
import org.chemxor.fhe.graph.Stage;
import org.chemxor.fhe.graph.StageGraph;
import org.chemxor.fhe.guard.CoarseCopy;
import org.chemxor.fhe.guard.ReplyRoom;

/**
 * How much room a {@link CoarseCopy} gives the outputs of a single round. The copy is as much
 * smaller as its noise allows, which is that of the last linear map alone: noise of its operands is
 * the same in both halves, and their difference has none of it. There remain one rotation of the
 * operands, a rescale, and the rounding of weights.
 */
public final class CopyRoom {
  /** Operands may be so many times as large as typical ones. */
  private static final double OPERANDS_MARGIN = 4;

  /** Variance of a weight's rounding in a slot, times N, relative to that of a rescale. */
  private static final double WEIGHT_VARIANCE = 1.5;

  private final boolean isNumber;
  private final double modulus;
  private final double noise;
  private final int bits;

  /**
   * @param graph the network, which can have a copy
   * @param typical by value, its range on typical inputs
   * @param parameters lowest prime and scale of the reply
   * @param weightScale of the last map's weights: the rounding of its two halves differs
   * @throws UnfitPlanException when noise leaves no room
   */
  public CopyRoom(
      StageGraph graph, List<ValueRange> typical, CkksParameters parameters, double weightScale) {
    Stage last = graph.stages().get(graph.stages().size() - 1);
    this.isNumber = last.map().outputs() == 1;
    this.modulus = parameters.dataPrime(0) / parameters.scale();
    double operands = 0;
    for (int source : last.sources()) {
      ValueRange range = typical.get(source);
      double centre = range.centre() * Math.sqrt(graph.valueSize(source));
      operands = Math.hypot(operands, OPERANDS_MARGIN * Math.hypot(range.norm(), centre));
    }
    int degree = parameters.polyModulusDegree();
    double coarser = Math.max(1, parameters.scale() / weightScale);
    double ofWeights = coarser * Math.sqrt(WEIGHT_VARIANCE / degree) * operands;
    double ofMap = Math.hypot(Math.hypot(1, 2 * last.map().largestRowNorm()), ofWeights);
    this.noise = ofMap * ReplyRoom.rescaleDeviation(parameters.ring()) / parameters.scale();
    this.bits = bits(0);
    if (bits < 1) {
      throw new UnfitPlanException(
          "noise leaves no room for a second copy of the outputs in "
              + parameters
              + ": use Plan.partitioned()");
    }
  }

  /** Whether the last stage is a linear layer alone, of features that others left in the slots. */
  public static boolean canHaveCopy(StageGraph graph) {
    Stage last = graph.stages().get(graph.stages().size() - 1);
    return last.activation().depth() == 0 && last.map().windows() == 1 && graph.stages().size() > 1;
  }

  /** By how many bits a copy is smaller when leading bits of the modulus are dropped. */
  private int bits(int dropped) {
    double unit = new CoarseCopy(1).largestDeviation() * new CoarseCopy(1).factor();
    int most = Math.getExponent(unit * modulus(dropped) / noise);
    return Math.min(most, CoarseCopy.MAX_BITS);
  }

  /** By how many bits the copy is smaller. */
  public int bits() {
    return bits;
  }

  private double modulus(int dropped) {
    return Math.scalb(modulus, -dropped);
  }

  /**
   * How many leading bits a reply of one number does without, at the same copy.
   *
   * @param reach how far from the centre numbers are to be read
   * @param largest the largest number that is to be told from others for certain
   */
  public int dropped(double reach, double largest) {
    int dropped = 0;
    while (isNumber
        && bits(dropped + 1) == bits
        && reach <= reach(dropped + 1, 0)
        && largest <= certain(dropped + 1)) {
      dropped++;
    }
    return dropped;
  }

  /** Larger values may be taken for others. */
  public double apart(int dropped) {
    return new CoarseCopy(bits).room(modulus(dropped));
  }

  /** No value up to this one is, whatever the noise. */
  public double certain(int dropped) {
    return 2 * ReplyRoom.FILL * apart(dropped);
  }

  /** How far from the centre values are read. */
  public double reach(int dropped, double centre) {
    return ReplyRoom.reach(modulus(dropped), isNumber ? 0 : Math.abs(centre));
  }
}
