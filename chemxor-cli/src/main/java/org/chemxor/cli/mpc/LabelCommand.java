package org.chemxor.cli.mpc;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.chemxor.cli.options.JsonFile;
import org.chemxor.core.Network;
import org.chemxor.models.trained.TrainedModel;
import org.chemxor.mpc.DataOwner;
import org.chemxor.onnx.OnnxImport;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code chemxor mpc label}. */
@Command(
    name = "label",
    description = "Labels images with a model owner's network; neither shows anything.",
    mixinStandardHelpOptions = true)
final class LabelCommand implements Callable<Integer> {
  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  @Option(
      names = "--images",
      required = true,
      paramLabel = "FOLDER",
      description =
          "PNG and JPEG files of any size; when they lie in folders of this folder, these are the"
              + " true labels, and the share of right ones is shown.")
  private Path images;

  @Option(names = "--labels", split = ",", description = "Names of the outputs, in order.")
  private List<String> labels = new ArrayList<>();

  @Option(
      names = "--check",
      paramLabel = "MODEL",
      description =
          "Compare with this model folder or ONNX file in the clear (for tests: both sides' secrets"
              + " meet).")
  private @Nullable Path check;

  @Option(
      names = "--ahead",
      description =
          "Fetch correlated randomness before the images are sent, not meanwhile: more time in all,"
              + " less of it online, and it waits on disk.")
  private boolean ahead;

  @Option(names = "--json", paramLabel = "FILE", description = "Write the results as JSON.")
  private @Nullable Path json;

  @Mixin private PeerOptions peers;

  @Override
  public Integer call() throws Exception {
    JsonFile.requireWritable(json);
    List<Path> files = ImageFiles.under(images);
    try (DataOwner owner = peers.connect()) {
      List<double[]> samples = new ArrayList<>();
      for (Path file : files) {
        samples.add(ImageFiles.read(file, owner.plan().input()));
      }
      List<double[]> outputs = SharedResults.predict(owner, samples, ahead);
      boolean labelOnly = owner.plan().labelOnly();
      List<SharedResults.Prediction> predictions = new ArrayList<>();
      for (int i = 0; i < files.size(); i++) {
        predictions.add(
            SharedResults.prediction(
                images.relativize(files.get(i)).toString(), outputs.get(i), labelOnly, labels));
      }
      SharedResults.Check checked =
          check == null
              ? SharedResults.Check.NONE
              : SharedResults.check(network(check), samples, outputs, labelOnly);
      SharedResults results =
          SharedResults.of(predictions, checked, owner.report())
              .withAccuracy(accuracy(files, predictions));
      results.print(spec.commandLine().getOut());
      if (json != null) {
        JsonFile.write(json, results);
      }
    }
    return 0;
  }

  private static Network network(Path model) {
    return Files.isDirectory(model) ? TrainedModel.load(model).network() : OnnxImport.read(model);
  }

  /** The share of images whose label is their folder's name; NaN when they have none. */
  private double accuracy(List<Path> files, List<SharedResults.Prediction> predictions) {
    int right = 0;
    for (int i = 0; i < files.size(); i++) {
      Path parent = images.relativize(files.get(i)).getParent();
      if (parent == null || labels.isEmpty()) {
        return Double.NaN;
      }
      right += parent.toString().equals(predictions.get(i).label()) ? 1 : 0;
    }
    return (double) right / files.size();
  }
}
