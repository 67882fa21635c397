package org.chemxor.seal;

import java.security.SecureRandom;
import java.util.Arrays;
import org.chemxor.ckks.Ciphertext;
import org.chemxor.ckks.Decryptor;
import org.chemxor.ckks.Plaintext;
import org.chemxor.ckks.SharingPolicy;
import org.chemxor.ckks.sharing.Flooding;
import org.chemxor.seal.binding.NativeHandle;
import org.chemxor.seal.binding.SealLibrary;

/** SEAL's decryptor, and flooding on top of it. */
record SealDecryptor(Core core, SealSecretKey secretKey, SealEncoder encoder, SecureRandom entropy)
    implements Decryptor {
  @Override
  public Plaintext decrypt(Ciphertext ciphertext) {
    return decryptOwn(Operands.ciphertext(core, ciphertext));
  }

  private SealPlaintext decryptOwn(SealCiphertext c) {
    try (NativeHandle.Use key = secretKey.use();
        NativeHandle.Use use = c.use()) {
      return SealPlaintext.own(
          core, SealLibrary.decrypt(key.address(), use.address()), c.level(), c.scale());
    }
  }

  @Override
  public Plaintext decryptForSharing(Ciphertext ciphertext, SharingPolicy policy) {
    SealCiphertext c = Operands.ciphertext(core, ciphertext);
    Flooding flooding = Flooding.of(policy, core.parameters(), c.level(), c.scale());
    secretKey.requireOpen();
    secretKey.sharingBudget().spend(policy);
    try (SealPlaintext exact = decryptOwn(c);
        SealPlaintext noise = noise(flooding.deviation(), c.level());
        NativeHandle.Use context = core.use();
        NativeHandle.Use a = exact.use();
        NativeHandle.Use b = noise.use()) {
      return SealPlaintext.own(
          core,
          SealLibrary.plaintextAdd(context.address(), a.address(), b.address()),
          c.level(),
          c.scale());
    }
  }

  /**
   * A polynomial with independent rounded Gaussian coefficients of standard deviation {@code
   * sigma}. The embedding is sqrt(N) times an isometry, so these are the slots drawn as independent
   * complex Gaussians of variance {@code N sigma^2}, half of it in each part, encoded at scale 1.
   */
  private SealPlaintext noise(double sigma, int level) {
    double deviation = Math.sqrt(core.degree() / 2.0) * sigma;
    double[][] slots = new double[2][encoder.slotCount()];
    for (double[] part : slots) {
      Arrays.setAll(part, j -> deviation * entropy.nextGaussian());
    }
    SealPlaintext noise = encoder.encodeVector(slots[0], slots[1], 1, level);
    for (double[] part : slots) {
      Arrays.fill(part, 0);
    }
    return noise;
  }
}
