package org.chemxor.fhe.compile;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.chemxor.ckks.CkksParameters;
import org.chemxor.core.UnfitPlanException;
import org.chemxor.fhe.circuit.Activate;
import org.chemxor.fhe.circuit.CircuitBuilder;
import org.chemxor.fhe.domain.RoundRange;
import org.chemxor.fhe.domain.Support;
import org.chemxor.fhe.graph.Activation;
import org.chemxor.fhe.graph.Stage;
import org.chemxor.fhe.graph.StageGraph;
import org.chemxor.fhe.graph.WindowedMap;
import org.chemxor.fhe.guard.CoarseCopy;
import org.chemxor.fhe.guard.ReplyRoom;
import org.chemxor.fhe.packing.ClientPacking;
import org.chemxor.fhe.packing.DiagonalForm;
import org.chemxor.fhe.packing.GridPacking;
import org.chemxor.fhe.packing.ServerPacking;
import org.chemxor.fhe.packing.SlotLayout;
import org.chemxor.fhe.packing.SpareSlots;
import org.chemxor.fhe.program.Round;
import org.jspecify.annotations.Nullable;

/**
 * Turns some consecutive stages into a {@link Round}: the first one reads what the client laid out
 * for it, the others what earlier ones left in the slots.
 */
final class RoundBuilder {
  /** Slots that repeat with a lesser period are no polynomial in a power of X. */
  private static final int LEAST_PERIOD = 2;

  private static final long MAX_REQUEST_BYTES = 700_000;

  private final StageGraph graph;
  private final List<Integer> part;
  private final ClientPacking packing;
  private final SlotLayout input;
  private final int copies;
  private final CkksParameters parameters;
  private final Optional<RoundRange> range;
  private final Optional<CoarseCopy> coarse;
  private final boolean isJoined;
  private final CircuitBuilder circuit;
  private final Map<Integer, Packed> values = new HashMap<>();

  /** A value in registers, and where its features are. */
  private record Packed(List<Integer> registers, SlotLayout layout) {}

