package org.chemxor.service.client;

import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.chemxor.core.InvalidInputException;
import org.chemxor.core.MoleculeImage;
import org.chemxor.data.confidence.DomainVerdict;
import org.chemxor.data.confidence.ModelConfidence;
import org.chemxor.data.featurise.MoleculeFeaturiser;
import org.chemxor.data.predictions.AskedMolecule;
import org.chemxor.data.predictions.PredictionColumns;
import org.chemxor.fhe.checked.AlteredAnswersException;
import org.chemxor.fhe.checked.CheckPolicy;
import org.chemxor.fhe.checked.CheckedQuestions;
import org.chemxor.fhe.checked.KnownAnswer;
import org.chemxor.fhe.client.EncryptedInference;
import org.chemxor.fhe.client.FheClient;
import org.chemxor.fhe.program.ProgramOutline;
import org.chemxor.fhe.reply.RefusedReplyException;
import org.chemxor.fhe.reply.ReplyPolicy;
import org.chemxor.service.protocol.ModelDescription;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks a server about molecules that it never sees. The secret key is made here, stays here and is
 * overwritten on {@link #close}. What the server gets depends on no decrypted value, as long as the
 * policy hides outcomes, and the outputs have the decimals of the policy, whatever the server says.
 * Thread-safe.
 *
 * <pre>{@code
 * try (var client = ModelClient.connect(URI.create("http://localhost:8080"))) {
 *   client.query("CCO").outputs();
 * }
 * }</pre>
 */
public final class ModelClient implements AskedMolecule.Predictor, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ModelClient.class);
  private static final long DRAIN_SECONDS = 10;

  private final ModelDescription description;
  private final ProgramOutline outline;
  private final ReplyPolicy policy;
  private final KeyRing keys;
  private final @Nullable MoleculeFeaturiser featuriser;
  private final ModelConfidence confidence;
  private final String fingerprint;
  private final ExecutorService executor;

  ModelClient(
      Transport transport,
      ModelDescription description,
      FheClient first,
      KeySource source,
      String fingerprint,
      int parallelism) {
    this.description = description;
    this.outline = first.outline();
    this.policy = first.policy().replies();
    this.keys = new KeyRing(transport, first, source);
    this.fingerprint = fingerprint;
    this.confidence = description.readConfidence();
    this.featuriser =
        description.featuriser() == null
            ? null
            : MoleculeFeaturiser.fromJson(description.featuriser().toString());
    this.executor =
        Executors.newFixedThreadPool(
            parallelism,
            task -> {
              Thread thread = new Thread(task, "chemxor-query");
              thread.setDaemon(true);
              return thread;
            });
  }

  /**
   * Connects to the only model of a server, pinning it in the user's home.
   *
   * @throws ServiceException when there is no such server, or its model is not the one pinned
   * @throws InvalidInputException when the server has several models, or asks for more than the
   *     standard policy accepts
   */
  public static ModelClient connect(URI server) {
    return at(server).connect();
  }

  /**
   * Settings for a connection.
   *
   * @throws InvalidInputException when this is no address of a server: see {@link ServerAddress}
   */
  public static ClientBuilder at(URI server) {
    return at(ServerAddress.of(server));
  }

  /** Settings for a connection. */
  public static ClientBuilder at(ServerAddress server) {
    return new ClientBuilder(server);
  }

  /** What the server says about the model. */
  public ModelDescription description() {
    return description;
  }

  /** The program both sides run. */
  public ProgramOutline outline() {
    return outline;
  }

  /** What this client does with replies. */
  public ReplyPolicy replies() {
    return policy;
  }

  /** How many key sets have been replaced by fresh ones because they had answered enough. */
  public int renewals() {
    return keys.renewals();
  }

  /** Digest of everything about the model that this client relies on. */
  String fingerprint() {
    return fingerprint;
  }

  /**
   * The prediction for a molecule.
   *
   * @param smiles its structure
   * @throws InvalidInputException when the SMILES cannot be read, or the model takes images only;
   *     if the policy hides refused inputs, after zeros were asked about in its place
   * @throws ServiceException when the server cannot be reached or refuses, or its reply cannot be
   *     used
   * @throws org.chemxor.fhe.reply.KeysSpentException when the keys have come to their end; after a
   *     refused reply connect again to go on with new ones
   */
  public Prediction query(String smiles) {
    return query(imageOrDummy(smiles));
  }

  /** What is asked about in the place of a molecule that cannot be asked about: nothing set. */
  MoleculeImage dummyImage() {
    double[] zeros = new double[MoleculeImage.SIZE * MoleculeImage.SIZE];
    return new MoleculeImage(MoleculeImage.SIZE, MoleculeImage.SIZE, zeros);
  }

  private MoleculeImage imageOrDummy(String smiles) {
    try {
      return image(smiles);
    } catch (InvalidInputException e) {
      if (featuriser != null && policy.hidesRefusedInputs()) {
        ask(new double[][] {dummyImage().toArray()}, exchanged -> 0);
      }
      throw e;
    }
  }

  /**
   * The prediction for a molecule, to be shown to others: under a key set of its own, which is
   * wiped before this returns. Decrypted values carry noise that depends on the key, and a server
   * that chooses its replies makes them depend on more of it; a key that has answered for one
   * molecule, and answers no more, has nothing else to lose. Takes the time and bytes of new keys.
   *
   * @param smiles its structure
   * @throws InvalidInputException as {@link #query(String)} does
   * @throws ServiceException as {@link #query(String)} does
   */
  public Prediction queryForSharing(String smiles) {
    double[][] inputs = {imageOrDummy(smiles).toArray()};
    KeySession once = keys.fresh();
    try {
      EncryptedInference inference = once.start(inputs).orElseThrow();
      return run(new KeyRing.Started(once, inference), this::predictions).get(0);
    } finally {
      once.retire();
    }
  }

  /**
   * The image of a molecule as the model's featuriser makes it.
   *
   * @throws InvalidInputException when the SMILES cannot be read, or the model takes images only
   */
  @Override
  public MoleculeImage image(String smiles) {
    if (featuriser == null) {
      throw new InvalidInputException(
          "the model "
              + description.name()
              + " names no featuriser: query it with images instead of SMILES");
    }
    return featuriser.image(smiles);
  }

  /**
   * Where a molecule lies, seen from those that the model has learned from, computed here; empty
   * when the server does not tell what they looked like.
   *
   * @throws InvalidInputException when the SMILES cannot be read
   */
  @Override
  public Optional<DomainVerdict> domain(String smiles) {
    return featuriser == null ? Optional.empty() : confidence.verdict(featuriser, smiles);
  }

  /**
   * What is to be made of outputs: intervals or sets that hold the truth with a probability of
   * {@code coverage}, as the server has calibrated them on molecules that the model had not learned
   * from.
   *
   * @throws InvalidInputException when models are not calibrated for this coverage
   */
  public PredictionColumns columns(double coverage) {
    return new PredictionColumns(description.modelOutputs(), confidence, coverage);
  }

  /**
   * Whether the program takes an image, before anything is sent.
   *
   * @throws InvalidInputException when not; the message says why
   */
  @Override
  public void requireAccepted(MoleculeImage image) {
    keys.current().fhe().requireAccepted(image.toArray());
  }

  /** The prediction for an image. */
  public Prediction query(MoleculeImage image) {
    return query(image.toArray());
  }

  /** The prediction for a sample in {@code [channels, height, width]} order. */
  public Prediction query(double[] input) {
    return queryAll(new double[][] {input}).get(0);
  }

  /**
   * The predictions for several images in one request a round.
   *
   * @param images from 1 to {@link ProgramOutline#maxSamples} of them: 1 unless the model is served
   *     by a batch plan
   * @return in the order of the images; rounds, bytes and time are those of all together
   * @throws InvalidInputException when there are too many
   */
  public List<Prediction> queryBatch(List<MoleculeImage> images) {
    return queryAll(images.stream().map(MoleculeImage::toArray).toArray(double[][]::new));
  }

  /**
   * The outputs for several images, with checks hidden among them: duplicates and images whose
   * outputs are known, all in a random order. A batch plan takes them in one request a round, other
   * plans one after the other, as many at a time as this client has threads.
   *
   * @param images what to ask about
   * @param known images with known outputs
   * @param checks how much is checked
   * @return by image
   * @throws org.chemxor.fhe.checked.AlteredAnswersException when a check came back wrong; no output
   *     is returned and the keys are not used any more
   * @throws InvalidInputException when the program's stated error is above the tolerance, or images
   *     and checks are more than a batch takes
   */
  public List<List<Double>> queryChecked(
      List<MoleculeImage> images, List<KnownAnswer<MoleculeImage>> known, CheckPolicy checks) {
    List<KnownAnswer<double[]>> answers =
        known.stream().map(k -> new KnownAnswer<>(k.question().toArray(), k.answer())).toList();
    return askChecked(images.stream().map(MoleculeImage::toArray).toList(), answers, checks);
  }

  private List<List<Double>> askChecked(
      List<double[]> inputs, List<KnownAnswer<double[]>> known, CheckPolicy checks) {
    checks.requireTolerates(description.expectedError());
    CheckedQuestions<double[]> questions = CheckedQuestions.of(inputs, known, checks);
    List<Prediction> replies =
        outline.maxSamples() > 1
            ? queryAll(questions.asked().toArray(double[][]::new))
            : queryEach(questions.asked());
    try {
      return questions.answers(replies.stream().map(Prediction::outputs).toList());
    } catch (AlteredAnswersException e) {
      keys.current().fhe().burnKeys(String.valueOf(e.getMessage()));
      throw e;
    }
  }

  private List<Prediction> queryEach(List<double[]> inputs) {
    List<CompletableFuture<Prediction>> asked =
        inputs.stream()
            .map(input -> CompletableFuture.supplyAsync(() -> query(input), executor))
            .toList();
    try {
      return asked.stream().map(CompletableFuture::join).toList();
    } catch (CompletionException e) {
      asked.forEach(query -> query.cancel(false));
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }

  private List<Prediction> queryAll(double[][] inputs) {
    return ask(inputs, this::predictions);
  }

  /** What is made of an evaluation that has come to its last round. */
  private interface Reading<T> {
    T of(Exchanged exchanged);
  }

  /**
   * An evaluation after its last round.
   *
   * @param inference the evaluation
   * @param bytesUp bytes sent
   * @param bytesDown bytes received
   * @param millis time it took
   */
  private record Exchanged(
      EncryptedInference inference, long bytesUp, long bytesDown, double millis) {}

  private <T> T ask(double[][] inputs, Reading<T> reading) {
    return run(keys.start(inputs), reading);
  }

  /** All rounds, however the replies look: what is sent must not depend on them. */
  private <T> T run(KeyRing.Started started, Reading<T> reading) {
    long start = System.nanoTime();
    long up = 0;
    long down = 0;
    EncryptedInference inference = started.inference();
    try {
      while (!inference.isDone()) {
        byte[] request = inference.nextRequest();
        byte[] reply = started.keys().step(inference.round(), request);
        up += request.length;
        down += reply.length;
        inference.acceptReply(reply);
      }
      return reading.of(new Exchanged(inference, up, down, (System.nanoTime() - start) / 1e6));
    } catch (RefusedReplyException e) {
      throw new ServiceException("the server's reply cannot be used: " + e.getMessage(), e);
    } finally {
      started.keys().end(inference);
    }
  }

  private List<Prediction> predictions(Exchanged exchanged) {
    EncryptedInference inference = exchanged.inference();
    List<Prediction> predictions = new ArrayList<>();
    for (int sample = 0; sample < inference.samples(); sample++) {
      List<Double> outputs =
          Arrays.stream(inference.outputs(sample)).map(policy::round).boxed().toList();
      predictions.add(
          new Prediction(
              outputs,
              inference.round(),
              exchanged.bytesUp(),
              exchanged.bytesDown(),
              exchanged.millis()));
    }
    return predictions;
  }

  /** The prediction for a molecule, computed by this client's own threads. */
  public CompletableFuture<Prediction> queryAsync(String smiles) {
    return CompletableFuture.supplyAsync(() -> query(smiles), executor);
  }

  /** Sends the keys if the server does not have them. */
  void upload() {
    keys.current().upload();
  }

  /**
   * Overwrites the secret key, once encryptions and decryptions in progress are done. Queries in
   * progress end with an error at their next step, those that have not begun with one at their
   * first; this client's own threads are waited for.
   */
  @Override
  public void close() {
    List<Runnable> notBegun = executor.shutdownNow();
    try {
      if (!executor.awaitTermination(DRAIN_SECONDS, TimeUnit.SECONDS)) {
        LOG.warn("a query is still waiting; it will end with an error");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      keys.close();
      // Without keys each of them ends at once, and whoever waits for it is told.
      notBegun.forEach(Runnable::run);
    }
  }

  @Override
  public String toString() {
    return "ModelClient[" + description.name() + ", " + outline.id() + "]";
  }
}
