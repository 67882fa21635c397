package org.chemxor.ckks.jvm;

import org.chemxor.ckks.Ciphertext;
import org.chemxor.ckks.CkksException;
import org.chemxor.ckks.GaloisKeys;
import org.chemxor.ckks.MismatchException;
import org.chemxor.ckks.Plaintext;
import org.chemxor.ckks.PublicKey;
import org.chemxor.ckks.RelinearizationKey;
import org.chemxor.ckks.SecretKey;

/** Turns API types into this engine's, refusing what belongs to another engine or parameters. */
final class Checks {
  /** Scales that differ by no more than this are treated as equal. */
  private static final double SCALE_TOLERANCE = 0x1p-20;

  private Checks() {}

  static JvmPlaintext plaintext(Ring ring, Plaintext plaintext) {
    if (plaintext instanceof JvmPlaintext own) {
      sameParameters(ring, own.ring(), "plaintext");
      return own;
    }
    throw foreign("plaintext", plaintext);
  }

  static JvmCiphertext ciphertext(Ring ring, Ciphertext ciphertext) {
    if (ciphertext instanceof JvmCiphertext own) {
      sameParameters(ring, own.ring(), "ciphertext");
      return own;
    }
    throw foreign("ciphertext", ciphertext);
  }

  static JvmSecretKey secretKey(Ring ring, SecretKey key) {
    if (key instanceof JvmSecretKey own) {
      sameParameters(ring, own.ring(), "secret key");
      own.secretRows();
      return own;
    }
    throw foreign("secret key", key);
  }

  static JvmPublicKey publicKey(Ring ring, PublicKey key) {
    if (key instanceof JvmPublicKey own) {
      sameParameters(ring, own.ring(), "public key");
      return own;
    }
    throw foreign("public key", key);
  }

  static KeySwitchKey relinearizationKey(Ring ring, RelinearizationKey key) {
    if (key instanceof JvmRelinearizationKey own) {
      sameParameters(ring, own.ring(), "relinearization key");
      return own.key();
    }
    throw foreign("relinearization key", key);
  }

  static JvmGaloisKeys galoisKeys(Ring ring, GaloisKeys keys) {
    if (keys instanceof JvmGaloisKeys own) {
      sameParameters(ring, own.ring(), "Galois keys");
      return own;
    }
    throw foreign("Galois keys", keys);
  }

  static void sameLevel(JvmCiphertext a, JvmCiphertext b) {
    if (a.level() != b.level()) {
      throw new MismatchException(
          "the ciphertexts are at levels "
              + a.level()
              + " and "
              + b.level()
              + ": bring the higher one down with dropToLevel");
    }
  }

  static void sameScale(double a, double b) {
    if (Math.abs(a - b) > SCALE_TOLERANCE * Math.max(a, b)) {
      throw new MismatchException(
          "the scales "
              + a
              + " and "
              + b
              + " differ: encode one operand at the other's scale, or rescale first");
    }
  }

  static void plainCovers(JvmPlaintext plain, JvmCiphertext c) {
    if (plain.level() < c.level()) {
      throw new MismatchException(
          "the plaintext is at level "
              + plain.level()
              + ", below the ciphertext's "
              + c.level()
              + ": encode it at level "
              + c.level());
    }
  }

  static JvmCiphertext notTransparent(JvmCiphertext c) {
    if (c.isTransparent()) {
      throw new CkksException(
          "the product is zero in every slot and would be sent unencrypted: do not multiply by"
              + " zero");
    }
    return c;
  }

  private static void sameParameters(Ring ring, Ring other, String what) {
    if (ring != other && !ring.parameters().equals(other.parameters())) {
      throw new MismatchException(
          "the " + what + " was made for " + other.parameters() + ", not " + ring.parameters());
    }
  }

  private static MismatchException foreign(String what, Object object) {
    return new MismatchException(
        "the "
            + what
            + " belongs to another engine ("
            + object.getClass().getSimpleName()
            + "): write it there and read it with this context");
  }
}
