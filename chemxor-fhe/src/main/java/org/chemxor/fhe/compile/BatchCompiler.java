package org.chemxor.fhe.compile;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.chemxor.ckks.CkksException;
import org.chemxor.ckks.CkksParameters;
import org.chemxor.ckks.ScalarMatrix;
import org.chemxor.core.UnfitPlanException;
import org.chemxor.fhe.circuit.BatchCircuit;
import org.chemxor.fhe.circuit.LevelAndScale;
import org.chemxor.fhe.circuit.Rescaling;
import org.chemxor.fhe.domain.Certificate;
import org.chemxor.fhe.graph.Stage;
import org.chemxor.fhe.graph.StageGraph;
import org.chemxor.fhe.guard.ReplyRoom;
import org.chemxor.fhe.packing.BatchLayout;
import org.chemxor.fhe.program.EncryptedProgram;
import org.chemxor.fhe.program.Plan;
import org.chemxor.fhe.program.ProgramOutline;
import org.chemxor.fhe.program.Round;
import org.chemxor.fhe.simulate.ErrorForecast;
import org.chemxor.fhe.simulate.Simulation;

/**
 * Compiles a network for a molecule in every slot; precision is found by simulation. Tried first
 * are levels for activations and inner maps alone ({@link BatchPrimes}); where that is not precise
 * enough, a level for every linear map.
 */
final class BatchCompiler {
  /** Levels of one part with a level for each inner map: three fit N = 8192. */
  private static final int[] INNER_DEPTHS = {3, 2, 1};

  /** Levels of one part with a level for each map: at four, primes of 33 bits fit. */
  private static final int[] PART_DEPTHS = {4, 3, 2};

  /** Weights that leave room in a double for sums of products with residues of 32 bits. */
  private static final int SMALL_WEIGHT = 1 << 15;

  /** log2 of the largest scaled number that every engine encodes. */
  private static final int MAX_ENCODED_BITS = 99;

  /** By how much weights are rounded, relative to the largest of a map. */
  private static final double WEIGHT_ERROR = 0x1p-12;

  /**
   * With small weights, and for sums of squares, the error forecast must be so much smaller than
   * wanted: there are other designs, and what is forecast is the largest error of fifteen inputs as
   * sparse as fingerprints, not of a whole batch of denser ones.
   */
  private static final double SHARE = 0.25;

  private final StageGraph graph;
  private final Plan plan;
  private final Magnitudes magnitudes;
  private final Predicate<CkksParameters> isSupported;

  /** By value, the mean of every feature on typical inputs. */
  private final List<double[]> means;

  /** By value, the room above the scale. */
  private final int[] headroomBits;

  private final Certifier certifier;
  private final Map<Relayed, Certificate> relayed = new HashMap<>();

  /** A certificate of a program of several rounds. */
  private record Relayed(List<List<Integer>> parts, int choice) {}

  /** Parameters, and how many primes the results of a part have. */
  private record Primes(CkksParameters parameters, int tail) {}

  /**
   * One way to evaluate the network.
   *
   * @param maxWeight the largest integer for a weight
   * @param parts indices of stages
   * @param certificate how large their results get, if that can be said; found when first asked
   *     for, which takes long: most designs are never tried
   */
  private record Design(
      Rescaling rescaling,
      int maxWeight,
      List<List<Integer>> parts,
      Primes primes,
      Supplier<Optional<Certificate>> certificate) {
    CkksParameters parameters() {
      return primes.parameters();
    }

    Certificate certain() {
      return certificate.get().orElseThrow();
    }
  }

  BatchCompiler(StageGraph graph, Plan plan, Predicate<CkksParameters> isSupported) {
    this.isSupported = isSupported;
    this.graph = graph.withActivationsApart();
    this.plan = plan;
    this.magnitudes = Magnitudes.of(this.graph, plan).forBatch();
    this.means = Magnitudes.typicalMeans(this.graph, plan);
    this.headroomBits = Magnitudes.batchHeadroomBits(this.graph, plan);
    this.certifier = new Certifier(this.graph, plan, WEIGHT_ERROR);
  }

