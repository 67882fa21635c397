package org.chemxor.fhe.client;

import java.io.ByteArrayInputStream;
import java.util.function.Function;
import org.chemxor.ckks.CkksContext;
import org.chemxor.ckks.CkksEngine;
import org.chemxor.ckks.Decryptor;
import org.chemxor.ckks.SecretKey;
import org.chemxor.ckks.ringswitch.RingSwitch;

/**
 * A secret of its own for replies in a smaller ring, and what decrypts them. Thread-safe; {@link
 * #close()} overwrites it.
 */
public final class ReplySecret implements AutoCloseable {
  private final CkksContext context;
  private final SecretKey secretKey;
  private final Decryptor decryptor;

  /** A fresh secret. */
  public ReplySecret(RingSwitch plan, CkksEngine engine) {
    this(engine.context(plan.small()), context -> context.keyGenerator().secretKey());
  }

  /**
   * A secret that was saved.
   *
   * @param saved in SEAL's format
   * @throws org.chemxor.ckks.CkksException when the bytes are no key of the plan's small ring
   */
  public ReplySecret(RingSwitch plan, CkksEngine engine, byte[] saved) {
    this(
        engine.context(plan.small()),
        context -> context.readSecretKey(new ByteArrayInputStream(saved)));
  }

  private ReplySecret(CkksContext context, Function<CkksContext, SecretKey> key) {
    this.context = context;
    this.secretKey = key.apply(context);
    this.decryptor = context.decryptor(secretKey);
  }

  /** The small ring. */
  public CkksContext context() {
    return context;
  }

  /** Lives until {@link #close}. */
  public SecretKey secretKey() {
    return secretKey;
  }

  /** Decrypts what was switched to the small ring. */
  public Decryptor decryptor() {
    return decryptor;
  }

  @Override
  public void close() {
    secretKey.close();
    context.close();
  }
}
