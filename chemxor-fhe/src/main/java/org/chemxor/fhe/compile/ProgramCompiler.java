package org.chemxor.fhe.compile;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.chemxor.ckks.CkksEngine;
import org.chemxor.ckks.CkksParameters;
import org.chemxor.core.Network;
import org.chemxor.core.UnfitPlanException;
import org.chemxor.core.UnsupportedLayerException;
import org.chemxor.fhe.circuit.RotationDemand;
import org.chemxor.fhe.domain.Certificate;
import org.chemxor.fhe.domain.CopyRoom;
import org.chemxor.fhe.domain.RoundRange;
import org.chemxor.fhe.graph.Stage;
import org.chemxor.fhe.graph.StageGraph;
import org.chemxor.fhe.guard.CoarseCopy;
import org.chemxor.fhe.program.EncryptedProgram;
import org.chemxor.fhe.program.Plan;
import org.chemxor.fhe.program.ProgramOutline;
import org.chemxor.fhe.program.Round;
import org.jspecify.annotations.Nullable;

/**
 * From a network and a plan to an {@link EncryptedProgram}: stages, parts, parameters, packings,
 * rotation keys, in this order.
 */
public final class ProgramCompiler {
  /** Levels of one part: three leave room for primes that make rotations accurate at N = 8192. */
  private static final int PARTITION_DEPTH = 3;

  /** Bits of room above the scale on top of what values on synthetic inputs need, in turn. */
  private static final int[] MORE_ROOM = {0, 2, 4, 7, 10, 14};

  /** By how much encoding rounds weights, relative to the largest of a map. */
  private static final double WEIGHT_ERROR = 0x1p-18;

  private final Plan plan;
  private final StageGraph graph;
  private final Predicate<CkksParameters> isSupported;
  private final Certifier certifier;

  /** By ring degree, the rotations. */
  private final Map<Form, Map<Integer, List<RotationDemand>>> demands = new HashMap<>();

  /**
   * What a circuit's rotations depend on besides the ring degree.
   *
   * @param hasCopy whether the outputs have a coarse copy
   * @param isJoined whether a square and the map after it share a level
   */
  private record Form(boolean hasCopy, boolean isJoined) {}

  private ProgramCompiler(Plan plan, StageGraph graph, Predicate<CkksParameters> isSupported) {
    this.plan = plan;
    this.graph = graph;
    this.isSupported = isSupported;
    this.certifier = new Certifier(graph, plan, WEIGHT_ERROR);
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
    return compile(network, plan, parameters -> true);
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
    return compile(network, plan, engine::supports);
  }

  /**
   * Every layer of a network that no plan can evaluate under encryption, with what to use instead;
   * {@link #compile(Network, Plan)} names the first one alone.
   */
  public static List<UnsupportedLayerException> unsupportedLayers(Network network) {
    return StageGraph.unsupported(network);
  }

  /**
   * @param isSupported whether the engine can compute with parameters
   */
  static EncryptedProgram compile(
      Network network, Plan plan, Predicate<CkksParameters> isSupported) {
    StageGraph graph = StageGraph.of(network);
    return plan.isBatch()
        ? batch(graph, plan, isSupported)
        : new ProgramCompiler(plan, graph, isSupported).compile();
  }

  /**
   * In the ring that the plan takes; where that has no design, as with engines that know the
   * cyclotomic one alone, in this one with more coefficients.
   */
  private static EncryptedProgram batch(
      StageGraph graph, Plan plan, Predicate<CkksParameters> isSupported) {
    try {
      return new BatchCompiler(graph, plan, isSupported).compile();
    } catch (UnfitPlanException e) {
      Optional<Plan> cyclotomic = plan.inCyclotomicRing();
      if (cyclotomic.isEmpty()) {
        throw e;
      }
      return new BatchCompiler(graph, cyclotomic.get(), isSupported).compile();
    }
  }

  /**
   * The first program that is precise enough: with as much room for values as synthetic inputs
   * need, and then with more and more. In a single round a second copy of the outputs tells which
   * of them wrapped, where they have room for one; otherwise the scale leaves room for all.
   */
  private EncryptedProgram compile() {
    Magnitudes magnitudes = Magnitudes.of(graph, plan);
    List<List<Integer>> parts = split();
    Attempts attempts = new Attempts();
    if (parts.size() > 1) {
      return relayed(attempts, parts, magnitudes);
    }
    Optional<EncryptedProgram> withCopy = Optional.empty();
    if (CopyRoom.canHaveCopy(graph) && JoinedLevel.suits(graph, plan)) {
      withCopy = withRoom(attempts, magnitudes, m -> compileWithCopy(parts, m, true));
    }
    if (withCopy.isEmpty() && CopyRoom.canHaveCopy(graph)) {
      withCopy = withRoom(attempts, magnitudes, m -> compileWithCopy(parts, m, false));
    }
    return withCopy
        .or(() -> wholeWithRoom(attempts, parts, magnitudes))
        .orElseThrow(attempts::failure);
  }

