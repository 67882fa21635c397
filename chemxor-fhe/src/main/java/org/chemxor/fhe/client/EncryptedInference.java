package org.chemxor.fhe.client;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.chemxor.ckks.Ciphertext;
import org.chemxor.ckks.CkksEncoder;
import org.chemxor.core.ChemXorException;
import org.chemxor.core.InvalidInputException;
import org.chemxor.fhe.circuit.LevelAndScale;
import org.chemxor.fhe.exchange.ConstantReply;
import org.chemxor.fhe.exchange.ReplySlots;
import org.chemxor.fhe.exchange.RoundValues;
import org.chemxor.fhe.message.Message;
import org.chemxor.fhe.message.ReplyForm;
import org.chemxor.fhe.program.RoundOutline;
import org.chemxor.fhe.reply.KeysSpentException;
import org.chemxor.fhe.reply.RefusedReplyException;
import org.jspecify.annotations.Nullable;

/**
 * The client's side of one evaluation. {@link #nextRequest} lays out and encrypts, {@link
 * #acceptReply} decrypts; after the last reply {@link #outputs} is the prediction. The values in
 * between stay in here and are overwritten on close. Not thread-safe.
 *
 * <p>The first reply that is refused ends it, and the client's key set as well: nobody gets a
 * second question answered. With a policy that hides outcomes ({@link
 * org.chemxor.fhe.reply.ReplyPolicy#hidesOutcomes}) nothing of that shows: {@link #acceptReply}
 * returns as ever, the remaining requests are encryptions of zero, and {@link #outputs} says what
 * was wrong. So the loop around it needs no care, as long as it runs to the last round.
 */
public final class EncryptedInference implements AutoCloseable {
  private final FheClient client;
  private final RoundValues relay;
  private final long id;
  private @Nullable ChemXorException failure;

  EncryptedInference(FheClient client, RoundValues relay, long id) {
    this.client = client;
    this.relay = relay;
    this.id = id;
  }

  /** What its messages carry so that replies find their evaluation; random, and no secret. */
  public long id() {
    return id;
  }

  /** The round that comes next, from 0; the number of rounds when all are done. */
  public int round() {
    return relay.round();
  }

  /** Whether {@link #outputs} is there. */
  public boolean isDone() {
    return relay.isDone();
  }

  /**
   * The encrypted request for the next round: the image, or the values of the last reply laid out
   * anew; zeros when an earlier reply was refused and the policy hides that. May be called again
   * when a request got lost; every call encrypts with fresh randomness.
   *
   * @throws IllegalStateException when all rounds are done or the client is closed
   * @throws org.chemxor.fhe.reply.KeysSpentException when a reply was refused, here or under the
   *     same keys elsewhere, and the policy does not hide that
   */
  public byte[] nextRequest() {
    requireGoing();
    return client.withKeys(this::encryptNext);
  }

  private byte[] encryptNext() {
    RoundOutline round = client.outline().rounds().get(round());
    LevelAndScale levelAndScale = round.request();
    CkksEncoder encoder = client.context().encoder();
    List<Ciphertext> ciphertexts = new ArrayList<>();
    for (double[] slots : relay.packNext()) {
      double[] values = RoundValues.share(slots, round.copies());
      ciphertexts.add(
          client
              .encryptor()
              .encrypt(encoder.encode(values, levelAndScale.scale(), levelAndScale.level())));
    }
    return new Message(
            Message.Kind.REQUEST,
            client.outline().id(),
            id,
            round(),
            client.ciphertexts().writeRequest(ciphertexts, round.copies()))
        .toBytes();
  }

  /**
   * Takes the reply to the last request. One that is refused, because it is damaged, does not
   * decrypt under this client's key or holds values out of range, ends this evaluation and the
   * client's key set; one that answers another request or comes from another program ends this
   * evaluation only. If the policy hides outcomes, that is reported by {@link #outputs}, otherwise
   * here.
   *
   * @throws RefusedReplyException when it is refused and the policy does not hide that
   * @throws org.chemxor.fhe.reply.KeysSpentException when an earlier reply was refused and the
   *     policy does not hide that
   * @throws IllegalStateException when all rounds are done or the client is closed
   */
  public void acceptReply(byte[] reply) {
    requireGoing();
    client.withKeys(
        () -> {
          take(reply);
          return round();
        });
  }

  /** Neither done nor, unless that is hidden, failed. */
  private void requireGoing() {
    if (isDone()) {
      throw new IllegalStateException("all " + round() + " rounds are done: read outputs()");
    }
    if (failure != null && hidesOutcomes()) {
      return;
    }
    try {
      client.budget().requireUnburned();
    } catch (KeysSpentException e) {
      fail(e);
    }
    if (failure != null && !hidesOutcomes()) {
      throw new IllegalStateException(
          "this evaluation has ended (" + failure.getMessage() + "): start a new one");
    }
  }

