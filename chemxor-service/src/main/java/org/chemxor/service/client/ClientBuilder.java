package org.chemxor.service.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.chemxor.ckks.CkksEngine;
import org.chemxor.core.InputFiles;
import org.chemxor.core.InvalidInputException;
import org.chemxor.core.text.PrintableText;
import org.chemxor.data.featurise.MoleculeFeaturiser;
import org.chemxor.fhe.client.ClientPolicy;
import org.chemxor.fhe.client.FheClient;
import org.chemxor.fhe.client.KeyProtection;
import org.chemxor.fhe.program.ProgramOutline;
import org.chemxor.service.protocol.ModelDescription;
import org.chemxor.service.protocol.Routes;
import org.jspecify.annotations.Nullable;

/** Settings of a {@link ModelClient}. */
public final class ClientBuilder {
  /** Of a description, with the outline in base64. */
  private static final long DESCRIPTION_BYTES = 32L << 20;

  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
  private static final int DEFAULT_PARALLELISM = 4;
  private static final int LONGEST_LIST = 2000;

  private final ServerAddress server;
  private @Nullable String model;
  private @Nullable String token;
  private boolean isTokenOverHttpAccepted;
  private boolean isPlainHttpAccepted;
  private @Nullable ProgramPins pins = ProgramPins.ofUser();
  private ClientPolicy policy = ClientPolicy.standard();
  private @Nullable AcceptedFeaturisers featurisers;
  private @Nullable SSLContext tls;
  private Duration timeout = Duration.ofMinutes(15);
  private Duration retryFor = Duration.ofSeconds(30);
  private int parallelism = DEFAULT_PARALLELISM;
  private @Nullable KeyFolder keyFolder;

