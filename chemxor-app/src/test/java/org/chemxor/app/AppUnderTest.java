package org.chemxor.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.chemxor.app.model.ModelLink;
import org.chemxor.app.model.ServerTold;
import org.chemxor.core.ReferenceEvaluator;
import org.chemxor.fhe.client.ClientPolicy;
import org.chemxor.service.client.ModelClient;
import org.chemxor.service.server.ModelServer;
import org.chemxor.service.server.ServedModel;

/** A page with a server of its own, and a client of the page's interface. */
final class AppUnderTest implements AutoCloseable {
  static final ObjectMapper MAPPER = new ObjectMapper();
  static final String ASPIRIN = "CC(=O)Oc1ccccc1C(=O)O";

  private static final Set<String> GOING = Set.of("running", "waiting", "stopping");

  private final HttpClient http = HttpClient.newHttpClient();
  private final Gate gate = new Gate();
  private final ServedModel served = TestModel.served();
  private final int serverPort;
  private ModelServer server;
  private final ChemXorApp app;

  /** A page in demo mode, its history in a folder. */
  AppUnderTest(Path history) throws IOException {
    server = ModelServer.of(served).port(0).start();
    serverPort = server.port();
    ServerTold told = new ServerTold(server.uri().toString(), true, false, true, false);
    ReferenceEvaluator plain = new ReferenceEvaluator(TestModel.NETWORK);
    ModelLink link =
        new ModelLink(
            () ->
                ModelClient.at(URI.create("http://localhost:" + serverPort))
                    .policy(ClientPolicy.insecureWithoutFloor())
                    .withoutPins()
                    .retryFor(Duration.ofMillis(1))
                    .connect(),
            told,
            0.9,
            Optional.of(
                image -> {
                  gate.pass();
                  return plain.evaluate(image);
                }));
    app = ChemXorApp.of(link).historyFolder(history).start();
  }

  ChemXorApp app() {
    return app;
  }

  /** Holds molecules back after their evaluation. */
  Gate gate() {
    return gate;
  }

  void stopServer() {
    server.close();
  }

  void startServer() throws IOException {
    server = ModelServer.of(served).port(serverPort).start();
  }

  String token() {
    return app.address().getFragment().substring("token=".length());
  }

  URI uri(String path) {
    return URI.create("http://127.0.0.1:" + app.port() + path);
  }

  HttpRequest.Builder request(String method, String path, byte[] body) {
    return HttpRequest.newBuilder(uri(path))
        .header("Authorization", "Bearer " + token())
        .method(method, HttpRequest.BodyPublishers.ofByteArray(body));
  }

  HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
    return http.send(request, HttpResponse.BodyHandlers.ofString());
  }

  HttpResponse<String> send(String method, String path, String body)
      throws IOException, InterruptedException {
    return send(request(method, path, body.getBytes(StandardCharsets.UTF_8)).build());
  }

  /** What is replied with status 200. */
  JsonNode json(String method, String path, String body) throws IOException, InterruptedException {
    HttpResponse<String> response = send(method, path, body);
    if (response.statusCode() != 200) {
      throw new AssertionError(path + ": " + response.statusCode() + " " + response.body());
    }
    return MAPPER.readTree(response.body());
  }

  String get(String path) throws IOException, InterruptedException {
    HttpResponse<String> response = send("GET", path, "");
    if (response.statusCode() != 200) {
      throw new AssertionError(path + ": " + response.statusCode() + " " + response.body());
    }
    return response.body();
  }

  /** Begins a run and waits until it is going no more. */
  JsonNode finished(String path, String body) throws IOException, InterruptedException {
    return untilEnded(json("POST", path, body).get("id").asText());
  }

  JsonNode untilEnded(String run) throws IOException, InterruptedException {
    return until(run, json -> !GOING.contains(json.get("state").asText()));
  }

  JsonNode until(String run, Predicate<JsonNode> condition)
      throws IOException, InterruptedException {
    while (true) {
      JsonNode json = json("GET", "/api/runs/" + run, "");
      if (condition.test(json)) {
        return json;
      }
      Thread.sleep(20);
    }
  }

  @Override
  public void close() {
    gate.open();
    app.close();
    server.close();
    served.model().close();
  }
}
