package org.chemxor.fhe.program;

import java.util.List;
import org.chemxor.ckks.CkksParameters;
import org.chemxor.core.Network;
import org.chemxor.fhe.circuit.Rotations;
import org.chemxor.fhe.compile.ProgramCompiler;
import org.chemxor.fhe.domain.Certificate;
import org.chemxor.fhe.evaluator.FheEvaluator;
import org.chemxor.fhe.forecast.ProgramReport;
import org.chemxor.fhe.forecast.TimeForecast;
import org.chemxor.fhe.graph.StageGraph;
import org.chemxor.fhe.simulate.ErrorForecast;

/**
 * A network compiled for encrypted evaluation: partitions, parameters and rotation keys, all known
 * before any key exists. Holds the weights, so it belongs to the model owner; clients get its
 * {@link #outline()}. Immutable data: {@link ProgramCompiler} makes it, {@link FheEvaluator} runs
 * it, {@link ProgramCosts} counts its bytes, {@link ErrorForecast} and {@link TimeForecast} say how
 * it will do, {@link ProgramReport} describes it.
 */
public final class EncryptedProgram {
  /** Weights that take more than this with all residues are kept compact. */
  private static final long MAX_EXPANDED_WEIGHT_BYTES = 1L << 30;

  private final StageGraph graph;
  private final Plan plan;
  private final ProgramOutline outline;
  private final List<Round> rounds;
  private final Certificate certificate;
  private final Accuracy accuracy;
  private final Rotations rotations;

  /**
   * How exact the outputs are.
   *
   * @param outputRange difference between the largest and the least output on synthetic inputs
   * @param expectedError the largest error to expect at the outputs, five standard deviations, from
   *     the noise of one rescale, how much the network amplifies it, and the rounding of replies;
   *     for batches, where the rounding of weights counts most, the largest of a simulation
   */
  public record Accuracy(double outputRange, double expectedError) {
    /** The error as a part of the outputs' range. */
    public double relativeError() {
      return expectedError / outputRange;
    }
  }

  /**
   * For compilers.
   *
   * @param graph stages and weights
   * @param plan it was compiled by
   * @param outline its public part, which agrees with the rest
   * @param rounds the rounds in order
   * @param certificate which inputs it takes, and how large values get
   * @param accuracy what was found out about it
   */
  public EncryptedProgram(
      StageGraph graph,
      Plan plan,
      ProgramOutline outline,
      List<Round> rounds,
      Certificate certificate,
      Accuracy accuracy) {
    this.graph = graph;
    this.plan = plan;
    this.outline = outline;
    this.rounds = List.copyOf(rounds);
    this.certificate = certificate;
    this.accuracy = accuracy;
    this.rotations = outline.rotations();
  }

  /** What a client needs to know; no weights. */
  public ProgramOutline outline() {
    return outline;
  }

  /** The network it evaluates. */
  public Network network() {
    return graph.network();
  }

  /** Its stages, with the weights. */
  public StageGraph graph() {
    return graph;
  }

  /** The plan it was compiled by. */
  public Plan plan() {
    return plan;
  }

  /** Ring degree and primes. */
  public CkksParameters parameters() {
    return outline.parameters();
  }

  /** The rotations that have keys. */
  public Rotations rotations() {
    return rotations;
  }

  /** The rounds, in order. */
  public List<Round> rounds() {
    return rounds;
  }

  /** Number of rounds between client and evaluator. */
  public int roundCount() {
    return rounds.size();
  }

  /** Which inputs it takes, and how large values get. */
  public Certificate certificate() {
    return certificate;
  }

  /** How exact the outputs are. */
  public Accuracy accuracy() {
    return accuracy;
  }

  /** Difference between the largest and the least output on synthetic inputs. */
  public double outputRange() {
    return accuracy.outputRange();
  }

  /** The largest error to expect at the outputs: {@link Accuracy}. */
  public double expectedError() {
    return accuracy.expectedError();
  }

  /**
   * Bytes of the encoded weights in the evaluator's memory. When every prime's residues would take
   * more than {@value #MAX_EXPANDED_WEIGHT_BYTES} bytes, the weights are kept as small coefficients
   * instead, and transformed whenever they are used.
   */
  public long weightBytes() {
    return weightBytes(hasCompactWeights());
  }

  /** Whether the evaluator keeps weights as coefficients. */
  public boolean hasCompactWeights() {
    return weightBytes(false) > MAX_EXPANDED_WEIGHT_BYTES;
  }

  private long weightBytes(boolean isCompact) {
    return rounds.stream().mapToLong(p -> p.circuit().weightNumbers(isCompact)).sum()
        * (isCompact ? Integer.BYTES : Double.BYTES);
  }
}
