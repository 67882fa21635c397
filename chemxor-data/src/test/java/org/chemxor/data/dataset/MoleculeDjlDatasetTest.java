package org.chemxor.data.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.dataset.Batch;
import ai.djl.training.dataset.RandomAccessDataset;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.chemxor.core.InvalidInputException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MoleculeDjlDatasetTest {
  @TempDir private static Path folder;

  private static OlindaRegressionData data;

  @BeforeAll
  static void loadDrugs() throws IOException {
    // Otherwise DJL looks for downloads and a cloud machine when it is first touched.
    System.setProperty("ai.djl.offline", "true");
    System.setProperty("OPT_OUT_TRACKING", "true");
    StringBuilder text = new StringBuilder("logp,smiles\n");
    for (DrugSet.Drug drug : DrugSet.load().drugs().subList(0, 100)) {
      text.append(drug.value()).append(',').append(drug.smiles()).append('\n');
    }
    data = OlindaRegressionData.from(Files.writeString(folder.resolve("drugs.csv"), text)).load();
  }

  private static List<Float> labels(RandomAccessDataset dataset, NDManager manager)
      throws Exception {
    List<Float> labels = new ArrayList<>();
    for (Batch batch : dataset.getData(manager)) {
      try (batch) {
        for (float label : batch.getLabels().singletonOrThrow().toFloatArray()) {
          labels.add(label);
        }
      }
    }
    return labels;
  }

  @Test
  void givesBatchesInOrderWithTheLastOneSmaller() throws Exception {
    MoleculeDataset train = data.train();
    int seen = 0;
    try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
      for (Batch batch : train.toDjl(32).getData(manager)) {
        try (batch) {
          int size = Math.min(32, train.size() - seen);
          assertThat(batch.getData().singletonOrThrow().getShape())
              .isEqualTo(new Shape(size, 1, 32, 32));
          assertThat(batch.getLabels().singletonOrThrow().getShape()).isEqualTo(new Shape(size, 1));
          float[] pixels = batch.getData().singletonOrThrow().toFloatArray();
          double[] first = train.image(seen).toArray();
          for (int i = 0; i < first.length; i++) {
            assertThat(pixels[i]).isEqualTo((float) first[i]);
          }
          seen += size;
        }
      }
    }
    assertThat(seen).isEqualTo(70);
  }

  @Test
  void shufflesEveryPassAnewAndRepeatsBySeed() throws Exception {
    try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
      RandomAccessDataset one = data.train().toShuffledDjl(16, 3);
      RandomAccessDataset same = data.train().toShuffledDjl(16, 3);
      List<Float> inOrder = labels(data.train().toDjl(16), manager);
      List<Float> first = labels(one, manager);
      List<Float> second = labels(one, manager);

      assertThat(first).isNotEqualTo(second).containsExactlyInAnyOrderElementsOf(inOrder);
      assertThat(second).containsExactlyInAnyOrderElementsOf(inOrder);
      assertThat(labels(same, manager)).isEqualTo(first);
      assertThat(labels(same, manager)).isEqualTo(second);
    }
  }

  @Test
  void moleculesToPredictHaveNoLabels() throws Exception {
    Path asked = Files.writeString(folder.resolve("asked.csv"), "smiles\nCCO\nCCN\nCCC\n");
    try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
      for (Batch batch : data.predict(asked).molecules().toDjl(8).getData(manager)) {
        try (batch) {
          assertThat(batch.getLabels()).isEmpty();
          assertThat(batch.getData().singletonOrThrow().getShape().get(0)).isEqualTo(3);
        }
      }
    }
  }

  @Test
  void refusesEmptyBatches() {
    assertThatThrownBy(() -> data.train().toDjl(0))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("at least 1 molecule, got 0");
  }
}
