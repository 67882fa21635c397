package org.chemxor.spark.client;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.apache.hadoop.conf.Configuration;
import org.chemxor.core.InvalidInputException;
import org.chemxor.data.confidence.CoverageLevels;
import org.chemxor.data.predictions.PredictedMolecule;
import org.chemxor.data.predictions.PredictionColumns;
import org.chemxor.fhe.client.ClientPolicy;
import org.chemxor.fhe.client.EncryptedInference;
import org.chemxor.fhe.client.KeyProtection;
import org.chemxor.fhe.reply.ReplyPolicy;
import org.chemxor.service.protocol.ModelDescription;
import org.chemxor.spark.files.BatchFolder;
import org.chemxor.spark.files.RequestRow;
import org.chemxor.spark.files.Screen;

/**
 * Decrypts the replies to a screening and puts the predictions beside the molecules they are of, in
 * the order of the input or, where only the best are wanted, the best first. Programs of several
 * rounds have {@link #next} in between: it decrypts and encrypts again.
 */
public final class ScreenCollection {
  private final Path secrets;
  private final String replies;
  private final KeyProtection protection;
  private ClientPolicy policy = ClientPolicy.standard();
  private Configuration configuration = new Configuration();
  private double coverage = CoverageLevels.STANDARD;
  private Optional<Ranking> ranking = Optional.empty();
  private LongConsumer onStart = batches -> {};
  private LongConsumer onBatches = batches -> {};

  /**
   * @param secrets folder that {@link ScreenPreparation} made
   * @param replies folder that the evaluator wrote
   * @param protection of the secret keys
   */
  public ScreenCollection(Path secrets, String replies, KeyProtection protection) {
    this.secrets = secrets;
    this.replies = replies;
    this.protection = protection;
  }

  /** What the client insists on, as when the batches were made; the standard unless set. */
  public ScreenCollection policy(ClientPolicy value) {
    this.policy = value;
    return this;
  }

  /** Of the file systems; Hadoop's own unless set. */
  public ScreenCollection configuration(Configuration value) {
    this.configuration = value;
    return this;
  }

  /**
   * How often intervals and sets of classes are to hold the truth; 0.9 unless set.
   *
   * @param level one of {@link CoverageLevels#ALL}
   */
  public ScreenCollection coverage(double level) {
    CoverageLevels.index(level);
    this.coverage = level;
    return this;
  }

  /** Keeps the best predictions only, best first; all in the order of the input unless set. */
  public ScreenCollection ranking(Ranking value) {
    this.ranking = Optional.of(value);
    return this;
  }

  /**
   * Tells how far it is.
   *
   * @param started gets the number of batches
   * @param done gets how many have been looked at
   */
  public ScreenCollection progress(LongConsumer started, LongConsumer done) {
    this.onStart = started;
    this.onBatches = done;
    return this;
  }

  /**
   * A batch without a prediction.
   *
   * @param batch its number
   * @param molecules asked about in it
   * @param reason why there is none
   */
  public record MissingBatch(long batch, int molecules, String reason) {}

  /**
   * What came of it.
   *
   * @param rows of the input
   * @param predicted molecules with a prediction
   * @param refused rows that were in no batch, because no image could be made or the program does
   *     not take it
   * @param missing batches without a prediction, in order
   */
  public record Result(long rows, long predicted, long refused, List<MissingBatch> missing) {
    /** Copies the list. */
    public Result {
      missing = List.copyOf(missing);
    }
  }

  /**
   * Writes the predictions. Molecules of batches that are missing have a row with an error.
   *
   * @param output file to write, CSV or, if it is called .parquet, Parquet; whole or not at all
   * @throws InvalidInputException when the replies are of another screening or not of its last
   *     round
   * @throws org.chemxor.fhe.reply.KeysSpentException when a reply does not decrypt to what it
   *     should: nothing under these keys is decrypted any more then
   * @throws IOException when something cannot be read or written
   */
  public Result collect(Path output) throws IOException {
    try (ReplyBatches batches = open()) {
      if (!batches.screen().isLast()) {
        throw new InvalidInputException(
            replies
                + " holds replies to round "
                + (batches.screen().round() + 1)
                + " of "
                + batches.screen().rounds()
                + ": make the requests of the next one of them (--next FOLDER), run those, and"
                + " collect then");
      }
      ModelDescription model = batches.description();
      PredictionColumns columns =
          new PredictionColumns(model.modelOutputs(), model.readConfidence(), coverage);
      Counts counts = new Counts();
      PredictionWriter.Rows rows =
          sink ->
              everyBatch(batches, (batch, index) -> predict(batches, batch, index, counts, sink));
      if (ranking.isPresent()) {
        Ranking wanted = ranking.get();
        wanted.requireOutput(model.outputs());
        PredictionWriter.Rows all = rows;
        rows = sink -> wanted.best(all).forEach(sink::accept);
      }
      PredictionWriter.write(output, columns, policy.replies(), rows, configuration);
      return new Result(counts.rows, counts.predicted, counts.refused, counts.missing);
    }
  }

