package org.chemxor.fhe.client;

import java.security.SecureRandom;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;
import org.chemxor.ckks.CkksContext;
import org.chemxor.ckks.CkksEngine;
import org.chemxor.ckks.Decryptor;
import org.chemxor.ckks.Encryptor;
import org.chemxor.ckks.secret.SecretKeyAccess;
import org.chemxor.ckks.wire.ByteSource;
import org.chemxor.core.InvalidInputException;
import org.chemxor.core.MoleculeImage;
import org.chemxor.fhe.exchange.RoundValues;
import org.chemxor.fhe.message.CiphertextCodec;
import org.chemxor.fhe.message.Message;
import org.chemxor.fhe.message.ReplyForm;
import org.chemxor.fhe.program.ProgramOutline;
import org.chemxor.fhe.reply.KeyBudget;
import org.chemxor.fhe.reply.SavedKeys;

/**
 * The role of whoever owns the molecules: holds the secret key, encrypts images, and turns replies
 * into the next request or the prediction. Nothing that leaves it reveals a molecule. One client
 * per key set, and a key set does not last for ever: it answers as many replies as the {@link
 * ClientPolicy} says, and none after the first that was refused. Thread-safe; {@link #close()}
 * overwrites the secret key.
 */
public final class FheClient implements AutoCloseable {
  private final ClientKeys keys;
  private final ReadWriteLock closing = new ReentrantReadWriteLock();
  private final SecureRandom random = new SecureRandom();

  /** A client with new keys on the best engine there is, with the standard policy. */
  public FheClient(ProgramOutline outline) {
    this(outline, CkksEngine.load(), ClientPolicy.standard());
  }

  /**
   * A client with new keys, which end with it.
   *
   * @param outline the program to take part in
   * @param engine what computes
   * @param policy what the client insists on
   * @throws org.chemxor.core.InvalidInputException when the program asks for more than the policy
   *     accepts
   */
  public FheClient(ProgramOutline outline, CkksEngine engine, ClientPolicy policy) {
    this(ClientKeys.create(outline, engine, policy));
  }

  /**
   * A client with keys that may be kept in a file.
   *
   * @param keys of this client alone; closed with it
   */
  public FheClient(ClientKeys keys) {
    this.keys = keys;
  }

  /**
   * A client with the keys that {@link #insecureSecretBytes} of an earlier one returned, for
   * applications that keep them their own way; {@link ClientKeys} keeps them in a file. It answers
   * as many replies as the earlier one had left when it was saved. Insecure by name: of two clients
   * restored from the same bytes neither counts what the other answers, nor knows that a reply to
   * the other was refused.
   *
   * @param outline the program that the keys were made for
   * @param engine what computes
   * @param policy what the client insists on
   * @param secretBytes not kept; the caller overwrites them
   * @throws org.chemxor.core.InvalidInputException when they are damaged or for another program, or
   *     the program asks for more than the policy accepts
   */
  public static FheClient insecureRestore(
      ProgramOutline outline, CkksEngine engine, ClientPolicy policy, byte[] secretBytes) {
    try (SavedKeys saved = SavedKeys.read(secretBytes)) {
      return new FheClient(ClientKeys.restore(outline, engine, policy, saved));
    }
  }

  /**
   * The secret keys in the clear and how many replies they may still answer, for {@link
   * #insecureRestore}. Whoever has these bytes decrypts everything that was ever encrypted under
   * the keys: keep them as a private key is kept, and overwrite the array after use.
   *
   * @param access from {@link org.chemxor.ckks.secret.InsecureSecretKeyAccess}
   * @throws org.chemxor.fhe.reply.KeysSpentException when a reply was refused: such keys have ended
   * @throws IllegalStateException when this client is closed
   */
  public byte[] insecureSecretBytes(SecretKeyAccess access) {
    return withKeys(
        () -> {
          try (SavedKeys saved = keys.saved(access)) {
            return saved.toBytes();
          }
        });
  }

  /** The program this client takes part in. */
  public ProgramOutline outline() {
    return keys.outline();
  }

  /** What this client insists on. */
  public ClientPolicy policy() {
    return keys.policy();
  }

  /**
   * How many replies its keys still answer; 0 when they have come to their end. An evaluation takes
   * one for each of its rounds.
   */
  public int repliesLeft() {
    return keys.budget().repliesLeft();
  }

  /**
   * Ends this key set for good: evaluations in progress and later ones fail with {@link
   * org.chemxor.fhe.reply.KeysSpentException}. A refused reply does the same.
   *
   * @param reason what happened, a clause for the error message
   */
  public void burnKeys(String reason) {
    keys.budget().burn(reason);
  }

  /**
   * The public keys for the evaluator, as {@link ClientKeys#evaluationKeys} gives them. Sent once.
   *
   * @throws IllegalStateException when this client is closed
   */
  public byte[] evaluationKeys() {
    return withKeys(keys::evaluationKeys);
  }

  /**
   * SHA-256 of the evaluation keys given out last, in this process or, where the keys are kept in a
   * file, an earlier one.
   */
  public byte[] evaluationKeysDigest() {
    return keys.evaluationKeysDigest();
  }

