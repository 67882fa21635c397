package org.chemxor.seal;

import java.util.Locale;
import java.util.Objects;
import org.chemxor.ckks.Ciphertext;
import org.chemxor.ckks.GaloisKeys;
import org.chemxor.ckks.MismatchException;
import org.chemxor.ckks.Plaintext;
import org.chemxor.ckks.PublicKey;
import org.chemxor.ckks.RelinearizationKey;
import org.chemxor.ckks.SecretKey;

/** Turns API types into this engine's, refusing what belongs to another engine or parameters. */
final class Operands {
  /** Scales that differ by no more than this are treated as equal. */
  private static final double SCALE_TOLERANCE = 0x1p-20;

  private Operands() {}

  static NativePlaintext plaintext(Core core, Plaintext plaintext) {
    return own(core, NativePlaintext.class, plaintext, "plaintext");
  }

  static NativeCiphertext ciphertext(Core core, Ciphertext ciphertext) {
    return own(core, NativeCiphertext.class, ciphertext, "ciphertext");
  }

  /** A ciphertext of two polynomials. */
  static NativeCiphertext linear(Core core, Ciphertext ciphertext) {
    NativeCiphertext c = ciphertext(core, ciphertext);
    if (c.size() != 2) {
      throw new MismatchException(
          "the ciphertext has " + c.size() + " polynomials: relinearize it first");
    }
    return c;
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

  static NativeGaloisKeys galoisKeys(Core core, GaloisKeys keys) {
    return own(core, NativeGaloisKeys.class, keys, "Galois keys");
  }

  private static <T extends NativeObject> T own(
      Core core, Class<T> type, Object object, String what) {
    Objects.requireNonNull(object, what + " is null");
    if (!type.isInstance(object)) {
      throw new MismatchException(
          "the "
              + what
              + " belongs to another engine ("
              + object.getClass().getSimpleName()
              + "): write it there and read it with this context");
    }
    T own = type.cast(object);
    if (own.core() != core && !own.core().parameters().equals(core.parameters())) {
      throw new MismatchException(
          "the "
              + what
              + " was made for "
              + own.core().parameters()
              + ", not "
              + core.parameters());
    }
    return own;
  }

  static void sameLevel(Ciphertext a, Ciphertext b) {
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

  static void plainCovers(Plaintext plain, Ciphertext c) {
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
}
