package org.chemxor.fhe.client;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Objects;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;
import org.chemxor.ckks.secret.SecretKeyAccess;
import org.chemxor.core.Hashes;
import org.chemxor.core.InvalidInputException;
import org.jspecify.annotations.Nullable;

/**
 * How saved keys are protected beside the permissions of their file: by a passphrase (AES-256 in
 * GCM, NIST SP 800-38D, under a key from PBKDF2 with HMAC-SHA256, RFC 8018), or not at all.
 */
public final class KeyProtection {
  /** What OWASP's Password Storage Cheat Sheet asks of PBKDF2 with HMAC-SHA256. */
  static final int ITERATIONS = 600_000;

  private static final int MAX_ITERATIONS = 10_000_000;
  private static final int KEY_BITS = 256;
  private static final int TAG_BITS = 128;
  private static final int DIGEST_BYTES = 32;

  private final char @Nullable [] passphrase;

  private KeyProtection(char @Nullable [] passphrase) {
    this.passphrase = passphrase;
  }

  /**
   * Protects by a passphrase.
   *
   * @param passphrase not empty; copied
   */
  public static KeyProtection passphrase(char[] passphrase) {
    if (passphrase.length == 0) {
      throw new InvalidInputException("the passphrase is empty");
    }
    return new KeyProtection(passphrase.clone());
  }

  /**
   * Protects by nothing but the permissions of the file: whoever reads it, its backups or its disk
   * has the keys.
   *
   * @param access from {@link org.chemxor.ckks.secret.InsecureSecretKeyAccess}
   */
  public static KeyProtection insecureNone(SecretKeyAccess access) {
    Objects.requireNonNull(access);
    return new KeyProtection(null);
  }

  boolean hasPassphrase() {
    return passphrase != null;
  }

  /** Bytes that protected content has beyond the content. */
  int overhead() {
    return passphrase == null ? DIGEST_BYTES : TAG_BITS / Byte.SIZE;
  }

  /**
   * Protects content.
   *
   * @param content left as it is
   * @param header what is bound to it without being hidden
   */
  byte[] seal(byte[] content, KeyFileHeader header) {
    if (passphrase == null) {
      byte[] out = Arrays.copyOf(content, content.length + DIGEST_BYTES);
      byte[] digest = digest(header, content, content.length);
      System.arraycopy(digest, 0, out, content.length, DIGEST_BYTES);
      return out;
    }
    try {
      return cipher(Cipher.ENCRYPT_MODE, passphrase, header).doFinal(content);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has AES in GCM and PBKDF2", e);
    }
  }

  /**
   * Undoes {@link #seal}.
   *
   * @param what names the content in messages
   * @throws InvalidInputException when the content was changed or the passphrase is another one
   */
  byte[] open(byte[] sealed, KeyFileHeader header, String what) {
    if (sealed.length < overhead()) {
      throw new InvalidInputException(what + " is damaged");
    }
    if (passphrase == null) {
      int length = sealed.length - DIGEST_BYTES;
      byte[] expected = Arrays.copyOfRange(sealed, length, sealed.length);
      if (!MessageDigest.isEqual(expected, digest(header, sealed, length))) {
        throw new InvalidInputException(what + " is damaged");
      }
      return Arrays.copyOf(sealed, length);
    }
    if (header.iterations() < 1 || header.iterations() > MAX_ITERATIONS) {
      throw new InvalidInputException(what + " is damaged");
    }
    try {
      return cipher(Cipher.DECRYPT_MODE, passphrase, header).doFinal(sealed);
    } catch (AEADBadTagException e) {
      throw new InvalidInputException(
          "the passphrase is not the one of " + what + ", or the file is damaged", e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has AES in GCM and PBKDF2", e);
    }
  }

  private static byte[] digest(KeyFileHeader header, byte[] content, int length) {
    MessageDigest sha = Hashes.sha256();
    sha.update(header.bound());
    sha.update(content, 0, length);
    return sha.digest();
  }

  private static Cipher cipher(int mode, char[] passphrase, KeyFileHeader header)
      throws GeneralSecurityException {
    PBEKeySpec spec = new PBEKeySpec(passphrase, header.salt(), header.iterations(), KEY_BITS);
    byte[] key =
        SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256").generateSecret(spec).getEncoded();
    spec.clearPassword();
    try {
      Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
      cipher.init(
          mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(TAG_BITS, header.nonce()));
      cipher.updateAAD(header.bound());
      return cipher;
    } finally {
      Arrays.fill(key, (byte) 0);
    }
  }

  /** Holds no secret. */
  @Override
  public String toString() {
    return "KeyProtection[" + (passphrase == null ? "none" : "passphrase") + "]";
  }
}