  /** The first design that is precise enough; those with fewest rounds are tried first. */
  EncryptedProgram compile() {
    List<String> refusals = new ArrayList<>();
    return Stream.of(
            designs(Rescaling.NOTHING, ScalarMatrix.MAX_WEIGHT, refusals),
            designs(Rescaling.INNER_MAPS, SMALL_WEIGHT, refusals),
            designs(Rescaling.EVERY_MAP, SMALL_WEIGHT, refusals),
            designs(Rescaling.EVERY_MAP, ScalarMatrix.MAX_WEIGHT, refusals))
        .flatMap(designs -> designs)
        .sorted(Comparator.comparingInt(design -> design.parts().size()))
        .flatMap(design -> program(design, refusals).stream())
        .findFirst()
        .orElseThrow(
            () ->
                new UnfitPlanException(
                    "no batch plan reaches the wanted precision "
                        + plan.targetPrecision()
                        + " ("
                        + String.join("; ", refusals.stream().distinct().toList())
                        + "): use a coarser precision or Plan.partitioned()"));
  }

  /** The program of a design, when it is precise enough. */
  private Optional<EncryptedProgram> program(Design design, List<String> refusals) {
    double wanted = plan.targetPrecision() * share(design);
    double error;
    try {
      if (design.certificate().get().isEmpty()) {
        return Optional.empty();
      }
      error = leastError(design);
      if (error <= wanted) {
        Draft draft = draft(design);
        ProgramOutline outline = draft.outline();
        ErrorForecast forecast = forecast(draft, outline);
        error = forecast.relativeError();
        if (error <= wanted) {
          return Optional.of(draft.program(outline, forecast.maxError()));
        }
      }
    } catch (UnfitPlanException e) {
      refusals.add(String.valueOf(e.getMessage()));
      return Optional.empty();
    }
    refusals.add(
        String.format(
            Locale.ROOT,
            "%d parts of %s reach 2^%.1f of the outputs' range",
            design.parts().size(),
            design.parameters(),
            Math.log(error) / Math.log(2)));
    return Optional.empty();
  }

  private static double share(Design design) {
    return design.rescaling() == Rescaling.NOTHING || design.maxWeight() == SMALL_WEIGHT
        ? SHARE
        : 1;
  }

  /**
   * What the rescales before the last linear map do to an output alone, two standard deviations as
   * a part of the outputs' range: found by arithmetic, where a simulation takes minutes. The
   * largest of 15 errors is mostly larger, and weights add as much.
   */
  private double leastError(Design design) {
    int part = design.parts().size() - 1;
    List<Stage> stages = joined(design.parts().get(part));
    Stage last = stages.get(stages.size() - 1);
    if (design.rescaling() == Rescaling.NOTHING
        || graph.stages().size() == 1
        || last.map().isIdentity()
        || last.activation().depth() > 0) {
      return 0;
    }
    CkksParameters parameters = design.parameters();
    double scale =
        BatchCircuit.lastOperandScale(
            stages,
            design.rescaling(),
            design.maxWeight(),
            output(design, part, graph.stages().size()),
            parameters);
    double noise = ReplyRoom.rescaleDeviation(parameters.ring()) / scale;
    return 2
        * last.map().largestRowNorm()
        * noise
        * Math.abs(graph.outputScale())
        / magnitudes.outputRange();
  }

  private Stream<Design> designs(Rescaling rescaling, int maxWeight, List<String> refusals) {
    if (rescaling == Rescaling.NOTHING && !Rescaling.isSumOfSquares(graph.stages())) {
      return Stream.empty();
    }
    return depths(rescaling)
        .boxed()
        .flatMap(depth -> designs(rescaling, maxWeight, depth, refusals).stream());
  }

  /** Most levels of a part, in the order to try. */
  private IntStream depths(Rescaling rescaling) {
    if (rescaling == Rescaling.NOTHING) {
      return IntStream.of(0);
    }
    if (plan.kind() == Plan.Kind.SINGLE_ROUND) {
      return IntStream.of(BatchRounds.depth(graph.stages(), rescaling));
    }
    int deepest =
        graph.stages().stream()
            .mapToInt(stage -> BatchRounds.depth(List.of(stage), rescaling))
            .max()
            .orElseThrow();
    return IntStream.of(rescaling == Rescaling.EVERY_MAP ? PART_DEPTHS : INNER_DEPTHS)
        .map(depth -> Math.max(depth, deepest))
        .distinct();
  }

