package org.chemxor.fhe.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.chemxor.core.InvalidInputException;
import org.chemxor.core.Layer;
import org.chemxor.core.Layer.Polynomial;
import org.chemxor.core.Network;
import org.chemxor.core.ReferenceEvaluator;
import org.chemxor.core.Shape;
import org.chemxor.fhe.FheModel;
import org.chemxor.fhe.Networks;
import org.chemxor.fhe.client.ClientPolicy;
import org.chemxor.fhe.client.FheClient;
import org.chemxor.fhe.compile.ProgramCompiler;
import org.chemxor.fhe.domain.OutsideDomainException;
import org.chemxor.fhe.evaluator.EvaluationKeys;
import org.chemxor.fhe.forecast.ProgramReport;
import org.chemxor.fhe.program.EncryptedProgram;
import org.chemxor.fhe.program.Plan;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Values that leave their room come back modulo something. Before programs carried a domain and
 * ranges, about half of them were read as wrong numbers: of 82 images of every density 37,
 * partitioned and with one output; 17 of 41 in a single round; with two outputs all that
 * overflowed.
 */
class SilentWrapTest {
  private static final int SIZE = 64;
  private static final int IMAGES = 320;
  private static final int ENCRYPTED = 24;

  /** What became of some images. */
  private record Outcome(int right, int refusedAtOnce, int refusedLater, List<String> wrong) {}

  private interface Runner {
    double[] run(double[] image);
  }

  /** Like an OlindaNet, with weights of some size: above 1 the outputs explode on dense images. */
  private static Network network(long seed, double gain, int outputs) {
    Random random = new Random(seed);
    Polynomial steep = Polynomial.of(0.2, 0.5, 0.2);
    return Network.builder("gain " + gain, Shape.image(1, 8, 8))
        .add(Networks.conv(random, 1, 4, 3, 1, 0))
        .add(gain > 1 ? steep : Polynomial.CHEMXOR)
        .add(new Layer.Flatten())
        .add(scaled(Networks.linear(random, 144, 16), gain))
        .add(gain > 1 ? steep : Polynomial.CHEMXOR)
        .add(scaled(Networks.linear(random, 16, 8), gain))
        .add(gain > 1 ? steep : Polynomial.CHEMXOR)
        .add(Networks.linear(random, 8, outputs))
        .build();
  }

