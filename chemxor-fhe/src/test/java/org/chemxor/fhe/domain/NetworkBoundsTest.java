package org.chemxor.fhe.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.chemxor.core.Layer;
import org.chemxor.core.Layer.Polynomial;
import org.chemxor.core.Network;
import org.chemxor.core.Shape;
import org.chemxor.fhe.Networks;
import org.chemxor.fhe.graph.StageGraph;
import org.chemxor.fhe.graph.WindowedMap;
import org.junit.jupiter.api.Test;

class NetworkBoundsTest {
  private static Network chain(long seed, Polynomial first, Polynomial second) {
    Random random = new Random(seed);
    return Network.builder("chain", Shape.image(1, 8, 8))
        .add(Networks.conv(random, 1, 4, 3, 1, 1))
        .add(first)
        .add(Networks.conv(random, 4, 3, 3, 2, 0))
        .add(second)
        .add(new Layer.Flatten())
        .add(Networks.linear(random, 27, 12))
        .add(Polynomial.CHEMXOR)
        .add(Networks.linear(random, 12, 3))
        .build();
  }

  private static List<Network> networks() {
    Polynomial cubic = Polynomial.of(0.1, 0.4, 0.05, -0.02);
    Polynomial quartic = Polynomial.of(0.1, 0.5, -0.03, 0.01, 0.02);
    return List.of(
        chain(1, Polynomial.CHEMXOR, Polynomial.of(0.2, 0.4, -0.5)),
        chain(2, cubic, quartic),
        chain(3, Polynomial.of(0, 0, 1), Polynomial.CHEMXOR),
        Networks.residual(4, 8, 2));
  }

  /** Inputs of every density: a share of the numbers anywhere in the range, or at its edges. */
  private static double[] input(Random random, InputDomain domain, int size) {
    double density = random.nextDouble();
    double[] input = new double[size];
    double sum = 0;
    for (int i : shuffled(random, size)) {
      boolean isEdge = random.nextBoolean();
      double value =
          isEdge
              ? (random.nextBoolean() ? domain.max() : domain.min())
              : domain.min() + random.nextDouble() * (domain.max() - domain.min());
      if (random.nextDouble() < density && sum + Math.abs(value) <= domain.maxSum()) {
        input[i] = value;
        sum += Math.abs(value);
      }
    }
    domain.require(input);
    return input;
  }

  private static int[] shuffled(Random random, int size) {
    int[] order = IntStream.range(0, size).toArray();
    for (int i = size - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      int t = order[i];
      order[i] = order[j];
      order[j] = t;
    }
    return order;
  }

  @Test
  void everyValueOfEveryInputLiesWithinTheBounds() {
    for (Network network : networks()) {
      int size = network.inputShape().size();
      StageGraph graph = StageGraph.of(network);
      for (InputDomain domain :
          List.of(
              InputDomain.box(0, 1, size),
              InputDomain.box(-0.5, 2, size),
              InputDomain.box(0, 1, size).withMaxSum(size / 8.0),
              InputDomain.box(-1, 0.25, size).withMaxSum(size / 10.0))) {
        List<Bounds> bounds = new NetworkBounds(graph, 0x1p-18).of(domain);
        Random random = new Random(20261128);
        for (int i = 0; i < 400; i++) {
          assertWithin(bounds, graph.evaluateAll(input(random, domain, size)), network, i);
        }
      }
    }
  }

  private static void assertWithin(
      List<Bounds> bounds, List<double[]> values, Network network, int input) {
    for (int v = 0; v < values.size(); v++) {
      double[] value = values.get(v);
      for (int e = 0; e < value.length; e++) {
        assertThat(value[e])
            .as("%s, input %d, value %d, element %d", network.name(), input, v, e)
            .isBetween(bounds.get(v).low()[e], bounds.get(v).high()[e]);
      }
    }
  }

  @Test
  void theBoundsOfAnOlindaNetAreNearWhatImagesReach() {
    StageGraph graph = StageGraph.of(Networks.olindaNetZero(1, 1));
    InputDomain domain = InputDomain.box(0, 1, 1024);
    List<Bounds> bounds = new NetworkBounds(graph, 0x1p-18).of(domain);
    assertThat(bounds.get(1).largest()).isLessThan(10);
    assertThat(bounds.get(bounds.size() - 1).largest()).isLessThan(1000);
    Random random = new Random(1);
    for (int i = 0; i < 40; i++) {
      assertWithin(bounds, graph.evaluateAll(input(random, domain, 1024)), graph.network(), i);
    }
  }

