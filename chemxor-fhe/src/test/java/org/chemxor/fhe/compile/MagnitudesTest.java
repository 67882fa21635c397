package org.chemxor.fhe.compile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.chemxor.core.Layer;
import org.chemxor.core.Layer.Linear;
import org.chemxor.core.Layer.Polynomial;
import org.chemxor.core.Network;
import org.chemxor.core.Shape;
import org.chemxor.core.Tensor;
import org.chemxor.core.UnfitPlanException;
import org.chemxor.fhe.graph.StageGraph;
import org.chemxor.fhe.program.Plan;
import org.junit.jupiter.api.Test;

class MagnitudesTest {
  private static final int PIXELS = 1024;

  /** The mean of all pixels times a factor, squared four times. */
  private static Network powers(double factor) {
    double[] weights = new double[PIXELS];
    Arrays.fill(weights, factor / PIXELS);
    Network.Builder builder =
        Network.builder("powers", Shape.image(1, 32, 32))
            .add(new Layer.Flatten())
            .add(new Linear(Tensor.of(weights, 1, PIXELS), Tensor.of(new double[1], 1)));
    for (int i = 0; i < 4; i++) {
      builder
          .add(Polynomial.of(0, 0, 1))
          .add(new Linear(Tensor.of(new double[] {1}, 1, 1), Tensor.of(new double[1], 1)));
    }
    return builder.build();
  }

  @Test
  void fullImagesNeedNoRoom() {
    StageGraph graph = StageGraph.of(powers(5));
    double[] full = new double[PIXELS];
    Arrays.fill(full, 1);
    assertThat(graph.evaluate(full)[0]).isGreaterThan(0x1p30);
    Magnitudes magnitudes = Magnitudes.of(graph, Plan.partitioned());
    assertThat(magnitudes.headroomBits()).isLessThan(12);
  }

  @Test
  void valuesThatNoRingHasRoomForAreRefusedByEveryPlan() {
    for (Plan plan : new Plan[] {Plan.partitioned(), Plan.singleRound(), Plan.batch(16)}) {
      assertThatThrownBy(() -> ProgramCompiler.compile(powers(200), plan))
          .as("%s", plan)
          .isInstanceOf(UnfitPlanException.class);
    }
  }
}