  private static Layer.Linear scaled(Layer.Linear linear, double gain) {
    double[] weights = new double[linear.outFeatures() * linear.inFeatures()];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = gain * linear.weight(i / linear.inFeatures(), i % linear.inFeatures());
    }
    return new Layer.Linear(
        org.chemxor.core.Tensor.of(weights, linear.outFeatures(), linear.inFeatures()),
        linear.bias());
  }

  static Stream<Arguments> cases() {
    List<Plan> plans =
        List.of(
            Plan.partitioned().insecureWithDegree(2048),
            Plan.singleRound().insecureWithDegree(4096),
            Plan.batch(16).insecureWithDegree(2048),
            Plan.singleRound().withBatch(16).insecureWithDegree(4096));
    List<Arguments> cases = new ArrayList<>();
    for (Plan plan : plans) {
      for (double gain : new double[] {1, 2, 4}) {
        for (int outputs : new int[] {1, 2, 8}) {
          cases.add(Arguments.of(plan, gain, outputs));
        }
      }
    }
    return cases.stream();
  }

  /** Those that explode. */
  static Stream<Arguments> explodingCases() {
    return cases().filter(c -> c.get()[1].equals(4.0));
  }

  /** Every density, black and white or grey; lines, blocks and full images among them. */
  static double[] image(Random random, int size) {
    double[] image = new double[size];
    int kind = random.nextInt(8);
    double density = random.nextDouble();
    for (int i = 0; i < size; i++) {
      boolean isSet =
          switch (kind) {
            case 0 -> i < density * size;
            case 1 -> i % 8 < 8 * density;
            case 2 -> true;
            default -> random.nextDouble() < density;
          };
      image[i] = isSet ? (random.nextBoolean() ? 1 : random.nextDouble()) : 0;
    }
    return image;
  }

  private static Outcome run(Network network, double tolerance, Runner runner, int images) {
    ReferenceEvaluator reference = new ReferenceEvaluator(network);
    Random random = new Random(20261128);
    int right = 0;
    int refusedAtOnce = 0;
    int refusedLater = 0;
    List<String> wrong = new ArrayList<>();
    for (int i = 0; i < images; i++) {
      double[] image = image(random, SIZE);
      double[] expected = reference.evaluate(image);
      try {
        double[] actual = runner.run(image);
        double error = error(expected, actual);
        // Large outputs have large errors: relative ones of a millionth are allowed.
        double largest = Arrays.stream(expected).map(Math::abs).max().orElse(0);
        if (error <= tolerance + 1e-3 * largest) {
          right++;
        } else {
          wrong.add(Arrays.toString(expected) + " read as " + Arrays.toString(actual));
        }
      } catch (OutsideDomainException e) {
        refusedAtOnce++;
      } catch (InvalidInputException e) {
        refusedLater++;
      }
    }
    return new Outcome(right, refusedAtOnce, refusedLater, wrong);
  }

  private static double error(double[] expected, double[] actual) {
    double error = 0;
    for (int o = 0; o < expected.length; o++) {
      error = Math.max(error, Math.abs(expected[o] - actual[o]));
    }
    return error;
  }

  /** A hundred times as many as are encrypted: the rehearsal wraps as replies do. */
  @ParameterizedTest
  @MethodSource("cases")
  void imagesOfEveryDensityAreReadRightOrRefused(Plan plan, double gain, int outputs) {
    Network network = network(outputs, gain, outputs);
    EncryptedProgram program = ProgramCompiler.compile(network, plan);
    Rehearsal rehearsal = new Rehearsal(program);
    Outcome outcome = run(network, 0x1p-12 * program.outputRange(), rehearsal::evaluate, IMAGES);
    assertThat(outcome.wrong()).as("%s", outcome).isEmpty();
    assertThat(outcome.right()).as("%s", outcome).isPositive();
  }

  @ParameterizedTest
  @MethodSource("explodingCases")
  void theRehearsalSaysWhatEncryptionDoes(Plan plan, double gain, int outputs) {
    Network network = network(outputs, gain, outputs);
    try (FheModel model = FheModel.wrap(network, plan)) {
      Rehearsal rehearsal = new Rehearsal(model.program());
      Random random = new Random(7);
      double tolerance = 0x1p-12 * model.program().outputRange();
      FheClient client = model.newClient(ClientPolicy.insecureWithoutFloor());
      EvaluationKeys keys = model.evaluator().readKeys(client.evaluationKeys());
      for (int i = 0; i < ENCRYPTED; i++) {
        double[] image = image(random, SIZE);
        double[] expected = outcome(() -> rehearsal.evaluate(image));
        FheClient now = client;
        EvaluationKeys ofNow = keys;
        double[] actual = outcome(() -> toArray(model.evaluate(now, ofNow, image).outputs()));
        assertThat(actual.length).as("refused or not, image %d", i).isEqualTo(expected.length);
        for (int o = 0; o < actual.length; o++) {
          assertThat(Math.abs(actual[o] - expected[o]))
              .as("image %d, output %d: %s", i, o, expected[o])
              .isLessThanOrEqualTo(tolerance + 1e-3 * Math.abs(expected[o]));
        }
        if (actual.length == 0) {
          // A refused reply is the end of a key set.
          client.close();
          client = model.newClient(ClientPolicy.insecureWithoutFloor());
          keys = model.evaluator().readKeys(client.evaluationKeys());
        }
      }
      client.close();
    }
  }

  private static double[] toArray(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).toArray();
  }

  /** Nothing when refused. */
  private static double[] outcome(java.util.function.Supplier<double[]> run) {
    try {
      return run.get();
    } catch (InvalidInputException e) {
      return new double[0];
    }
  }

  @Test
  void moleculesAreNeverRefused() {
    for (Plan plan : List.of(Plan.partitioned(), Plan.singleRound())) {
      EncryptedProgram program = ProgramCompiler.compile(Networks.olindaNetZero(1, 1), plan);
      Rehearsal rehearsal = new Rehearsal(program);
      for (int i = 0; i < 100; i++) {
        assertThat(rehearsal.evaluate(Networks.image(i, 1024))).hasSize(1);
      }
    }
  }

  @Test
  void theProgramSaysWhichImagesItTakesAndWhy() {
    String text =
        ProgramReport.of(
            ProgramCompiler.compile(network(1, 1, 1), Plan.singleRound().insecureWithDegree(4096)));
    assertThat(text).contains("images        64 numbers from 0.0 to 1.0").contains("proven");
  }
}
