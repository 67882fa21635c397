package org.chemxor.seal;

import java.util.Locale;
import org.chemxor.ckks.Ciphertext;
import org.chemxor.ckks.GaloisKeys;
import org.chemxor.ckks.MismatchException;
import org.chemxor.ckks.Plaintext;
import org.chemxor.ckks.PreparedTransform;
import org.chemxor.ckks.PublicKey;
import org.chemxor.ckks.RelinearizationKey;
import org.chemxor.ckks.SecretKey;
import org.chemxor.ckks.spi.OperandChecks;

/** Turns API types into this engine's, refusing what belongs to another engine or parameters. */
final class Operands {
  private Operands() {}

  static NativePlaintext plaintext(Core core, Plaintext plaintext) {
    return own(core, NativePlaintext.class, plaintext, "plaintext");
  }

  static NativeCiphertext ciphertext(Core core, Ciphertext ciphertext) {
    return own(core, NativeCiphertext.class, ciphertext, "ciphertext");
  }

  /** A ciphertext of two polynomials. */
  static NativeCiphertext linear(Core core, Ciphertext ciphertext) {
    return OperandChecks.linear(ciphertext(core, ciphertext));
  }

  /** A secret key that has not been closed. */
  static NativeSecretKey secretKey(Core core, SecretKey key) {
    NativeSecretKey own = own(core, NativeSecretKey.class, key, "secret key");
    if (own.isClosed()) {
      throw new IllegalStateException("this secret key has been closed and overwritten");
    }
    return own;
  }

  static NativePublicKey publicKey(Core core, PublicKey key) {
    return own(core, NativePublicKey.class, key, "public key");
  }

  static NativeRelinearizationKey relinearizationKey(Core core, RelinearizationKey key) {
    return own(core, NativeRelinearizationKey.class, key, "relinearization key");
  }

  static NativePreparedTransform transform(Core core, PreparedTransform transform) {
    NativePreparedTransform own =
        OperandChecks.own(NativePreparedTransform.class, transform, "transform");
    OperandChecks.sameParameters(core.parameters(), own.core().parameters(), "transform");
    return own;
  }

  static NativeGaloisKeys galoisKeys(Core core, GaloisKeys keys) {
    return own(core, NativeGaloisKeys.class, keys, "Galois keys");
  }

  private static <T extends NativeObject> T own(
      Core core, Class<T> type, Object object, String what) {
    T own = OperandChecks.own(type, object, what);
    OperandChecks.sameParameters(core.parameters(), own.core().parameters(), what);
    return own;
  }

  /** SEAL computes only where the result's scale fits its modulus. */
  static void scaleFits(Core core, double scale, int level) {
    double modulusBits = core.parameters().logQ(level);
    if (!(scale > 0) || Math.getExponent(scale) > modulusBits) {
      throw new MismatchException(
          String.format(
              Locale.ROOT,
              "the result would have a scale of 2^%.1f, level %d has a modulus of 2^%.1f: rescale"
                  + " first, or use smaller scales or a higher level",
              Math.log(scale) / Math.log(2),
              level,
              modulusBits));
    }
  }
}
