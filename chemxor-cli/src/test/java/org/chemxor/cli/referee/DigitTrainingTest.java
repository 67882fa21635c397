package org.chemxor.cli.referee;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.chemxor.core.Layer;
import org.chemxor.core.Network;
import org.chemxor.models.train.TrainingListener;
import org.junit.jupiter.api.Test;

/** What becomes of digits and networks on their way to encryption. */
class DigitTrainingTest {
  private static Network network(long seed) {
    return new DigitTraining(List.of(12, 6), 1, seed, 1, TrainingListener.SILENT).untrained();
  }

  private static double[] image(long seed) {
    Random random = new Random(seed);
    return random.doubles(Digits.PIXELS).map(x -> x < 0.2 ? 5 * x : 0).toArray();
  }

  @Test
  void pixelsThatAreAlwaysBlackAreNotRead() {
    boolean[] used = new boolean[Digits.PIXELS];
    Arrays.fill(used, 100, 600, true);
    Network masked = DigitTraining.withoutUnusedPixels(network(2), used);
    Layer.Linear first = (Layer.Linear) masked.nodes().get(0).layer();
    Layer.Linear before = (Layer.Linear) network(2).nodes().get(0).layer();
    for (int pixel = 0; pixel < Digits.PIXELS; pixel++) {
      assertThat(first.weight(5, pixel)).isEqualTo(used[pixel] ? before.weight(5, pixel) : 0);
    }
    assertThat(masked.nodes().get(2).layer()).isEqualTo(network(2).nodes().get(2).layer());
  }

  @Test
  void foldsShareTheDigitsOut() {
    Digits digits =
        new Digits(new float[10][Digits.PIXELS], new int[] {0, 1, 2, 3, 4, 5, 6, 7, 8, 9});
    assertThat(digits.fold(1, 3, true).labels()).containsExactly(1, 4, 7);
    assertThat(digits.fold(1, 3, false).labels()).containsExactly(0, 2, 3, 5, 6, 8, 9);
    assertThat(digits.shuffled(4).labels()).containsExactlyInAnyOrder(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
  }

  @Test
  void undistortedDigitsAreThemselves() {
    float[] image = new float[Digits.PIXELS];
    double[] given = image(9);
    for (int i = 0; i < image.length; i++) {
      image[i] = (float) given[i];
    }
    Digits digits = new Digits(new float[][] {image}, new int[] {4});
    float[] copy = new float[Digits.PIXELS + 3];
    new ShiftedDigits(digits, new ShiftedDigits.Distortion(0, 0, 0), 1).copyInput(0, copy, 3);
    assertThat(Arrays.copyOfRange(copy, 3, copy.length)).containsExactly(image);
    float[] moved = new float[Digits.PIXELS];
    new ShiftedDigits(digits, ShiftedDigits.Distortion.SMALL, 1).copyInput(0, moved, 0);
    assertThat(moved).isNotEqualTo(image);
    for (float pixel : moved) {
      assertThat(pixel).isBetween(0f, 1f);
    }
  }
}
