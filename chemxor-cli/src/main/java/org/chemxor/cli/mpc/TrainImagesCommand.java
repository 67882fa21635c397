package org.chemxor.cli.mpc;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.chemxor.core.InvalidInputException;
import org.chemxor.core.Network;
import org.chemxor.models.residual.ResidualNet;
import org.chemxor.models.trained.TrainedModel;
import org.chemxor.models.tuning.FineTuning;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code chemxor mpc train}. */
@Command(
    name = "train",
    description = "Trains a residual network on folders of images, one folder for each class.",
    mixinStandardHelpOptions = true)
final class TrainImagesCommand implements Callable<Integer> {
  /** Networks that can be trained. */
  enum Kind {
    /** Three stages of 16 to 64 channels. */
    SMALL,
    /** ResNet-18. */
    RESNET18
  }

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  @Option(
      names = "--images",
      required = true,
      paramLabel = "FOLDER",
      description = "Holds train/CLASS/*.png and test/CLASS/*.png, as draw writes them.")
  private Path images;

  @Option(names = "--out", required = true, paramLabel = "FOLDER", description = "The model.")
  private Path out;

  @Option(
      names = "--network",
      defaultValue = "small",
      description = "small or resnet18 (default: ${DEFAULT-VALUE}).")
  private Kind kind;

  @Option(
      names = "--from",
      paramLabel = "FOLDER",
      description = "A model to train on, of images of any size, in place of a fresh network.")
  private @Nullable Path from;

  @Option(
      names = "--side",
      defaultValue = "64",
      description = "Side of the network's input (default: ${DEFAULT-VALUE}).")
  private int side;

  @Option(names = "--epochs", defaultValue = "12", description = "Default: ${DEFAULT-VALUE}.")
  private int epochs;

  @Option(names = "--batch-size", defaultValue = "32", description = "Default: ${DEFAULT-VALUE}.")
  private int batchSize;

  @Option(
      names = "--learning-rate",
      defaultValue = "0.001",
      description = "Default: ${DEFAULT-VALUE}.")
  private double learningRate;

  @Option(names = "--threads", defaultValue = "2", description = "Default: ${DEFAULT-VALUE}.")
  private int threads;

  @Option(names = "--seed", defaultValue = "1", description = "Other first weights.")
  private long seed;

  @Override
  public Integer call() throws Exception {
    if (side < 32 || side > 512) {
      throw new InvalidInputException("--side must be 32 to 512, got " + side);
    }
    int classes = ImageFolder.classesIn(images.resolve("train")).size();
    PrintWriter writer = spec.commandLine().getOut();
    FineTuning.Builder options =
        FineTuning.builder()
            .epochs(epochs)
            .batchSize(batchSize)
            .learningRate(learningRate)
            .threads(threads)
            .seed(seed);
    TrainedModel model = new ImageTraining(writer).train(images, start(classes), options);
    model.save(out);
    writer.printf(
        Locale.ROOT,
        "accuracy on the test images %.3f; saved in %s%n",
        model.info().metrics().get(ImageTraining.ACCURACY),
        out);
    writer.flush();
    return 0;
  }

  private Network start(int classes) {
    if (from != null) {
      return ResidualNet.resized(TrainedModel.load(from).network(), side);
    }
    return kind == Kind.SMALL
        ? ResidualNet.small(side, classes, seed)
        : ResidualNet.resNet18(side, classes, seed);
  }
}
