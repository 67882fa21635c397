package org.chemxor.fhe;

import org.chemxor.ckks.CkksContext;
import org.chemxor.ckks.CkksEngine;
import org.chemxor.ckks.Decryptor;
import org.chemxor.ckks.SecretKey;
import org.chemxor.ckks.ringswitch.RingSwitch;

/**
 * A secret of its own for replies in a smaller ring, and what decrypts them. Thread-safe; {@link
 * #close()} overwrites it.
 */
final class ReplySecret implements AutoCloseable {
  private final CkksContext context;
  private final SecretKey secretKey;
  private final Decryptor decryptor;

  ReplySecret(RingSwitch plan, CkksEngine engine) {
    this.context = engine.context(plan.small());
    this.secretKey = context.keyGenerator().secretKey();
    this.decryptor = context.decryptor(secretKey);
  }

  CkksContext context() {
    return context;
  }

  SecretKey secretKey() {
    return secretKey;
  }

  Decryptor decryptor() {
    return decryptor;
  }

  @Override
  public void close() {
    secretKey.close();
    context.close();
  }
}
