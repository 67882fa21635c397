package org.chemxor.fhe.client;

import java.io.ByteArrayInputStream;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;
import org.chemxor.ckks.CkksContext;
import org.chemxor.ckks.CkksEngine;
import org.chemxor.ckks.CkksException;
import org.chemxor.ckks.Decryptor;
import org.chemxor.ckks.Encryptor;
import org.chemxor.ckks.KeyGenerator;
import org.chemxor.ckks.Parallelism;
import org.chemxor.ckks.SecretKey;
import org.chemxor.ckks.secret.SecretKeyAccess;
import org.chemxor.ckks.wire.ByteSource;
import org.chemxor.core.InvalidInputException;
import org.chemxor.core.MoleculeImage;
import org.chemxor.fhe.exchange.RoundValues;
import org.chemxor.fhe.message.CiphertextCodec;
import org.chemxor.fhe.message.Message;
import org.chemxor.fhe.message.ProgramId;
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
  private final ProgramOutline outline;
  private final ClientPolicy policy;
  private final KeyBudget budget;
  private final ReadWriteLock closing = new ReentrantReadWriteLock();
  private final CkksContext context;
  private final CiphertextCodec ciphertexts;
  private final SecretKey secretKey;
  private final Encryptor encryptor;
  private final Decryptor decryptor;
  private final Optional<ReplySecret> replySecret;
  private final Optional<byte[]> evaluationKeys;
  private final SecureRandom random = new SecureRandom();

  /** A client on the best engine there is, with the standard policy. */
  public FheClient(ProgramOutline outline) {
    this(outline, CkksEngine.load(), ClientPolicy.standard());
  }

  /**
   * Checks what the evaluator asks for, and only then makes keys.
   *
   * @param outline the program to take part in
   * @param engine what computes
   * @param policy what the client insists on
   * @throws org.chemxor.core.InvalidInputException when the program asks for more than the policy
   *     accepts
   */
  public FheClient(ProgramOutline outline, CkksEngine engine, ClientPolicy policy) {
    policy.check(outline);
    this.outline = outline;
    this.policy = policy;
    this.budget = new KeyBudget(policy.replies().maxReplies());
    this.context = engine.context(outline.parameters(), Parallelism.sequential());
    this.ciphertexts = new CiphertextCodec(context, outline.ringSwitch());
    KeyGenerator generator = context.keyGenerator();
    this.secretKey = generator.secretKey();
    this.encryptor = context.encryptor(secretKey);
    this.decryptor = context.decryptor(secretKey);
    this.replySecret = outline.ringSwitch().map(plan -> new ReplySecret(plan, engine));
    this.evaluationKeys =
        Optional.of(
            new Message(Message.Kind.KEYS, outline.id(), 0, 0, createKeys(generator)).toBytes());
  }

  /** A client with the keys of an earlier one. */
  private FheClient(
      ProgramOutline outline, CkksEngine engine, ClientPolicy policy, SavedKeys saved) {
    this.outline = outline;
    this.policy = policy;
    this.budget = new KeyBudget(policy.replies().maxReplies(), saved.repliesLeft());
    this.context = engine.context(outline.parameters(), Parallelism.sequential());
    this.ciphertexts = new CiphertextCodec(context, outline.ringSwitch());
    this.secretKey = context.readSecretKey(new ByteArrayInputStream(saved.secretKey()));
    this.encryptor = context.encryptor(secretKey);
    this.decryptor = context.decryptor(secretKey);
    this.replySecret =
        outline.ringSwitch().map(plan -> new ReplySecret(plan, engine, saved.replySecret()));
    this.evaluationKeys = Optional.empty();
  }

  /**
   * A client with the keys that {@link #insecureSecretBytes} of an earlier one returned, for
   * questions and answers that outlive a process. It answers as many replies as the earlier one had
   * left when it was saved. Insecure by name: of two clients restored from the same bytes neither
   * counts what the other answers, nor knows that a reply to the other was refused.
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
    policy.check(outline);
    try (SavedKeys saved = SavedKeys.read(secretBytes)) {
      ProgramId program = new ProgramId(saved.program());
      if (!program.equals(outline.id())) {
        throw new InvalidInputException(
            "the saved keys are for program " + program + ", this is program " + outline.id());
      }
      return new FheClient(outline, engine, policy, saved);
    } catch (CkksException e) {
      throw new InvalidInputException("the saved keys cannot be read: " + e.getMessage(), e);
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
    budget.requireUnburned();
    return withKeys(
        () -> {
          byte[] small =
              replySecret.map(s -> s.secretKey().toBytes(access)).orElseGet(() -> new byte[0]);
          byte[] large = secretKey.toBytes(access);
          try (SavedKeys saved =
              new SavedKeys(outline.id().toBytes(), budget.repliesLeft(), large, small)) {
            return saved.toBytes();
          }
        });
  }

  /** Relinearisation, rotations, and the switch to a smaller ring where there is one. */
  private List<byte[]> createKeys(KeyGenerator generator) {
    List<byte[]> keys = new ArrayList<>();
    keys.add(ciphertexts.packed().pack(generator.createRelinearizationKey()));
    keys.add(ciphertexts.packed().pack(generator.createGaloisKeys(outline.rotationSteps())));
    replySecret.ifPresent(
        small ->
            keys.add(ciphertexts.rings().orElseThrow().createKey(secretKey, small.secretKey())));
    return keys;
  }

  /** The program this client takes part in. */
  public ProgramOutline outline() {
    return outline;
  }

  /** What this client insists on. */
  public ClientPolicy policy() {
    return policy;
  }

  /**
   * How many replies its keys still answer; 0 when they have come to their end. An evaluation takes
   * one for each of its rounds.
   */
  public int repliesLeft() {
    return budget.repliesLeft();
  }

  /**
   * Ends this key set for good: evaluations in progress and later ones fail with {@link
   * org.chemxor.fhe.reply.KeysSpentException}. A refused reply does the same.
   *
   * @param reason what happened, a clause for the error message
   */
  public void burnKeys(String reason) {
    budget.burn(reason);
  }

  /**
   * The public keys for the evaluator: relinearisation, rotations, and the switch of the last reply
   * to a smaller ring. Sent once.
   *
   * @throws IllegalStateException when this client was restored: the earlier one had them
   */
  public byte[] evaluationKeys() {
    return evaluationKeys
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "a restored client has no evaluation keys: the client that was saved had them"))
        .clone();
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
    RoundValues relay = new RoundValues(outline, inputs, policy.replies().hidesRefusedInputs());
    budget.take(outline.rounds().size());
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
        Message.readParts(ByteSource.of(request), Message.Kind.REQUEST, outline.id());
    if (sent.round() != 0) {
      throw new InvalidInputException(
          "an evaluation is resumed with its first request, this is the one of round "
              + sent.round());
    }
    RoundValues relay = new RoundValues(outline, inputs, policy.replies().hidesRefusedInputs());
    budget.take(outline.rounds().size());
    return new EncryptedInference(this, relay, sent.inference());
  }

  KeyBudget budget() {
    return budget;
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
    RoundValues.requireAccepted(outline, input);
  }

  /** Whether the secret key has been wiped. */
  public boolean isClosed() {
    return secretKey.isClosed();
  }

  private void requireOpen() {
    if (secretKey.isClosed()) {
      throw new IllegalStateException("this client is closed, its secret key has been wiped");
    }
  }

  CkksContext context() {
    return context;
  }

  CiphertextCodec ciphertexts() {
    return ciphertexts;
  }

  Encryptor encryptor() {
    requireOpen();
    return encryptor;
  }

  /** What decrypts replies of a form. */
  Decryptor decryptor(ReplyForm form) {
    requireOpen();
    return form.isSmall() ? replySecret.orElseThrow().decryptor() : decryptor;
  }

  /** Where replies of a form are decrypted. */
  CkksContext context(ReplyForm form) {
    return form.isSmall() ? replySecret.orElseThrow().context() : context;
  }

  /**
   * Overwrites the secret key, when encryptions and decryptions in progress are done. Inferences in
   * progress end with an error at their next round.
   */
  @Override
  public void close() {
    closing.writeLock().lock();
    try {
      if (secretKey.isClosed()) {
        return;
      }
      secretKey.close();
      replySecret.ifPresent(ReplySecret::close);
      ciphertexts.close();
      context.close();
    } finally {
      closing.writeLock().unlock();
    }
  }

  @Override
  public String toString() {
    return "FheClient[" + outline.name() + ", " + outline.id() + "]";
  }
}
