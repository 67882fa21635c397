package org.chemxor.seal;

import java.security.SecureRandom;
import java.util.Arrays;
import org.chemxor.ckks.Ciphertext;
import org.chemxor.ckks.CkksException;
import org.chemxor.ckks.Decryptor;
import org.chemxor.ckks.Plaintext;

/** SEAL's decryptor, and flooding on top of it. */
record NativeDecryptor(
    Core core, NativeSecretKey secretKey, NativeEncoder encoder, SecureRandom entropy)
    implements Decryptor {
  private static final int MAX_FLOODING_BITS = 45;

  /** Flooding must leave this many bits of the modulus. */
  private static final int FLOODING_MARGIN_BITS = 8;

  @Override
  public Plaintext decrypt(Ciphertext ciphertext) {
    return decryptOwn(Operands.ciphertext(core, ciphertext));
  }

  private NativePlaintext decryptOwn(NativeCiphertext c) {
    try (NativeHandle.Use key = secretKey.use();
        NativeHandle.Use use = c.use()) {
      return NativePlaintext.own(
          core, SealLibrary.decrypt(key.address(), use.address()), c.level(), c.scale());
    }
  }

  @Override
  public Plaintext decryptForSharing(Ciphertext ciphertext, int floodingBits) {
    NativeCiphertext c = Operands.ciphertext(core, ciphertext);
    double room = core.parameters().logQ(c.level()) - FLOODING_MARGIN_BITS;
    if (floodingBits < 1 || floodingBits > Math.min(MAX_FLOODING_BITS, room)) {
      throw new CkksException(
          "floodingBits must be from 1 to "
              + (int) Math.min(MAX_FLOODING_BITS, room)
              + " at level "
              + c.level()
              + ", got "
              + floodingBits);
    }
    try (NativePlaintext exact = decryptOwn(c);
        NativePlaintext noise = noise(floodingBits, c.level());
        NativeHandle.Use context = core.use();
        NativeHandle.Use a = exact.use();
        NativeHandle.Use b = noise.use()) {
      return NativePlaintext.own(
          core,
          SealLibrary.plaintextAdd(context.address(), a.address(), b.address()),
          c.level(),
          c.scale());
    }
  }

  /**
   * A polynomial with independent rounded Gaussian coefficients of standard deviation {@code
   * 2^bits}. The embedding is sqrt(N) times an isometry, so these are the slots drawn as
   * independent complex Gaussians of variance {@code N 4^bits}, half of it in each part, encoded at
   * scale 1.
   */
  private NativePlaintext noise(int bits, int level) {
    double deviation = Math.scalb(Math.sqrt(core.degree() / 2.0), bits);
    double[][] slots = new double[2][encoder.slotCount()];
    for (double[] part : slots) {
      Arrays.setAll(part, j -> deviation * entropy.nextGaussian());
    }
    NativePlaintext noise = encoder.encodeVector(slots[0], slots[1], 1, level);
    for (double[] part : slots) {
      Arrays.fill(part, 0);
    }
    return noise;
  }
}
