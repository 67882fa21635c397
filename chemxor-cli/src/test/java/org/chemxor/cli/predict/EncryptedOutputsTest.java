package org.chemxor.cli.predict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Random;
import java.util.stream.IntStream;
import org.chemxor.core.Layer;
import org.chemxor.core.MoleculeImage;
import org.chemxor.core.Network;
import org.chemxor.core.ReferenceEvaluator;
import org.chemxor.core.Shape;
import org.chemxor.core.Tensor;
import org.chemxor.fhe.FheModel;
import org.chemxor.fhe.program.Plan;
import org.junit.jupiter.api.Test;

class EncryptedOutputsTest {
  private static final int SIZE = 4;

  private static Network network() {
    Random random = new Random(5);
    return Network.builder("small", Shape.image(1, SIZE, SIZE))
        .add(new Layer.Flatten())
        .add(
            new Layer.Linear(
                Tensor.of(random.doubles(3 * SIZE * SIZE, -1, 1).toArray(), 3, SIZE * SIZE),
                Tensor.of(new double[] {0.5, 0, -1}, 3)))
        .add(Layer.Polynomial.CHEMXOR)
        .add(
            new Layer.Linear(
                Tensor.of(new double[] {1, -1, 2}, 1, 3), Tensor.of(new double[] {0.1}, 1)))
        .build();
  }

  @Test
  void everyImageGetsItsOwnOutputsWhateverThePlanTakesAtATime() {
    Network network = network();
    ReferenceEvaluator reference = new ReferenceEvaluator(network);
    List<MoleculeImage> images =
        IntStream.range(0, 5)
            .mapToObj(
                i -> new MoleculeImage(SIZE, SIZE, new Random(i).doubles(SIZE * SIZE).toArray()))
            .toList();
    for (Plan plan : List.of(Plan.partitioned(), Plan.batch(3))) {
      try (FheModel model = FheModel.wrap(network, plan.insecureWithDegree(1024))) {
        EncryptedOutputs outputs = new EncryptedOutputs(model, images.iterator());
        for (MoleculeImage image : images) {
          double expected = reference.evaluate(image.toArray())[0];
          assertThat(outputs.next()[0])
              .as("%s of %s", plan, Arrays.toString(image.toArray()))
              .isCloseTo(expected, within(1e-3));
        }
        assertThat(outputs.hasNext()).isFalse();
        assertThatThrownBy(outputs::next).isInstanceOf(NoSuchElementException.class);
      }
    }
  }
}
