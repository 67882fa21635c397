package org.chemxor.fhe.client;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.chemxor.ckks.CkksContext;
import org.chemxor.ckks.CkksEngine;
import org.chemxor.ckks.CkksException;
import org.chemxor.ckks.Decryptor;
import org.chemxor.ckks.Encryptor;
import org.chemxor.ckks.KeyGenerator;
import org.chemxor.ckks.SecretKey;
import org.chemxor.ckks.parallel.Parallelism;
import org.chemxor.ckks.secret.InsecureSecretKeyAccess;
import org.chemxor.ckks.secret.SecretKeyAccess;
import org.chemxor.core.Hashes;
import org.chemxor.core.InvalidInputException;
import org.chemxor.fhe.message.CiphertextCodec;
import org.chemxor.fhe.message.Message;
import org.chemxor.fhe.message.ProgramId;
import org.chemxor.fhe.program.ProgramOutline;
import org.chemxor.fhe.reply.KeyBudget;
import org.chemxor.fhe.reply.SavedKeys;
import org.jspecify.annotations.Nullable;

/**
 * The keys of one client for one program, and how many replies they still answer. Made by {@link
 * #create}, they end with the process; {@link #save} writes them to a file that only its owner may
 * read, and {@link #load} takes them from there, so that the next process need not send the
 * evaluator its evaluation keys again, which take megabytes. While keys are open their file is
 * locked, and every reply is counted there. Thread-safe; {@link #close} overwrites the secret keys.
 *
 * <pre>{@code
 * ClientKeys keys =
 *     Files.exists(file)
 *         ? ClientKeys.load(file, protection, outline, engine, policy)
 *         : ClientKeys.create(outline, engine, policy);
 * if (!keys.isSaved()) {
 *   keys.save(file, protection);
 * }
 * try (FheClient client = new FheClient(keys)) {
 *   ...
 * }
 * }</pre>
 */
public final class ClientKeys implements AutoCloseable {
  private final ProgramOutline outline;
  private final ClientPolicy policy;
  private final KeyBudget budget;
  private final CkksContext context;
  private final CiphertextCodec ciphertexts;
  private final SecretKey secretKey;
  private final Encryptor encryptor;
  private final Decryptor decryptor;
  private final Optional<ReplySecret> replySecret;
  private byte @Nullable [] evaluationKeys;
  private byte @Nullable [] evaluationKeysDigest;
  private @Nullable KeyFile file;

  private ClientKeys(
      ProgramOutline outline,
      CkksEngine engine,
      ClientPolicy policy,
      KeyBudget budget,
      Function<CkksContext, SecretKey> key,
      Optional<ReplySecret> replySecret) {
    this.outline = outline;
    this.policy = policy;
    this.budget = budget;
    this.context = engine.context(outline.parameters(), Parallelism.sequential());
    this.ciphertexts = new CiphertextCodec(context, outline.ringSwitch());
    this.secretKey = key.apply(context);
    this.encryptor = context.encryptor(secretKey);
    this.decryptor = context.decryptor(secretKey);
    this.replySecret = replySecret;
  }

  /**
   * Checks what the evaluator asks for, and only then makes keys.
   *
   * @param outline the program they are for
   * @param engine what computes
   * @param policy what the client insists on
   * @throws InvalidInputException when the program asks for more than the policy accepts
   */
  public static ClientKeys create(ProgramOutline outline, CkksEngine engine, ClientPolicy policy) {
    policy.check(outline);
    return new ClientKeys(
        outline,
        engine,
        policy,
        new KeyBudget(policy.replies().maxReplies()),
        context -> context.keyGenerator().secretKey(),
        outline.ringSwitch().map(plan -> new ReplySecret(plan, engine)));
  }

  /**
   * The keys that {@link #save} wrote. Their file stays locked until they are closed, and goes on
   * counting.
   *
   * @param file where they are
   * @param protection as when they were saved
   * @param outline the program they were made for
   * @param engine what computes
   * @param policy what the client insists on
   * @throws InvalidInputException when the file is damaged, open to others than its owner, in use,
   *     protected otherwise or for another program, or the program asks for more than the policy
   *     accepts
   * @throws org.chemxor.fhe.reply.KeysSpentException when a reply under the keys was refused
   * @throws IOException when the file cannot be read or written
   */
  public static ClientKeys load(
      Path file,
      KeyProtection protection,
      ProgramOutline outline,
      CkksEngine engine,
      ClientPolicy policy)
      throws IOException {
    KeyFile.Opened opened = KeyFile.open(file, protection);
    ClientKeys keys;
    try (SavedKeys saved = opened.keys()) {
      keys = restore(outline, engine, policy, saved);
    } catch (RuntimeException e) {
      opened.file().close();
      throw e;
    }
    keys.file = opened.file();
    keys.evaluationKeysDigest = opened.evaluationKeys();
    try {
      keys.budget.keepIn(opened.file());
      return keys;
    } catch (RuntimeException e) {
      keys.close();
      throw e;
    }
  }

