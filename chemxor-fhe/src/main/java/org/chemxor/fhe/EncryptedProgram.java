package org.chemxor.fhe;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.chemxor.ckks.CkksEngine;
import org.chemxor.ckks.CkksParameters;
import org.chemxor.ckks.Parallelism;
import org.chemxor.ckks.wire.compact.PackedFormat;
import org.chemxor.ckks.wire.compact.SubringFormat;
import org.chemxor.core.Network;
import org.chemxor.core.UnsupportedLayerException;
import org.chemxor.fhe.circuit.Rotations;
import org.chemxor.fhe.circuit.StepCircuit;
import org.chemxor.fhe.domain.Certificate;
import org.chemxor.fhe.domain.PartRange;
import org.chemxor.fhe.graph.StageGraph;

/**
 * A network compiled for encrypted evaluation: partitions, parameters and rotation keys, all known
 * before any key exists. Holds the weights, so it belongs to the model owner; clients get its
 * {@link #outline()}. Immutable.
 */
public final class EncryptedProgram {
  /** Weights that take more than this with all residues are kept compact. */
  static final long MAX_EXPANDED_WEIGHT_BYTES = 1L << 30;

  private final StageGraph graph;
  private final Plan plan;
  private final CkksParameters parameters;
  private final Rotations rotations;
  private final List<Partition> partitions;
  private final Magnitudes magnitudes;
  private final Certificate certificate;
  private final ProgramOutline outline;
  private final PackedFormat format;

  EncryptedProgram(
      StageGraph graph,
      Plan plan,
      CkksParameters parameters,
      Rotations rotations,
      List<Partition> partitions,
      Magnitudes magnitudes,
      Certificate certificate) {
    this.graph = graph;
    this.plan = plan;
    this.parameters = parameters;
    this.rotations = rotations;
    this.partitions = List.copyOf(partitions);
    this.magnitudes = magnitudes;
    this.certificate = certificate;
    this.format = PackedFormat.of(parameters);
    this.outline = makeOutline();
  }

  /**
   * Compiles a network.
   *
   * @param network what to evaluate
   * @param plan how
   * @throws UnsupportedLayerException when a layer cannot be evaluated; the message names it and
   *     says what to do instead
   * @throws UnfitPlanException when the network does not fit the plan, or not with the precision
   *     wanted; the message says what to change
   */
  public static EncryptedProgram compile(Network network, Plan plan) {
    return ProgramCompiler.compile(network, plan, parameters -> true);
  }

  /**
   * Compiles a network with parameters that an engine can compute with; Microsoft SEAL, for one,
   * has a single special prime.
   *
   * @param engine what the evaluator and its clients use
   * @throws UnsupportedLayerException as above
   * @throws UnfitPlanException as above
   */
  public static EncryptedProgram compile(Network network, Plan plan, CkksEngine engine) {
    return ProgramCompiler.compile(network, plan, engine::supports);
  }

  /**
   * Every layer of a network that no plan can evaluate under encryption, with what to use instead;
   * {@link #compile} names the first one alone.
   */
  public static List<UnsupportedLayerException> unsupportedLayers(Network network) {
    return StageGraph.unsupported(network);
  }

  private ProgramOutline makeOutline() {
    List<ProgramOutline.Step> steps = new ArrayList<>();
    ReplyPlanner replies = replyPlanner();
    for (Partition partition : partitions) {
      StepCircuit circuit = partition.circuit();
      PartRange range = certificate.parts().get(partition.index());
      steps.add(
          new ProgramOutline.Step(
              partition.sources(),
              partition.produces(),
              partition.input(),
              circuit.input(),
              partition.copies(),
              partition.output(),
              circuit.output(),
              replies.choose(partition, range, isLast(partition)),
              range.accepted()));
    }
    return new ProgramOutline(
        ProgramDigest.of(graph, plan, parameters, rotations.keys(), certificate.domain(), steps),
        graph.network().name(),
        parameters,
        rotations.keys(),
        graph.network().inputShape(),
        certificate.domain(),
        steps,
        graph.outputScale(),
        graph.outputShift());
  }

  private ReplyPlanner replyPlanner() {
    return new ReplyPlanner(
        parameters, plan.targetPrecision() * outputRange(), magnitudes, graph.outputScale());
  }

  private boolean isLast(Partition partition) {
    return partition.index() == partitions.size() - 1;
  }

  /** What a client needs to know; no weights. */
  public ProgramOutline outline() {
    return outline;
  }

  /** The network it evaluates. */
  public Network network() {
    return graph.network();
  }

  /** The plan it was compiled by. */
  public Plan plan() {
    return plan;
  }

  /** Ring degree and primes. */
  public CkksParameters parameters() {
    return parameters;
  }

  /** The rotations that have keys. */
  public Rotations rotations() {
    return rotations;
  }

  /** The rounds, in order. */
  public List<Partition> partitions() {
    return partitions;
  }

  /** Number of rounds between client and evaluator. */
  public int rounds() {
    return partitions.size();
  }

  /** Difference between the largest and the least output on synthetic inputs. */
  public double outputRange() {
    return magnitudes.outputRange();
  }

  /** Bytes of all evaluation keys as {@link FheClient#evaluationKeys} sends them. */
  public long keyBytes() {
    long ringSwitch =
        outline.ringSwitch().map(plan -> Message.partBytes(plan.keyBytes())).orElse(0L);
    return KeyPlan.keyBytes(format, rotations.keys().size()) + ringSwitch;
  }