  /**
   * A program of several rounds: the parameters are those that the narrowest ranges of relayed
   * values need, the ranges the widest that these parameters have room for.
   */
  private EncryptedProgram relayed(
      Attempts attempts, List<List<Integer>> parts, Magnitudes magnitudes) {
    int narrowest = certifier.relayedChoices() - 1;
    EncryptedProgram least =
        relayed(attempts, parts, magnitudes, narrowest).orElseThrow(attempts::failure);
    for (int choice = 0; choice < narrowest; choice++) {
      Optional<EncryptedProgram> wider = relayed(attempts, parts, magnitudes, choice);
      if (wider.filter(p -> p.parameters().equals(least.parameters())).isPresent()) {
        return wider.get();
      }
    }
    return least;
  }

  private Optional<EncryptedProgram> relayed(
      Attempts attempts, List<List<Integer>> parts, Magnitudes magnitudes, int choice) {
    return attempts
        .of(() -> certifier.relayed(parts, choice))
        .flatMap(ranges -> withRoom(attempts, magnitudes, m -> compile(parts, m, ranges)));
  }

  private Optional<EncryptedProgram> wholeWithRoom(
      Attempts attempts, List<List<Integer>> parts, Magnitudes magnitudes) {
    Optional<EncryptedProgram> program = Optional.empty();
    for (int choice = 0; choice < certifier.choices() && program.isEmpty(); choice++) {
      int now = choice;
      Optional<Certificate> certificate =
          attempts.of(() -> certifier.whole(now)).flatMap(found -> found);
      program =
          certificate.flatMap(
              whole -> withRoom(attempts, magnitudes, m -> compile(parts, m, whole)));
    }
    return program;
  }

  private static Optional<EncryptedProgram> withRoom(
      Attempts attempts, Magnitudes magnitudes, Function<Magnitudes, EncryptedProgram> compiler) {
    Optional<EncryptedProgram> program = Optional.empty();
    for (int i = 0; i < MORE_ROOM.length && program.isEmpty(); i++) {
      int room = MORE_ROOM[i];
      program = attempts.of(() -> compiler.apply(magnitudes.withMoreRoom(room)));
    }
    return program;
  }

  /** A single round with the parameters that values on synthetic inputs need. */
  private EncryptedProgram compileWithCopy(
      List<List<Integer>> parts, Magnitudes magnitudes, boolean isJoined) {
    int depth = parts.stream().mapToInt(this::depth).max().orElseThrow();
    List<ParameterChoice> choices =
        isJoined
            ? ParameterChoice.joinedCandidates(plan, depth - 1, magnitudes)
            : ParameterChoice.candidates(plan, depth, magnitudes);
    Form form = new Form(true, isJoined);
    KeyPlan keys = fastest(parts, choices, form);
    Certificate certificate = certifier.withCopy(keys.parameters(), magnitudes, isJoined);
    CoarseCopy copy = new CoarseCopy(certificate.rounds().get(0).coarseBits());
    List<Round> rounds =
        rounds(parts, keys.parameters(), Optional.of(certificate), Optional.of(copy), isJoined);
    return precise(new Draft(graph, plan, keys, rounds, magnitudes, certificate, isJoined));
  }

  private EncryptedProgram compile(
      List<List<Integer>> parts, Magnitudes magnitudes, Certificate certificate) {
    int depth = parts.stream().mapToInt(this::depth).max().orElseThrow();
    List<ParameterChoice> choices = ParameterChoice.candidates(plan, depth, magnitudes);
    int last = certificate.rounds().size() - 1;
    for (int i = 0; i <= last; i++) {
      double gain = i == last ? Math.abs(graph.outputScale()) : magnitudes.noiseGain();
      choices = fitting(choices, magnitudes, certificate.rounds().get(i), gain);
    }
    KeyPlan keys = fastest(parts, choices, new Form(false, false));
    List<Round> rounds =
        rounds(parts, keys.parameters(), Optional.of(certificate), Optional.empty(), false);
    return precise(new Draft(graph, plan, keys, rounds, magnitudes, certificate, false));
  }

  /** Parameters with room for values at a scale that keeps the precision; others are not tried. */
  private List<ParameterChoice> fitting(
      List<ParameterChoice> choices, Magnitudes magnitudes, RoundRange part, double gain) {
    double wanted = plan.targetPrecision() * magnitudes.outputRange();
    List<ParameterChoice> fitting =
        choices.stream()
            .filter(choice -> choice.errorWithRoomFor(part.largest(), magnitudes, gain) <= wanted)
            .toList();
    if (fitting.isEmpty()) {
      throw new UnfitPlanException(
          String.format(
              Locale.ROOT,
              "values of up to %.2g leave no scale at which outputs that differ by %.2g are as"
                  + " precise as wanted, %.2g: use Plan.partitioned(), a coarser precision, or train"
                  + " with keepActivationsWithin",
              part.largest(),
              magnitudes.outputRange(),
              plan.targetPrecision()));
    }
    return fitting;
  }

  /** Runs what may not fit, and keeps the first reason why it does not. */
  private static final class Attempts {
    private @Nullable UnfitPlanException first;

