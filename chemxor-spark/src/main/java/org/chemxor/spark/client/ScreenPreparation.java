package org.chemxor.spark.client;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import org.apache.hadoop.conf.Configuration;
import org.chemxor.ckks.CkksEngine;
import org.chemxor.core.InvalidInputException;
import org.chemxor.data.predictions.AskedMolecule;
import org.chemxor.fhe.client.ClientKeys;
import org.chemxor.fhe.client.ClientPolicy;
import org.chemxor.fhe.client.EncryptedInference;
import org.chemxor.fhe.client.FheClient;
import org.chemxor.fhe.client.KeyProtection;
import org.chemxor.fhe.program.ProgramOutline;
import org.chemxor.service.protocol.Digests;
import org.chemxor.service.protocol.ModelDescription;
import org.chemxor.spark.files.BatchFolder;
import org.chemxor.spark.files.RequestRow;
import org.chemxor.spark.files.Screen;

/**
 * Makes the encrypted batches of a library: reads molecules, makes their images, encrypts as many
 * at a time as the program takes, and writes a file for each batch, several batches at a time. What
 * leaves the client is the folder of requests; what it keeps is the secret folder.
 */
public final class ScreenPreparation {
  private static final int ID_BYTES = 16;

  private final ModelDescription model;
  private final String requests;
  private final Path secrets;
  private final KeyProtection protection;
  private ClientPolicy policy = ClientPolicy.standard();
  private Configuration configuration = new Configuration();
  private int threads = Runtime.getRuntime().availableProcessors();
  private LongConsumer onStart = rows -> {};
  private LongConsumer onRows = rows -> {};

  /**
   * @param model as it was accepted, from its server or its owner
   * @param requests folder to write, of any file system; must be empty
   * @param secrets folder to make, of this machine, for the client alone
   * @param protection of the secret keys there
   */
  public ScreenPreparation(
      ModelDescription model, String requests, Path secrets, KeyProtection protection) {
    this.model = model;
    this.requests = requests;
    this.secrets = secrets;
    this.protection = protection;
  }

  /** What the client insists on; {@link ClientPolicy#standard} unless set. */
  public ScreenPreparation policy(ClientPolicy value) {
    this.policy = value;
    return this;
  }

  /** Of the file systems; Hadoop's own unless set. */
  public ScreenPreparation configuration(Configuration value) {
    this.configuration = value;
    return this;
  }

  /**
   * How many batches are encrypted at the same time; as many as processors unless set. Each takes
   * the memory of its images and twice its request.
   */
  public ScreenPreparation threads(int count) {
    if (count < 1) {
      throw new IllegalArgumentException("threads must be at least 1, got " + count);
    }
    this.threads = count;
    return this;
  }

  /**
   * Tells how far it is.
   *
   * @param started gets the number of rows
   * @param done gets how many have been encrypted or refused, after each batch
   */
  public ScreenPreparation progress(LongConsumer started, LongConsumer done) {
    this.onStart = started;
    this.onRows = done;
    return this;
  }

  /**
   * What came of it.
   *
   * @param screen what both sides know of it
   * @param rows of the input
   * @param failed rows that are in no batch, because no image can be made or the program does not
   *     take it
   * @param requestBytes of all requests together
   * @param keyBytes of the evaluation keys
   */
  public record Result(Screen screen, long rows, long failed, long requestBytes, long keyBytes) {}

  /**
   * Encrypts all molecules.
   *
   * @throws InvalidInputException when one of the folders is in use, the model asks for more than
   *     the policy accepts, or one key set does not answer for so many batches
   * @throws IOException when something cannot be written; what was written is of no use then
   */
  public Result prepare(MoleculeSource molecules) throws IOException {
    BatchFolder out = BatchFolder.at(requests, configuration);
    if (out.isUsed()) {
      throw new InvalidInputException(
          out + " is not empty: delete what is in it, or write to another folder");
    }
    ProgramOutline outline = ProgramOutline.read(model.outline());
    long rows = molecules.rows();
    onStart.accept(rows);
    requireEnoughReplies(outline, rows);
    SecretFolder secret = SecretFolder.create(secrets);
    secret.write(model);
    try (ClientKeys keys = ClientKeys.create(outline, CkksEngine.load(), policy);
        FheClient client = new FheClient(keys)) {
      keys.save(secret.keys(), protection);
      out.create();
      byte[] evaluationKeys = keys.evaluationKeys();
      out.writeFile(Screen.KEYS_FILE, evaluationKeys);
      secret.writeEvaluationKeys(evaluationKeys);
      Run run = new Run(out, secret, client, outline.maxSamples());
      run.all(molecules);
      Screen screen =
          Screen.of(
              newId(),
              Digests.hex(outline.id()),
              outline.rounds().size(),
              outline.maxSamples(),
              run.batches,
              run.asked,
              Digests.hex(keys.evaluationKeysDigest()));
      secret.write(screen);
      screen.write(out);
      return new Result(
          screen, run.done, run.done - run.asked, run.requestBytes, evaluationKeys.length);
    }
  }

