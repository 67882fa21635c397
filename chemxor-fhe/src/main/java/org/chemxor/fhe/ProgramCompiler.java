package org.chemxor.fhe;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.chemxor.ckks.CkksParameters;
import org.chemxor.core.Network;
import org.chemxor.fhe.circuit.RotationDemand;
import org.chemxor.fhe.graph.Stage;
import org.chemxor.fhe.graph.StageGraph;
import org.jspecify.annotations.Nullable;

/**
 * From a network and a plan to an {@link EncryptedProgram}: stages, parts, parameters, packings,
 * rotation keys, in this order.
 */
final class ProgramCompiler {
  /** Levels of one part: three leave room for primes that make rotations accurate at N = 8192. */
  private static final int PARTITION_DEPTH = 3;

  private final Plan plan;
  private final StageGraph graph;
  private final Predicate<CkksParameters> isSupported;

  private ProgramCompiler(Plan plan, StageGraph graph, Predicate<CkksParameters> isSupported) {
    this.plan = plan;
    this.graph = graph;
    this.isSupported = isSupported;
  }

  /**
   * @param isSupported whether the engine can compute with parameters
   */
  static EncryptedProgram compile(
      Network network, Plan plan, Predicate<CkksParameters> isSupported) {
    StageGraph graph = StageGraph.of(network);
    try {
      return plan.isBatch()
          ? new BatchCompiler(graph, plan, isSupported).compile()
          : new ProgramCompiler(plan, graph, isSupported).compile();
    } catch (IllegalArgumentException e) {
      throw new UnfitPlanException(String.valueOf(e.getMessage()), e);
    }
  }

  private EncryptedProgram compile() {
    Magnitudes magnitudes = Magnitudes.of(graph, plan);
    List<List<Integer>> parts = split();
    int depth = parts.stream().mapToInt(this::depth).max().orElseThrow();
    KeyPlan keys = fastest(parts, ParameterChoice.candidates(plan, depth, magnitudes));
    List<Partition> partitions = partitions(parts, keys.parameters());
    return requirePrecise(
        new EncryptedProgram(
            graph, plan, keys.parameters(), keys.rotations(), partitions, magnitudes));
  }

  /** A program that would miss the precision asked for is refused before a key exists. */
  private static EncryptedProgram requirePrecise(EncryptedProgram program) {
    double relative = program.expectedError() / program.outputRange();
    if (!(relative <= program.plan().targetPrecision())) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "the outputs of %s differ by %.2g only, so that an error of %.2g is 2^%.1f of their"
                  + " range and not the wanted 2^%.1f: ask for a coarser one with"
                  + " Plan.withTargetPrecision, or scale the network's output",
              program.network().name(),
              program.outputRange(),
              program.expectedError(),
              Math.log(relative) / Math.log(2),
              Math.log(program.plan().targetPrecision()) / Math.log(2)));
    }
    return program;
  }

  /** Of all parameters that would do, those with which the rotations take the least time. */
  private KeyPlan fastest(List<List<Integer>> parts, List<ParameterChoice> choices) {
    Map<Integer, List<RotationDemand>> demands = new HashMap<>();
    List<KeyPlan> plans = new ArrayList<>();
    @Nullable IllegalArgumentException refusal = null;
    for (ParameterChoice choice : choices) {
      CkksParameters parameters = choice.build(plan);
      if (!isSupported.test(parameters)) {
        continue;
      }
      List<RotationDemand> needed =
          demands.computeIfAbsent(
              choice.degree(), degree -> demands(partitions(parts, parameters)));
      try {
        long maxBytes =
            plan.maxKeyBytes(choice.degree()) - ReplyPlanner.reservedKeyBytes(parameters);
        plans.add(KeyPlan.of(parameters, needed, maxBytes));
      } catch (IllegalArgumentException e) {
        refusal = e;
      }
    }
    if (plans.isEmpty() && refusal == null) {
      throw new IllegalArgumentException(
          "the engine supports none of the parameters that would do: use the engine jvm, or"
              + " Plan.partitioned()");
    }
    if (plans.isEmpty()) {
      throw Objects.requireNonNull(refusal);
    }
    return plans.stream().min(Comparator.comparingDouble(KeyPlan::work)).orElseThrow();
  }

  private List<Partition> partitions(List<List<Integer>> parts, CkksParameters parameters) {
    List<Partition> partitions = new ArrayList<>();
    for (List<Integer> part : parts) {
      partitions.add(
          new PartitionBuilder(graph, parameters, part, depth(part)).build(partitions.size()));
    }
    return partitions;
  }

  private static List<RotationDemand> demands(List<Partition> partitions) {
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