  /** Designs with parts of a depth that have enough slots, the smallest ring first. */
  private List<Design> designs(
      Rescaling rescaling, int maxWeight, int maxDepth, List<String> refusals) {
    List<List<Integer>> parts = split(maxDepth, rescaling);
    int depth =
        parts.stream()
            .map(part -> part.stream().map(graph.stages()::get).toList())
            .mapToInt(stages -> BatchRounds.depth(stages, rescaling))
            .max()
            .orElseThrow();
    try {
      return primes(depth, rescaling)
          .filter(primes -> primes.parameters().slotCount() >= plan.batchSize())
          .filter(primes -> isSupported.test(primes.parameters()))
          .sorted(Comparator.comparingInt(primes -> primes.parameters().polyModulusDegree()))
          .flatMap(primes -> designs(rescaling, maxWeight, parts, primes))
          .toList();
    } catch (UnfitPlanException | CkksException e) {
      refusals.add(e.getMessage());
      return List.of();
    }
  }

  /** One for each certificate that there can be. */
  private Stream<Design> designs(
      Rescaling rescaling, int maxWeight, List<List<Integer>> parts, Primes primes) {
    Stream<Supplier<Optional<Certificate>>> certificates =
        parts.size() > 1
            ? IntStream.range(0, certifier.relayedChoices())
                .mapToObj(i -> new Relayed(parts, i))
                .map(key -> () -> Optional.of(relayed.computeIfAbsent(key, this::certificate)))
            : IntStream.range(0, certifier.choices()).mapToObj(i -> () -> certifier.whole(i));
    return certificates.map(c -> new Design(rescaling, maxWeight, parts, primes, c));
  }

  private Certificate certificate(Relayed key) {
    return certifier.relayed(key.parts(), key.choice());
  }

  private Stream<Primes> primes(int depth, Rescaling rescaling) {
    if (rescaling == Rescaling.NOTHING) {
      return IntStream.of(ParameterChoice.degrees(plan))
          .boxed()
          .flatMap(degree -> BatchPrimes.ofSquares(plan, degree).stream())
          .map(primes -> new Primes(primes.build(plan), primes.tail()));
    }
    return rescaling == Rescaling.EVERY_MAP
        ? Stream.concat(primesOfOneSize(depth, 1), guardPrimes(depth))
        : IntStream.of(ParameterChoice.degrees(plan))
            .boxed()
            .flatMap(degree -> BatchPrimes.of(plan, degree, depth).stream())
            .map(primes -> new Primes(primes.build(plan), primes.tail()));
  }

  private Stream<Primes> primesOfOneSize(int depth, int tail) {
    return ParameterChoice.candidates(plan, depth + tail - 1, magnitudes).stream()
        .map(choice -> new Primes(choice.build(plan), tail));
  }

  /** In a single round a second prime at the end has room for guard bits. */
  private Stream<Primes> guardPrimes(int depth) {
    if (plan.kind() != Plan.Kind.SINGLE_ROUND) {
      return Stream.empty();
    }
    try {
      return primesOfOneSize(depth, 2);
    } catch (UnfitPlanException e) {
      return Stream.empty();
    }
  }

  private ErrorForecast forecast(Draft draft, ProgramOutline outline) {
    Simulation simulation = new Simulation(outline, draft.rounds(), 1);
    return ErrorForecast.of(graph, plan, simulation, magnitudes.outputRange());
  }

  private Draft draft(Design design) {
    List<Round> rounds = new ArrayList<>();
    for (List<Integer> part : design.parts()) {
      rounds.add(round(rounds.size(), part, design));
    }
    KeyPlan keys = KeyPlan.withoutRotations(design.parameters());
    return new Draft(graph, plan, keys, rounds, magnitudes, design.certain(), false);
  }

