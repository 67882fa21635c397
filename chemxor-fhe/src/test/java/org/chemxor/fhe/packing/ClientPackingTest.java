package org.chemxor.fhe.packing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.chemxor.core.Shape;
import org.chemxor.core.UnfitPlanException;
import org.chemxor.fhe.graph.WindowedMap;
import org.junit.jupiter.api.Test;

/** What a client lays out, on plain vectors. */
class ClientPackingTest {
  @Test
  void whatAClientLaysOutIsMappedRightWithAnyNumberOfCopies() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int i = 0; i < Maps.COUNT; i++) {
      WindowedMap map =
          random.nextBoolean()
              ? Maps.randomConv(random)
              : Maps.linear(random, 1 + random.nextInt(150), 1 + random.nextInt(100));
      int slots = 64 << random.nextInt(2);
      int maxCopies = 1 << random.nextInt(4);
      ClientPacking packing =
          new ClientPacking(map, slots, new ClientPacking.Room(1, 1), maxCopies);
      assertThat(packing.copies()).isBetween(1, maxCopies);
      double[] x = Maps.vector(random, map.inputSize());
      String what = "seed " + seed + ", map " + i + ", " + packing.copies() + " copies";
      Maps.assertHolds(what, packing.forms(), packing.inputLayout().pack(x), map.apply(x));
    }
  }

  @Test
  void copiesSaveDiagonals() {
    WindowedMap map = Maps.linear(new Random(1), 16, 16);
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
    WindowedMap map = Maps.conv(new Random(2), Shape.image(1, 9, 9), 1, 1, 1, 0);
    assertThatThrownBy(() -> new ClientPacking(map, 64, new ClientPacking.Room(1, 1), 1))
        .isInstanceOf(UnfitPlanException.class)
        .hasMessageContaining("81 windows do not fit 64 slots");
  }
}
