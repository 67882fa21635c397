package org.chemxor.service.client;

import java.util.Optional;
import org.chemxor.fhe.client.EncryptedInference;
import org.chemxor.fhe.client.FheClient;
import org.chemxor.service.protocol.Digests;
import org.chemxor.service.protocol.ProblemType;
import org.chemxor.service.protocol.Routes;

/**
 * One key set and its public half at the server, which is sent again when the server has lost it.
 * Its keys are wiped when it has been retired and the last evaluation under them has ended.
 * Thread-safe.
 */
final class KeySession {
  private static final int MAX_UPLOADS = 5;

  private final Transport transport;
  private final FheClient fhe;
  private final String program;
  private final Object uploadLock = new Object();
  private int uploads;
  private int running;
  private boolean isRetired;

  KeySession(Transport transport, FheClient fhe) {
    this.transport = transport;
    this.fhe = fhe;
    this.program = Digests.hex(fhe.outline().id());
  }

  FheClient fhe() {
    return fhe;
  }

  /**
   * Starts an evaluation, which {@link #end} must follow.
   *
   * @return empty when this key set is retired
   * @throws org.chemxor.fhe.reply.KeysSpentException when the keys have come to their end
   */
  Optional<EncryptedInference> start(double[][] inputs) {
    synchronized (this) {
      if (isRetired) {
        return Optional.empty();
      }
      running++;
    }
    try {
      return Optional.of(fhe.startBatch(inputs));
    } catch (RuntimeException e) {
      ended();
      throw e;
    }
  }

  void end(EncryptedInference inference) {
    inference.close();
    ended();
  }

  private void ended() {
    boolean isLast;
    synchronized (this) {
      running--;
      isLast = isRetired && running == 0;
    }
    if (isLast) {
      fhe.close();
    }
  }

  /** No evaluation starts any more; those in progress go on under these keys. */
  void retire() {
    boolean isIdle;
    synchronized (this) {
      isRetired = true;
      isIdle = running == 0;
    }
    if (isIdle) {
      fhe.close();
    }
  }

  /**
   * The reply to a request.
   *
   * @throws ServiceException when there is none
   */
  byte[] step(int step, byte[] request) {
    long limit = fhe.outline().replyLimit(step);
    for (int attempt = 0; ; attempt++) {
      int seen = uploads();
      Transport.Reply reply =
          transport.post(Routes.step(program, keysDigest(), step), request, limit);
      if (reply.isSuccess()) {
        return reply.body();
      }
      if (attempt == MAX_UPLOADS || !isKeysMissing(reply)) {
        throw reply.error("step " + step + " was refused");
      }
      uploadUnlessNewerThan(seen);
    }
  }

  private String keysDigest() {
    return Digests.hex(fhe.evaluationKeysDigest());
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
      if (!transport.head(Routes.keys(program, keysDigest())).isSuccess()) {
        byte[] keys = fhe.evaluationKeys();
        // Kept keys of an earlier process are made anew here, with another digest.
        Transport.Reply reply = transport.put(Routes.keys(program, keysDigest()), keys, 0);
        if (!reply.isSuccess()) {
          throw reply.error("the evaluation keys were refused");
        }
      }
      uploads++;
    }
  }
}