  private Round round(int index, List<Integer> part, Design design) {
    CkksParameters parameters = design.parameters();
    List<Stage> stages = joined(part);
    List<double[]> typical = stages.stream().map(this::typicalOperands).toList();
    int last = part.get(part.size() - 1) + 1;
    BatchCircuit circuit =
        new BatchCircuit(
            stages,
            typical,
            design.rescaling(),
            design.maxWeight(),
            output(design, index, last),
            parameters);
    circuit.levelsAndScales().forEach(levelAndScale -> requireRoom(levelAndScale, parameters));
    requireEncodable(circuit.input(), stages.get(0));
    int[] outputs = IntStream.range(0, graph.valueSize(last)).toArray();
    return new Round(
        index,
        String.join(" + ", stages.stream().map(Stage::name).toList()),
        stages.get(0).sources(),
        last,
        new BatchLayout(
            stages.get(0).map().inputSize(),
            circuit.inputFeatures(),
            parameters.slotCount(),
            plan.batchSize()),
        1,
        circuit,
        new BatchLayout(outputs.length, outputs, parameters.slotCount(), plan.batchSize()));
  }

  /** The largest scale that a part's results have room for; engines want room for a 1. */
  private LevelAndScale output(Design design, int part, int value) {
    int level = design.primes().tail() - 1;
    double room = design.parameters().logQ(level) - Math.max(1, headroomBits[value]);
    double largest = design.certain().rounds().get(part).largest();
    double certain = ReplyRoom.largestScale(design.parameters(), level, largest);
    return new LevelAndScale(level, Math.min(certain, Math.pow(2, room)));
  }

  private double[] typicalOperands(Stage stage) {
    return stage.sources().stream()
        .flatMapToDouble(value -> Arrays.stream(means.get(value)))
        .toArray();
  }

  /** Linear maps and the activations after them as one stage each. */
  private List<Stage> joined(List<Integer> part) {
    List<Stage> stages = new ArrayList<>();
    for (int i : part) {
      Stage stage = graph.stages().get(i);
      boolean isActivation = stage.map().isIdentity() && stage.activation().depth() > 0;
      int last = stages.size() - 1;
      if (isActivation && last >= 0 && stages.get(last).activation().depth() == 0) {
        stages.set(last, stages.get(last).followedBy(stage));
      } else {
        stages.add(stage);
      }
    }
    return stages;
  }

  private void requireRoom(LevelAndScale levelAndScale, CkksParameters parameters) {
    double bits = Math.log(levelAndScale.scale()) / Math.log(2) + magnitudes.headroomBits();
    if (bits > parameters.logQ(levelAndScale.level())) {
      throw new UnfitPlanException(
          "a scale of "
              + levelAndScale.scale()
              + " with values up to 2^"
              + magnitudes.headroomBits()
              + " does not fit level "
              + levelAndScale.level()
              + " of "
              + parameters);
    }
  }

  /**
   * Clients encode what a part reads; engines split numbers of at most so many bits. Random slots
   * have coefficients well below their largest value, hence the two bits.
   */
  private void requireEncodable(LevelAndScale request, Stage first) {
    int headroom = first.sources().stream().mapToInt(value -> headroomBits[value]).max().orElse(0);
    double bits = Math.log(request.scale()) / Math.log(2) + headroom - 2;
    if (bits > MAX_ENCODED_BITS) {
      throw new UnfitPlanException(
          String.format(
              Locale.ROOT,
              "the request before layer %s would take numbers of %.0f bits, at most %d are encoded",
              first.name(),
              bits,
              MAX_ENCODED_BITS));
    }
  }

  private List<List<Integer>> split(int maxDepth, Rescaling rescaling) {
    List<List<Integer>> parts = new BatchRounds(graph, maxDepth, rescaling).split();
    if (plan.kind() == Plan.Kind.SINGLE_ROUND && parts.size() > 1) {
      throw new UnfitPlanException(
          "layer "
              + graph.stages().get(parts.get(1).get(0)).name()
              + " reads more than the layer before it, which a batch in a single round cannot: use"
              + " Plan.batch");
    }
    return parts;
  }
}
