package org.chemxor.fhe.packing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.chemxor.core.Layer;
import org.chemxor.core.Shape;
import org.chemxor.core.Tensor;
import org.chemxor.core.UnfitPlanException;
import org.chemxor.fhe.graph.WindowedMap;
import org.junit.jupiter.api.Test;

/**
 * The three packings on plain vectors: whatever map is packed, the slots that say they hold an
 * output hold it.
 */
class PackingTest {
  private static final double TOLERANCE = 1e-12;
  private static final int MAPS = 60;

  private static Tensor uniform(Random random, int... dimensions) {
    int size = Arrays.stream(dimensions).reduce(1, (a, b) -> a * b);
    return Tensor.of(random.doubles(size, -1, 1).toArray(), dimensions);
  }

  private static WindowedMap linear(Random random, int in, int out) {
    return WindowedMap.of(new Layer.Linear(uniform(random, out, in), uniform(random, out)));
  }

  private static WindowedMap conv(
      Random random, Shape in, int channels, int kernel, int stride, int padding) {
    Layer.Conv2d layer =
        new Layer.Conv2d(
            uniform(random, channels, in.channels(), kernel, kernel),
            uniform(random, channels),
            stride,
            padding);
    int height = (in.height() + 2 * padding - kernel) / stride + 1;
    int width = (in.width() + 2 * padding - kernel) / stride + 1;
    return WindowedMap.of(layer, in, Shape.image(channels, height, width));
  }

  private static WindowedMap randomConv(Random random) {
    int kernel = 1 + random.nextInt(3);
    Shape in = Shape.image(1 + random.nextInt(3), 3 + random.nextInt(4), 3 + random.nextInt(4));
    return conv(
        random, in, 1 + random.nextInt(5), kernel, 1 + random.nextInt(2), random.nextInt(2));
  }

  private static double[] vector(Random random, int size) {
    return random.doubles(size, -1, 1).toArray();
  }

  /** Every slot that names a feature holds it, and every feature is named. */
  private static void assertHolds(
      String what, List<DiagonalForm> forms, double[][] inputs, double[] expected) {
    boolean[] found = new boolean[expected.length];
    for (DiagonalForm form : forms) {
      double[] slots = PlainSlots.evaluate(form, inputs);
      int[] features = form.outputFeatures();
      for (int slot = 0; slot < slots.length; slot++) {
        if (features[slot] != SlotLayout.EMPTY) {
          found[features[slot]] = true;
          assertThat(slots[slot])
              .as("%s, feature %d in slot %d", what, features[slot], slot)
              .isCloseTo(expected[features[slot]], within(TOLERANCE));
        }
      }
    }
    assertThat(found).as(what).doesNotContain(false);
  }

