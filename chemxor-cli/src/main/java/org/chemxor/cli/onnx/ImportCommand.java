package org.chemxor.cli.onnx;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.chemxor.cli.options.JsonFile;
import org.chemxor.cli.options.LoadedModel;
import org.chemxor.cli.options.ModelFolderOption;
import org.chemxor.cli.options.OnnxOptions;
import org.chemxor.core.Network;
import org.chemxor.core.Shape;
import org.chemxor.models.trained.ModelInfo;
import org.chemxor.models.trained.Task;
import org.chemxor.models.trained.TrainedModel;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code chemxor import}: an ONNX file becomes a model folder. */
@Command(
    name = "import",
    description =
        "Turns an ONNX file into a model folder, or says everything that stands in the way.",
    mixinStandardHelpOptions = true)
public final class ImportCommand implements Callable<Integer> {
  /** The training setting that says where a model without training data comes from. */
  private static final String ORIGIN = "imported";

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  @Option(names = "--onnx", required = true, paramLabel = "FILE", description = "The ONNX model.")
  private Path onnx;

  @Mixin private OnnxOptions options = new OnnxOptions();

  @Mixin private ModelFolderOption folder = new ModelFolderOption();

  @Option(
      names = "--task",
      defaultValue = "regression",
      description = "What the outputs are: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private Task task;

  @Option(names = "--json", paramLabel = "FILE", description = "Write the result as JSON.")
  private @Nullable Path json;

  /**
   * The JSON file's content.
   *
   * @param network its name
   * @param input channels, height and width of a sample
   * @param outputs numbers that it computes
   * @param layers names of its layers in order
   * @param parameters weights and biases
   */
  record Report(
      String network, List<Integer> input, int outputs, List<String> layers, long parameters) {}

  @Override
  public Integer call() throws Exception {
    JsonFile.requireWritable(json);
    Network network = options.read(onnx);
    try (ModelFolderOption.Prepared prepared = folder.prepare()) {
      String origin = String.valueOf(onnx.getFileName());
      TrainedModel.of(network, ModelInfo.of(task).withTraining(Map.of(ORIGIN, origin)))
          .save(prepared.path());
      PrintWriter out = spec.commandLine().getOut();
      out.println(
          network.name()
              + ": "
              + network.nodes().size()
              + " layers, "
              + network.parameterCount()
              + " weights, "
              + network.inputShape()
              + " to "
              + network.outputShape()
              + ", written to "
              + prepared.path());
      out.println(remark(network.inputShape()));
      out.flush();
    }
    if (json != null) {
      Shape input = network.inputShape();
      JsonFile.write(
          json,
          new Report(
              network.name(),
              List.of(input.channels(), input.height(), input.width()),
              network.outputShape().size(),
              network.nodes().stream().map(Network.Node::name).toList(),
              network.parameterCount()));
    }
    return 0;
  }

  private static String remark(Shape input) {
    return input.equals(LoadedModel.STANDARD_INPUT)
        ? "An ONNX file says nothing about images and data: predict will make images as ChemXor does"
            + " by default, which is right only if the model was trained on such."
        : "It takes no images of molecules of 32x32, so predict cannot make its inputs; plan and"
            + " export can use it.";
  }
}