  ClientBuilder(ServerAddress server) {
    this.server = server;
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

  /**
   * Speaks plain HTTP with another machine: everybody on the way can see who asks for what, and put
   * another program in the place of the model's at its first use. Molecules stay encrypted. A token
   * needs {@link #insecureTokenOverHttp} besides.
   */
  public ClientBuilder insecurePlainHttp() {
    this.isPlainHttpAccepted = true;
    return this;
  }

  /** Sends the token over plain HTTP, where everybody on the way can read and use it. */
  public ClientBuilder insecureTokenOverHttp() {
    this.isTokenOverHttpAccepted = true;
    return insecurePlainHttp();
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
   * first seen, without pins as {@link
   * org.chemxor.data.featurise.GridFingerprintFeaturiser#standard} makes them.
   */
  public ClientBuilder featurisers(MoleculeFeaturiser... accepted) {
    this.featurisers = AcceptedFeaturisers.only(accepted);
    return this;
  }

  /**
   * Keeps key sets in a folder, one file for each server and program, readable by their owner
   * alone: the next process goes on with them and need not send the server its evaluation keys
   * again. Replies are counted in the file, so that a key set answers no more than the policy says
   * however many processes use it, one at a time. Unless set, keys end with the client.
   *
   * @param folder made as needed
   * @param protection of the files, the same each time
   */
  public ClientBuilder keepKeys(Path folder, KeyProtection protection) {
    this.keyFolder = new KeyFolder(folder, protection);
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

  /** Threads for {@link ModelClient#queryAsync}; 4 unless set. */
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
   *     for more than the policy accepts, or kept keys cannot be used
   * @throws org.chemxor.fhe.reply.KeysSpentException when a reply under kept keys was refused
   */
  public ModelClient connect() {
    Transport transport = transport();
    return connect(transport, pinned(describe(transport), false));
  }

  /**
   * Connects for many molecules: to the model or, when the server predicts that it is faster, to
   * the same network by a batch plan.
   *
   * @param molecules how many
   * @param output the file that {@link BulkQuery} will write; one that was begun is gone on with by
   *     the plan with which it was begun
   */
  public ModelClient connectFor(long molecules, Path output) throws IOException {
    Transport transport = transport();
    ModelDescription single = pinned(describe(transport), false);
    if (single.batch().isEmpty()) {
      return connect(transport, single);
    }
    ModelDescription batch = describe(transport, single.batch());
    Optional<QueryRecord> begun = PredictionFile.begunWith(output);
    boolean isBatch =
        begun.isPresent()
            ? begun.get().model().equals(ModelFingerprint.ofResults(batch))
            : isFaster(batch, single, molecules);
    if (!isBatch) {
      return connect(transport, single);
    }
    requireSameQuestion(single, batch);
    return connect(transport, pinned(batch, true));
  }

  /**
   * The model's description, checked and pinned as {@link #connect} does, for questions that go
   * another way than through the server: nothing is sent and no key made. That of its batch plan
   * where there is one.
   *
   * @throws ServiceException as {@link #connect} does
   * @throws InvalidInputException as {@link #connect} does
   */
  public ModelDescription describeForMany() {
    Transport transport = transport();
    ModelDescription single = pinned(describe(transport), false);
    if (single.batch().isEmpty()) {
      return single;
    }
    ModelDescription batch = describe(transport, single.batch());
    requireSameQuestion(single, batch);
    return pinned(batch, true);
  }

  /**
   * A description that came as a file from the model's owner, checked as one of a server's is.
   *
   * @param file what {@code chemxor screen program} wrote
   * @param featurisers how images may be made; none for whatever the file says, which its owner
   *     could choose so as to learn from what is left out
   * @throws InvalidInputException when it is no description, contradicts itself or asks for images
   *     of another kind
   * @throws IOException when it cannot be read
   */
  public static ModelDescription describedIn(Path file, MoleculeFeaturiser... featurisers)
      throws IOException {
    ModelDescription description = ModelDescription.read(InputFiles.read(file, DESCRIPTION_BYTES));
    ProgramOutline outline = ProgramOutline.read(description.outline());
    Consistency.require(description, outline);
    AcceptedFeaturisers accepted =
        featurisers.length == 0
            ? AcceptedFeaturisers.pinned()
            : AcceptedFeaturisers.only(featurisers);
    accepted.check(description, outline);
    return description;
  }

  /** A batch answers what the model answers, or else it is not its batch. */
  private static void requireSameQuestion(ModelDescription single, ModelDescription batch) {
    boolean isSame =
        Objects.equals(single.featuriser(), batch.featuriser())
            && single.task().equals(batch.task())
            && single.target().equals(batch.target())
            && single.targets().equals(batch.targets())
            && single.classes().equals(batch.classes())
            && Objects.equals(single.confidence(), batch.confidence())
            && single.inputShape().equals(batch.inputShape())
            && single.outputs() == batch.outputs();
    if (!isSame) {
      throw new InvalidInputException(
          "the server's batch of the model answers another question than the model itself");
    }
  }

  private static boolean isFaster(ModelDescription batch, ModelDescription single, long molecules) {
    double millis = batch.predictedMillis(molecules);
    return millis > 0 && millis < single.predictedMillis(molecules);
  }

  private Transport transport() {
    requireSafeTransport();
    return new Transport(http(), server, token, timeout, retryFor);
  }

  private ModelDescription describe(Transport transport) {
    return describe(transport, model == null ? onlyModel(transport) : model);
  }

  /** The description, if it does not contradict itself, is accepted and the one seen before. */
  private ModelDescription pinned(ModelDescription description, boolean isBatch) {
    ProgramOutline outline = ProgramOutline.read(description.outline());
    Consistency.require(description, outline);
    acceptedFeaturisers().check(description, outline);
    if (pins != null) {
      PinnedModel asked = new PinnedModel(server, model == null ? "" : model, isBatch);
      pins.check(asked, description.program(), ModelFingerprint.ofModel(description));
    }
    return description;
  }

  private ModelClient connect(Transport transport, ModelDescription description) {
    ProgramOutline outline = ProgramOutline.read(description.outline());
    String fingerprint = ModelFingerprint.ofResults(description);
    ClientPolicy accepted = policy;
    KeySource source =
        keyFolder == null
            ? () -> new FheClient(outline, CkksEngine.load(), accepted)
            : keyFolder.of(server, outline, accepted);
    ModelClient client =
        new ModelClient(transport, description, source.first(), source, fingerprint, parallelism);
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
    if (server.isLoopback()) {
      builder.proxy(HttpClient.Builder.NO_PROXY);
    }
    return builder.build();
  }

  private void requireSafeTransport() {
    if (server.isEncrypted() || server.isLoopback()) {
      return;
    }
    if (token != null && !isTokenOverHttpAccepted) {
      throw new InvalidInputException(
          "the token would go to "
              + server
              + " in the clear: use https, or say that everybody on the way may read it"
              + " (--insecure-token-over-http)");
    }
    if (!isPlainHttpAccepted) {
      throw new InvalidInputException(
          server
              + " is another machine and this is plain HTTP: everybody on the way could put another"
              + " model in the place of the one asked for. Use https, or accept that"
              + " (--insecure-http)");
    }
  }

  private static String onlyModel(Transport transport) {
    Transport.Reply reply = transport.get(Routes.MODELS, DESCRIPTION_BYTES);
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
          "the server has "
              + names.size()
              + " models, say which one: "
              + PrintableText.line(names.toString(), LONGEST_LIST));
    }
    return names.get(0);
  }

  private static ModelDescription describe(Transport transport, String name) {
    if (!name.matches("[A-Za-z0-9._-]+")) {
      throw new InvalidInputException(
          "there is no model called \"" + PrintableText.line(name, LONGEST_LIST) + "\"");
    }
    Transport.Reply reply = transport.get(Routes.model(name), DESCRIPTION_BYTES);
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
}