  @Test
  void whatAClientLaysOutIsMappedRightWithAnyNumberOfCopies() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int i = 0; i < MAPS; i++) {
      WindowedMap map =
          random.nextBoolean()
              ? randomConv(random)
              : linear(random, 1 + random.nextInt(150), 1 + random.nextInt(100));
      int slots = 64 << random.nextInt(2);
      int maxCopies = 1 << random.nextInt(4);
      ClientPacking packing =
          new ClientPacking(map, slots, new ClientPacking.Room(1, 1), maxCopies);
      assertThat(packing.copies()).isBetween(1, maxCopies);
      double[] x = vector(random, map.inputSize());
      String what = "seed " + seed + ", map " + i + ", " + packing.copies() + " copies";
      assertHolds(what, packing.forms(), packing.inputLayout().pack(x), map.apply(x));
    }
  }

  @Test
  void copiesSaveDiagonals() {
    WindowedMap map = linear(new Random(1), 16, 16);
    int one = diagonals(new ClientPacking(map, 256, new ClientPacking.Room(1, 1), 1));
    int many = diagonals(new ClientPacking(map, 256, new ClientPacking.Room(1, 1), 16));
    assertThat(one).isEqualTo(16);
    assertThat(many).isEqualTo(1);
  }

  private static int diagonals(ClientPacking packing) {
    DiagonalForm.Steps steps = packing.forms().get(0).steps();
    return steps.giants() * steps.babySteps().size();
  }

  @Test
  void aClientsMapWhoseWindowsDoNotFitIsRefused() {
    WindowedMap map = conv(new Random(2), Shape.image(1, 9, 9), 1, 1, 1, 0);
    assertThatThrownBy(() -> new ClientPacking(map, 64, new ClientPacking.Room(1, 1), 1))
        .isInstanceOf(UnfitPlanException.class)
        .hasMessageContaining("81 windows do not fit 64 slots");
  }

  @Test
  void aFullyConnectedMapFollowsWhateverWasThere() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int i = 0; i < MAPS; i++) {
      int middle = 1 + random.nextInt(20);
      WindowedMap first = linear(random, 1 + random.nextInt(30), middle);
      WindowedMap second = linear(random, middle, 1 + random.nextInt(20));
      ClientPacking client =
          new ClientPacking(first, 256, new ClientPacking.Room(1, 1), 1 << random.nextInt(3));
      double[] x = vector(random, first.inputSize());
      double[] slots = PlainSlots.evaluate(client.forms().get(0), client.inputLayout().pack(x));
      SlotLayout between =
          new SlotLayout(middle, new int[][] {client.forms().get(0).outputFeatures()});
      boolean isResult = random.nextBoolean();
      ServerPacking server = new ServerPacking(second, between, isResult, 0);
      String what = "seed " + seed + ", map " + i + (isResult ? ", a result" : "");
      assertHolds(
          what, List.of(server.form()), new double[][] {slots}, second.apply(first.apply(x)));
    }
  }

  @Test
  void aSingleResultFillsEverySlotAndASharedOneDiffersInTurn() {
    Random random = new Random(3);
    WindowedMap map = linear(random, 12, 1);
    ClientPacking.Room room = new ClientPacking.Room(1, 1);
    WindowedMap first = linear(random, 7, 12);
    ClientPacking client = new ClientPacking(first, 128, room, 1);
    double[] x = vector(random, 7);
    double[] slots = PlainSlots.evaluate(client.forms().get(0), client.inputLayout().pack(x));
    SlotLayout between = new SlotLayout(12, new int[][] {client.forms().get(0).outputFeatures()});
    double expected = map.apply(first.apply(x))[0];
    double[] plain =
        PlainSlots.evaluate(
            new ServerPacking(map, between, true, 0).form(), new double[][] {slots});
    for (double v : plain) {
      assertThat(v).isCloseTo(expected, within(TOLERANCE));
    }
    double share = 1.0 / 64;
    double[] shared =
        PlainSlots.evaluate(
            new ServerPacking(map, between, true, share).form(), new double[][] {slots});
    for (int slot = 0; slot < shared.length; slot++) {
      double factor = slot % 2 == 0 ? 1 + share : 1 - share;
      assertThat(shared[slot]).as("slot %d", slot).isCloseTo(factor * expected, within(TOLERANCE));
    }
  }

  @Test
  void outputsThatDoNotFitTheServersSlotsAreRefused() {
    WindowedMap map = linear(new Random(4), 4, 65);
    int[] features = new int[64];
    Arrays.setAll(features, slot -> slot % 4);
    SlotLayout input = new SlotLayout(4, new int[][] {features});
    assertThatThrownBy(() -> new ServerPacking(map, input, false, 0))
        .isInstanceOf(UnfitPlanException.class)
        .hasMessageContaining("65 outputs do not fit");
  }

  @Test
  void aConvolutionFollowsAConvolution() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int i = 0; i < MAPS; i++) {
      Shape in = Shape.image(1 + random.nextInt(2), 6 + random.nextInt(3), 6 + random.nextInt(3));
      int channels = 1 + random.nextInt(4);
      WindowedMap first = conv(random, in, channels, 3, 1, random.nextInt(2));
      int height = (int) Math.round((double) first.windows() / width(first, in));
      Shape middle = Shape.image(channels, height, width(first, in));
      WindowedMap second =
          conv(
              random,
              middle,
              1 + random.nextInt(4),
              1 + random.nextInt(3),
              1 + random.nextInt(2),
              0);
      ClientPacking client =
          new ClientPacking(
              first, 1024, new ClientPacking.Room(second.windows(), second.outputs()), 1);
      double[] x = vector(random, first.inputSize());
      double[] slots = PlainSlots.evaluate(client.forms().get(0), client.inputLayout().pack(x));
      SlotLayout between =
          new SlotLayout(first.outputSize(), new int[][] {client.forms().get(0).outputFeatures()});
      GridPacking grid = new GridPacking(second, between, channels);
      assertHolds(
          "seed " + seed + ", map " + i,
          List.of(grid.form()),
          new double[][] {slots},
          second.apply(first.apply(x)));
    }
  }

  /** 3x3 kernels: as wide as the image, or two less without padding. */
  private static int width(WindowedMap map, Shape in) {
    return map.windows() == in.height() * in.width() ? in.width() : in.width() - 2;
  }

  @Test
  void channelsThatDoNotLieInEqualBlocksAreRefused() {
    Random random = new Random(5);
    Shape in = Shape.image(2, 3, 3);
    WindowedMap map = conv(random, in, 2, 2, 1, 0);
    int[] features = new int[64];
    Arrays.fill(features, SlotLayout.EMPTY);
    for (int f = 0; f < 18; f++) {
      features[f == 17 ? 40 : f] = f;
    }
    SlotLayout uneven = new SlotLayout(18, new int[][] {features});
    assertThatThrownBy(() -> new GridPacking(map, uneven, 2))
        .isInstanceOf(UnfitPlanException.class)
        .hasMessageContaining("equal blocks");
  }

  @Test
  void stepsBalanceAndCoverEveryRotationOnce() {
    for (int count = 1; count <= 256; count *= 2) {
      for (int inputs : new int[] {1, 2, 7}) {
        DiagonalForm.Steps steps = DiagonalForm.Steps.balanced(count, 3, inputs);
        int[] all =
            java.util.stream.IntStream.range(0, steps.giants())
                .flatMap(g -> steps.babySteps().stream().mapToInt(b -> g * steps.giantStep() + b))
                .toArray();
        int[] expected = new int[count];
        Arrays.setAll(expected, d -> 3 * d);
        assertThat(all).as("%d rotations", count).containsExactly(expected);
      }
    }
  }
}
