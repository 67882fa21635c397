package org.chemxor.service.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.chemxor.ckks.Ciphertext;
import org.chemxor.ckks.CkksContext;
import org.chemxor.ckks.CkksEngine;
import org.chemxor.ckks.bytes.Compression;
import org.chemxor.ckks.bytes.WireLimits;
import org.chemxor.ckks.secret.InsecureSecretKeyAccess;
import org.chemxor.ckks.wire.compact.PackedFormat;
import org.chemxor.ckks.wire.compact.SubringFormat;
import org.chemxor.ckks.wire.seal.WireCiphertext;
import org.chemxor.ckks.wire.seal.WireParameters;
import org.chemxor.ckks.wire.seal.WirePlaintext;
import org.chemxor.core.Network;
import org.chemxor.core.ReferenceEvaluator;
import org.chemxor.data.featurise.GridFingerprintFeaturiser;
import org.chemxor.fhe.FheModel;
import org.chemxor.fhe.client.ClientPolicy;
import org.chemxor.fhe.client.EncryptedInference;
import org.chemxor.fhe.client.FheClient;
import org.chemxor.fhe.evaluator.EvaluationKeys;
import org.chemxor.fhe.program.ProgramOutline;
import org.chemxor.fhe.reply.ReplyPolicy;
import org.chemxor.fhe.reply.SavedKeys;
import org.chemxor.service.TestModels;
import org.chemxor.service.WatchingProxy;
import org.chemxor.service.protocol.ModelDescription;
import org.chemxor.service.server.ModelServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Clients that are closed in the middle of their queries, over real HTTP: whatever arrives is an
 * encryption under the key that was wiped, of what the query is about, and every query ends.
 */
@Timeout(240)
class ClosingClientTest {
  private static final int CLOSES = Integer.getInteger("chemxor.test.closes", 100);

  /** Closes whose client asks once before, to see how long that takes. */
  private static final int WARM_UPS = 10;

  private static final long SEED = Long.getLong("chemxor.test.seed", 20261129L);
  private static final Network NETWORK = TestModels.network("small", 1);
  private static final ClientPolicy POLICY =
      ClientPolicy.insecureWithoutFloor().withReplies(ReplyPolicy.insecureOpen());

  /** Where the objects of a message begin, and where its inference and number of objects stand. */
  private static final int HEADER_BYTES = 56;

  private static final int INFERENCE_AT = 40;
  private static final int COUNT_AT = 52;

  private final Random random = new Random(SEED);
  private final double[] image =
      GridFingerprintFeaturiser.standard().image(TestModels.ASPIRIN).toArray();
  private final double[] expected = new ReferenceEvaluator(NETWORK).evaluate(image);
  @TempDir private Path folder;
  private FheModel model;
  private CkksContext context;
  private ModelServer server;
  private WatchingProxy proxy;
  private ModelDescription description;
  private int requestsSeen;
  private int conversationsCutShort;

  @BeforeEach
  void serve() throws IOException {
    model = TestModels.wrap(NETWORK);
    context = CkksEngine.load().context(outline().parameters());
    server =
        ModelServer.of(TestModels.served(model)).port(0).keysFolder(folder.resolve("keys")).start();
    proxy = new WatchingProxy(server.uri(), (step, body) -> body);
    try (ModelClient client = TestModels.client(server).connect()) {
      description = client.description();
    }
  }

  @AfterEach
  void stop() {
    proxy.close();
    server.close();
    context.close();
    model.close();
  }

  private ProgramOutline outline() {
    return model.program().outline();
  }

  private FheClient newKeys() {
    return new FheClient(outline(), CkksEngine.load(), POLICY);
  }

  private ModelClient client(FheClient keys, int parallelism) {
    HttpClient http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .proxy(HttpClient.Builder.NO_PROXY)
            .build();
    Transport transport =
        new Transport(
            http, ServerAddress.of(proxy.uri()), null, Duration.ofMinutes(15), Duration.ZERO);
    ModelClient client =
        new ModelClient(transport, description, keys, this::newKeys, "", parallelism);
    client.upload();
    return client;
  }

  @Test
  void whateverArrivesWhenAClientIsClosedIsEncryptedAndEveryQueryEnds() throws Exception {
    long query = Long.MAX_VALUE;
    for (int i = 0; i < CLOSES; i++) {
      FheClient keys = newKeys();
      byte[] secret = keys.insecureSecretBytes(InsecureSecretKeyAccess.get());
      byte[] evaluation = keys.evaluationKeys();
      ModelClient client = client(keys, 1);
      proxy.forget();
      long start = System.nanoTime();
      if (i < WARM_UPS) {
        client.query(TestModels.ASPIRIN);
        query = Math.min(query, System.nanoTime() - start);
      }
      closeDuringQueries(client, random.nextLong(query));
      requireEncrypted(secret, evaluation, "close " + i + ", seed " + SEED);
    }
    assertThat(requestsSeen).as("requests that arrived").isGreaterThan(CLOSES / 2);
    assertThat(conversationsCutShort).as("closes amid a query").isGreaterThan(CLOSES / 8);
  }

