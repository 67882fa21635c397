package org.chemxor.ckks.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import org.chemxor.ckks.Ciphertext;
import org.chemxor.ckks.CkksContext;
import org.chemxor.ckks.CkksEngine;
import org.chemxor.ckks.CkksParameters;
import org.chemxor.ckks.Evaluator;
import org.chemxor.ckks.SecretKey;
import org.chemxor.ckks.bytes.Compression;
import org.chemxor.ckks.secret.InsecureSecretKeyAccess;
import org.chemxor.ckks.wire.seal.ParametersFormat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that SEAL 4.1 wrote (see {@code interop/samples.js}): known answers without Node. */
class SealSamplesTest {

  private static final double TOLERANCE = 0x1p-10;

  private CkksContext context;
  private SecretKey secretKey;

  @BeforeEach
  void readParametersAndSecretKey() throws IOException {
    CkksParameters parameters = parameters("parameters-zstd.seal");
    context = CkksEngine.load("jvm").context(parameters);
    secretKey = context.readSecretKey(sample("secret-key-none.seal"));
  }

  @AfterEach
  void wipe() {
    secretKey.close();
    context.close();
  }

  private static InputStream sample(String name) throws IOException {
    String path = "/org/chemxor/ckks/wire/seal-4.1/" + name;
    try (InputStream in = SealSamplesTest.class.getResourceAsStream(path)) {
      return new ByteArrayInputStream(Objects.requireNonNull(in, path).readAllBytes());
    }
  }

  private static CkksParameters parameters(String name) throws IOException {
    return ParametersFormat.read(sample(name)).scaleBits(25).insecureWithoutBound().build();
  }

  private static double value(int slot) {
    return slot / 1024.0 - 0.25;
  }

  private double[] decrypt(Ciphertext ciphertext) {
    return context.encoder().decode(context.decryptor(secretKey).decrypt(ciphertext));
  }

  @Test
  void parametersAreWhatSealWasAskedFor() throws IOException {
    CkksParameters parameters = parameters("parameters-none.seal");
    assertThat(parameters).isEqualTo(context.parameters());
    CkksParameters ours =
        CkksParameters.builder()
            .polyModulusDegree(1024)
            .dataPrimeBits(30, 25)
            .specialPrimeBits(30)
            .insecureWithoutBound()
            .build();
    assertThat(parameters).isEqualTo(ours);
  }

  @Test
  void plaintextDecodes() throws IOException {
    double[] values =
        context.encoder().decode(context.readPlaintext(sample("plaintext-zlib.seal")));
    for (int i = 0; i < values.length; i++) {
      assertThat(values[i]).isCloseTo(value(i), within(TOLERANCE));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"ciphertext-zstd.seal", "ciphertext-seeded-none.seal"})
  void ciphertextsDecrypt(String name) throws IOException {
    double[] values = decrypt(context.readCiphertext(sample(name)));
    for (int i = 0; i < values.length; i++) {
      assertThat(values[i]).isCloseTo(value(i), within(TOLERANCE));
    }
  }

  @Test
  void seededCiphertextIsWrittenBackByteForByte() throws IOException {
    String name = "ciphertext-seeded-none.seal";
    assertThat(context.readCiphertext(sample(name)).toBytes(Compression.NONE))
        .isEqualTo(sample(name).readAllBytes());
    assertThat(secretKey.toBytes(InsecureSecretKeyAccess.get()))
        .isEqualTo(sample("secret-key-none.seal").readAllBytes());
  }

  @Test
  void keysRelinearizeAndRotate() throws IOException {
    Evaluator evaluator = context.evaluator();
    Ciphertext a = context.readCiphertext(sample("ciphertext-zstd.seal"));
    Ciphertext square =
        evaluator.relinearize(
            evaluator.square(a),
            context.readRelinearizationKey(sample("relin-keys-seeded-zstd.seal")));
    Ciphertext rotated =
        evaluator.rotate(
            evaluator.rescale(square),
            1,
            context.readGaloisKeys(sample("galois-keys-seeded-zlib.seal")));
    double[] values = decrypt(rotated);
    for (int i = 0; i < values.length; i++) {
      double expected = value((i + 1) % values.length);
      assertThat(values[i]).isCloseTo(expected * expected, within(TOLERANCE));
    }
  }

  @Test
  void publicKeyEncrypts() throws IOException {
    Ciphertext c =
        context
            .encryptor(context.readPublicKey(sample("public-key-seeded-zstd.seal")))
            .encrypt(context.encoder().encode(0.5, -0.75));
    double[] values = decrypt(c);
    assertThat(values[0]).isCloseTo(0.5, within(TOLERANCE));
    assertThat(values[1]).isCloseTo(-0.75, within(TOLERANCE));
    assertThat(values[2]).isCloseTo(0, within(TOLERANCE));
  }
}
