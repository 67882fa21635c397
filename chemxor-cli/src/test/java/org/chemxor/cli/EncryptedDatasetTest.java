package org.chemxor.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.Random;
import java.util.stream.Stream;
import org.chemxor.core.Layer;
import org.chemxor.core.Network;
import org.chemxor.core.ReferenceEvaluator;
import org.chemxor.core.Sample;
import org.chemxor.core.Shape;
import org.chemxor.core.Tensor;
import org.chemxor.data.csv.MoleculeCsv;
import org.chemxor.data.dataset.MoleculeDataset;
import org.chemxor.data.dataset.OlindaClassificationData;
import org.chemxor.data.dataset.OlindaData;
import org.chemxor.data.dataset.OlindaRegressionData;
import org.chemxor.fhe.FheModel;
import org.chemxor.fhe.client.EncryptedInference;
import org.chemxor.fhe.client.EncryptedSamples;
import org.chemxor.fhe.client.FheClient;
import org.chemxor.fhe.evaluator.EvaluationKeys;
import org.chemxor.fhe.program.Plan;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The guide's loop over every part of a data set, one encrypted molecule at a time. */
class EncryptedDatasetTest {
  private static final int PIXELS = 1024;
  private static final int MOLECULES = 2;

  @TempDir private Path folder;

  /** One linear layer with random weights. */
  private static Network network(int outputs) {
    double[] weights = new Random(7).doubles((long) outputs * PIXELS, -1, 1).toArray();
    return Network.builder("linear", Shape.image(1, 32, 32))
        .add(new Layer.Flatten())
        .add(
            new Layer.Linear(
                Tensor.of(weights, outputs, PIXELS), Tensor.of(new double[outputs], outputs)))
        .build();
  }

  private static void encryptAndCompare(Network network, Stream<MoleculeDataset> parts) {
    ReferenceEvaluator plain = new ReferenceEvaluator(network);
    try (FheModel model = FheModel.wrap(network, Plan.partitioned());
        FheClient client = model.newClient()) {
      EvaluationKeys keys = model.evaluator().readKeys(client.evaluationKeys());
      parts.forEach(
          part ->
              new EncryptedSamples(client, part)
                  .stream()
                      .limit(MOLECULES)
                      .forEach(
                          encrypted -> {
                            Sample sample = encrypted.sample();
                            double[] outputs;
                            try (EncryptedInference inference = encrypted.inference()) {
                              inference.acceptReply(
                                  model.evaluator().evaluate(keys, encrypted.request()));
                              outputs = inference.outputs();
                            }
                            assertThat(outputs)
                                .containsExactly(plain.evaluate(sample.image()), within(1e-4));
                          }));
    }
  }

  private Stream<MoleculeDataset> parts(OlindaData data, Path file) {
    MoleculeDataset questions =
        data.predict(MoleculeCsv.open(file).smilesColumn("smiles")).molecules();
    assertThat(questions.get(0).hasTarget()).isFalse();
    return Stream.of(data.train(), data.validate(), data.test(), questions);
  }

  @Test
  void everyPartOfRegressionDataIsEncryptedAndPredicted() throws Exception {
    Path file = Drugs.write(folder.resolve("drugs.csv"));
    OlindaRegressionData data = OlindaRegressionData.from(file).load();

    encryptAndCompare(network(1), parts(data, file));
  }

  @Test
  void everyPartOfClassificationDataIsEncryptedAndPredicted() throws Exception {
    Path file = Drugs.write(folder.resolve("drugs.csv"));
    OlindaClassificationData data = OlindaClassificationData.from(file).thresholds(1, 3).load();

    encryptAndCompare(network(data.classes()), parts(data, file));
  }
}