  /**
   * Keys that were saved.
   *
   * @param saved left as they are
   * @throws InvalidInputException when they are damaged or for another program, or the program asks
   *     for more than the policy accepts
   */
  static ClientKeys restore(
      ProgramOutline outline, CkksEngine engine, ClientPolicy policy, SavedKeys saved) {
    policy.check(outline);
    ProgramId program = new ProgramId(saved.program());
    if (!program.equals(outline.id())) {
      throw new InvalidInputException(
          "the saved keys are for program " + program + ", this is program " + outline.id());
    }
    try {
      return new ClientKeys(
          outline,
          engine,
          policy,
          new KeyBudget(policy.replies().maxReplies(), saved.repliesLeft()),
          context -> context.readSecretKey(new ByteArrayInputStream(saved.secretKey())),
          outline.ringSwitch().map(plan -> new ReplySecret(plan, engine, saved.replySecret())));
    } catch (CkksException e) {
      throw new InvalidInputException("the saved keys cannot be read: " + e.getMessage(), e);
    }
  }

  /**
   * Writes the keys to a new file that only its owner may read and write, and keeps it locked and
   * its count of replies right until they are closed.
   *
   * @throws InvalidInputException when there is a file already
   * @throws org.chemxor.fhe.reply.KeysSpentException when a reply under the keys was refused
   * @throws IllegalStateException when they are saved already, or closed
   * @throws IOException when the file cannot be written; none is left behind
   */
  public synchronized void save(Path path, KeyProtection protection) throws IOException {
    if (file != null) {
      throw new IllegalStateException("these keys are saved already");
    }
    requireOpen();
    byte[] digest = evaluationKeysDigest();
    try (SavedKeys saved = saved(InsecureSecretKeyAccess.get())) {
      file = KeyFile.create(path, saved, digest, protection);
    }
    budget.keepIn(file);
  }

  /** Whether there is a file that counts what these keys answer. */
  public synchronized boolean isSaved() {
    return file != null;
  }

  /** The secret keys in the clear; whoever has them closes them. */
  SavedKeys saved(SecretKeyAccess access) {
    budget.requireUnburned();
    byte[] small = replySecret.map(s -> s.secretKey().toBytes(access)).orElseGet(() -> new byte[0]);
    byte[] large = secretKey.toBytes(access);
    return new SavedKeys(outline.id().toBytes(), budget.repliesLeft(), large, small);
  }

  /**
   * The public keys for the evaluator, as a message: relinearisation, rotations, and the switch of
   * the last reply to a smaller ring. Made at the first call, anew in each process: others than
   * those of an earlier process, and as good.
   *
   * @throws IllegalStateException when the keys are closed
   * @throws UncheckedIOException when the keys are saved and their file cannot be written
   */
  public synchronized byte[] evaluationKeys() {
    return madeEvaluationKeys().clone();
  }

  private byte[] madeEvaluationKeys() {
    byte[] made = evaluationKeys;
    if (made != null) {
      return made;
    }
    requireOpen();
    made =
        new Message(Message.Kind.KEYS, outline.id(), 0, 0, parts(context.keyGenerator(secretKey)))
            .toBytes();
    byte[] digest = Hashes.sha256().digest(made);
    if (file != null) {
      file.evaluationKeys(digest);
    }
    evaluationKeys = made;
    evaluationKeysDigest = digest;
    return made;
  }

  private List<byte[]> parts(KeyGenerator generator) {
    List<byte[]> keys = new ArrayList<>();
    keys.add(ciphertexts.packed().pack(generator.createRelinearizationKey()));
    keys.add(ciphertexts.packed().pack(generator.createGaloisKeys(outline.rotationSteps())));
    replySecret.ifPresent(
        small ->
            keys.add(ciphertexts.rings().orElseThrow().createKey(secretKey, small.secretKey())));
    return keys;
  }

  /**
   * SHA-256 of the evaluation keys that were given out last, in this process or an earlier one: an
   * evaluator that has them needs no others.
   */
  public synchronized byte[] evaluationKeysDigest() {
    if (evaluationKeysDigest == null) {
      madeEvaluationKeys();
    }
    return Objects.requireNonNull(evaluationKeysDigest).clone();
  }

  /** The program the keys are for. */
  public ProgramOutline outline() {
    return outline;
  }

  /** What the client insists on. */
  public ClientPolicy policy() {
    return policy;
  }

  KeyBudget budget() {
    return budget;
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

  Decryptor decryptor() {
    requireOpen();
    return decryptor;
  }

  Optional<ReplySecret> replySecret() {
    return replySecret;
  }

  boolean isClosed() {
    return secretKey.isClosed();
  }

  void requireOpen() {
    if (secretKey.isClosed()) {
      throw new IllegalStateException("this client is closed, its secret key has been wiped");
    }
  }

  /**
   * Overwrites the secret keys and lets go of their file. Not to be called amid their use; {@link
   * FheClient#close} waits for that.
   *
   * @throws UncheckedIOException when the file cannot be closed; the secret keys are overwritten
   */
  @Override
  public synchronized void close() {
    if (secretKey.isClosed()) {
      return;
    }
    secretKey.close();
    replySecret.ifPresent(ReplySecret::close);
    ciphertexts.close();
    context.close();
    if (file != null) {
      try {
        file.close();
      } catch (IOException e) {
        throw new UncheckedIOException("the key file cannot be closed: " + e.getMessage(), e);
      }
    }
  }

  @Override
  public String toString() {
    return "ClientKeys[" + outline.id() + "]";
  }
}