  @Test
  void aPartIsBoundedByWhatItsInputsWereCheckedToBe() {
    Random random = new Random(9);
    StageGraph graph =
        StageGraph.of(
            Network.builder("part", Shape.vector(60))
                .add(Networks.linear(random, 60, 20))
                .add(Polynomial.CHEMXOR)
                .add(Networks.linear(random, 20, 4))
                .build());
    ValueRange range = new ValueRange(2, 3, 8, 0);
    Bounds bounds =
        new NetworkBounds(graph, 0x1p-18)
            .of(List.of(0, 1), Support.of(List.of(range), List.of(60)));
    for (int i = 0; i < 5000; i++) {
      double[] input = random.doubles(60, -1, 5).toArray();
      double norm = Math.sqrt(Arrays.stream(input).map(v -> (v - 2) * (v - 2)).sum());
      double shrink = Math.min(1, 7.999 / norm);
      double[] inside = Arrays.stream(input).map(v -> 2 + shrink * (v - 2)).toArray();
      range.require(inside, "the test");
      double[] outputs = graph.evaluateAll(inside).get(2);
      for (int o = 0; o < 4; o++) {
        assertThat(outputs[o]).isBetween(bounds.low()[o], bounds.high()[o]);
      }
    }
  }

  @Test
  void theSumLimitsLinearFunctionsAsInAKnapsack() {
    InputDomain domain = new InputDomain(-0.5, 2, 3);
    double[] bounds = Support.of(domain, 5).bounds(new double[] {3, -8, 0.5, 1, -0.1});
    // Greatest: the -8 takes -0.5, the 3 takes 2, the 1 what is left of 3.
    assertThat(bounds[1]).isCloseTo(8 * 0.5 + 3 * 2 + 1 * 0.5, within(1e-12));
    // Least: the -8 takes 2, the 3 takes -0.5, the 1 takes -0.5.
    assertThat(bounds[0]).isCloseTo(-(8 * 2 + 3 * 0.5 + 1 * 0.5), within(1e-12));
  }

  @Test
  void theSpectralNormIsBoundedFromAbove() {
    Random random = new Random(3);
    for (WindowedMap map :
        List.of(
            WindowedMap.of(Networks.linear(random, 40, 17)),
            WindowedMap.of(Networks.linear(random, 9, 50)),
            WindowedMap.of(
                Networks.conv(random, 2, 3, 3, 1, 1),
                Shape.image(2, 7, 7),
                Shape.image(3, 7, 7)))) {
      double bound = SpectralNorm.upperBound(map);
      double largest = 0;
      double[] x = random.doubles(map.inputSize(), -1, 1).toArray();
      WindowedMap matrix = map.dense();
      for (int i = 0; i < 200; i++) {
        double[] y = map.apply(x);
        largest = Math.max(largest, Forms.norm(y) / Forms.norm(x));
        x = transposed(matrix, y);
        double norm = Forms.norm(x);
        x = Arrays.stream(x).map(v -> v / norm).toArray();
      }
      assertThat(bound).isBetween(largest, 5 * largest);
    }
  }

  private static double[] transposed(WindowedMap matrix, double[] y) {
    double[] x = new double[matrix.inputSize()];
    for (int o = 0; o < y.length; o++) {
      for (int t = 0; t < x.length; t++) {
        x[t] += matrix.weight(o, t) * y[o];
      }
    }
    return x;
  }

  @Test
  void whatIsOutsideIsRefusedWithItsSizeAndTheLimit() {
    InputDomain domain = InputDomain.box(0, 1, 4).withMaxSum(2);
    domain.require(new double[] {1, 0.5, 0.5, 0});
    assertThatThrownBy(() -> domain.require(new double[] {1, 0.75, 0.75, 0.5}))
        .isInstanceOfSatisfying(
            OutsideDomainException.class,
            e -> {
              assertThat(e.value()).isEqualTo(3);
              assertThat(e.limit()).isEqualTo(2);
            })
        .hasMessageContaining("add up to 3")
        .hasMessageContaining("1.50 times");
    assertThatThrownBy(() -> domain.require(new double[] {0, 0, Double.NaN, 0}))
        .isInstanceOf(OutsideDomainException.class)
        .hasMessageContaining("input value 2 is NaN");
    ValueRange range = new ValueRange(1, 2, 3, 0);
    range.require(new double[] {3, 3, 0}, "the reply");
    assertThatThrownBy(() -> range.require(new double[] {3.5}, "the reply"))
        .isInstanceOf(OutsideRangeException.class)
        .hasMessageContaining("the reply holds a value of 3.5");
    assertThatThrownBy(() -> range.require(new double[] {3, 3, 3}, "the reply"))
        .isInstanceOf(OutsideRangeException.class)
        .hasMessageContaining("norm");
    assertThatThrownBy(() -> range.require(new double[] {Double.NaN}, "the reply"))
        .isInstanceOf(OutsideRangeException.class);
  }
}
