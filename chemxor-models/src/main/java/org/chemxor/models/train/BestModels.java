package org.chemxor.models.train;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.chemxor.models.trained.EpochResult;
import org.chemxor.models.trained.ModelFolder;
import org.chemxor.models.trained.TrainedModel;

/** The models of the epochs with the lowest validation losses, each in a folder of its own. */
record BestModels(Path folder, int keep) {

  static Path folderOf(Path parent, int epoch) {
    return parent.resolve(String.format(Locale.ROOT, "epoch-%04d", epoch));
  }

  /**
   * Saves the last epoch's model if it is among the best, and deletes those that no longer are.
   *
   * @param history with the last epoch's result
   * @param model makes the last epoch's model
   */
  void update(List<EpochResult> history, Supplier<TrainedModel> model) {
    Set<String> best =
        history.stream()
            .filter(result -> !Double.isNaN(result.validationLoss()))
            .sorted(
                Comparator.comparingDouble(EpochResult::validationLoss)
                    .thenComparingInt(EpochResult::epoch))
            .limit(keep)
            .map(result -> folderOf(folder, result.epoch()).getFileName().toString())
            .collect(Collectors.toSet());
    Path last = folderOf(folder, history.get(history.size() - 1).epoch());
    if (best.contains(last.getFileName().toString())) {
      model.get().save(last);
    }
    if (!Files.isDirectory(folder)) {
      return;
    }
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(folder, "epoch-*")) {
      for (Path candidate : folders) {
        if (!best.contains(candidate.getFileName().toString()) && ModelFolder.isIn(candidate)) {
          ModelFolder.delete(candidate);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("old checkpoints in " + folder + " could not be deleted", e);
    }
  }
}