  /**
   * Makes the requests of the next round from the replies to this one.
   *
   * @param folder to write, of any file system; must be empty
   * @throws InvalidInputException when the folder is in use, or this is the last round
   * @throws org.chemxor.fhe.reply.KeysSpentException as {@link #collect} does
   * @throws IOException when something cannot be read or written
   */
  public Result next(String folder) throws IOException {
    BatchFolder out = BatchFolder.at(folder, configuration);
    if (out.isUsed()) {
      throw new InvalidInputException(
          out + " is not empty: delete what is in it, or write to another folder");
    }
    try (ReplyBatches batches = open()) {
      Screen screen = batches.screen();
      if (screen.isLast()) {
        throw new InvalidInputException(
            replies + " holds replies to the last round: collect them (--out FILE)");
      }
      out.create();
      out.writeFile(Screen.KEYS_FILE, batches.secret().evaluationKeys());
      Counts counts = new Counts();
      everyBatch(batches, (batch, index) -> encryptAgain(batches, batch, index, counts, out));
      screen.next().write(out);
      return new Result(counts.rows, counts.predicted, counts.refused, counts.missing);
    }
  }

  private ReplyBatches open() throws IOException {
    return ReplyBatches.open(secrets, protection, policy, replies, configuration);
  }

  private static final class Counts {
    private final List<MissingBatch> missing = new ArrayList<>();
    private long rows;
    private long predicted;
    private long refused;

    void add(BatchIndex index) {
      rows += index.molecules().size();
      refused += index.molecules().size() - index.asked();
    }
  }

  private interface EachBatch {
    void of(long batch, BatchIndex index) throws IOException;
  }

  private void everyBatch(ReplyBatches batches, EachBatch action) throws IOException {
    long count = batches.screen().batches();
    onStart.accept(count);
    for (long batch = 0; batch < count; batch++) {
      action.of(batch, batches.index(batch));
      onBatches.accept(batch + 1);
    }
  }

  private void encryptAgain(
      ReplyBatches batches, long batch, BatchIndex index, Counts counts, BatchFolder out)
      throws IOException {
    counts.add(index);
    if (index.asked() == 0) {
      return;
    }
    ReplyBatches.Taken<byte[]> request =
        batches.take(batch, index, EncryptedInference::nextRequest);
    if (request.value().isEmpty()) {
      counts.missing.add(new MissingBatch(batch, index.asked(), request.error()));
      batches.secret().writeFailure(batch, request.error());
      return;
    }
    counts.predicted += index.asked();
    new RequestRow(batch, index.asked(), request.value().get()).write(out);
  }

  private void predict(
      ReplyBatches batches, long batch, BatchIndex index, Counts counts, PredictionWriter.Sink sink)
      throws IOException {
    counts.add(index);
    ReplyBatches.Taken<double[][]> outputs =
        index.asked() == 0
            ? ReplyBatches.Taken.missing("")
            : batches.take(batch, index, ScreenCollection::outputs);
    boolean isMissing = index.asked() > 0 && outputs.value().isEmpty();
    if (isMissing) {
      counts.missing.add(new MissingBatch(batch, index.asked(), outputs.error()));
    }
    int slot = 0;
    for (PredictedMolecule molecule : index.molecules()) {
      if (molecule.isFailed()) {
        sink.accept(molecule);
      } else if (isMissing) {
        sink.accept(with(molecule, List.of(), outputs.error()));
      } else {
        counts.predicted++;
        sink.accept(with(molecule, rounded(outputs.value().orElseThrow()[slot++]), ""));
      }
    }
  }

  private static double[][] outputs(EncryptedInference inference) {
    double[][] outputs = new double[inference.samples()][];
    Arrays.setAll(outputs, inference::outputs);
    return outputs;
  }

  private List<Double> rounded(double[] outputs) {
    ReplyPolicy rounding = policy.replies();
    return Arrays.stream(outputs).map(rounding::round).boxed().toList();
  }

  private static PredictedMolecule with(
      PredictedMolecule molecule, List<Double> outputs, String error) {
    return new PredictedMolecule(
        molecule.row(), molecule.name(), molecule.smiles(), outputs, molecule.domain(), error);
  }
}
