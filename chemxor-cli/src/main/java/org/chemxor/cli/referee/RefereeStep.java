package org.chemxor.cli.referee;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.chemxor.ckks.CkksEngine;
import org.chemxor.ckks.parallel.Parallelism;
import org.chemxor.ckks.secret.InsecureSecretKeyAccess;
import org.chemxor.ckks.wire.ByteSource;
import org.chemxor.core.AtomicFiles;
import org.chemxor.core.InputFiles;
import org.chemxor.core.Network;
import org.chemxor.core.PrivateFiles;
import org.chemxor.fhe.client.ClientPolicy;
import org.chemxor.fhe.client.EncryptedInference;
import org.chemxor.fhe.client.FheClient;
import org.chemxor.fhe.evaluator.EvaluationKeys;
import org.chemxor.fhe.evaluator.FheEvaluator;
import org.chemxor.fhe.program.EncryptedProgram;
import org.chemxor.fhe.program.ProgramOutline;
import org.chemxor.models.metrics.ClassificationMetrics;
import org.chemxor.models.trained.TrainedModel;

/**
 * The suite's executables, each a process of its own that finds in files what the one before left.
 * The client's secret keys are a file, too, readable by its owner alone.
 *
 * @param folder of the harness
 * @param engine what computes
 */
record RefereeStep(HarnessFolder folder, CkksEngine engine) {
  private static final long MAX_BYTES = Integer.MAX_VALUE - 64;
  private static final ClientPolicy POLICY = ClientPolicy.outputsOnly();

  /** Leaves the program's public description for the client. */
  void describe(Path model) throws IOException {
    EncryptedProgram program = compile(model);
    Files.createDirectories(parent(folder.outline()));
    AtomicFiles.write(folder.outline(), program.outline().toBytes());
  }

  private EncryptedProgram compile(Path model) {
    Network network = TrainedModel.load(model).network();
    return Workload.compile(network, folder.instance().digits(), engine);
  }

  private ProgramOutline outline() throws IOException {
    return ProgramOutline.read(InputFiles.read(folder.outline(), MAX_BYTES));
  }

  /** Makes a key set: the public part for the server, the secret one for the next steps. */
  void generateKeys() throws IOException {
    try (FheClient client = new FheClient(outline(), engine, POLICY)) {
      Files.createDirectories(parent(folder.evaluationKeys()));
      AtomicFiles.write(folder.evaluationKeys(), client.evaluationKeys());
      byte[] secret = client.insecureSecretBytes(InsecureSecretKeyAccess.get());
      try {
        writePrivately(folder.secretKeys(), secret);
      } finally {
        Arrays.fill(secret, (byte) 0);
      }
    }
  }

  private static void writePrivately(Path file, byte[] secret) throws IOException {
    Files.deleteIfExists(file);
    try (OutputStream out = Channels.newOutputStream(PrivateFiles.create(file))) {
      out.write(secret);
    }
  }

  /** Encrypts the digits that the harness chose. */
  void encrypt() throws IOException {
    double[][] inputs = folder.inputs();
    try (FheClient client = restoredClient()) {
      Files.createDirectories(parent(folder.request(0)));
      for (int i = 0; i < Workload.requests(inputs.length); i++) {
        try (EncryptedInference inference = client.startBatch(slice(inputs, i))) {
          AtomicFiles.write(folder.request(i), inference.nextRequest());
        }
      }
    }
  }

  private static double[][] slice(double[][] inputs, int request) {
    Workload.Slice slice = Workload.slice(inputs.length, request);
    return Arrays.copyOfRange(inputs, slice.from(), slice.to());
  }

  private FheClient restoredClient() throws IOException {
    byte[] secret = InputFiles.read(folder.secretKeys(), MAX_BYTES);
    try {
      return FheClient.insecureRestore(outline(), engine, POLICY, secret);
    } finally {
      Arrays.fill(secret, (byte) 0);
    }
  }

  /** The server's step: knows the model and the public keys, and sees no digit. */
  void compute(Path model, int threads) throws IOException {
    ExecutorService executor = Executors.newFixedThreadPool(threads);
    try (FheEvaluator evaluator =
        new FheEvaluator(compile(model), engine, Parallelism.of(executor, threads))) {
      EvaluationKeys keys =
          evaluator.readKeys(ByteSource.of(InputFiles.read(folder.evaluationKeys(), MAX_BYTES)));
      Files.createDirectories(parent(folder.reply(0)));
      for (int i = 0; i < Workload.requests(folder.instance().digits()); i++) {
        byte[] reply = evaluator.evaluate(keys, InputFiles.read(folder.request(i), MAX_BYTES));
        AtomicFiles.write(folder.reply(i), reply);
      }
    } finally {
      executor.shutdownNow();
    }
  }

  /** Decrypts the scores and writes the classes. A refused reply ends the key set for good. */
  void decrypt() throws IOException {
    Files.deleteIfExists(folder.predictions());
    double[][] inputs = folder.inputs();
    StringBuilder classes = new StringBuilder();
    try (FheClient client = restoredClient()) {
      for (int i = 0; i < Workload.requests(inputs.length); i++) {
        double[][] slice = slice(inputs, i);
        byte[] request = InputFiles.read(folder.request(i), MAX_BYTES);
        try (EncryptedInference inference = client.resumeBatch(slice, request)) {
          for (double[] scores : read(inference, folder.reply(i), slice.length)) {
            classes.append(ClassificationMetrics.predicted(scores)).append('\n');
          }
        }
      }
    }
    AtomicFiles.write(
        folder.predictions(), classes.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8));
  }

  /** The scores by digit; what is no right reply takes the secret keys with it. */
  private double[][] read(EncryptedInference inference, Path reply, int digits) throws IOException {
    byte[] bytes = InputFiles.read(reply, MAX_BYTES);
    double[][] scores = new double[digits][];
    try {
      inference.acceptReply(bytes);
      Arrays.setAll(scores, inference::outputs);
      return scores;
    } catch (RuntimeException e) {
      Files.deleteIfExists(folder.secretKeys());
      throw e;
    }
  }

  private static Path parent(Path file) {
    return java.util.Objects.requireNonNull(file.getParent());
  }
}
