package org.chemxor.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Random;
import org.chemxor.core.Layer;
import org.chemxor.core.Network;
import org.chemxor.core.ReferenceEvaluator;
import org.chemxor.core.Shape;
import org.chemxor.core.Tensor;
import org.chemxor.data.featurise.GridFingerprintFeaturiser;
import org.chemxor.fhe.FheModel;
import org.chemxor.fhe.FheOlindaNet;
import org.chemxor.fhe.client.ClientPolicy;
import org.chemxor.fhe.client.EncryptedInference;
import org.chemxor.fhe.client.FheClient;
import org.chemxor.fhe.evaluator.EvaluationKeys;
import org.chemxor.fhe.program.ProgramCosts;
import org.chemxor.service.protocol.Digests;
import org.chemxor.service.protocol.Routes;
import org.chemxor.service.server.ModelServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** OlindaNetZero with secure parameters over HTTP: right answers, the bytes and times predicted. */
class OverheadTest {
  private static final int RUNS = Integer.getInteger("chemxor.test.overheadRuns", 5);

  @TempDir private Path folder;

  private static Network olindaNetZero() {
    Random random = new Random(5);
    return Network.builder("OlindaNetZero", Shape.image(1, 32, 32))
        .add(new Layer.Conv2d(tensor(random, 9, 32, 1, 3, 3), tensor(random, 9, 32), 3, 0))
        .add(Layer.Polynomial.CHEMXOR)
        .add(new Layer.Flatten())
        .add(new Layer.Linear(tensor(random, 3200, 512, 3200), tensor(random, 3200, 512)))
        .add(Layer.Polynomial.CHEMXOR)
        .add(new Layer.Linear(tensor(random, 512, 256, 512), tensor(random, 512, 256)))
        .add(Layer.Polynomial.CHEMXOR)
        .add(new Layer.Linear(tensor(random, 256, 1, 256), tensor(random, 256, 1)))
        .build();
  }

  private static Tensor tensor(Random random, int inputs, int... dimensions) {
    int size = Arrays.stream(dimensions).reduce(1, (a, b) -> a * b);
    double bound = 2 / Math.sqrt(inputs);
    return Tensor.of(random.doubles(size, -bound, bound).toArray(), dimensions);
  }

  /** Milliseconds of the server's work over HTTP and without. */
  private static final class Times {
    private double http;
    private double direct;
  }

  @Test
  void olindaNetZeroOverHttpIsRightAndTakesTheBytesPredicted() throws Exception {
    Network network = olindaNetZero();
    double[] image = GridFingerprintFeaturiser.standard().image(TestModels.ASPIRIN).toArray();
    double expected = new ReferenceEvaluator(network).evaluate(image)[0];
    try (FheModel model = FheOlindaNet.wrap(network);
        ModelServer server = ModelServer.of(model).port(0).keysFolder(folder).start();
        FheClient client = model.newClient(ClientPolicy.standard())) {
      byte[] keyBytes = client.evaluationKeys();
      assertThat(keyBytes).hasSize(Math.toIntExact(ProgramCosts.of(model.program()).keyBytes()));
      EvaluationKeys keys = model.evaluator().readKeys(keyBytes);
      HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
      String program = Digests.hex(client.outline().id());
      String digest = Digests.sha256Hex(keyBytes);
      send(http, server, "PUT", Routes.keys(program, digest), keyBytes);
      Times times = new Times();
      for (int run = 0; run < 2 * RUNS; run++) {
        Times counted = run < RUNS ? new Times() : times;
        try (EncryptedInference inference = client.start(image)) {
          while (!inference.isDone()) {
            int step = inference.round();
            byte[] request = inference.nextRequest();
            assertThat(request)
                .hasSize(Math.toIntExact(ProgramCosts.of(model.program()).requestBytes(step)));
            byte[] reply =
                both(
                    http,
                    server,
                    model,
                    keys,
                    Routes.step(program, digest, step),
                    request,
                    counted);
            assertThat(reply)
                .hasSize(Math.toIntExact(ProgramCosts.of(model.program()).replyBytes(step)));
            inference.acceptReply(reply);
          }
          assertThat(inference.outputs()[0]).isCloseTo(expected, within(1e-3));
        }
      }
      report(model, times);
    }
  }

  private static void report(FheModel model, Times times) {
    long up =
        ProgramCosts.of(model.program()).requestBytes().stream().mapToLong(bytes -> bytes).sum();
    long down =
        ProgramCosts.of(model.program()).replyBytes().stream().mapToLong(bytes -> bytes).sum();
    LoggerFactory.getLogger(OverheadTest.class)
        .warn(
            String.format(
                Locale.ROOT,
                "OlindaNetZero: %.1f ms computing, %.1f ms over HTTP, overhead %.1f %%; keys %d"
                    + " bytes once, %d up, %d down a molecule",
                times.direct / RUNS,
                times.http / RUNS,
                100 * (times.http / times.direct - 1),
                ProgramCosts.of(model.program()).keyBytes(),
                up,
                down));
  }

  /** The same request over HTTP and without, taking turns so that both see the same machine. */
  private static byte[] both(
      HttpClient http,
      ModelServer server,
      FheModel model,
      EvaluationKeys keys,
      String path,
      byte[] request,
      Times times)
      throws Exception {
    long start = System.nanoTime();
    byte[] direct = model.evaluator().evaluate(keys, request);
    long middle = System.nanoTime();
    byte[] reply = send(http, server, "POST", path, request);
    times.direct += (middle - start) / 1e6;
    times.http += (System.nanoTime() - middle) / 1e6;
    assertThat(reply).hasSameSizeAs(direct);
    return reply;
  }

  private static byte[] send(
      HttpClient http, ModelServer server, String method, String path, byte[] body)
      throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(server.uri().resolve(path))
            .method(method, HttpRequest.BodyPublishers.ofByteArray(body))
            .build();
    HttpResponse<byte[]> response = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
    assertThat(response.statusCode()).isBetween(200, 201);
    return response.body();
  }
}
