package org.chemxor.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.chemxor.ckks.Ciphertext;
import org.chemxor.ckks.CkksContext;
import org.chemxor.ckks.CkksEngine;
import org.chemxor.ckks.CkksParameters;
import org.chemxor.ckks.Evaluator;
import org.chemxor.ckks.GaloisKeys;
import org.chemxor.ckks.KeyGenerator;
import org.chemxor.ckks.MismatchException;
import org.chemxor.ckks.Plaintext;
import org.chemxor.ckks.SecretKey;
import org.chemxor.ckks.bytes.Compression;
import org.chemxor.ckks.secret.InsecureSecretKeyAccess;
import org.chemxor.seal.binding.Native;
import org.chemxor.seal.binding.NativeHandle;
import org.chemxor.seal.binding.SealException;
import org.chemxor.seal.binding.SealLibrary;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Null, closed, foreign or mistaken objects are refused, and nothing crashes. */
@Tag("native")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SealSafetyTest {
  private CkksContext context;
  private KeyGenerator keys;
  private Evaluator evaluator;

  static CkksParameters parameters() {
    return CkksParameters.builder()
        .polyModulusDegree(1024)
        .dataPrimeBits(40, 30)
        .specialPrimeBits(42)
        .scaleBits(30)
        .insecureWithoutBound()
        .build();
  }

  @BeforeAll
  void open() {
    context = CkksEngine.load("seal").context(parameters());
    keys = context.keyGenerator();
    evaluator = context.evaluator();
  }

  @AfterAll
  void close() {
    keys.secretKey().close();
    context.close();
  }

  private Ciphertext encrypt(double... values) {
    return context.encryptor(keys.secretKey()).encrypt(context.encoder().encode(values));
  }

  private static void closeNative(Object object) {
    ((SealObject) object).close();
  }

  @Test
  void saysWhichSealItIs() {
    assertThat(context.engine().description())
        .matches("seal, Microsoft SEAL 4\\.\\d+\\.\\d+ through JavaCPP");
  }

  private static CkksParameters shaped(int digitSize, int... specialPrimeBits) {
    return CkksParameters.builder()
        .polyModulusDegree(4096)
        .dataPrimeBits(40, 30, 30, 30)
        .specialPrimeBits(specialPrimeBits)
        .digitSize(digitSize)
        .insecureWithoutBound()
        .build();
  }

  @Test
  void refusesParametersThatSealCannotExpress() {
    CkksEngine engine = CkksEngine.load("seal");
    CkksParameters twoSpecial = shaped(1, 36, 36);
    assertThat(engine.supports(twoSpecial)).isFalse();
    assertThatThrownBy(() -> engine.context(twoSpecial))
        .isInstanceOf(MismatchException.class)
        .hasMessageContaining("2 special primes")
        .hasMessageContaining("jvm");
    CkksParameters grouped = shaped(2, 46);
    assertThatThrownBy(() -> engine.context(grouped))
        .isInstanceOf(MismatchException.class)
        .hasMessageContaining("digits of 2");
    CkksParameters noSpecial = shaped(1);
    assertThatThrownBy(() -> engine.context(noSpecial))
        .isInstanceOf(MismatchException.class)
        .hasMessageContaining("0 special primes");
  }

  @Test
  @SuppressWarnings("NullAway")
  void refusesNull() {
    Ciphertext c = encrypt(1);
    assertThatThrownBy(() -> evaluator.add(c, null))
        .isInstanceOf(NullPointerException.class)
        .hasMessageContaining("ciphertext is null");
    assertThatThrownBy(() -> evaluator.multiplyPlain(c, null))
        .isInstanceOf(NullPointerException.class)
        .hasMessageContaining("plaintext is null");
    assertThatThrownBy(() -> evaluator.rotate(c, 1, null))
        .isInstanceOf(NullPointerException.class)
        .hasMessageContaining("Galois keys is null");
    assertThatThrownBy(() -> context.decryptor(null)).isInstanceOf(NullPointerException.class);
  }

  @Test
  void refusesClosedObjects() {
    Ciphertext open = encrypt(1, 2);
    Ciphertext closed = encrypt(1, 2);
    closeNative(closed);
    closeNative(closed);
    assertThatThrownBy(() -> evaluator.add(open, closed))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("ciphertext has been closed");
    assertThatThrownBy(() -> closed.toBytes(Compression.NONE))
        .isInstanceOf(IllegalStateException.class);
    Plaintext plain = context.encoder().encode(3);
    closeNative(plain);
    assertThatThrownBy(() -> evaluator.sumOfProducts(List.of(open, open), List.of(plain, plain)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("plaintext has been closed");
    GaloisKeys galois = keys.createGaloisKeys(List.of(1));
    closeNative(galois);
    assertThatThrownBy(() -> evaluator.rotate(open, 1, galois))
        .isInstanceOf(IllegalStateException.class);
    CkksContext other = CkksEngine.load("seal").context(parameters());
    Evaluator late = other.evaluator();
    other.close();
    assertThatThrownBy(() -> late.negate(open))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("context of SEAL has been closed");
  }

  @Test
  void refusesObjectsOfAnotherEngine() {
    try (CkksContext jvm = CkksEngine.load("jvm").context(parameters());
        SecretKey foreignKey = jvm.keyGenerator().secretKey()) {
      Ciphertext foreign = jvm.encryptor(foreignKey).encrypt(jvm.encoder().encode(1));
      assertThatThrownBy(() -> evaluator.negate(foreign))
          .isInstanceOf(MismatchException.class)
          .hasMessageContaining("another engine");
      assertThatThrownBy(() -> context.decryptor(foreignKey)).isInstanceOf(MismatchException.class);
    }
  }

  @Test
  void refusesScalesThatDoNotFit() {
    Ciphertext c = encrypt(1);
    Ciphertext large = evaluator.multiplyPlain(c, context.encoder().encodeConstant(1, 0x1p36, 1));
    assertThatThrownBy(() -> evaluator.multiply(large, c))
        .isInstanceOf(MismatchException.class)
        .hasMessageContaining("scale of 2^96.0")
        .hasMessageContaining("rescale");
    assertThatThrownBy(() -> evaluator.dropToLevel(large, 0))
        .isInstanceOf(MismatchException.class)
        .hasMessageContaining("scale of 2^66.0");
  }

  @Test
  void passesTheMessagesOfSealOn() {
    SealCiphertext c = (SealCiphertext) encrypt(1);
    SealGaloisKeys galois = (SealGaloisKeys) keys.createGaloisKeys(List.of(1));
    try (NativeHandle.Use face = c.core().use();
        NativeHandle.Use a = c.use();
        NativeHandle.Use k = galois.use()) {
      assertThatThrownBy(
              () ->
                  Native.check(
                      SealLibrary.automorphism(face.address(), a.address(), 9, k.address())))
          .isInstanceOf(SealException.class)
          .hasMessage("the engine seal: Galois key not present");
    }
  }

  @Test
  void refusesSecretKeysThatAreNotTernary() {
    byte[] bytes = keys.secretKey().toBytes(InsecureSecretKeyAccess.get());
    bytes[bytes.length / 2 & ~7] ^= 1;
    assertThatThrownBy(() -> context.readSecretKey(new ByteArrayInputStream(bytes)))
        .isInstanceOf(SealException.class)
        .hasMessageContaining("not all -1, 0 or 1");
  }

  /** What Java never does, done on purpose: the C face itself refuses. */
  @Test
  void refusesNullAndMistakenHandlesInTheNativeFace() {
    SealCiphertext c = (SealCiphertext) encrypt(1);
    try (NativeHandle.Use use = c.use()) {
      assertThatThrownBy(() -> Native.check(SealLibrary.negate(0, use.address())))
          .isInstanceOf(SealException.class)
          .hasMessageContaining("handle is null");
      assertThatThrownBy(() -> Native.check(SealLibrary.negate(use.address(), use.address())))
          .isInstanceOf(SealException.class)
          .hasMessageContaining("not a context");
      assertThatThrownBy(
              () -> Native.check(SealLibrary.plaintextExport(use.address(), new long[1], 1)))
          .isInstanceOf(SealException.class)
          .hasMessageContaining("not a plaintext");
      assertThatThrownBy(
              () ->
                  Native.check(
                      SealLibrary.ciphertextExport(use.address(), 2, new long[2048], 2048)))
          .isInstanceOf(SealException.class)
          .hasMessageContaining("no polynomial 2");
      assertThatThrownBy(
              () -> Native.check(SealLibrary.ciphertextExport(use.address(), 0, new long[8], 8)))
          .isInstanceOf(SealException.class)
          .hasMessageContaining("2048 words, got 8");
    }
  }

  @Test
  void closingWhileOthersComputeIsOrderly() throws Exception {
    ExecutorService executor = Executors.newFixedThreadPool(3);
    try {
      for (int round = 0; round < 50; round++) {
        Ciphertext c = encrypt(1, 2, 3);
        List<Future<Integer>> users = new ArrayList<>();
        for (int t = 0; t < 3; t++) {
          users.add(executor.submit(() -> addUntilClosed(c)));
        }
        Thread.sleep(1);
        closeNative(c);
        for (Future<Integer> user : users) {
          // Ends only by the refusal: any other exception, or none, fails here.
          assertThat(user.get(20, TimeUnit.SECONDS)).isNotNegative();
        }
      }
    } finally {
      executor.shutdownNow();
    }
  }

  private int addUntilClosed(Ciphertext c) {
    for (int count = 0; ; count++) {
      try {
        closeNative(evaluator.add(c, c));
      } catch (IllegalStateException closed) {
        return count;
      }
    }
  }
}