  /** One caller's thread, and three queries that one thread of the client takes in turn. */
  private void closeDuringQueries(ModelClient client, long afterNanos) throws Exception {
    List<CompletableFuture<Prediction>> queries = new ArrayList<>();
    queries.add(CompletableFuture.supplyAsync(() -> queryUntilClosed(client)));
    for (int i = 0; i < 3; i++) {
      queries.add(client.queryAsync(TestModels.ASPIRIN));
    }
    TimeUnit.NANOSECONDS.sleep(afterNanos);
    client.close();
    for (CompletableFuture<Prediction> query : queries) {
      try {
        assertThat(query.get(120, TimeUnit.SECONDS).outputs().get(0))
            .isCloseTo(expected[0], within(1e-3));
      } catch (ExecutionException e) {
        assertThat(e.getCause())
            .isInstanceOfAny(IllegalStateException.class, ServiceException.class);
      }
    }
  }

  private static Prediction queryUntilClosed(ModelClient client) {
    while (true) {
      client.query(TestModels.ASPIRIN);
    }
  }

  /** Reads what arrived without the key, and goes on with it under a copy of the key. */
  private void requireEncrypted(byte[] secret, byte[] evaluation, String what) {
    Map<Long, List<byte[]>> conversations = new TreeMap<>();
    for (byte[] request : proxy.requests()) {
      long inference = ByteBuffer.wrap(request).getLong(INFERENCE_AT);
      conversations.computeIfAbsent(inference, id -> new ArrayList<>()).add(request);
    }
    EvaluationKeys keys = model.evaluator().readKeys(evaluation);
    try (FheClient copy = FheClient.insecureRestore(outline(), CkksEngine.load(), POLICY, secret)) {
      for (List<byte[]> conversation : conversations.values()) {
        conversationsCutShort += conversation.size() < model.roundCount() ? 1 : 0;
        requireAnswerable(copy, keys, conversation, what);
      }
    }
    try (SavedKeys saved = SavedKeys.read(secret);
        var key = context.readSecretKey(new ByteArrayInputStream(saved.secretKey()))) {
      for (byte[] request : proxy.requests()) {
        requestsSeen++;
        for (Ciphertext c : ciphertexts(request)) {
          double[] message = context.encoder().decode(context.decryptor(key).decrypt(c));
          assertThat(distance(message, readWithoutKey(c)))
              .as("what is read without the key, %s", what)
              .isGreaterThan(1);
        }
      }
    }
  }

  /** The outputs are right, so every request that arrived was what an honest client sends. */
  private void requireAnswerable(
      FheClient copy, EvaluationKeys keys, List<byte[]> conversation, String what) {
    try (EncryptedInference inference =
        copy.resumeBatch(new double[][] {image}, conversation.get(0))) {
      while (!inference.isDone()) {
        int step = inference.round();
        byte[] request =
            step < conversation.size() ? conversation.get(step) : inference.nextRequest();
        inference.acceptReply(model.evaluator().evaluate(keys, step, request));
      }
      assertThat(inference.outputs()).as(what).containsExactly(expected, within(1e-3));
    }
  }

  private List<Ciphertext> ciphertexts(byte[] request) {
    ByteBuffer buffer = ByteBuffer.wrap(request).position(HEADER_BYTES);
    int step = buffer.getInt(COUNT_AT - Integer.BYTES);
    int copies = outline().rounds().get(step).copies();
    List<Ciphertext> ciphertexts = new ArrayList<>();
    for (int i = buffer.getInt(COUNT_AT); i > 0; i--) {
      byte[] part = new byte[buffer.getInt()];
      buffer.get(part);
      ciphertexts.add(
          copies == 1
              ? PackedFormat.of(context.parameters()).readCiphertext(part, context)
              : SubringFormat.of(context.parameters(), copies).read(part, context));
    }
    assertThat(buffer.hasRemaining()).isFalse();
    return ciphertexts;
  }

  /** What anyone reads from the first polynomial alone. */
  private double[] readWithoutKey(Ciphertext c) {
    WireParameters wire = WireParameters.of(context.parameters());
    WireCiphertext read =
        WireCiphertext.read(ByteBuffer.wrap(c.toBytes(Compression.NONE)), wire, WireLimits.DEFAULT);
    byte[] open =
        WirePlaintext.of(wire, read.primeCount(), read.scale(), read.component(0))
            .toByteArray(Compression.NONE);
    return context.encoder().decode(context.readPlaintext(new ByteArrayInputStream(open)));
  }

  private static double distance(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += Math.abs(a[i] - b[i]);
    }
    return sum / a.length;
  }

  /** They waited for ever: a pool that is shut down forgets what has not begun. */
  @Test
  void queriesThatHaveNotBegunEndWhenTheirClientIsClosed() {
    ModelClient client = client(newKeys(), 1);
    List<CompletableFuture<Prediction>> queries = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      queries.add(client.queryAsync(TestModels.ASPIRIN));
    }
    client.close();
    assertThat(queries.get(19))
        .failsWithin(Duration.ofSeconds(60))
        .withThrowableOfType(ExecutionException.class)
        .withMessageContaining("this client is closed");
    assertThat(queries).allMatch(CompletableFuture::isDone);
    assertThatThrownBy(() -> client.queryAsync(TestModels.ASPIRIN))
        .isInstanceOf(RejectedExecutionException.class);
    assertThatThrownBy(() -> queries.get(19).join()).isInstanceOf(CompletionException.class);
  }
}
