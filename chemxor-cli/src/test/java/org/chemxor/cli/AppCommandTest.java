package org.chemxor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.chemxor.cli.options.RandomNetworks;
import org.chemxor.core.Network;
import org.chemxor.core.olinda.OlindaNet;
import org.chemxor.data.featurise.GridFingerprintFeaturiser;
import org.chemxor.models.trained.ModelInfo;
import org.chemxor.models.trained.Task;
import org.chemxor.models.trained.TrainedModel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page started by its command, in a process of its own. */
class AppCommandTest extends CommandLineTest {
  @TempDir private Path folder;

  private final HttpClient http = HttpClient.newHttpClient();

  private String send(URI page, String method, String path, String body) throws Exception {
    String token = page.getFragment().substring("token=".length());
    HttpRequest request =
        HttpRequest.newBuilder(page.resolve(path))
            .header("Authorization", "Bearer " + token)
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .build();
    HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return response.body();
  }

  @Test
  void aModelFolderIsDemonstrated() throws Exception {
    Network network = RandomNetworks.of(OlindaNet.zero());
    TrainedModel.of(
            network,
            ModelInfo.of(Task.REGRESSION)
                .withFeaturiser(GridFingerprintFeaturiser.standard().toJson()))
        .save(folder.resolve("model"));
    try (CommandProcess app =
        CommandProcess.start(
            folder,
            "app",
            "--model",
            folder.resolve("model").toString(),
            "--history",
            folder.resolve("history").toString())) {
      URI page = URI.create("http://" + app.awaitLine("http://"));
      assertThat(send(page, "GET", "/", "")).contains("<title>ChemXor</title>");
      String run =
          send(page, "POST", "/api/runs", "CCO\n").replaceAll(".*\"id\":\"(\\w+)\".*", "$1");
      String state = "";
      while (!state.contains("\"state\":\"done\"")) {
        Thread.sleep(100);
        state = send(page, "GET", "/api/runs/" + run, "");
        assertThat(state).doesNotContain("\"state\":\"failed\"");
      }
      assertThat(state).contains("\"failed\":0");
      app.terminate();
      assertThat(app.await()).as(app.errors()).isIn(0, 143);
    }
  }

  @Test
  void aServerOrAModelIsNeededAndNotBoth() {
    assertThat(run("app")).isEqualTo(2);
    assertThat(run("app", "--server", "http://localhost:1", "--model", "x")).isEqualTo(2);
  }
}
