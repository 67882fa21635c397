package org.chemxor.ckks.jvm;

import org.chemxor.ckks.Ciphertext;
import org.chemxor.ckks.GaloisKeys;
import org.chemxor.ckks.Plaintext;
import org.chemxor.ckks.PublicKey;
import org.chemxor.ckks.RelinearizationKey;
import org.chemxor.ckks.SecretKey;
import org.chemxor.ckks.jvm.ring.KeySwitchKey;
import org.chemxor.ckks.jvm.ring.Ring;
import org.chemxor.ckks.spi.OperandChecks;

/** Turns API types into this engine's, refusing what belongs to another engine or parameters. */
final class Checks {

  private Checks() {}

  static JvmPlaintext plaintext(Ring ring, Plaintext plaintext) {
    JvmPlaintext own = OperandChecks.own(JvmPlaintext.class, plaintext, "plaintext");
    sameParameters(ring, own.ring(), "plaintext");
    return own;
  }

  static JvmCiphertext ciphertext(Ring ring, Ciphertext ciphertext) {
    JvmCiphertext own = OperandChecks.own(JvmCiphertext.class, ciphertext, "ciphertext");
    sameParameters(ring, own.ring(), "ciphertext");
    return own;
  }

  static JvmSecretKey secretKey(Ring ring, SecretKey key) {
    JvmSecretKey own = OperandChecks.own(JvmSecretKey.class, key, "secret key");
    sameParameters(ring, own.ring(), "secret key");
    own.requireOpen();
    return own;
  }

  static JvmPublicKey publicKey(Ring ring, PublicKey key) {
    JvmPublicKey own = OperandChecks.own(JvmPublicKey.class, key, "public key");
    sameParameters(ring, own.ring(), "public key");
    return own;
  }

  static KeySwitchKey relinearizationKey(Ring ring, RelinearizationKey key) {
    JvmRelinearizationKey own =
        OperandChecks.own(JvmRelinearizationKey.class, key, "relinearization key");
    sameParameters(ring, own.ring(), "relinearization key");
    return own.key();
  }

  static JvmGaloisKeys galoisKeys(Ring ring, GaloisKeys keys) {
    JvmGaloisKeys own = OperandChecks.own(JvmGaloisKeys.class, keys, "Galois keys");
    sameParameters(ring, own.ring(), "Galois keys");
    return own;
  }

  static JvmCiphertext notTransparent(JvmCiphertext c) {
    if (c.isTransparent()) {
      throw OperandChecks.transparentProduct();
    }
    return c;
  }

  private static void sameParameters(Ring ring, Ring other, String what) {
    OperandChecks.sameParameters(ring.parameters(), other.parameters(), what);
  }
}
