package org.chemxor.service.client;

import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.chemxor.fhe.client.EncryptedInference;
import org.chemxor.fhe.client.FheClient;
import org.chemxor.fhe.reply.KeysSpentException;
import org.chemxor.fhe.reply.ReplyPolicy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The key sets of one connection, one after the other: when one has answered as many replies as it
 * may, a fresh one takes its place, if the policy lets it. After a refused reply none does.
 * Thread-safe.
 */
final class KeyRing implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(KeyRing.class);

  private final Transport transport;
  private final KeySource source;
  private final ReplyPolicy policy;
  private final Set<FheClient> made = ConcurrentHashMap.newKeySet();
  private KeySession current;
  private int renewals;
  private boolean isClosed;

  /**
   * @param first the key set to start with
   * @param source where the next ones come from
   */
  KeyRing(Transport transport, FheClient first, KeySource source) {
    this.transport = transport;
    this.source = source;
    this.policy = first.policy().replies();
    this.current = session(first);
  }

  /**
   * An evaluation and the keys it runs under.
   *
   * @param keys to end it with
   * @param inference the evaluation
   */
  record Started(KeySession keys, EncryptedInference inference) {}

  /**
   * Starts an evaluation, with fresh keys if need be.
   *
   * @throws KeysSpentException when the keys have come to their end, and are not replaced
   */
  Started start(double[][] inputs) {
    while (true) {
      KeySession keys = current();
      try {
        Optional<EncryptedInference> inference = keys.start(inputs);
        if (inference.isPresent()) {
          return new Started(keys, inference.get());
        }
      } catch (KeysSpentException e) {
        if (e.isBurned() || !policy.renewsKeys()) {
          throw e;
        }
        renew(keys);
      }
    }
  }

  synchronized KeySession current() {
    if (isClosed) {
      throw new IllegalStateException("this client is closed, its secret key has been wiped");
    }
    return current;
  }

  private synchronized void renew(KeySession spent) {
    if (current() != spent) {
      return;
    }
    LOG.info(
        "the keys have answered {} replies: fresh ones are made and sent", policy.maxReplies());
    current = uploaded(source.next());
    renewals++;
    spent.retire();
  }

  private KeySession session(FheClient fhe) {
    made.removeIf(FheClient::isClosed);
    made.add(fhe);
    return new KeySession(transport, fhe);
  }

  /** A key set of its own, sent to the server; whoever asked for it retires it. */
  KeySession fresh() {
    return uploaded(source.once());
  }

  private KeySession uploaded(FheClient fhe) {
    KeySession session = session(fhe);
    try {
      session.upload();
      return session;
    } catch (RuntimeException e) {
      session.retire();
      throw e;
    }
  }

  /** How many key sets have been replaced. */
  synchronized int renewals() {
    return renewals;
  }

  /** Overwrites all secret keys; evaluations in progress end with an error at their next step. */
  @Override
  public synchronized void close() {
    isClosed = true;
    made.forEach(FheClient::close);
  }
}
