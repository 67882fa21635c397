package org.chemxor.fhe.packing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.chemxor.core.UnfitPlanException;
import org.chemxor.fhe.graph.WindowedMap;
import org.junit.jupiter.api.Test;

/** Fully connected maps after others, on plain vectors. */
class ServerPackingTest {
  @Test
  void aFullyConnectedMapFollowsWhateverWasThere() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int i = 0; i < Maps.COUNT; i++) {
      int middle = 1 + random.nextInt(20);
      WindowedMap first = Maps.linear(random, 1 + random.nextInt(30), middle);
      WindowedMap second = Maps.linear(random, middle, 1 + random.nextInt(20));
      ClientPacking client =
          new ClientPacking(first, 256, new ClientPacking.Room(1, 1), 1 << random.nextInt(3));
      double[] x = Maps.vector(random, first.inputSize());
      double[] slots = PlainSlots.evaluate(client.forms().get(0), client.inputLayout().pack(x));
      SlotLayout between =
          new SlotLayout(middle, new int[][] {client.forms().get(0).outputFeatures()});
      boolean isResult = random.nextBoolean();
      ServerPacking server = new ServerPacking(second, between, isResult, 0);
      String what = "seed " + seed + ", map " + i + (isResult ? ", a result" : "");
      Maps.assertHolds(
          what, List.of(server.form()), new double[][] {slots}, second.apply(first.apply(x)));
    }
  }

  @Test
  void aSingleResultFillsEverySlotAndASharedOneDiffersInTurn() {
    Random random = new Random(3);
    WindowedMap map = Maps.linear(random, 12, 1);
    ClientPacking.Room room = new ClientPacking.Room(1, 1);
    WindowedMap first = Maps.linear(random, 7, 12);
    ClientPacking client = new ClientPacking(first, 128, room, 1);
    double[] x = Maps.vector(random, 7);
    double[] slots = PlainSlots.evaluate(client.forms().get(0), client.inputLayout().pack(x));
    SlotLayout between = new SlotLayout(12, new int[][] {client.forms().get(0).outputFeatures()});
    double expected = map.apply(first.apply(x))[0];
    double[] plain =
        PlainSlots.evaluate(
            new ServerPacking(map, between, true, 0).form(), new double[][] {slots});
    for (double v : plain) {
      assertThat(v).isCloseTo(expected, within(Maps.TOLERANCE));
    }
    double share = 1.0 / 64;
    double[] shared =
        PlainSlots.evaluate(
            new ServerPacking(map, between, true, share).form(), new double[][] {slots});
    for (int slot = 0; slot < shared.length; slot++) {
      double factor = slot % 2 == 0 ? 1 + share : 1 - share;
      assertThat(shared[slot])
          .as("slot %d", slot)
          .isCloseTo(factor * expected, within(Maps.TOLERANCE));
    }
  }

  @Test
  void outputsThatDoNotFitTheServersSlotsAreRefused() {
    WindowedMap map = Maps.linear(new Random(4), 4, 65);
    int[] features = new int[64];
    Arrays.setAll(features, slot -> slot % 4);
    SlotLayout input = new SlotLayout(4, new int[][] {features});
    assertThatThrownBy(() -> new ServerPacking(map, input, false, 0))
        .isInstanceOf(UnfitPlanException.class)
        .hasMessageContaining("65 outputs do not fit");
  }
}