  private static String newId() {
    byte[] id = new byte[ID_BYTES];
    new SecureRandom().nextBytes(id);
    return HexFormat.of().formatHex(id);
  }

  /** Replies count once when they are asked for, and again by the process that reads them. */
  private void requireEnoughReplies(ProgramOutline outline, long rows) {
    long batches = (rows + outline.maxSamples() - 1) / outline.maxSamples();
    long replies = repliesPerBatch(outline.rounds().size()) * batches;
    int most = policy.replies().maxReplies();
    if (replies > most) {
      throw new InvalidInputException(
          rows
              + " rows make "
              + batches
              + " batches, which count as "
              + replies
              + " replies, and one key set answers "
              + most
              + ": prepare the library in parts of "
              + most / repliesPerBatch(outline.rounds().size()) * outline.maxSamples()
              + " rows, each with keys of its own, or accept more with --max-replies");
    }
  }

  /** All rounds when they are prepared, and what is left of them whenever a round is read. */
  private static long repliesPerBatch(long rounds) {
    return rounds + rounds * (rounds + 1) / 2;
  }

  /** Rows gathered into batches, batches on their way to the disk. */
  private final class Run {
    private final BatchFolder out;
    private final SecretFolder secret;
    private final FheClient client;
    private final Asking asking;
    private final int samples;
    private List<Supplier<AskedMolecule>> chunk = new ArrayList<>();
    private long batches;
    private long done;
    private long asked;
    private long requestBytes;

    Run(BatchFolder out, SecretFolder secret, FheClient client, int samples) {
      this.out = out;
      this.secret = secret;
      this.client = client;
      this.asking = new Asking(model, client);
      this.samples = samples;
    }

    void all(MoleculeSource molecules) throws IOException {
      try (OrderedWork<Written> work = new OrderedWork<>(threads, this::count)) {
        molecules.forEachRow(
            row -> add(work, () -> AskedMolecule.of(row, asking)),
            problem -> add(work, () -> AskedMolecule.of(problem)));
        if (!chunk.isEmpty()) {
          enqueue(work);
        }
        work.finish();
      } catch (UncheckedIOException e) {
        throw e.getCause();
      }
    }

    private void add(OrderedWork<Written> work, Supplier<AskedMolecule> row) {
      chunk.add(row);
      if (chunk.size() == samples) {
        enqueue(work);
      }
    }

    private void enqueue(OrderedWork<Written> work) {
      List<Supplier<AskedMolecule>> full = chunk;
      long batch = batches++;
      chunk = new ArrayList<>();
      work.add(() -> write(batch, full));
    }

    private Written write(long batch, List<Supplier<AskedMolecule>> rows) throws IOException {
      List<AskedMolecule> molecules = rows.stream().map(Supplier::get).toList();
      double[][] images =
          molecules.stream()
              .flatMap(molecule -> molecule.image().stream())
              .map(image -> image.toArray())
              .toArray(double[][]::new);
      if (images.length == 0) {
        secret.write(batch, BatchIndex.of(0, molecules));
        return new Written(molecules.size(), 0, 0);
      }
      try (EncryptedInference inference = client.startBatch(images)) {
        byte[] request = inference.nextRequest();
        secret.write(batch, BatchIndex.of(inference.id(), molecules));
        new RequestRow(batch, images.length, request).write(out);
        return new Written(molecules.size(), images.length, request.length);
      }
    }

    private void count(Written written) {
      done += written.rows();
      asked += written.asked();
      requestBytes += written.bytes();
      onRows.accept(done);
    }
  }

  private record Written(int rows, int asked, long bytes) {}
}
