package org.chemxor.cli.options;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.chemxor.core.InvalidInputException;
import org.chemxor.core.Network;
import org.chemxor.onnx.OnnxImport;
import org.chemxor.onnx.OnnxImportOptions;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What an ONNX file leaves open, said on the command line. */
public final class OnnxOptions {
  @Option(
      names = "--output",
      paramLabel = "NAME",
      description = "Which output of the ONNX model, when it has several.")
  private @Nullable String output;

  @Option(
      names = "--input-shape",
      split = ",",
      paramLabel = "SIZE",
      description =
          "Dimensions of one sample, such as 1,32,32, when the ONNX model leaves them open.")
  private List<Integer> inputShape = new ArrayList<>();

  @Option(
      names = "--drop-softmax",
      description = "Leave a softmax at the end of the ONNX model out: scores keep their order.")
  private boolean isSoftmaxDropped;

  /**
   * Imports a file.
   *
   * @throws InvalidInputException when it cannot be imported, with all the reasons
   */
  public Network read(Path file) {
    OnnxImportOptions.Builder options = OnnxImportOptions.builder();
    if (output != null) {
      options.output(output);
    }
    if (inputShape.stream().anyMatch(size -> size < 1)) {
      throw new InvalidInputException("--input-shape needs sizes of at least 1, got " + inputShape);
    }
    if (!inputShape.isEmpty()) {
      options.inputDimensions(inputShape.stream().mapToInt(Integer::intValue).toArray());
    }
    if (isSoftmaxDropped) {
      options.dropFinalSoftmax();
    }
    return OnnxImport.read(file, options.build());
  }
}
