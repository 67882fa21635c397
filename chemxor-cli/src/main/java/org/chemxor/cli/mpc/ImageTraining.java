package org.chemxor.cli.mpc;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.chemxor.core.Network;
import org.chemxor.models.train.TrainingListener;
import org.chemxor.models.trained.EpochResult;
import org.chemxor.models.trained.ModelInfo;
import org.chemxor.models.trained.Task;
import org.chemxor.models.trained.TrainedModel;
import org.chemxor.models.tuning.FineTuning;

/** Trains a network on folders of images. */
final class ImageTraining {
  /** The share of test images that a model labels right, among its metrics. */
  static final String ACCURACY = "validation.accuracy";

  private final PrintWriter out;

  ImageTraining(PrintWriter out) {
    this.out = out;
  }

  /**
   * Trains.
   *
   * @param folder with {@code train} and, for its accuracy, {@code test}
   * @param start where it starts
   */
  TrainedModel train(Path folder, Network start, FineTuning.Builder options) throws IOException {
    List<String> labels = ImageFolder.classesIn(folder.resolve("train"));
    ImageFolder train = ImageFolder.read(folder.resolve("train"), labels, start.inputShape());
    Path test = folder.resolve("test");
    ImageFolder held =
        Files.isDirectory(test) ? ImageFolder.read(test, labels, start.inputShape()) : train;
    out.printf(
        Locale.ROOT,
        "training %s with %d weights on %d images, testing on %d%n",
        start.name(),
        start.parameterCount(),
        train.size(),
        held.size());
    out.flush();
    FineTuning tuning = options.keepLayers().listener(new Progress()).build();
    ModelInfo info = ModelInfo.of(Task.CLASSIFICATION).withClasses(labels);
    return tuning.tune(TrainedModel.of(start, info), train, held).model();
  }

  private final class Progress implements TrainingListener {
    @Override
    public void onEpoch(EpochResult result) {
      out.printf(
          Locale.ROOT,
          "epoch %d of %d: loss %.4f, %.1f s%n",
          result.epoch(),
          result.epochs(),
          result.trainLoss(),
          result.millis() / 1000.0);
      out.flush();
    }
  }
}