  /**
   * @param parameters ring degree and primes
   * @param part the stages
   * @param depth levels they take
   * @param range how large the result gets: its scale leaves room for that; empty when only its
   *     rotations matter
   * @param coarse whether the result has a second copy; then its scale is the usual one
   * @param isJoined whether the only square shares a level with the map after it
   */
  RoundBuilder(
      StageGraph graph,
      CkksParameters parameters,
      List<Integer> part,
      int depth,
      Optional<RoundRange> range,
      Optional<CoarseCopy> coarse,
      boolean isJoined) {
    this.graph = graph;
    this.isJoined = isJoined;
    this.parameters = parameters;
    this.part = part;
    this.range = range;
    this.coarse = coarse;
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

  Round build(int index) {
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
    return new Round(
        index,
        String.join(" + ", part.stream().map(i -> graph.stages().get(i).name()).toList()),
        first.sources(),
        last + 1,
        input,
        copies,
        circuit.build(outputs),
        result.layout());
  }

  /**
   * The scale of the sums of a stage. Those that the client will decrypt get one whose result,
   * after the activation, has room. A product's scale is that of its operands times that of its
   * weights: where the last stage's must be smaller than usual, both give up half, the operands in
   * the stage before.
   *
   * @param level of the sums
   * @param largest the largest magnitude in any slot of the part's result
   */
  private double sumScale(Stage stage, int level, double largest) {
    int index = graph.stages().indexOf(stage);
    int last = part.get(part.size() - 1);
    if (isJoined && index < last) {
      return JoinedLevel.operandScale(parameters);
    }
    if (coarse.isPresent()) {
      return parameters.scale();
    }
    if (index == last) {
      return Math.min(parameters.scale(), lastSumScale(level, largest));
    }
    if (index == last - 1) {
      int lastLevel = level - stage.activation().depth() - 1;
      double missing = parameters.scale() / lastSumScale(lastLevel, largest);
      double result = parameters.scale() / Math.sqrt(Math.max(1, missing));
      return missing <= 1
          ? parameters.scale()
          : Activate.operandScale(stage.activation(), level, result, parameters);
    }
    return parameters.scale();
  }

  private double lastSumScale(int level, double largest) {
    Stage last = graph.stages().get(part.get(part.size() - 1));
    double room = ReplyRoom.largestScale(parameters, withoutBias(last, largest));
    return Activate.operandScale(last.activation(), level, room, parameters);
  }

  /**
   * The largest magnitude in any slot when some hold sums without the bias, or nothing but the
   * activation.
   */
  private static double withoutBias(Stage last, double largest) {
    double bias = Arrays.stream(last.bias()).map(Math::abs).max().orElse(0);
    double ofNothing = Math.abs(last.activation().apply(0));
    double shifted =
        last.activation() instanceof Activation.Square
            ? Math.pow(Math.sqrt(largest) + bias, 2)
            : largest + bias;
    return Math.max(shifted, ofNothing);
  }

  /** The largest magnitude in any slot, those included that hold no feature but parts of sums. */
  private double largestInSlots(Stage stage, List<DiagonalForm> forms) {
    double largest = largest();
    if (range.isPresent() && part.size() == 1 && packing.copies() > 1) {
      Support support = range.get().support();
      for (DiagonalForm form : forms) {
        largest = Math.max(largest, SpareSlots.largest(form, input, stage, support));
      }
    }
    return largest;
  }

  /** The largest magnitude of a feature. */
  private double largest() {
    return range.map(RoundRange::largest).orElse(0.0);
  }

  private Packed firstStage(Stage stage) {
    List<Integer> inputs =
        IntStream.range(0, packing.ciphertexts())
            .map(i -> copies == 1 ? i : circuit.trace(i, input.slots() / copies))
            .boxed()
            .toList();
    List<Integer> registers = new ArrayList<>();
    List<int[]> features = new ArrayList<>();
    List<DiagonalForm> forms = packing.forms();
    int level = circuit.levelAndScale(inputs.get(0)).level() - 1;
    double scale = sumScale(stage, level, largestInSlots(stage, forms));
    for (DiagonalForm form : forms) {
      registers.add(finish(stage, circuit.product(form, inputs, scale), form.outputFeatures()));
      features.add(form.outputFeatures());
    }
    return new Packed(registers, layout(stage, features));
  }

  /** The sum over the stage's sources, brought to one level. */
  private Packed innerStage(Stage stage) {
    List<Packed> sources = stage.sources().stream().map(v -> value(v, stage)).toList();
    int level =
        sources.stream()
            .mapToInt(s -> circuit.levelAndScale(s.registers().get(0)).level())
            .min()
            .orElseThrow();
    double scale = sumScale(stage, level - 1, largest());
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
      terms.add(circuit.product(form, List.of(register), scale));
    }
    int[] outputFeatures = java.util.Objects.requireNonNull(features);
    int register = finish(stage, circuit.sum(terms), outputFeatures);
    return new Packed(List.of(register), layout(stage, List.of(outputFeatures)));
  }

  private static void requireEqualLayouts(Stage stage, int @Nullable [] a, int[] b) {
    if (a != null && !Arrays.equals(a, b)) {
      throw new UnfitPlanException(
          "layer "
              + stage.name()
              + " adds values that lie in different slots: use Plan.partitioned()");
    }
  }

  private DiagonalForm form(Stage stage, WindowedMap map, Packed source, int sourceIndex) {
    if (source.registers().size() != 1) {
      throw new UnfitPlanException(
          "layer "
              + stage.name()
              + " reads a value that takes "
              + source.registers().size()
              + " ciphertexts: use Plan.partitioned() or a larger ring degree");
    }
    if (map.windows() == 1) {
      double share = isResult(stage) ? coarse.map(CoarseCopy::share).orElse(0.0) : 0;
      return new ServerPacking(map, source.layout(), isResult(stage), share).form();
    }
    int producer = stage.sources().get(sourceIndex) - 1;
    int channels = graph.stages().get(producer).map().outputs();
    return new GridPacking(map, source.layout(), channels).form();
  }

  private boolean isResult(Stage stage) {
    return stage == graph.stages().get(part.get(part.size() - 1));
  }

  private Packed value(int index, Stage reader) {
    Packed value = values.get(index);
    if (value == null) {
      throw new UnfitPlanException(
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
    if (isResult(stage) && coarse.isPresent()) {
      coarse.orElseThrow().addTo(slots, layout(stage, List.of(features)).period());
    }
    int shifted = circuit.add(register, slots);
    return isJoined && stage.activation() instanceof Activation.Square
        ? circuit.square(shifted)
        : circuit.activate(stage.activation(), shifted);
  }

  private static SlotLayout layout(Stage stage, List<int[]> features) {
    return new SlotLayout(stage.map().outputSize(), features.toArray(int[][]::new));
  }
}
