package org.chemxor.service.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import org.chemxor.ckks.CkksEngine;
import org.chemxor.core.InvalidInputException;
import org.chemxor.data.MoleculeFeaturizer;
import org.chemxor.fhe.ClientPolicy;
import org.chemxor.fhe.FheClient;
import org.chemxor.fhe.ProgramOutline;
import org.chemxor.service.protocol.Digests;
import org.chemxor.service.protocol.ModelDescription;
import org.chemxor.service.protocol.Routes;
import org.jspecify.annotations.Nullable;

/** Settings of a {@link PartitionNetClient}. */
public final class ClientBuilder {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
  private static final int DEFAULT_PARALLELISM = 4;

  private final URI server;
  private @Nullable String model;
  private @Nullable String token;
  private boolean isTokenOverHttpAccepted;
  private @Nullable ProgramPins pins = ProgramPins.ofUser();
  private ClientPolicy policy = ClientPolicy.standard();
  private @Nullable AcceptedFeaturisers featurisers;
  private @Nullable SSLContext tls;
  private Duration timeout = Duration.ofMinutes(15);
  private Duration retryFor = Duration.ofSeconds(30);
  private int parallelism = DEFAULT_PARALLELISM;

  ClientBuilder(URI server) {
    String scheme = String.valueOf(server.getScheme());
    boolean isHttp = scheme.equals("http") || scheme.equals("https");
    if (!isHttp || server.getHost() == null || server.getQuery() != null) {
      throw new InvalidInputException(
          "a server's address looks like http://host:8080 or https://host/path, got " + server);
    }
    String text = server.toString();
    this.server = URI.create(text.endsWith("/") ? text.substring(0, text.length() - 1) : text);
  }

  /** Which model; needed when the server has several. */
  public ClientBuilder model(String name) {
    this.model = name;
    return this;
  }

  /**
   * The bearer token to send. It is not sent over plain HTTP except within this machine.
   *
   * @param secret without white space
   */
  public ClientBuilder token(String secret) {
    if (secret.isEmpty() || !secret.matches("[\\x21-\\x7e]+")) {
      throw new InvalidInputException("a token is made of visible ASCII characters, no spaces");
    }
    this.token = secret;
    return this;
  }

  /** Sends the token over plain HTTP, where everybody on the way can read and use it. */
  public ClientBuilder insecureTokenOverHttp() {
    this.isTokenOverHttpAccepted = true;
    return this;
  }

  /** Where programs are pinned; {@link ProgramPins#ofUser} unless set. */
  public ClientBuilder pins(ProgramPins value) {
    this.pins = value;
    return this;
  }

  /** Accepts whatever program the server has today. */
  public ClientBuilder withoutPins() {
    this.pins = null;
    return this;
  }

  /** What the client insists on; {@link ClientPolicy#standard} unless set. */
  public ClientBuilder policy(ClientPolicy value) {
    this.policy = value;
    return this;
  }

  /**
   * How images may be made, whatever the server says. Unless set: with pins as when the model was
   * first seen, without pins as {@link org.chemxor.data.GridFingerprintFeaturizer#standard} makes
   * them.
   */
  public ClientBuilder featurisers(MoleculeFeaturizer... accepted) {
    this.featurisers = AcceptedFeaturisers.only(accepted);
    return this;
  }

  /** Which certificates are trusted; the platform's unless set. */
  public ClientBuilder tls(SSLContext context) {
    this.tls = context;
    return this;
  }

  /** How long one request may take; 15 minutes unless set. */
  public ClientBuilder timeout(Duration value) {
    this.timeout = value;
    return this;
  }

  /** For how long a request is repeated when the server is busy or away; 30 s unless set. */
  public ClientBuilder retryFor(Duration value) {
    this.retryFor = value;
    return this;
  }

  /** Threads for {@link PartitionNetClient#queryAsync}; 4 unless set. */
  public ClientBuilder parallelism(int threads) {
    this.parallelism = threads;
    return this;
  }

  /**
   * Asks the server for the model, checks it, makes keys and sends the public ones.
   *
   * @throws ServiceException when there is no such server or model, or the model is not the one
   *     pinned
   * @throws InvalidInputException when the server has several models and none was named, or asks
   *     for more than the policy accepts
   */
  public PartitionNetClient connect() {
    Transport transport = transport();
    return connect(transport, describe(transport));
  }

