package org.chemxor.fhe;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.chemxor.ckks.CkksParameters;
import org.chemxor.fhe.circuit.CircuitBuilder;
import org.chemxor.fhe.graph.Stage;
import org.chemxor.fhe.graph.StageGraph;
import org.chemxor.fhe.graph.WindowedMap;
import org.chemxor.fhe.packing.ClientPacking;
import org.chemxor.fhe.packing.DiagonalForm;
import org.chemxor.fhe.packing.GridPacking;
import org.chemxor.fhe.packing.ServerPacking;
import org.chemxor.fhe.packing.SlotLayout;
import org.jspecify.annotations.Nullable;

/**
 * Turns some consecutive stages into a {@link Partition}: the first one reads what the client laid
 * out for it, the others what earlier ones left in the slots.
 */
final class PartitionBuilder {
  /** Slots that repeat with a lesser period are no polynomial in a power of X. */
  private static final int LEAST_PERIOD = 2;

  private static final long MAX_REQUEST_BYTES = 700_000;

  private final StageGraph graph;
  private final List<Integer> part;
  private final ClientPacking packing;
  private final SlotLayout input;
  private final int copies;
  private final CircuitBuilder circuit;
  private final Map<Integer, Packed> values = new HashMap<>();

  /** A value in registers, and where its features are. */
  private record Packed(List<Integer> registers, SlotLayout layout) {}

  PartitionBuilder(StageGraph graph, CkksParameters parameters, List<Integer> part, int depth) {
    this.graph = graph;
    this.part = part;
    Stage first = graph.stages().get(part.get(0));
    this.packing = packing(first, parameters.slotCount(), depth);
    this.input = packing.inputLayout();
    this.copies = copies(input);
    this.circuit = new CircuitBuilder(parameters, packing.ciphertexts(), depth);
  }

  /** As many copies of the input as a request of acceptable size has room for. */
  private ClientPacking packing(Stage first, int slots, int depth) {
    ClientPacking packing = new ClientPacking(first.map(), slots, room(first), slots);
    while (packing.copies() > 1 && requestBytes(packing.inputLayout(), depth) > MAX_REQUEST_BYTES) {
      packing = new ClientPacking(first.map(), slots, room(first), packing.copies() / 2);
    }
    return packing;
  }

  private static int copies(SlotLayout input) {
    return input.slots() / Math.max(LEAST_PERIOD, input.period());
  }

  /** The most that one ciphertext takes, whatever primes are chosen. */
  private static long requestBytes(SlotLayout input, int depth) {
    long coefficients = 2L * input.slots() / copies(input);
    return coefficients * ParameterChoice.maxModulusBits(depth) / Byte.SIZE;
  }

  /** Later maps of the first one's kind are laid out in its blocks: they must fit there. */
  private ClientPacking.Room room(Stage first) {
    boolean isGrid = first.map().windows() > 1;
    List<WindowedMap> maps =
        part.stream()
            .map(i -> graph.stages().get(i).map())
            .filter(map -> map.windows() > 1 == isGrid)
            .toList();
    return new ClientPacking.Room(
        maps.stream().mapToInt(WindowedMap::windows).max().orElse(1),
        maps.stream().mapToInt(WindowedMap::outputs).max().orElse(1));
  }

  Partition build(int index) {
    int firstIndex = part.get(0);
    Stage first = graph.stages().get(firstIndex);
    values.put(firstIndex + 1, firstStage(first));
    for (int i : part.subList(1, part.size())) {
      values.put(i + 1, innerStage(graph.stages().get(i)));
    }
    int last = part.get(part.size() - 1);
    Packed result = value(last + 1, graph.stages().get(last));
    List<Integer> outputs =
        result.registers().stream().map(r -> circuit.dropToLevel(r, 0)).toList();
    return new Partition(
        index,
        String.join(" + ", part.stream().map(i -> graph.stages().get(i).name()).toList()),
        first.sources(),
        last + 1,
        input,
        copies,
        circuit.build(outputs),
        result.layout());
  }

  private Packed firstStage(Stage stage) {
    List<Integer> inputs =
        IntStream.range(0, packing.ciphertexts())
            .map(i -> copies == 1 ? i : circuit.trace(i, input.slots() / copies))
            .boxed()
            .toList();
    List<Integer> registers = new ArrayList<>();
    List<int[]> features = new ArrayList<>();
    for (DiagonalForm form : packing.forms()) {
      registers.add(finish(stage, circuit.product(form, inputs), form.outputFeatures()));
      features.add(form.outputFeatures());
    }
    return new Packed(registers, layout(stage, features));
  }

  /** The sum over the stage's sources, brought to one level. */
  private Packed innerStage(Stage stage) {
    List<Packed> sources = stage.sources().stream().map(v -> value(v, stage)).toList();
    int level =
        sources.stream()
            .mapToInt(s -> circuit.signature(s.registers().get(0)).level())
            .min()
            .orElseThrow();
    List<Integer> terms = new ArrayList<>();
    int @Nullable [] features = null;
    int offset = 0;
    for (int i = 0; i < sources.size(); i++) {
      int size = graph.valueSize(stage.sources().get(i));
      DiagonalForm form = form(stage, stage.map().restricted(offset, size), sources.get(i), i);
      offset += size;
      requireEqualLayouts(stage, features, form.outputFeatures());
      features = form.outputFeatures();
      int register = circuit.dropToLevel(sources.get(i).registers().get(0), level);
      terms.add(circuit.product(form, List.of(register)));
    }
    int[] outputFeatures = java.util.Objects.requireNonNull(features);
    int register = finish(stage, circuit.sum(terms), outputFeatures);
    return new Packed(List.of(register), layout(stage, List.of(outputFeatures)));
  }

  private static void requireEqualLayouts(Stage stage, int @Nullable [] a, int[] b) {
    if (a != null && !Arrays.equals(a, b)) {
      throw new IllegalArgumentException(
          "layer "
              + stage.name()
              + " adds values that lie in different slots: use Plan.partitioned()");
    }
  }

  private DiagonalForm form(Stage stage, WindowedMap map, Packed source, int sourceIndex) {
    if (source.registers().size() != 1) {
      throw new IllegalArgumentException(
          "layer "
              + stage.name()
              + " reads a value that takes "
              + source.registers().size()
              + " ciphertexts: use Plan.partitioned() or a larger ring degree");
    }
    if (map.windows() == 1) {
      boolean isResult = stage == graph.stages().get(part.get(part.size() - 1));
      return new ServerPacking(map, source.layout(), isResult).form();
    }
    int producer = stage.sources().get(sourceIndex) - 1;
    int channels = graph.stages().get(producer).map().outputs();
    return new GridPacking(map, source.layout(), channels).form();
  }

  private Packed value(int index, Stage reader) {
    Packed value = values.get(index);
    if (value == null) {
      throw new IllegalArgumentException(
          "layer "
              + reader.name()
              + " reads a value that is not computed in the same round: use Plan.partitioned()");
    }
    return value;
  }

  /** Adds the bias and activates. */
  private int finish(Stage stage, int register, int[] features) {
    double[] bias = stage.bias();
    double[] slots =
        Arrays.stream(features).mapToDouble(f -> f == SlotLayout.EMPTY ? 0 : bias[f]).toArray();
    return circuit.activate(stage.activation(), circuit.add(register, slots));
  }

  private static SlotLayout layout(Stage stage, List<int[]> features) {
    return new SlotLayout(stage.map().outputSize(), features.toArray(int[][]::new));
  }
}
