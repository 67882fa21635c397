package org.chemxor.service.client;

import org.chemxor.fhe.program.ProgramOutline;
import org.chemxor.fhe.program.RoundOutline;

/** How large replies may be: what the program needs, and a little more. */
final class ReplyLimits {
  /** A description with the outline in base64. */
  static final long DESCRIPTION_BYTES = 32L << 20;

  private static final long POLYNOMIALS = 2;
  private static final long MARGIN_BYTES = 65_536;
  private static final int MARGIN_SHARE = 16;

  private ReplyLimits() {}

  static long step(ProgramOutline outline, int step) {
    RoundOutline expected = outline.rounds().get(step);
    long polynomial =
        (expected.reply().level() + 1L) * outline.parameters().polyModulusDegree() * Long.BYTES;
    long bytes = POLYNOMIALS * expected.output().ciphertexts() * polynomial;
    return bytes + bytes / MARGIN_SHARE + MARGIN_BYTES;
  }
}
