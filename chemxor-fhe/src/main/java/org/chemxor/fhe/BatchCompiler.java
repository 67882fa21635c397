package org.chemxor.fhe;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.chemxor.ckks.CkksParameters;
import org.chemxor.fhe.circuit.BatchCircuit;
import org.chemxor.fhe.circuit.Rotations;
import org.chemxor.fhe.circuit.Signature;
import org.chemxor.fhe.graph.Stage;
import org.chemxor.fhe.graph.StageGraph;
import org.chemxor.fhe.packing.BatchLayout;

/**
 * Compiles a network for a molecule in every slot. Parts are as long as the precision allows,
 * because every cut sends all features to the client and back; precision is found by simulation.
 */
final class BatchCompiler {
  /** Levels of one part, the first choice first: at four, primes of 33 bits fit N = 8192. */
  private static final int[] PART_DEPTHS = {4, 3, 2};

  private final StageGraph graph;
  private final Plan plan;
  private final Magnitudes magnitudes;
  private final Predicate<CkksParameters> isSupported;

  BatchCompiler(StageGraph graph, Plan plan, Predicate<CkksParameters> isSupported) {
    this.isSupported = isSupported;
    this.graph = graph;
    this.plan = plan;
    this.magnitudes = Magnitudes.of(graph, plan).forBatch();
  }

  EncryptedProgram compile() {
    List<String> refusals = new ArrayList<>();
    for (int depth : partDepths()) {
      for (ParameterChoice choice : choices(depth, refusals)) {
        EncryptedProgram program = build(split(depth), choice.build(plan));
        Prediction prediction = program.predictError();
        if (prediction.relativeError() <= plan.targetPrecision()) {
          return program;
        }
        refusals.add(
            String.format(
                java.util.Locale.ROOT,
                "parts of depth %d on N = %d reach 2^%.1f of the outputs' range",
                depth,
                choice.degree(),
                Math.log(prediction.relativeError()) / Math.log(2)));
      }
    }
    throw new IllegalArgumentException(
        "no batch plan reaches the wanted precision "
            + plan.targetPrecision()
            + " ("
            + String.join("; ", refusals)
            + "): use a coarser precision or Plan.partitioned()");
  }

  private int[] partDepths() {
    int deepestStage = graph.stages().stream().mapToInt(Stage::depth).max().orElseThrow();
    if (plan.kind() == Plan.Kind.SINGLE_ROUND) {
      return new int[] {graph.depth()};
    }
    return IntStream.of(PART_DEPTHS)
        .map(depth -> Math.max(depth, deepestStage))
        .distinct()
        .toArray();
  }

  /** Parameters for parts of a depth that have enough slots, the smallest ring first. */
  private List<ParameterChoice> choices(int depth, List<String> refusals) {
    int deepest = split(depth).stream().mapToInt(this::depth).max().orElseThrow();
    try {
      return ParameterChoice.candidates(plan, deepest, magnitudes).stream()
          .filter(choice -> choice.degree() / 2 >= plan.batchSize())
          .filter(choice -> isSupported.test(choice.build(plan)))
          .sorted(java.util.Comparator.comparingInt(ParameterChoice::degree))
          .toList();
    } catch (IllegalArgumentException e) {
      refusals.add(e.getMessage());
      return List.of();
    }
  }

  private EncryptedProgram build(List<List<Integer>> parts, CkksParameters parameters) {
    List<Partition> partitions = new ArrayList<>();
    for (List<Integer> part : parts) {
      partitions.add(partition(partitions.size(), part, parameters));
    }
    Rotations rotations = new Rotations(parameters.slotCount(), List.of());
    return new EncryptedProgram(graph, plan, parameters, rotations, partitions, magnitudes);
  }

  private Partition partition(int index, List<Integer> part, CkksParameters parameters) {
    List<Stage> stages = part.stream().map(graph.stages()::get).toList();
    BatchCircuit circuit = new BatchCircuit(stages, parameters);
    circuit.signatures().forEach(signature -> requireRoom(signature, parameters));
    int last = part.get(part.size() - 1) + 1;
    int[] outputs = IntStream.range(0, graph.valueSize(last)).toArray();
    return new Partition(
        index,
        String.join(" + ", stages.stream().map(Stage::name).toList()),
        stages.get(0).sources(),
        last,
        new BatchLayout(
            stages.get(0).map().inputSize(), circuit.inputFeatures(), parameters.slotCount()),
        1,
        circuit,
        new BatchLayout(outputs.length, outputs, parameters.slotCount()));
  }

  private void requireRoom(Signature signature, CkksParameters parameters) {
    double bits = Math.log(signature.scale()) / Math.log(2) + magnitudes.headroomBits();
    if (bits > parameters.logQ(signature.level())) {
      throw new IllegalStateException(
          "a scale of "
              + signature.scale()
              + " with values up to 2^"
              + magnitudes.headroomBits()
              + " does not fit level "
              + signature.level()
              + " of "
              + parameters);
    }
  }

  /** Groups consecutive stages into parts of at most {@code maxDepth} levels. */
  private List<List<Integer>> split(int maxDepth) {
    List<List<Integer>> parts =
        graph.group(
            (part, i) ->
                depth(part) + graph.stages().get(i).depth() <= maxDepth
                    && graph.isOnlyReaderOfPrevious(i));
    if (plan.kind() == Plan.Kind.SINGLE_ROUND && parts.size() > 1) {
      throw new IllegalArgumentException(
          "layer "
              + graph.stages().get(parts.get(1).get(0)).name()
              + " reads more than the layer before it, which a batch in a single round cannot: use"
              + " Plan.batch");
    }
    return parts;
  }

  private int depth(List<Integer> part) {
    return part.stream().mapToInt(i -> graph.stages().get(i).depth()).sum();
  }
}
