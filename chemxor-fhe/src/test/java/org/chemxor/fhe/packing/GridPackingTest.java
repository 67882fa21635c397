package org.chemxor.fhe.packing;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.chemxor.core.Shape;
import org.chemxor.core.UnfitPlanException;
import org.chemxor.fhe.graph.WindowedMap;
import org.junit.jupiter.api.Test;

/** Convolutions after convolutions, on plain vectors. */
class GridPackingTest {
  @Test
  void aConvolutionFollowsAConvolution() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int i = 0; i < Maps.COUNT; i++) {
      Shape in = Shape.image(1 + random.nextInt(2), 6 + random.nextInt(3), 6 + random.nextInt(3));
      int channels = 1 + random.nextInt(4);
      WindowedMap first = Maps.conv(random, in, channels, 3, 1, random.nextInt(2));
      int height = (int) Math.round((double) first.windows() / width(first, in));
      Shape middle = Shape.image(channels, height, width(first, in));
      WindowedMap second =
          Maps.conv(
              random,
              middle,
              1 + random.nextInt(4),
              1 + random.nextInt(3),
              1 + random.nextInt(2),
              0);
      ClientPacking client =
          new ClientPacking(
              first, 1024, new ClientPacking.Room(second.windows(), second.outputs()), 1);
      double[] x = Maps.vector(random, first.inputSize());
      double[] slots = PlainSlots.evaluate(client.forms().get(0), client.inputLayout().pack(x));
      SlotLayout between =
          new SlotLayout(first.outputSize(), new int[][] {client.forms().get(0).outputFeatures()});
      GridPacking grid = new GridPacking(second, between, channels);
      Maps.assertHolds(
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
    WindowedMap map = Maps.conv(random, in, 2, 2, 1, 0);
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
}
