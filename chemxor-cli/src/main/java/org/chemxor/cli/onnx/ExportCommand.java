package org.chemxor.cli.onnx;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.chemxor.cli.options.NetworkOption;
import org.chemxor.core.AtomicFiles;
import org.chemxor.core.Network;
import org.chemxor.onnx.OnnxExport;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code chemxor export}: a model folder becomes an ONNX file. */
@Command(
    name = "export",
    description = "Writes a model's network as an ONNX file for Python and ONNX Runtime.",
    mixinStandardHelpOptions = true)
public final class ExportCommand implements Callable<Integer> {
  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  @Option(
      names = "--model",
      required = true,
      paramLabel = "MODEL",
      description = "A model folder, or zero, olinda, one or quadratic.")
  private String model;

  @Option(
      names = "--onnx",
      required = true,
      paramLabel = "FILE",
      description = "Where to; an existing file is replaced.")
  private Path onnx;

  @Override
  public Integer call() throws Exception {
    AtomicFiles.requireWritable(onnx);
    Network network = NetworkOption.of(model);
    OnnxExport.write(network, onnx);
    PrintWriter out = spec.commandLine().getOut();
    out.println(network.name() + ": " + network.parameterCount() + " weights, written to " + onnx);
    out.flush();
    return 0;
  }
}
