package org.chemxor.service.client;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import org.chemxor.core.InvalidInputException;
import org.chemxor.fhe.FheModel;
import org.chemxor.fhe.program.ProgramOutline;
import org.chemxor.service.TestModels;
import org.chemxor.service.protocol.ModelDescription;
import org.chemxor.service.server.ModelServer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Descriptions that say something else than the program in them. */
class ConsistencyTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static ModelDescription honest;

  @TempDir private static Path folder;

  @BeforeAll
  static void askAServer() throws IOException {
    try (FheModel model = TestModels.wrap(TestModels.network("net", 1));
        ModelServer server =
            ModelServer.of(TestModels.served(model)).port(0).keysFolder(folder).start();
        ModelClient client = TestModels.client(server).connect()) {
      honest = client.description();
    }
  }

  private static void require(ModelDescription description) {
    Consistency.require(description, ProgramOutline.read(description.outline()));
  }

  private static ModelDescription with(String field, JsonNode value) throws IOException {
    ObjectNode json = (ObjectNode) JSON.readTree(honest.toJson());
    json.set(field, value);
    return ModelDescription.read(JSON.writeValueAsBytes(json));
  }

  @Test
  void whatAServerOfOursSaysIsConsistent() {
    require(honest);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "outputs|2147483647",
        "outputs|1",
        "outputs|-1",
        "samples|4096",
        "inputShape|[1,32,33]",
        "inputShape|[]",
        "targets|[\"one\"]",
        "targets|[\"a\",\"b\",\"c\"]",
        "classes|[\"one\"]",
        "classes|[\"a\",\"b\",\"c\"]",
        "confidence|7",
        "confidence|{\"targets\":[]}",
        "confidence|{\"domain\":{}}",
        "expectedError|-1",
        "expectedError|\"NaN\"",
        "expectedError|1e400",
        "program|\"00\""
      })
  void contradictionsAndNonsenseAreRefused(String field, String value) throws IOException {
    ModelDescription description = with(field, JSON.readTree(value));
    assertThatThrownBy(() -> require(description)).isInstanceOf(InvalidInputException.class);
  }
}
