package org.chemxor.service.protocol;

import java.util.HexFormat;
import org.chemxor.core.Hashes;
import org.chemxor.fhe.message.ProgramId;

/** SHA-256 digests and their spelling: 64 lower-case hexadecimal digits. */
public final class Digests {
  private static final int HEX_DIGITS = 64;

  private Digests() {}

  /** The digest of {@code bytes} in hexadecimal. */
  public static String sha256Hex(byte[] bytes) {
    return hex(Hashes.sha256().digest(bytes));
  }

  /** Bytes in lower-case hexadecimal. */
  public static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  /** A program id in hexadecimal, all of it. */
  public static String hex(ProgramId program) {
    return hex(program.toBytes());
  }

  /** Whether {@code text} is a digest as this class writes it. */
  public static boolean isDigest(String text) {
    return text.length() == HEX_DIGITS
        && text.chars().allMatch(c -> (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'));
  }
}
