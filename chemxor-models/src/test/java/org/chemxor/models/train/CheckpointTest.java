package org.chemxor.models.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.chemxor.core.InvalidInputException;
import org.chemxor.core.Sample;
import org.chemxor.models.trained.EpochResult;
import org.chemxor.models.trained.NetworkJson;
import org.chemxor.models.trained.TrainedModel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointTest {
  private static final List<Sample> TRAIN = TestSamples.regression(60, 1);
  private static final List<Sample> VALIDATE = TestSamples.regression(30, 2);

  @TempDir Path folder;

  private static Training training() {
    return Training.of(TestSamples.SMALL)
        .epochs(5)
        .batchSize(16)
        .schedule(Schedule.cosine())
        .dropout(0.2)
        .weightDecay(0.1)
        .averaging(0.9)
        .learningRate(3e-3)
        .seed(3);
  }

  /** Stops the training as a crash would, after {@code epochs}. */
  private static TrainingListener crashAfter(int epochs) {
    return new TrainingListener() {
      @Override
      public void onBatch(BatchProgress progress) {
        if (progress.epoch() > epochs) {
          throw new IllegalStateException("power failure");
        }
      }
    };
  }

  private Set<String> modelFolders() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return new TreeSet<>(
          files.map(f -> f.getFileName().toString()).filter(f -> f.startsWith("epoch-")).toList());
    }
  }

  @Test
  void endsAsIfItHadNeverBeenInterrupted() {
    TrainedModel whole = training().fit(TRAIN, VALIDATE);
    for (int crash : new int[] {1, 3}) {
      assertThatThrownBy(
              () ->
                  training()
                      .checkpoints(folder, 2)
                      .resume()
                      .listener(crashAfter(crash))
                      .fit(TRAIN, VALIDATE))
          .hasMessage("power failure");
    }
    TrainedModel resumed = training().checkpoints(folder, 2).resume().fit(TRAIN, VALIDATE);
    assertThat(NetworkJson.tensors(resumed.network()))
        .isEqualTo(NetworkJson.tensors(whole.network()));
    assertThat(resumed.history())
        .usingRecursiveComparison()
        .ignoringFields("millis")
        .isEqualTo(whole.history());
  }

  @Test
  void givesTheFinishedModelAgainWhenThereIsNothingLeftToDo() {
    TrainedModel first = training().checkpoints(folder, 1).fit(TRAIN, VALIDATE);
    TrainedModel again = training().checkpoints(folder, 1).resume().fit(TRAIN, VALIDATE);
    assertThat(NetworkJson.tensors(again.network()))
        .isEqualTo(NetworkJson.tensors(first.network()));
    assertThat(again.history()).isEqualTo(first.history());
  }

  @Test
  void keepsTheModelsOfTheBestEpochs() throws IOException {
    TrainedModel model = training().checkpoints(folder, 2).fit(TRAIN, VALIDATE);
    List<EpochResult> best =
        model.history().stream()
            .sorted(java.util.Comparator.comparingDouble(EpochResult::validationLoss))
            .limit(2)
            .toList();
    assertThat(modelFolders())
        .isEqualTo(
            new TreeSet<>(
                best.stream()
                    .map(r -> BestModels.folderOf(folder, r.epoch()).getFileName().toString())
                    .toList()));
    TrainedModel loaded = TrainedModel.load(BestModels.folderOf(folder, best.get(0).epoch()));
    assertThat(NetworkJson.tensors(loaded.network()))
        .isEqualTo(NetworkJson.tensors(model.network()));
  }

  @Test
  void refusesToGoOnWithOtherDataOrSettings() {
    training().epochs(1).checkpoints(folder, 0).fit(TRAIN, VALIDATE);
    Training resumed = training().epochs(2).checkpoints(folder, 0).resume();
    assertThatThrownBy(() -> resumed.fit(VALIDATE, VALIDATE))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("its training data is 60");
    assertThatThrownBy(() -> resumed.learningRate(0.01).fit(TRAIN, VALIDATE))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("its learningRate is 0.003, now it is 0.01");
    assertThatThrownBy(() -> training().resume().fit(TRAIN, VALIDATE))
        .hasMessageContaining("needs checkpoints");
  }

  @Test
  void makesTheFolderWhenItIsMissing() {
    Path missing = folder.resolve("a").resolve("b");
    training().epochs(1).checkpoints(missing, 0).fit(TRAIN, VALIDATE);
    assertThat(missing.resolve("training.json")).exists();
  }

  @Test
  void refusesADamagedState() throws IOException {
    training().epochs(1).checkpoints(folder, 0).fit(TRAIN, VALIDATE);
    Path json = folder.resolve("training.json");
    Files.writeString(json, Files.readString(json).replace("\"epoch\" : 1", "\"epoch\" : 7"));
    assertThatThrownBy(() -> training().checkpoints(folder, 0).resume().fit(TRAIN, VALIDATE))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("\"epoch\" is 7");
  }
}
