package org.chemxor.seal;

import org.chemxor.ckks.Ciphertext;
import org.chemxor.ckks.GaloisKeys;
import org.chemxor.ckks.Plaintext;
import org.chemxor.ckks.PublicKey;
import org.chemxor.ckks.RelinearizationKey;
import org.chemxor.ckks.SecretKey;
import org.chemxor.ckks.spi.OperandChecks;

/** Turns API types into this engine's, refusing what belongs to another engine or parameters. */
final class Operands {
  private Operands() {}

  static SealPlaintext plaintext(Core core, Plaintext plaintext) {
    return own(core, SealPlaintext.class, plaintext, "plaintext");
  }

  static SealCiphertext ciphertext(Core core, Ciphertext ciphertext) {
    return own(core, SealCiphertext.class, ciphertext, "ciphertext");
  }

  /** A ciphertext to compute with: its scale leaves room for values. */
  static SealCiphertext operand(Core core, Ciphertext ciphertext) {
    SealCiphertext own = ciphertext(core, ciphertext);
    scaleFits(core, own.scale(), own.level());
    return own;
  }

  /** A ciphertext of two polynomials to compute with. */
  static SealCiphertext linear(Core core, Ciphertext ciphertext) {
    return OperandChecks.linear(operand(core, ciphertext));
  }

  /** Refuses what leaves no room for values; SEAL's own bound is looser. */
  static void scaleFits(Core core, double scale, int level) {
    OperandChecks.scaleFits(core.parameters(), scale, level);
  }

  /** A secret key that has not been closed. */
  static SealSecretKey secretKey(Core core, SecretKey key) {
    SealSecretKey own = own(core, SealSecretKey.class, key, "secret key");
    own.requireOpen();
    return own;
  }

  static SealPublicKey publicKey(Core core, PublicKey key) {
    return own(core, SealPublicKey.class, key, "public key");
  }

  static SealRelinearizationKey relinearizationKey(Core core, RelinearizationKey key) {
    return own(core, SealRelinearizationKey.class, key, "relinearization key");
  }

  static SealGaloisKeys galoisKeys(Core core, GaloisKeys keys) {
    return own(core, SealGaloisKeys.class, keys, "Galois keys");
  }

  private static <T extends SealObject> T own(
      Core core, Class<T> type, Object object, String what) {
    T own = OperandChecks.own(type, object, what);
    OperandChecks.sameParameters(core.parameters(), own.core().parameters(), what);
    return own;
  }
}
