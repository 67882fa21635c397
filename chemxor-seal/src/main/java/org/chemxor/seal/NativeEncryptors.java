package org.chemxor.seal;

import org.chemxor.ckks.Ciphertext;
import org.chemxor.ckks.Encryptor;
import org.chemxor.ckks.Plaintext;

/** SEAL's two ways of encrypting. */
final class NativeEncryptors {
  private NativeEncryptors() {}

  /** With a public key. */
  record Asymmetric(Core core, NativePublicKey key) implements Encryptor {
    @Override
    public Ciphertext encrypt(Plaintext plaintext) {
      NativePlaintext plain = Operands.plaintext(core, plaintext);
      Operands.scaleFits(core, plain.scale(), plain.level());
      try (NativeHandle.Use context = core.use();
          NativeHandle.Use publicKey = key.use();
          NativeHandle.Use use = plain.use()) {
        return NativeCiphertext.own(
            core, SealLibrary.encrypt(context.address(), publicKey.address(), use.address()));
      }
    }
  }

  /** With the secret key: seeded, so read back from what SEAL writes. */
  record Symmetric(Core core, WireReader reader, NativeSecretKey key) implements Encryptor {
    @Override
    public Ciphertext encrypt(Plaintext plaintext) {
      NativePlaintext plain = Operands.plaintext(core, plaintext);
      Operands.scaleFits(core, plain.scale(), plain.level());
      byte[] written;
      try (NativeHandle.Use secretKey = key.use();
          NativeHandle.Use use = plain.use()) {
        written =
            Native.bytes(SealLibrary.encryptSymmetricBytes(secretKey.address(), use.address()));
      }
      return reader.ciphertext(written);
    }
  }
}
