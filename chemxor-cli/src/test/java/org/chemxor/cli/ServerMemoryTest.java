package org.chemxor.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.List;
import org.chemxor.core.Sample;
import org.chemxor.core.olinda.OlindaNet;
import org.chemxor.data.featurise.GridFingerprintFeaturiser;
import org.chemxor.data.split.DataSplit;
import org.chemxor.models.train.Training;
import org.chemxor.models.trained.TrainedModel;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A server with little heap, in a process of its own, asked from another one: compiling, encoding,
 * reading keys and computing have to fit.
 */
class ServerMemoryTest {
  private static final String[] MOLECULES = {"CC(=O)Oc1ccccc1C(=O)O", "CCO", "c1ccccc1O"};
  private static final double TOLERANCE = 1e-3;

  @TempDir private Path folder;

  private static TrainedModel trained(OlindaNet architecture) {
    List<Sample> drugs = RealMolecules.drugs();
    return Training.of(architecture)
        .epochs(8)
        .batchSize(32)
        .fit(DataSplit.random(drugs, 3).train());
  }

  private void answersWithin(String heap, OlindaNet architecture, String plan) throws Exception {
    TrainedModel model = trained(architecture);
    model.save(folder.resolve("model"));
    List<String> options = List.of("-Xmx" + heap, "-XX:G1HeapRegionSize=8m");
    List<String> arguments =
        List.of(
            "serve",
            path("model"),
            "--plan",
            plan,
            "--port",
            "0",
            "--workers",
            "1",
            "--keys-dir",
            path("keys"));
    try (CommandProcess server = CommandProcess.start(folder, options, arguments)) {
      String address = server.awaitLine("serving at ");
      String[] query = {"query", address, "--pins", path("pins"), "--json", path("answer.json")};
      List<String> all = new java.util.ArrayList<>(List.of(query));
      all.addAll(List.of(MOLECULES));
      try (CommandProcess client = CommandProcess.start(folder, List.of("-Xmx3g"), all)) {
        assertThat(client.await()).as("%s %s", client.errors(), server.errors()).isZero();
      }
    }
    JsonNode answers = new ObjectMapper().readTree(folder.resolve("answer.json").toFile());
    for (int i = 0; i < MOLECULES.length; i++) {
      double expected = model.predict(GridFingerprintFeaturiser.standard().image(MOLECULES[i]))[0];
      assertThat(answers.get(i).get("outputs").get(0).asDouble())
          .as("%s by %s", MOLECULES[i], plan)
          .isCloseTo(expected, within(TOLERANCE));
    }
  }

  private String path(String name) {
    return folder.resolve(name).toString();
  }

  @ParameterizedTest
  @CsvSource({"300m, partitioned", "900m, single-round"})
  void olindaNetZeroIsServedFromAGigabyte(String heap, String plan) throws Exception {
    answersWithin(heap, OlindaNet.zero(), plan);
  }

  @Test
  @Tag("slow")
  void olindaNetOneInASingleRoundIsServedFromTwoGigabytes() throws Exception {
    answersWithin("1900m", OlindaNet.one(), "single-round");
  }
}
