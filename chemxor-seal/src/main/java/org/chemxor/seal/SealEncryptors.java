package org.chemxor.seal;

import org.chemxor.ckks.Ciphertext;
import org.chemxor.ckks.Encryptor;
import org.chemxor.ckks.Plaintext;
import org.chemxor.seal.binding.Native;
import org.chemxor.seal.binding.NativeHandle;
import org.chemxor.seal.binding.SealLibrary;

/** SEAL's two ways of encrypting. */
final class SealEncryptors {
  private SealEncryptors() {}

  /** With a public key. */
  record Asymmetric(Core core, SealPublicKey key) implements Encryptor {
    @Override
    public Ciphertext encrypt(Plaintext plaintext) {
      SealPlaintext plain = Operands.plaintext(core, plaintext);
      Operands.scaleFits(core, plain.scale(), plain.level());
      try (NativeHandle.Use context = core.use();
          NativeHandle.Use publicKey = key.use();
          NativeHandle.Use use = plain.use()) {
        return SealCiphertext.own(
            core, SealLibrary.encrypt(context.address(), publicKey.address(), use.address()));
      }
    }
  }

  /** With the secret key: seeded, so read back from what SEAL writes. */
  record Symmetric(Core core, WireReader reader, SealSecretKey key) implements Encryptor {
    @Override
    public Ciphertext encrypt(Plaintext plaintext) {
      SealPlaintext plain = Operands.plaintext(core, plaintext);
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
