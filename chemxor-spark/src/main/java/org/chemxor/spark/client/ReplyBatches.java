package org.chemxor.spark.client;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.chemxor.ckks.CkksEngine;
import org.chemxor.core.InvalidInputException;
import org.chemxor.core.text.PrintableText;
import org.chemxor.fhe.client.ClientKeys;
import org.chemxor.fhe.client.ClientPolicy;
import org.chemxor.fhe.client.EncryptedInference;
import org.chemxor.fhe.client.FheClient;
import org.chemxor.fhe.client.KeyProtection;
import org.chemxor.fhe.program.ProgramOutline;
import org.chemxor.fhe.reply.KeysSpentException;
import org.chemxor.service.protocol.ModelDescription;
import org.chemxor.spark.files.BatchFolder;
import org.chemxor.spark.files.DamagedBatchException;
import org.chemxor.spark.files.ReplyRow;
import org.chemxor.spark.files.Screen;

/** The replies of one round as their client reads them, batch by batch. Closed, keys are wiped. */
final class ReplyBatches implements AutoCloseable {
  private final SecretFolder secret;
  private final ModelDescription description;
  private final BatchFolder replies;
  private final Screen screen;
  private final FheClient client;

  private ReplyBatches(
      SecretFolder secret,
      ModelDescription description,
      BatchFolder replies,
      Screen screen,
      FheClient client) {
    this.secret = secret;
    this.description = description;
    this.replies = replies;
    this.screen = screen;
    this.client = client;
  }

  /**
   * Opens replies.
   *
   * @throws InvalidInputException when they belong to another screening
   */
  static ReplyBatches open(
      Path secrets,
      KeyProtection protection,
      ClientPolicy policy,
      String folder,
      Configuration configuration)
      throws IOException {
    SecretFolder secret = SecretFolder.open(secrets);
    ModelDescription description = secret.description();
    BatchFolder replies = BatchFolder.at(folder, configuration);
    Screen ours = secret.screen();
    Screen screen =
        Screen.read(replies)
            .orElseThrow(
                () ->
                    new InvalidInputException(
                        replies + " has no " + Screen.FILE + ": it is no folder of replies"));
    requireSame(ours, screen, replies);
    ProgramOutline outline = ProgramOutline.read(description.outline());
    ClientKeys keys =
        ClientKeys.load(secret.keys(), protection, outline, CkksEngine.load(), policy);
    return new ReplyBatches(secret, description, replies, screen, new FheClient(keys));
  }

  private static void requireSame(Screen ours, Screen theirs, BatchFolder replies) {
    Screen expected = ours;
    while (expected.round() < theirs.round() && !expected.isLast()) {
      expected = expected.next();
    }
    if (!expected.equals(theirs)) {
      throw new InvalidInputException(
          replies + " holds replies to another screening than the one whose secrets these are");
    }
  }

  ModelDescription description() {
    return description;
  }

  Screen screen() {
    return screen;
  }

  SecretFolder secret() {
    return secret;
  }

  BatchIndex index(long batch) throws IOException {
    return secret.index(batch);
  }

  /** What to do with an evaluation whose reply was taken. */
  interface Use<T> {
    T of(EncryptedInference inference) throws IOException;
  }

  /**
   * What became of a batch.
   *
   * @param value what was made of its reply; empty when there is none
   * @param error why there is none; empty when there is one
   */
  record Taken<T>(Optional<T> value, String error) {
    static <T> Taken<T> missing(String error) {
      return new Taken<>(Optional.empty(), error);
    }
  }

  /**
   * Takes the reply to a batch. One that is missing, says that the batch could not be evaluated or
   * was damaged on its way is reported and leaves the keys as they are.
   *
   * @throws KeysSpentException when the reply, or one before it, does not decrypt to what it should
   */
  <T> Taken<T> take(long batch, BatchIndex index, Use<T> use) throws IOException {
    if (!replies.has(batch)) {
      String known = secret.failure(batch);
      return Taken.missing(known.isEmpty() ? "batch " + batch + " has no reply" : known);
    }
    ReplyRow reply;
    try {
      reply = ReplyRow.read(replies, batch, client.outline().replyLimit(screen.round()));
    } catch (DamagedBatchException e) {
      return Taken.missing(
          "the reply to batch "
              + batch
              + " "
              + e.getMessage()
              + ": get it anew, or delete it and run again");
    }
    if (reply.isFailed()) {
      return Taken.missing(
          "batch " + batch + " was not evaluated: " + PrintableText.line(reply.error(), 1000));
    }
    try (EncryptedInference inference =
        client.awaitReply(index.inference(), index.asked(), screen.round())) {
      inference.acceptReply(reply.message());
      return new Taken<>(Optional.of(use.of(inference)), "");
    }
  }

  @Override
  public void close() {
    client.close();
  }
}
