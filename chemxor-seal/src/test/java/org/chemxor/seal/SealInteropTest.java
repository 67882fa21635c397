package org.chemxor.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.chemxor.ckks.Ciphertext;
import org.chemxor.ckks.CkksContext;
import org.chemxor.ckks.CkksEngine;
import org.chemxor.ckks.CkksParameters;
import org.chemxor.ckks.Evaluator;
import org.chemxor.ckks.GaloisKeys;
import org.chemxor.ckks.KeyGenerator;
import org.chemxor.ckks.Plaintext;
import org.chemxor.ckks.PublicKey;
import org.chemxor.ckks.RelinearizationKey;
import org.chemxor.ckks.SecretKey;
import org.chemxor.ckks.bytes.Compression;
import org.chemxor.ckks.bytes.Serializable;
import org.chemxor.ckks.secret.InsecureSecretKeyAccess;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Keys and ciphertexts move freely between the embedded engine and SEAL. */
@Tag("native")
class SealInteropTest {
  private static final long SEED = 20261121;
  private static final double TOLERANCE = 0x1p-18;

  private static CkksParameters parameters() {
    return CkksParameters.builder()
        .polyModulusDegree(8192)
        .dataPrimeBits(50, 40, 40)
        .specialPrimeBits(50)
        .build();
  }

  private static ByteArrayInputStream bytes(Serializable object, Compression compression) {
    return new ByteArrayInputStream(object.toBytes(compression));
  }

  /** A client on one engine, a server on the other that holds public things only. */
  @ParameterizedTest(name = "client {0}, server {1}, {2}")
  @CsvSource({
    "jvm, seal, NONE",
    "jvm, seal, ZLIB",
    "jvm, seal, ZSTD",
    "seal, jvm, NONE",
    "seal, jvm, ZLIB",
    "seal, jvm, ZSTD"
  })
  void oneEncryptsAndTheOtherComputes(String client, String server, Compression compression) {
    CkksParameters parameters = parameters();
    double[] x = new Random(SEED).doubles(parameters.slotCount(), -1, 1).toArray();
    try (CkksContext near = CkksEngine.load(client).context(parameters);
        CkksContext far = CkksEngine.load(server).context(parameters);
        SecretKey secret = near.keyGenerator().secretKey()) {
      KeyGenerator keys = near.keyGenerator(secret);
      PublicKey publicKey = far.readPublicKey(bytes(keys.createPublicKey(), compression));
      RelinearizationKey relinearization =
          far.readRelinearizationKey(bytes(keys.createRelinearizationKey(), compression));
      GaloisKeys galois =
          far.readGaloisKeys(
              bytes(keys.createGaloisKeysWithConjugation(List.of(1, -3)), compression));
      assertThat(galois.galoisElements()).hasSize(3);
      Ciphertext fresh = near.encryptor(secret).encrypt(near.encoder().encode(x));
      Ciphertext received = far.readCiphertext(bytes(fresh, compression));
      assertThat(received.isSeeded()).isTrue();
      Evaluator evaluator = far.evaluator();
      Ciphertext result =
          evaluator.rescale(
              evaluator.relinearize(
                  evaluator.square(
                      evaluator.conjugate(
                          evaluator.rotate(evaluator.rotate(received, 1, galois), -3, galois),
                          galois)),
                  relinearization));
      double[] expected = new double[x.length];
      Arrays.setAll(expected, j -> square(x[Math.floorMod(j - 2, x.length)]));
      assertDecrypts(near, secret, bytes(result, compression), expected);
      Ciphertext reply = far.encryptor(publicKey).encrypt(far.encoder().encode(x));
      assertDecrypts(near, secret, bytes(reply, compression), x);
    }
  }

  private static double square(double v) {
    return v * v;
  }

  private static void assertDecrypts(
      CkksContext context, SecretKey secret, ByteArrayInputStream in, double[] expected) {
    Plaintext plaintext = context.decryptor(secret).decrypt(context.readCiphertext(in));
    assertThat(context.encoder().decode(plaintext))
        .as("seed %d", SEED)
        .containsExactly(expected, within(TOLERANCE));
  }

  @ParameterizedTest(name = "from {0} to {1}")
  @CsvSource({"jvm, seal", "seal, jvm"})
  void secretKeysAndPlaintextsMoveAndComeBackTheSame(String from, String to) {
    CkksParameters parameters = parameters();
    double[] x = new Random(SEED).doubles(parameters.slotCount(), -1, 1).toArray();
    try (CkksContext near = CkksEngine.load(from).context(parameters);
        CkksContext far = CkksEngine.load(to).context(parameters);
        SecretKey secret = near.keyGenerator().secretKey();
        SecretKey moved =
            far.readSecretKey(
                new ByteArrayInputStream(secret.toBytes(InsecureSecretKeyAccess.get())))) {
      assertThat(moved.toBytes(InsecureSecretKeyAccess.get()))
          .isEqualTo(secret.toBytes(InsecureSecretKeyAccess.get()));
      Plaintext plain = near.encoder().encode(x);
      Plaintext movedPlain = far.readPlaintext(bytes(plain, Compression.ZLIB));
      assertThat(movedPlain.toBytes(Compression.NONE)).isEqualTo(plain.toBytes(Compression.NONE));
      assertThat(far.encoder().decode(movedPlain)).containsExactly(x, within(0x1p-25));
      Ciphertext c = far.encryptor(moved).encrypt(movedPlain);
      assertDecrypts(near, secret, bytes(c, Compression.NONE), x);
    }
  }
}
