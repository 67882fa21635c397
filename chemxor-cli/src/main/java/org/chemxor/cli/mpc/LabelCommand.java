package org.chemxor.cli.mpc;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.chemxor.cli.options.JsonFile;
import org.chemxor.models.trained.TrainedModel;
import org.chemxor.mpc.DataOwner;
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
      description = "PNG and JPEG files of any size.")
  private Path images;

  @Option(names = "--labels", split = ",", description = "Names of the outputs, in order.")
  private List<String> labels = new ArrayList<>();

  @Option(
      names = "--check",
      paramLabel = "FOLDER",
      description = "Compare with this model in the clear (for tests: both sides' secrets meet).")
  private @Nullable Path check;

  @Option(names = "--json", paramLabel = "FILE", description = "Write the results as JSON.")
  private @Nullable Path json;

  @Mixin private PeerOptions peers;

  @Override
  public Integer call() throws Exception {
    JsonFile.requireWritable(json);
    List<Path> files = ImageFiles.in(images);
    try (DataOwner owner = peers.connect()) {
      List<double[]> samples = new ArrayList<>();
      for (Path file : files) {
        samples.add(ImageFiles.read(file, owner.plan().input()));
      }
      List<double[]> outputs = owner.predict(samples);
      boolean labelOnly = owner.plan().labelOnly();
      List<SharedResults.Prediction> predictions = new ArrayList<>();
      for (int i = 0; i < files.size(); i++) {
        predictions.add(
            SharedResults.prediction(
                String.valueOf(files.get(i).getFileName()), outputs.get(i), labelOnly, labels));
      }
      double difference =
          check == null
              ? Double.NaN
              : SharedResults.difference(
                  TrainedModel.load(check).network(), samples, outputs, labelOnly);
      SharedResults results = SharedResults.of(predictions, difference, owner.report());
      results.print(spec.commandLine().getOut());
      if (json != null) {
        JsonFile.write(json, results);
      }
    }
    return 0;
  }
}