  private boolean hidesOutcomes() {
    return client.policy().replies().hidesOutcomes();
  }

  /** From here on there are no values; says so now only where everybody may see it. */
  private void fail(ChemXorException reason) {
    failure = failure == null ? reason : failure;
    relay.blank();
    if (!hidesOutcomes()) {
      throw reason;
    }
  }

  private void take(byte[] reply) {
    Message message;
    try {
      message = requireAnswer(reply);
    } catch (InvalidInputException e) {
      refuse(e, "start a new evaluation");
      return;
    }
    if (failure != null) {
      discard(message);
      return;
    }
    try {
      relay.accept(decrypt(message));
    } catch (RuntimeException e) {
      client.budget().burn(String.valueOf(e.getMessage()));
      refuse(e, "this key set is not used any more, make a new one (a new FheClient)");
    }
  }

  /**
   * Takes as long as ever over a reply that nobody reads, so that the next request is not early.
   */
  private void discard(Message message) {
    try {
      decrypt(message);
    } catch (RuntimeException e) {
      // An answer to zeros, or to nothing: what is wrong with it is nobody's concern.
    }
    relay.skip();
  }

  private void refuse(RuntimeException reason, String advice) {
    if (failure == null) {
      fail(
          new RefusedReplyException(
              reason.getMessage() + "; the evaluation ends: " + advice, reason));
    }
    relay.skip();
  }

  /**
   * Whether the message answers the last request at all, by what everybody can read in it; so a
   * refusal says nothing about the keys.
   */
  private Message requireAnswer(byte[] reply) {
    Message message = Message.read(reply, Message.Kind.REPLY, client.outline().id());
    if (message.inference() != id || message.round() != round()) {
      throw new InvalidInputException(
          "expected the reply to round "
              + round()
              + " of this inference, got one to round "
              + message.round()
              + (message.inference() == id ? "" : " of another inference"));
    }
    return message;
  }

  /**
   * Decrypts all ciphertexts of a reply before it says that one of them is wrong, and does so even
   * when an earlier reply was refused: the next request comes as late as ever.
   */
  private double[][] decrypt(Message message) {
    RoundOutline round = client.outline().rounds().get(round());
    List<Ciphertext> ciphertexts =
        client
            .ciphertexts()
            .readReply(
                message,
                round.output().ciphertexts(),
                round.reply(),
                round.form(),
                client.context(round.form()));
    double[][] slots = new double[ciphertexts.size()][];
    RuntimeException first = null;
    for (int i = 0; i < slots.length; i++) {
      try {
        slots[i] = decrypt(ciphertexts.get(i), round);
      } catch (RuntimeException e) {
        first = first == null ? e : first;
      }
    }
    if (first != null) {
      throw first;
    }
    return slots;
  }

  private double[] decrypt(Ciphertext ciphertext, RoundOutline round) {
    ReplyForm form = round.form();
    double[][] complex =
        client.context(form).encoder().decodeComplex(client.decryptor(form).decrypt(ciphertext));
    double limit = form.limit(client.outline().parameters(), round.reply().scale());
    if (!form.isConstant()) {
      ReplySlots.requireReal(complex, round());
      return ReplySlots.withoutCopy(complex[0], form, round.output(), limit, round());
    }
    double[] slots = new double[round.output().slots()];
    Arrays.fill(slots, ConstantReply.value(complex, form, limit, round()));
    return slots;
  }

  /**
   * The network's outputs.
   *
   * @throws IllegalStateException before the last reply
   */
  public double[] outputs() {
    return outputs(0);
  }

  /** How many samples are evaluated together. */
  public int samples() {
    return relay.samples();
  }

  /**
   * The network's outputs for one sample of a batch.
   *
   * @param sample from 0, in the order in which they were given
   * @throws RefusedReplyException when a reply was refused; the message says why and how to go on
   * @throws KeysSpentException when the key set came to its end meanwhile
   * @throws InvalidInputException when zeros took the place of this sample, because it was out of
   *     the program's range
   * @throws IllegalStateException before the last reply
   */
  public double[] outputs(int sample) {
    Objects.checkIndex(sample, samples());
    if (failure != null && (isDone() || !hidesOutcomes())) {
      throw again(failure);
    }
    if (!isDone()) {
      throw new IllegalStateException("round " + round() + " is still to come");
    }
    return relay.outputs(sample);
  }

  /** The failure as often as somebody asks, from where they ask. */
  private ChemXorException again(ChemXorException reason) {
    return reason instanceof RefusedReplyException
        ? new RefusedReplyException(String.valueOf(reason.getMessage()), reason)
        : reason;
  }

  /** Overwrites all values decrypted so far. */
  @Override
  public void close() {
    relay.clear();
  }
}
