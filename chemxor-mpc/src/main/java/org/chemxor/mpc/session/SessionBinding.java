package org.chemxor.mpc.session;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.chemxor.core.Hashes;

/**
 * What the three agree on, condensed: the session's random number, the plan and the model. All
 * frames after the handshake carry its first eight bytes.
 */
public record SessionBinding(byte[] digest) {
  /** Length of a session's random number. */
  public static final int SESSION_BYTES = 16;

  /** Length of a model's identifier and of a digest. */
  public static final int DIGEST_BYTES = 32;

  /** The binding of a session. */
  public static SessionBinding of(byte[] session, byte[] modelId, byte[] plan) {
    MessageDigest sha = Hashes.sha256();
    sha.update("chemxor-mpc session 1".getBytes(StandardCharsets.US_ASCII));
    sha.update(session);
    sha.update(modelId);
    return new SessionBinding(sha.digest(plan));
  }

  /** The number in the frames. */
  public long tag() {
    return ByteBuffer.wrap(digest).getLong();
  }
}