  /**
   * Starts the evaluation of one image.
   *
   * @throws org.chemxor.core.InvalidInputException when its size or a pixel is out of the program's
   *     range
   * @throws org.chemxor.fhe.reply.KeysSpentException when the key set has come to its end
   * @throws IllegalStateException when this client is closed
   */
  public EncryptedInference start(MoleculeImage image) {
    return start(image.toArray());
  }

  /** Starts the evaluation of one sample in {@code [channels, height, width]} order. */
  public EncryptedInference start(double[] input) {
    return startBatch(new double[][] {input});
  }

  /**
   * Starts the evaluation of several samples in one request.
   *
   * @param inputs by sample, each in {@code [channels, height, width]} order; at most {@link
   *     ProgramOutline#maxSamples}, which is 1 unless the program was compiled by {@link
   *     org.chemxor.fhe.program.Plan#batch}
   * @throws org.chemxor.core.InvalidInputException when there are too many, or one is of another
   *     size or, unless the policy hides that, out of the program's range
   * @throws org.chemxor.fhe.reply.KeysSpentException when the key set has come to its end
   */
  public EncryptedInference startBatch(double[][] inputs) {
    requireOpen();
    RoundValues relay = roundValues(inputs);
    keys.budget().take(outline().rounds().size());
    return new EncryptedInference(this, relay, random.nextLong());
  }

  /**
   * Goes on with an evaluation that an earlier process began under the same keys: the answer to the
   * first request comes next. Replies count anew, because nobody here knows what that process took.
   *
   * @param inputs as they were given to {@link #startBatch}
   * @param request the first request, as {@link EncryptedInference#nextRequest} returned it
   * @throws org.chemxor.core.InvalidInputException when the request is of another program or no
   *     first one, or {@link #startBatch} would not take the inputs
   * @throws org.chemxor.fhe.reply.KeysSpentException when the key set has come to its end
   */
  public EncryptedInference resumeBatch(double[][] inputs, byte[] request) {
    requireOpen();
    Message.Parts sent =
        Message.readParts(ByteSource.of(request), Message.Kind.REQUEST, outline().id());
    if (sent.round() != 0) {
      throw new InvalidInputException(
          "an evaluation is resumed with its first request, this is the one of round "
              + sent.round());
    }
    RoundValues relay = roundValues(inputs);
    keys.budget().take(outline().rounds().size());
    return new EncryptedInference(this, relay, sent.inference());
  }

  /**
   * Goes on with an evaluation that an earlier process began under the same keys, where the inputs
   * are not needed any more: the answer to the request of {@code round} comes next. Replies count
   * anew, as in {@link #resumeBatch}.
   *
   * @param inference {@link EncryptedInference#id} of the evaluation
   * @param samples how many are evaluated together
   * @param round whose reply comes next, from 0
   * @throws org.chemxor.core.InvalidInputException when there is no such round, the program takes
   *     fewer samples, or a later round reads the inputs again
   * @throws org.chemxor.fhe.reply.KeysSpentException when the key set has come to its end
   */
  public EncryptedInference awaitReply(long inference, int samples, int round) {
    requireOpen();
    RoundValues relay = RoundValues.awaiting(outline(), samples, round);
    keys.budget().take(outline().rounds().size() - round);
    return new EncryptedInference(this, relay, inference);
  }

  private RoundValues roundValues(double[][] inputs) {
    return new RoundValues(outline(), inputs, policy().replies().hidesRefusedInputs());
  }

  KeyBudget budget() {
    return keys.budget();
  }

  /**
   * Runs something that uses the secret key; {@link #close} waits for it.
   *
   * @throws IllegalStateException when this client is closed
   */
  <T> T withKeys(Supplier<T> use) {
    closing.readLock().lock();
    try {
      requireOpen();
      return use.get();
    } finally {
      closing.readLock().unlock();
    }
  }

  /**
   * Whether the program takes a sample, before anything is encrypted.
   *
   * @param input in {@code [channels, height, width]} order
   * @throws org.chemxor.core.InvalidInputException when not; the message says why
   */
  public void requireAccepted(double[] input) {
    RoundValues.requireAccepted(outline(), input);
  }

  /** Whether the secret key has been wiped. */
  public boolean isClosed() {
    return keys.isClosed();
  }

  private void requireOpen() {
    keys.requireOpen();
  }

  CkksContext context() {
    return keys.context();
  }

  CiphertextCodec ciphertexts() {
    return keys.ciphertexts();
  }

  Encryptor encryptor() {
    return keys.encryptor();
  }

  /** What decrypts replies of a form. */
  Decryptor decryptor(ReplyForm form) {
    requireOpen();
    return form.isSmall() ? keys.replySecret().orElseThrow().decryptor() : keys.decryptor();
  }

  /** Where replies of a form are decrypted. */
  CkksContext context(ReplyForm form) {
    return form.isSmall() ? keys.replySecret().orElseThrow().context() : keys.context();
  }

  /**
   * Overwrites the secret key, when encryptions and decryptions in progress are done. Inferences in
   * progress end with an error at their next round.
   */
  @Override
  public void close() {
    closing.writeLock().lock();
    try {
      keys.close();
    } finally {
      closing.writeLock().unlock();
    }
  }

  @Override
  public String toString() {
    return "FheClient[" + outline().name() + ", " + outline().id() + "]";
  }
}
