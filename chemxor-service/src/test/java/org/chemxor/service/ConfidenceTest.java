package org.chemxor.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.chemxor.data.confidence.ClassSets;
import org.chemxor.data.confidence.DomainVerdict;
import org.chemxor.data.confidence.ModelConfidence;
import org.chemxor.data.confidence.TrainingDomain;
import org.chemxor.data.csv.MoleculeCsv;
import org.chemxor.data.dataset.DrugSet;
import org.chemxor.data.featurise.GridFingerprintFeaturiser;
import org.chemxor.fhe.FheModel;
import org.chemxor.service.client.BulkQuery;
import org.chemxor.service.client.ModelClient;
import org.chemxor.service.client.Prediction;
import org.chemxor.service.server.ModelServer;
import org.chemxor.service.server.ServedModel;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a client makes of decrypted outputs with what the server tells, over real HTTP. */
class ConfidenceTest {
  private static final String SILOXANE = "C[Si](C)(C)O[Si](C)(C)O[Si](C)(C)O[Si](C)(C)C";

  /** Of a network whose scores lie within plus or minus one or so: class 1 needs log-odds of 5. */
  private static final ClassSets SETS =
      new ClassSets(
          List.of(50, 50),
          List.of(List.of(-9.0, 6.0), List.of(-9.0, 5.0), List.of(-9.0, Double.NEGATIVE_INFINITY)));

  private static FheModel model;
  private static ModelConfidence confidence;
  @TempDir private Path folder;

  @BeforeAll
  static void wrap() {
    model = TestModels.wrap(TestModels.network("small", 1));
    List<String> drugs = DrugSet.load().drugs().stream().map(DrugSet.Drug::smiles).toList();
    confidence =
        new ModelConfidence(
            List.of(SETS), TrainingDomain.learnedFrom(GridFingerprintFeaturiser.standard(), drugs));
  }

  @AfterAll
  static void close() {
    model.close();
  }

  private ModelServer server(ServedModel served) throws Exception {
    return ModelServer.of(served).port(0).keysFolder(folder.resolve("keys")).start();
  }

  private List<String> bulk(ModelClient client, double coverage) throws Exception {
    Path input = folder.resolve("molecules.csv");
    Files.writeString(input, "smiles\n" + TestModels.ASPIRIN + "\nC1CC\n" + SILOXANE + "\n");
    Path output = folder.resolve("predictions" + coverage + ".csv");
    new BulkQuery(client, MoleculeCsv.open(input), output).coverage(coverage).run();
    return Files.readAllLines(output);
  }

  @Test
  void setsAndDomainStandInEveryRowOfABulkQuery() throws Exception {
    ServedModel served = TestModels.served(model).withConfidence(confidence);
    try (ModelServer server = server(served);
        ModelClient client = TestModels.client(server).connect()) {
      List<String> rows = bulk(client, 0.9);
      assertThat(rows.get(0))
          .isEqualTo("row,name,smiles,output_inactive,output_active,class,classes,domain,error");
      assertThat(rows.get(1)).endsWith(",inactive,in,");
      assertThat(rows.get(2)).contains(",C1CC,,,,,,").contains("cannot be read");
      assertThat(rows.get(3)).endsWith(",inactive,out,");
      assertThat(bulk(client, 0.95).get(1)).endsWith(",inactive | active,in,");
    }
  }

  @Test
  void aSingleMoleculeIsAssessedByTheClientItself() throws Exception {
    ServedModel served = TestModels.served(model).withConfidence(confidence);
    try (ModelServer server = server(served);
        ModelClient client = TestModels.client(server).connect()) {
      Prediction prediction = client.query(TestModels.ASPIRIN);
      Optional<DomainVerdict> domain = client.domain(TestModels.ASPIRIN);
      assertThat(domain).contains(DomainVerdict.IN);
      assertThat(client.columns(0.9).assess(prediction.outputs(), domain).classes())
          .containsExactly(List.of(0));
      assertThat(client.description().readConfidence()).isEqualTo(confidence);
    }
  }

  @Test
  void whatIsLeftOutIsNotInTheDescription() throws Exception {
    ServedModel served = TestModels.served(model).withConfidence(confidence.withoutDomain());
    try (ModelServer server = server(served);
        ModelClient client = TestModels.client(server).connect()) {
      assertThat(new String(client.description().toJson(), java.nio.charset.StandardCharsets.UTF_8))
          .contains("leastLogOdds")
          .doesNotContain("familiar");
      assertThat(client.domain(SILOXANE)).isEmpty();
      assertThat(bulk(client, 0.9).get(0)).endsWith(",class,classes,error");
    }
    try (ModelServer server = server(TestModels.served(model));
        ModelClient client = TestModels.client(server).connect()) {
      assertThat(client.description().confidence()).isNull();
    }
  }
}
