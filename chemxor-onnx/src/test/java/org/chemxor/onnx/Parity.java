package org.chemxor.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.chemxor.core.Network;
import org.chemxor.core.ReferenceEvaluator;

/** The same file by ONNX Runtime and by us. */
final class Parity {
  /** Relative to the largest output: ONNX Runtime computes in single precision. */
  static final double TOLERANCE = 1e-5;

  private Parity() {}

  /** Imports a file and compares its results with ONNX Runtime's on random inputs. */
  static Network assertAgrees(Path file) {
    return assertAgrees(file, OnnxImport.read(file));
  }

  static Network assertAgrees(Path file, Network network) {
    for (int seed = 1; seed <= 2; seed++) {
      Random random = new Random(seed);
      double[] input =
          random.doubles(network.inputShape().size(), -1, 1).map(x -> (float) x).toArray();
      double[] expected = runtime(file, input);
      double[] actual = new ReferenceEvaluator(network).evaluate(input);
      assertThat(actual).as("outputs, input of seed %d", seed).hasSameSizeAs(expected);
      double largest = Arrays.stream(expected).map(Math::abs).max().orElseThrow();
      assertThat(largest).as("the largest output").isGreaterThan(1e-6);
      for (int i = 0; i < expected.length; i++) {
        assertThat(actual[i])
            .as("output %d, input of seed %d", i, seed)
            .isCloseTo(expected[i], within(TOLERANCE * largest));
      }
    }
    return network;
  }

  /** One sample through ONNX Runtime. */
  static double[] runtime(Path file, double[] sample) {
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions();
        OrtSession session = environment.createSession(file.toString(), options)) {
      String input = session.getInputNames().iterator().next();
      long[] shape = ((TensorInfo) session.getInputInfo().get(input).getInfo()).getShape();
      shape[0] = 1;
      FloatBuffer buffer = FloatBuffer.allocate(sample.length);
      for (double x : sample) {
        buffer.put((float) x);
      }
      try (OnnxTensor tensor = OnnxTensor.createTensor(environment, buffer.flip(), shape);
          OrtSession.Result result = session.run(Map.of(input, tensor))) {
        FloatBuffer output = ((OnnxTensor) result.get(0)).getFloatBuffer();
        double[] values = new double[output.remaining()];
        Arrays.setAll(values, i -> output.get(i));
        return values;
      }
    } catch (OrtException e) {
      throw new AssertionError("ONNX Runtime refuses " + file + ": " + e.getMessage(), e);
    }
  }
}
