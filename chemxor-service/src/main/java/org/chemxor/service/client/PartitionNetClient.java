package org.chemxor.service.client;

import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.chemxor.core.InvalidInputException;
import org.chemxor.core.MoleculeImage;
import org.chemxor.data.MoleculeFeaturizer;
import org.chemxor.fhe.EncryptedInference;
import org.chemxor.fhe.FheClient;
import org.chemxor.fhe.ProgramOutline;
import org.chemxor.service.protocol.Digests;
import org.chemxor.service.protocol.ModelDescription;
import org.chemxor.service.protocol.ProblemType;
import org.chemxor.service.protocol.Routes;
import org.jspecify.annotations.Nullable;

/**
 * Asks a server about molecules that it never sees. The secret key is made here, stays here and is
 * overwritten on {@link #close}. Thread-safe.
 *
 * <pre>{@code
 * try (var client = PartitionNetClient.connect(URI.create("http://localhost:8080"))) {
 *   client.query("CCO").outputs();
 * }
 * }</pre>
 */
public final class PartitionNetClient implements AutoCloseable {
  private static final int MAX_UPLOADS = 5;

  private final Transport transport;
  private final ModelDescription description;
  private final FheClient fhe;
  private final @Nullable MoleculeFeaturizer featurizer;
  private final String fingerprint;
  private final ExecutorService executor;
  private final String program;
  private final String keysDigest;
  private final Object uploadLock = new Object();
  private int uploads;

  PartitionNetClient(
      Transport transport,
      ModelDescription description,
      FheClient fhe,
      String fingerprint,
      int parallelism) {
    this.transport = transport;
    this.description = description;
    this.fhe = fhe;
    this.fingerprint = fingerprint;
    this.featurizer =
        description.featuriser() == null
            ? null
            : MoleculeFeaturizer.fromJson(description.featuriser().toString());
    this.program = Digests.hex(fhe.outline().id());
    this.keysDigest = Digests.sha256Hex(fhe.evaluationKeys());
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
  public static PartitionNetClient connect(URI server) {
    return at(server).connect();
  }

  /** Settings for a connection. */
  public static ClientBuilder at(URI server) {
    return new ClientBuilder(server);
  }

  /** What the server says about the model. */
  public ModelDescription description() {
    return description;
  }

  /** The program both sides run. */
  public ProgramOutline outline() {
    return fhe.outline();
  }

  /** Digest of everything about the model that this client relies on. */
  String fingerprint() {
    return fingerprint;
  }

  /**
   * The prediction for a molecule.
   *
   * @param smiles its structure
   * @throws InvalidInputException when the SMILES cannot be read, or the model takes images only
   * @throws ServiceException when the server cannot be reached or refuses
   */
  public Prediction query(String smiles) {
    return query(image(smiles));
  }

  /**
   * The image of a molecule as the model's featuriser makes it.
   *
   * @throws InvalidInputException when the SMILES cannot be read, or the model takes images only
   */
  public MoleculeImage image(String smiles) {
    if (featurizer == null) {
      throw new InvalidInputException(
          "the model "
              + description.name()
              + " names no featuriser: query it with images instead of SMILES");
    }
    return featurizer.image(smiles);
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

  private List<Prediction> queryAll(double[][] inputs) {
    long start = System.nanoTime();
    long up = 0;
    long down = 0;
    try (EncryptedInference inference = fhe.startBatch(inputs)) {
      while (!inference.isDone()) {
        byte[] request = inference.nextRequest();
        byte[] reply = step(inference.step(), request);
        up += request.length;
        down += reply.length;
        accept(inference, reply);
      }
      double millis = (System.nanoTime() - start) / 1e6;
      List<Prediction> predictions = new ArrayList<>();
      for (int sample = 0; sample < inputs.length; sample++) {
        List<Double> outputs = Arrays.stream(inference.outputs(sample)).boxed().toList();
        predictions.add(new Prediction(outputs, inference.step(), up, down, millis));
      }
      return predictions;
    }
  }

  /** The prediction for a molecule, computed by this client's own threads. */
  public CompletableFuture<Prediction> queryAsync(String smiles) {
    return CompletableFuture.supplyAsync(() -> query(smiles), executor);
  }

  private static void accept(EncryptedInference inference, byte[] reply) {
    try {
      inference.acceptReply(reply);
    } catch (InvalidInputException e) {
      throw new ServiceException("the server's reply cannot be used: " + e.getMessage(), e);
    }
  }

  private byte[] step(int step, byte[] request) {
    long limit = ReplyLimits.step(fhe.outline(), step);
    for (int attempt = 0; ; attempt++) {
      int seen = uploads();
      Transport.Reply reply =
          transport.post(Routes.step(program, keysDigest, step), request, limit);
      if (reply.isSuccess()) {
        return reply.body();
      }
      if (attempt == MAX_UPLOADS || !isKeysMissing(reply)) {
        throw reply.error("step " + step + " was refused");
      }
      uploadUnlessNewerThan(seen);
    }
  }

  private static boolean isKeysMissing(Transport.Reply reply) {
    return reply.problem().equals(Optional.of(ProblemType.KEYS_MISSING));
  }

  private int uploads() {
    synchronized (uploadLock) {
      return uploads;
    }
  }

  /** Several threads may find the keys missing at once: one of them sends them. */
  private void uploadUnlessNewerThan(int seen) {
    synchronized (uploadLock) {
      if (uploads == seen) {
        upload();
      }
    }
  }

  /** Sends the keys if the server does not have them. */
  void upload() {
    synchronized (uploadLock) {
      String path = Routes.keys(program, keysDigest);
      if (!transport.head(path).isSuccess()) {
        Transport.Reply reply = transport.put(path, fhe.evaluationKeys(), 0);
        if (!reply.isSuccess()) {
          throw reply.error("the evaluation keys were refused");
        }
      }
      uploads++;
    }
  }

  /** Overwrites the secret key. Queries in progress end with an error. */
  @Override
  public void close() {
    executor.shutdownNow();
    fhe.close();
  }

  @Override
  public String toString() {
    return "PartitionNetClient[" + description.name() + ", " + fhe.outline().id() + "]";
  }
}
