package org.chemxor.fhe;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.chemxor.ckks.Ciphertext;
import org.chemxor.ckks.CkksEncoder;
import org.chemxor.core.InvalidInputException;
import org.chemxor.fhe.circuit.Signature;

/**
 * The client's side of one evaluation. {@link #nextRequest} lays out and encrypts, {@link
 * #acceptReply} decrypts; after the last reply {@link #outputs} is the prediction. The values in
 * between stay in here and are overwritten on close. Not thread-safe.
 */
public final class EncryptedInference implements AutoCloseable {
  /** Imaginary parts above this many expected noise deviations mean that decryption failed. */
  private static final double MAX_IMAGINARY = 0x1p-8;

  private final FheClient client;
  private final Relay relay;
  private final long id;

  EncryptedInference(FheClient client, Relay relay, long id) {
    this.client = client;
    this.relay = relay;
    this.id = id;
  }

  /** The step that comes next, from 0; the number of steps when all are done. */
  public int step() {
    return relay.step();
  }

  /** Whether {@link #outputs} is there. */
  public boolean isDone() {
    return relay.isDone();
  }

  /**
   * The encrypted request for the next step: the image, or the values of the last reply laid out
   * anew. May be called again when a request got lost; every call encrypts with fresh randomness.
   *
   * @throws IllegalStateException when all steps are done or the client is closed
   */
  public byte[] nextRequest() {
    if (isDone()) {
      throw new IllegalStateException("all " + step() + " steps are done: read outputs()");
    }
    Signature signature = client.outline().steps().get(step()).request();
    CkksEncoder encoder = client.context().encoder();
    List<Ciphertext> ciphertexts = new ArrayList<>();
    int copies = client.outline().steps().get(step()).copies();
    for (double[] slots : relay.packNext()) {
      double[] values = Relay.share(slots, copies);
      ciphertexts.add(
          client.encryptor().encrypt(encoder.encode(values, signature.scale(), signature.level())));
    }
    return new Message(
            Message.Kind.REQUEST,
            client.outline().id(),
            id,
            step(),
            client.ciphertexts().writeRequest(ciphertexts, copies))
        .toBytes();
  }

  /**
   * Decrypts the reply to the last request.
   *
   * @throws InvalidInputException when it is damaged, belongs to another program, inference or
   *     step, or does not decrypt under this client's key
   * @throws IllegalStateException when all steps are done or the client is closed
   */
  public void acceptReply(byte[] reply) {
    if (isDone()) {
      throw new IllegalStateException("all " + step() + " steps are done: no reply is expected");
    }
    Message message = Message.read(reply, Message.Kind.REPLY, client.outline().id());
    if (message.inference() != id || message.step() != step()) {
      throw new InvalidInputException(
          "expected the reply to step "
              + step()
              + " of this inference, got one to step "
              + message.step()
              + (message.inference() == id ? "" : " of another inference"));
    }
    ProgramOutline.Step step = client.outline().steps().get(step());
    List<Ciphertext> ciphertexts =
        client
            .ciphertexts()
            .readReply(
                message,
                step.output().ciphertexts(),
                step.reply(),
                step.form(),
                client.context(step.form()));
    double[][] slots = new double[ciphertexts.size()][];
    for (int i = 0; i < slots.length; i++) {
      slots[i] = decrypt(ciphertexts.get(i), step);
    }
    relay.accept(slots);
  }

  private double[] decrypt(Ciphertext ciphertext, ProgramOutline.Step step) {
    ReplyForm form = step.form();
    double[][] complex =
        client.context(form).encoder().decodeComplex(client.decryptor(form).decrypt(ciphertext));
    if (!form.isConstant()) {
      requireReal(complex);
      return complex[0];
    }
    double limit = form.limit(client.outline().parameters(), step.reply().scale());
    double[] slots = new double[step.output().slots()];
    Arrays.fill(slots, ConstantReply.value(complex, form.centre(), limit, step()));
    return slots;
  }

  /**
   * Checks a decrypted ciphertext. All values are real, so imaginary parts are noise; when they are
   * large the result has overflowed or was made with other keys, and its real parts mean nothing.
   */
  private void requireReal(double[][] complex) {
    double real = rootMeanSquare(complex[0]);
    double imaginary = rootMeanSquare(complex[1]);
    if (!(imaginary <= MAX_IMAGINARY * Math.max(1, real))) {
      throw new InvalidInputException(
          "the reply to step "
              + step()
              + " does not decrypt to real numbers (imaginary part "
              + imaginary
              + "): it was damaged, made with other keys, or its values left the program's range");
    }
  }

  private static double rootMeanSquare(double[] values) {
    double sum = 0;
    for (double v : values) {
      sum += v * v;
    }
    return Math.sqrt(sum / values.length);
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
   * @throws IllegalStateException before the last reply
   */
  public double[] outputs(int sample) {
    if (!isDone()) {
      throw new IllegalStateException("step " + step() + " is still to come");
    }
    java.util.Objects.checkIndex(sample, samples());
    return relay.outputs(sample);
  }

  /** Overwrites all values decrypted so far. */
  @Override
  public void close() {
    relay.clear();
  }
}