  /**
   * Connects for many molecules: to the model or, when the server predicts that it is faster, to
   * the same network by a batch plan.
   *
   * @param molecules how many
   * @param output the file that {@link BulkQuery} will write; one that was begun is gone on with by
   *     the plan with which it was begun
   */
  public PartitionNetClient connectFor(long molecules, Path output) throws IOException {
    Transport transport = transport();
    ModelDescription single = describe(transport);
    if (single.batch().isEmpty()) {
      return connect(transport, single);
    }
    ModelDescription batch = describe(transport, single.batch());
    Optional<String> begun = PredictionFile.begunWith(output);
    if (begun.isPresent()) {
      boolean isBatch = begun.get().startsWith(fingerprint(batch));
      return connect(transport, isBatch ? batch : single);
    }
    double millis = batch.predictedMillis(molecules);
    boolean isFaster = millis > 0 && millis < single.predictedMillis(molecules);
    return connect(transport, isFaster ? batch : single);
  }

  private Transport transport() {
    requireSafeToken();
    return new Transport(http(), server, token, timeout, retryFor);
  }

  private ModelDescription describe(Transport transport) {
    return describe(transport, model == null ? onlyModel(transport) : model);
  }

  private PartitionNetClient connect(Transport transport, ModelDescription description) {
    ProgramOutline outline = ProgramOutline.read(description.outline());
    String program = Digests.hex(outline.id());
    String fingerprint = fingerprint(description);
    if (!description.program().equals(program)) {
      throw new InvalidInputException("the server's description contradicts itself: two programs");
    }
    if (pins != null) {
      pins.check(server, description.name(), program, fingerprint);
    }
    acceptedFeaturisers().check(description, outline);
    ClientPolicy accepted = policy;
    Supplier<FheClient> maker = () -> new FheClient(outline, CkksEngine.load(), accepted);
    PartitionNetClient client =
        new PartitionNetClient(
            transport, description, maker.get(), maker, fingerprint, parallelism);
    try {
      client.upload();
      return client;
    } catch (RuntimeException e) {
      client.close();
      throw e;
    }
  }

  private AcceptedFeaturisers acceptedFeaturisers() {
    if (featurisers != null) {
      return featurisers;
    }
    return pins == null ? AcceptedFeaturisers.known() : AcceptedFeaturisers.pinned();
  }

  private HttpClient http() {
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT_TIMEOUT)
            .followRedirects(HttpClient.Redirect.NEVER);
    if (tls != null) {
      builder.sslContext(tls);
    }
    return builder.build();
  }

  private void requireSafeToken() {
    if (token == null || isTokenOverHttpAccepted || server.getScheme().equals("https")) {
      return;
    }
    if (!isThisMachine()) {
      throw new InvalidInputException(
          "the token would go to "
              + server
              + " in the clear: use https, or say that everybody on the way may read it");
    }
  }

  private boolean isThisMachine() {
    try {
      return InetAddress.getByName(server.getHost()).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }

  private static String onlyModel(Transport transport) {
    Transport.Reply reply = transport.get(Routes.MODELS, ReplyLimits.DESCRIPTION_BYTES);
    if (!reply.isSuccess()) {
      throw reply.error("the server does not say which models it has");
    }
    List<String> names = new ArrayList<>();
    try {
      for (JsonNode entry : new ObjectMapper().readTree(reply.body()).path("models")) {
        if (!entry.path("isBatch").asBoolean()) {
          names.add(entry.path("name").asText());
        }
      }
    } catch (IOException e) {
      throw new InvalidInputException(
          "the answer is no list of models; is this a ChemXor server?", e);
    }
    if (names.size() != 1) {
      throw new InvalidInputException(
          "the server has " + names.size() + " models, say which one: " + names);
    }
    return names.get(0);
  }

  private static ModelDescription describe(Transport transport, String name) {
    if (!name.matches("[A-Za-z0-9._-]+")) {
      throw new InvalidInputException("there is no model called \"" + name + "\"");
    }
    Transport.Reply reply = transport.get(Routes.model(name), ReplyLimits.DESCRIPTION_BYTES);
    if (!reply.isSuccess()) {
      throw reply.error("the model " + name + " is not to be had");
    }
    ModelDescription description = ModelDescription.read(reply.body());
    if (!description.name().equals(name)) {
      throw new InvalidInputException(
          "the server describes another model than " + name + ", which was asked for");
    }
    return description;
  }

  private static String fingerprint(ModelDescription description) {
    MessageDigest digest = Digests.sha256();
    digest.update(description.outline());
    digest.update((byte) 0);
    JsonNode featuriser = description.featuriser();
    if (featuriser != null) {
      digest.update(featuriser.toString().getBytes(StandardCharsets.UTF_8));
    }
    for (String name : description.classes()) {
      digest.update((byte) 0);
      digest.update(name.getBytes(StandardCharsets.UTF_8));
    }
    return Digests.hex(digest.digest());
  }
}