  /** Bytes of a client's keys in the evaluator's memory, where nothing is seeded or packed. */
  public long keyMemoryBytes() {
    int level = parameters.maxLevel();
    long primes = level + 1L + parameters.specialPrimes().length;
    long residues = 2L * parameters.digitCount(level) * primes * parameters.polyModulusDegree();
    return (rotations.keys().size() + 1L) * residues * Double.BYTES;
  }

  /**
   * Bytes of the encoded weights in the evaluator's memory. When every prime's residues would take
   * more than {@value #MAX_EXPANDED_WEIGHT_BYTES} bytes, the weights are kept as small coefficients
   * instead, and transformed whenever they are used.
   */
  public long weightBytes() {
    return weightBytes(hasCompactWeights());
  }

  private long weightBytes(boolean isCompact) {
    return partitions.stream().mapToLong(p -> p.circuit().weightNumbers(isCompact)).sum()
        * (isCompact ? Integer.BYTES : Double.BYTES);
  }

  /** Whether the evaluator keeps weights as coefficients. */
  boolean hasCompactWeights() {
    return weightBytes(false) > MAX_EXPANDED_WEIGHT_BYTES;
  }

  /** Bytes of the request of a round. */
  public long requestBytes(int step) {
    StepCircuit circuit = partitions.get(step).circuit();
    int level = circuit.input().level();
    int copies = partitions.get(step).copies();
    return Message.sizeBytes(
        circuit.inputCount(),
        copies == 1
            ? format.ciphertextBytes(level, true)
            : SubringFormat.of(parameters, copies).sizeBytes(level));
  }

  /** Bytes of the reply of a round. */
  public long replyBytes(int step) {
    StepCircuit circuit = partitions.get(step).circuit();
    ReplyForm form = outline.steps().get(step).form();
    return Message.sizeBytes(
        circuit.outputCount(),
        form.kind() == ReplyForm.Kind.WHOLE
            ? format.ciphertextBytes(circuit.output().level(), false)
            : form.sizeBytes(parameters));
  }

  /**
   * The largest error to expect at the outputs, five standard deviations, from the noise of one
   * rescale, how much the network amplifies it, and the rounding of replies. {@link #predictError}
   * is closer and slower. For batches, where the rounding of weights counts most, it is that.
   */
  public double expectedError() {
    if (plan.isBatch()) {
      return predictError().maxError();
    }
    double variance =
        Math.pow(
            ParameterChoice.largestError(
                parameters.polyModulusDegree(), parameters.scale(), magnitudes),
            2);
    for (Partition partition : partitions) {
      ReplyForm form = outline.steps().get(partition.index()).form();
      variance += Math.pow(replyPlanner().largestError(partition, form, isLast(partition)), 2);
    }
    return Math.sqrt(variance);
  }

  /**
   * Predicts the error by simulation; takes about as long as encoding the weights.
   *
   * @return the largest error on synthetic inputs from the plan's range
   */
  public Prediction predictError() {
    return Prediction.of(this);
  }

  /**
   * Predicts how long the evaluator takes, by timing the operations on this machine; takes some
   * seconds itself.
   *
   * @param engine what will compute
   * @param parallelism of the evaluator
   */
  public TimePrediction predictTime(CkksEngine engine, Parallelism parallelism) {
    return TimePrediction.of(this, engine, parallelism);
  }

  /** What each party learns when this program runs, a sentence each. */
  public List<String> disclosures() {
    List<String> lines = new ArrayList<>();
    lines.add("the evaluator learns that a request was made, and nothing about the molecule");
    for (Disclosure disclosure : outline.disclosures()) {
      lines.add(disclosure.describe(rounds()));
    }
    return lines;
  }

  /** For people: what will be computed and exchanged. */
  public String describe() {
    StringBuilder text = new StringBuilder();
    line(text, "%s, plan %s", graph.network().name(), plan);
    line(text, "  parameters    %s", parameters);
    line(
        text,
        "  keys          %d rotations and relinearisation, %.1f MB: steps %s",
        rotations.keys().size(),
        keyBytes() / 1e6,
        rotations.keys());
    line(
        text,
        "  weights       %.0f MB in the evaluator%s",
        weightBytes() / 1e6,
        hasCompactWeights() ? ", as coefficients" : "");
    line(text, "  rounds        %d", rounds());
    double error = expectedError();
    line(
        text,
        "  precision     outputs differ by %.2g on synthetic inputs, expected error at most %.2g"
            + " (2^%.1f of that)",
        outputRange(),
        error,
        Math.log(error / outputRange()) / Math.log(2));
    line(text, "  images        %s", certificate.describeDomain(graph.valueSize(0)));
    line(text, "  values        %s", certificate.describeValues());
    disclosures().forEach(sentence -> line(text, "  disclosure    %s", sentence));
    for (Partition partition : partitions) {
      describe(text, partition);
    }
    return text.toString();
  }

  private void describe(StringBuilder text, Partition partition) {
    line(
        text,
        "  step %d        %s: %d features in %d ciphertexts (%.0f kB), levels %d to %d, %d features"
            + " back (%s: %.0f kB)",
        partition.index(),
        partition.name(),
        partition.input().featureCount(),
        partition.input().ciphertexts(),
        requestBytes(partition.index()) / 1e3,
        partition.circuit().input().level(),
        partition.circuit().output().level(),
        partition.output().featureCount(),
        outline.steps().get(partition.index()).form(),
        replyBytes(partition.index()) / 1e3);
    for (String operation : partition.circuit().describe()) {
      line(text, "    %s", operation);
    }
  }

  private static void line(StringBuilder text, String format, Object... values) {
    text.append(String.format(Locale.ROOT, format, values)).append('\n');
  }

  StageGraph graph() {
    return graph;
  }
}
