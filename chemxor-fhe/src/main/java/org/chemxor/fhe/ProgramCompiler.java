package org.chemxor.fhe;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.chemxor.ckks.CkksParameters;
import org.chemxor.core.Network;
import org.chemxor.fhe.circuit.Circuit;
import org.chemxor.fhe.circuit.CircuitBuilder;
import org.chemxor.fhe.circuit.RotationDemand;
import org.chemxor.fhe.circuit.Rotations;
import org.chemxor.fhe.graph.Stage;
import org.chemxor.fhe.graph.StageGraph;
import org.chemxor.fhe.packing.ClientPacking;
import org.chemxor.fhe.packing.DiagonalForm;
import org.chemxor.fhe.packing.ServerPacking;
import org.chemxor.fhe.packing.SlotLayout;

/**
 * From a network and a plan to an {@link EncryptedProgram}: stages, parts, parameters, packings,
 * rotation keys, in this order.
 */
final class ProgramCompiler {
  /** Levels of one part: three leave room for primes that make rotations accurate at N = 8192. */
  private static final int PARTITION_DEPTH = 3;

  private final Plan plan;
  private final StageGraph graph;

  private ProgramCompiler(Plan plan, StageGraph graph) {
    this.plan = plan;
    this.graph = graph;
  }

  static EncryptedProgram compile(Network network, Plan plan) {
    return new ProgramCompiler(plan, StageGraph.of(network)).compile();
  }

  private EncryptedProgram compile() {
    Magnitudes magnitudes = Magnitudes.of(graph, plan);
    List<List<Integer>> parts = split();
    int depth = parts.stream().mapToInt(this::depth).max().orElseThrow();
    CkksParameters parameters = ParameterChoice.of(plan, depth, magnitudes.headroomBits());
    List<Partition> partitions = new ArrayList<>();
    for (List<Integer> part : parts) {
      partitions.add(partition(partitions.size(), part, parameters));
    }
    Rotations rotations = KeyBudget.choose(parameters, demands(partitions), plan.maxKeyBytes());
    return new EncryptedProgram(graph, plan, parameters, rotations, partitions, magnitudes);
  }

  private static Collection<RotationDemand> demands(List<Partition> partitions) {
    return partitions.stream()
        .flatMap(p -> p.circuit().instructions().stream())
        .map(instruction -> instruction.operation().rotations())
        .toList();
  }

  private int depth(List<Integer> part) {
    return part.stream().mapToInt(i -> graph.stages().get(i).depth()).sum();
  }

  /** Groups consecutive stages into parts, as many in each as its levels allow. */
  private List<List<Integer>> split() {
    List<List<Integer>> parts = new ArrayList<>();
    List<Integer> current = new ArrayList<>();
    for (int i = 0; i < graph.stages().size(); i++) {
      if (!current.isEmpty() && !canFollow(current, i)) {
        parts.add(current);
        current = new ArrayList<>();
      }
      current.add(i);
    }
    parts.add(current);
    return parts;
  }

  /**
   * Whether stage i can run in the part that ends before it, on what that part left in the slots.
   */
  private boolean canFollow(List<Integer> part, int i) {
    Stage stage = graph.stages().get(i);
    Stage previous = graph.stages().get(i - 1);
    int slots = plan.polyModulusDegree() / 2;
    boolean isOnlyReader =
        stage.sources().equals(List.of(i))
            && graph.stages().stream().filter(s -> s.sources().contains(i)).count() == 1;
    return isOnlyReader
        && depth(part) + stage.depth() <= PARTITION_DEPTH
        && stage.map().windows() == 1
        && previous.map().windows() == 1
        && previous.map().outputs() <= slots
        && stage.map().outputs() <= previous.map().outputs();
  }

  private Partition partition(int index, List<Integer> part, CkksParameters parameters) {
    Stage first = graph.stages().get(part.get(0));
    ClientPacking packing = new ClientPacking(first.map(), parameters.slotCount(), 1);
    CircuitBuilder builder = new CircuitBuilder(parameters, packing.ciphertexts(), depth(part));
    List<Integer> inputs = new ArrayList<>();
    for (int i = 0; i < packing.ciphertexts(); i++) {
      inputs.add(i);
    }
    List<Integer> registers = new ArrayList<>();
    List<int[]> features = new ArrayList<>();
    for (DiagonalForm form : packing.forms()) {
      registers.add(stage(builder, first, form, inputs));
      features.add(form.outputFeatures());
    }
    SlotLayout output = layout(first, features);
    for (int i : part.subList(1, part.size())) {
      Stage stage = graph.stages().get(i);
      DiagonalForm form = new ServerPacking(stage.map(), output).form();
      registers = List.of(stage(builder, stage, form, registers));
      output = layout(stage, List.of(form.outputFeatures()));
    }
    Circuit circuit =
        builder.build(registers.stream().map(r -> builder.dropToLevel(r, 0)).toList());
    int last = part.get(part.size() - 1);
    return new Partition(
        index,
        String.join(" + ", part.stream().map(i -> graph.stages().get(i).name()).toList()),
        first.sources(),
        last + 1,
        packing.inputLayout(),
        circuit,
        output);
  }

  private static int stage(
      CircuitBuilder builder, Stage stage, DiagonalForm form, List<Integer> registers) {
    double[] bias = stage.bias();
    double[] slotBias =
        Arrays.stream(form.outputFeatures())
            .mapToDouble(f -> f == SlotLayout.EMPTY ? 0 : bias[f])
            .toArray();
    return builder.activate(stage.activation(), builder.linear(form, registers, slotBias));
  }

  private static SlotLayout layout(Stage stage, List<int[]> features) {
    return new SlotLayout(stage.map().outputSize(), features.toArray(int[][]::new));
  }
}