    <T> Optional<T> of(Supplier<T> attempt) {
      try {
        return Optional.of(attempt.get());
      } catch (UnfitPlanException e) {
        first = first == null ? e : first;
        return Optional.empty();
      }
    }

    UnfitPlanException failure() {
      return first == null
          ? new UnfitPlanException("nothing is known about how large values get")
          : first;
    }
  }

  /** A program that would miss the precision asked for is refused before a key exists. */
  private EncryptedProgram precise(Draft draft) {
    ProgramOutline outline = draft.outline();
    EncryptedProgram program = draft.program(outline, draft.expectedError(outline));
    double relative = program.accuracy().relativeError();
    if (!(relative <= plan.targetPrecision())) {
      throw new UnfitPlanException(
          String.format(
              Locale.ROOT,
              "the outputs of %s differ by %.2g only, so that an error of %.2g is 2^%.1f of their"
                  + " range and not the wanted 2^%.1f: ask for a coarser one with"
                  + " Plan.withTargetPrecision, or scale the network's output",
              program.network().name(),
              program.outputRange(),
              program.expectedError(),
              Math.log(relative) / Math.log(2),
              Math.log(plan.targetPrecision()) / Math.log(2)));
    }
    return program;
  }

  /** Of all parameters that would do, those with which the rotations take the least time. */
  private KeyPlan fastest(List<List<Integer>> parts, List<ParameterChoice> choices, Form form) {
    Map<Integer, List<RotationDemand>> demands =
        this.demands.computeIfAbsent(form, f -> new HashMap<>());
    Optional<CoarseCopy> copy = form.hasCopy() ? Optional.of(new CoarseCopy(1)) : Optional.empty();
    List<KeyPlan> plans = new ArrayList<>();
    @Nullable UnfitPlanException refusal = null;
    for (ParameterChoice choice : choices) {
      CkksParameters parameters = choice.build(plan);
      if (!isSupported.test(parameters)) {
        continue;
      }
      List<RotationDemand> needed =
          demands.computeIfAbsent(
              choice.ring().degree(),
              degree ->
                  demands(rounds(parts, parameters, Optional.empty(), copy, form.isJoined())));
      try {
        long maxBytes =
            plan.maxKeyBytes(choice.ring().degree()) - ReplyPlanner.reservedKeyBytes(parameters);
        plans.add(KeyPlan.of(parameters, needed, maxBytes));
      } catch (UnfitPlanException e) {
        refusal = e;
      }
    }
    if (plans.isEmpty() && refusal == null) {
      throw new UnfitPlanException(
          "the engine supports none of the parameters that would do: use the engine jvm, or"
              + " Plan.partitioned()");
    }
    if (plans.isEmpty()) {
      throw Objects.requireNonNull(refusal);
    }
    return plans.stream().min(Comparator.comparingDouble(KeyPlan::work)).orElseThrow();
  }

  private List<Round> rounds(
      List<List<Integer>> parts,
      CkksParameters parameters,
      Optional<Certificate> certificate,
      Optional<CoarseCopy> copy,
      boolean isJoined) {
    List<Round> rounds = new ArrayList<>();
    for (List<Integer> part : parts) {
      int index = rounds.size();
      Optional<RoundRange> range = certificate.map(c -> c.rounds().get(index));
      int depth = depth(part) - (isJoined ? 1 : 0);
      rounds.add(
          new RoundBuilder(graph, parameters, part, depth, range, copy, isJoined).build(index));
    }
    return rounds;
  }

  private static List<RotationDemand> demands(List<Round> partitions) {
    return partitions.stream().flatMap(p -> p.circuit().rotations().stream()).toList();
  }

  /** Levels a part needs: those of its longest path. */
  private int depth(List<Integer> part) {
    int first = part.get(0);
    int[] depths = new int[part.size()];
    for (int i : part) {
      int before =
          graph.stages().get(i).sources().stream()
              .mapToInt(v -> v > first ? depths[v - 1 - first] : 0)
              .max()
              .orElse(0);
      depths[i - first] = before + graph.stages().get(i).depth();
    }
    return Arrays.stream(depths).max().orElseThrow();
  }

  /** Groups consecutive stages into parts, as many in each as its levels allow. */
  private List<List<Integer>> split() {
    if (plan.kind() == Plan.Kind.SINGLE_ROUND) {
      return List.of(IntStream.range(0, graph.stages().size()).boxed().toList());
    }
    return graph.group(this::canFollow);
  }

  /**
   * Whether stage i can run in the part that ends before it, on what that part left in the slots.
   */
  private boolean canFollow(List<Integer> part, int i) {
    Stage stage = graph.stages().get(i);
    Stage previous = graph.stages().get(i - 1);
    int slots = plan.polyModulusDegree() / 2;
    return graph.isOnlyReaderOfPrevious(i)
        && depth(part) + stage.depth() <= PARTITION_DEPTH
        && stage.map().windows() == 1
        && previous.map().windows() == 1
        && previous.map().outputs() <= slots
        && stage.map().outputs() <= previous.map().outputs();
  }
}
