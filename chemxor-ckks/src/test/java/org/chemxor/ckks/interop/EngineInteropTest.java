package org.chemxor.ckks.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.chemxor.ckks.Ciphertext;
import org.chemxor.ckks.CkksContext;
import org.chemxor.ckks.CkksEngine;
import org.chemxor.ckks.CkksException;
import org.chemxor.ckks.CkksParameters;
import org.chemxor.ckks.Evaluator;
import org.chemxor.ckks.GaloisKeys;
import org.chemxor.ckks.KeyGenerator;
import org.chemxor.ckks.Plaintext;
import org.chemxor.ckks.PublicKey;
import org.chemxor.ckks.RelinearizationKey;
import org.chemxor.ckks.SecretKey;
import org.chemxor.ckks.bytes.Compression;
import org.chemxor.ckks.interop.NodeSeal.Kind;
import org.chemxor.ckks.interop.NodeSeal.Ref;
import org.chemxor.ckks.secret.InsecureSecretKeyAccess;
import org.chemxor.ckks.wire.seal.ParametersFormat;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Microsoft SEAL and the embedded engine compute on each other's ciphertexts with each other's
 * keys. Every answer is compared with the same computation in doubles.
 */
@Interop
class EngineInteropTest {

  /** Values are in [-1, 1]; noise stays far below this at every scale used here. */
  private static final double TOLERANCE = 0x1p-13;

  private static final int STEP = 3;
  private static final int BACK = -5;
  private static final long SEED = 20261121;

  /** SEAL takes longer for a context than for all else; one for each degree. */
  private static final Map<Integer, Ref> CONTEXTS = new HashMap<>();

  private static NodeSeal seal;

  @BeforeAll
  static void start() {
    seal = NodeSeal.start();
  }

  @AfterEach
  void forgetObjects() {
    seal.freeAllBut(CONTEXTS.values());
  }

  @AfterAll
  static void stop() {
    CONTEXTS.clear();
    if (seal != null) {
      seal.close();
    }
  }

  static Stream<Arguments> forms() {
    return Stream.of(
        Arguments.of(4096, Compression.NONE, false),
        Arguments.of(4096, Compression.NONE, true),
        Arguments.of(4096, Compression.ZLIB, true),
        Arguments.of(4096, Compression.ZSTD, false),
        Arguments.of(8192, Compression.ZLIB, false),
        Arguments.of(8192, Compression.ZSTD, true),
        Arguments.of(16384, Compression.NONE, true),
        Arguments.of(16384, Compression.ZSTD, false));
  }

  private static CkksParameters parameters(int degree) {
    CkksParameters.Builder builder = CkksParameters.builder().polyModulusDegree(degree);
    return switch (degree) {
      case 4096 -> builder.dataPrimeBits(36, 32).specialPrimeBits(37).scaleBits(32).build();
      case 8192 -> builder.dataPrimeBits(50, 40, 40).specialPrimeBits(50).scaleBits(40).build();
      default -> builder.dataPrimeBits(50, 40, 40, 40).specialPrimeBits(50).scaleBits(40).build();
    };
  }

  /** One set of parameters on both sides. */
  private static final class Both {
    final CkksParameters parameters;
    final CkksContext ours;
    final Evaluator evaluator;
    final Ref theirs;
    final Compression compression;
    final double[] x;
    final double[] y;

    Both(int degree, Compression compression) {
      this.parameters = parameters(degree);
      this.ours = CkksEngine.load("jvm").context(parameters);
      this.evaluator = ours.evaluator();
      this.compression = compression;
      this.theirs = CONTEXTS.computeIfAbsent(degree, d -> sealContext(parameters));
      Random random = new Random(SEED);
      this.x = random.doubles(degree / 2, -1, 1).toArray();
      this.y = random.doubles(degree / 2, -1, 1).toArray();
    }

    private static Ref sealContext(CkksParameters parameters) {
      byte[] bytes = ParametersFormat.write(parameters, Compression.ZSTD);
      return seal.context(seal.loadParameters(bytes));
    }

    /** What slot i of {@code rotate(x y, STEP) + rotate(x y, BACK)} should be. */
    double[] expected() {
      int slots = x.length;
      IntToDoubleFunction product = i -> x[Math.floorMod(i, slots)] * y[Math.floorMod(i, slots)];
      return IntStream.range(0, slots)
          .mapToDouble(i -> product.applyAsDouble(i + STEP) + product.applyAsDouble(i + BACK))
          .toArray();
    }

    ByteArrayInputStream saved(Ref object) {
      return new ByteArrayInputStream(seal.save(object, compression));
    }

    Ciphertext fromSeal(Ref ciphertext) {
      return ours.readCiphertext(saved(ciphertext));
    }

    Ref toSeal(Kind kind, org.chemxor.ckks.bytes.Serializable object) {
      return seal.load(kind, theirs, object.toBytes(compression));
    }

    Ref toSeal(SecretKey key) {
      return seal.load(Kind.SECRET_KEY, theirs, key.toBytes(InsecureSecretKeyAccess.get()));
    }

    Ref encodeInSeal(double[] values) {
      return seal.encode(theirs, values, parameters.scale());
    }

    double[] decryptInSeal(Ref secretKey, Ref ciphertext) {
      return seal.decode(theirs, seal.decrypt(theirs, secretKey, ciphertext));
    }

    double[] decryptHere(SecretKey secretKey, Ciphertext ciphertext) {
      return ours.encoder().decode(ours.decryptor(secretKey).decrypt(ciphertext));
    }

    /** The computation with this engine's evaluator. */
    Ciphertext computeHere(
        Ciphertext a, Ciphertext b, RelinearizationKey relinearization, GaloisKeys galois) {
      Ciphertext product =
          evaluator.rescale(evaluator.relinearize(evaluator.multiply(a, b), relinearization));
      return evaluator.add(
          evaluator.rotate(product, STEP, galois), evaluator.rotate(product, BACK, galois));
    }

    /** The computation with SEAL's evaluator. */
    Ref computeInSeal(Ref a, Ref b, Ref relinearization, Ref galois) {
      Ref product = seal.evaluate("multiply", theirs, a, b);
      Ref relinearized = seal.relinearize(theirs, product, relinearization);
      Ref rescaled = seal.evaluate("rescale", theirs, relinearized);
      Ref left = seal.rotate(theirs, rescaled, STEP, galois);
      Ref right = seal.rotate(theirs, rescaled, BACK, galois);
      return seal.evaluate("add", theirs, left, right);
    }
  }

  private static void assertClose(double[] actual, double[] expected) {
    assertThat(actual).hasSameSizeAs(expected);
    double worst = 0;
    for (int i = 0; i < expected.length; i++) {
      worst = Math.max(worst, Math.abs(actual[i] - expected[i]));
    }
    assertThat(worst).as("largest error, seed %d", SEED).isLessThan(TOLERANCE);
  }

  @ParameterizedTest(name = "N={0}, {1}, seeded={2}")
  @MethodSource("forms")
  void sealEncryptsThisEngineComputesSealDecrypts(
      int degree, Compression compression, boolean seeded) {
    Both both = new Both(degree, compression);
    Ref generator = seal.keyGenerator(both.theirs, null);
    Ref secretKey = seal.key("secretKey", generator);
    Ref publicKey = seal.key("publicKey", generator);
    Ref relinRef = seal.key(seeded ? "seededRelinKeys" : "relinKeys", generator);
    Ref galoisRef = seal.key(seeded ? "seededGaloisKeys" : "galoisKeys", generator, STEP, BACK);
    RelinearizationKey relin = both.ours.readRelinearizationKey(both.saved(relinRef));
    GaloisKeys galois = both.ours.readGaloisKeys(both.saved(galoisRef));
    assertThat(galois.coversRotation(STEP)).isTrue();
    assertThat(galois.coversRotation(BACK)).isTrue();

    Ciphertext a = both.fromSeal(seal.encrypt(both.theirs, publicKey, both.encodeInSeal(both.x)));
    Ciphertext b =
        both.fromSeal(
            seal.encryptSymmetric(
                both.theirs, publicKey, secretKey, both.encodeInSeal(both.y), seeded));
    assertThat(b.isSeeded()).isEqualTo(seeded);

    Ciphertext result = both.computeHere(a, b, relin, galois);
    Ref back = both.toSeal(Kind.CIPHERTEXT, result);
    assertClose(both.decryptInSeal(secretKey, back), both.expected());
  }

  @ParameterizedTest(name = "N={0}, {1}, seeded={2}")
  @MethodSource("forms")
  void thisEngineEncryptsSealComputesThisEngineDecrypts(
      int degree, Compression compression, boolean seeded) {
    Both both = new Both(degree, compression);
    KeyGenerator generator = both.ours.keyGenerator();
    try (SecretKey secretKey = generator.secretKey()) {
      RelinearizationKey relin = generator.createRelinearizationKey();
      GaloisKeys galois = generator.createGaloisKeys(List.of(STEP, BACK));
      Ref relinRef = both.toSeal(Kind.RELIN_KEYS, relin);
      Ref galoisRef = both.toSeal(Kind.GALOIS_KEYS, galois);
      PublicKey publicKey = generator.createPublicKey();
      Plaintext x = both.ours.encoder().encode(both.x);
      Ciphertext a =
          (seeded ? both.ours.encryptor(secretKey) : both.ours.encryptor(publicKey)).encrypt(x);
      assertThat(a.isSeeded()).isEqualTo(seeded);
      Ciphertext b = both.ours.encryptor(publicKey).encrypt(both.ours.encoder().encode(both.y));

      Ref result =
          both.computeInSeal(
              both.toSeal(Kind.CIPHERTEXT, a),
              both.toSeal(Kind.CIPHERTEXT, b),
              relinRef,
              galoisRef);
      assertClose(both.decryptHere(secretKey, both.fromSeal(result)), both.expected());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {4096, 8192, 16384})
  void secretAndPublicKeysMoveFromSealToThisEngine(int degree) {
    Both both = new Both(degree, Compression.ZSTD);
    Ref generator = seal.keyGenerator(both.theirs, null);
    Ref secretRef = seal.key("secretKey", generator);
    for (String name : List.of("publicKey", "seededPublicKey")) {
      Ref publicRef = seal.key(name, generator);
      PublicKey publicKey = both.ours.readPublicKey(both.saved(publicRef));
      Ciphertext ours = both.ours.encryptor(publicKey).encrypt(both.ours.encoder().encode(both.x));
      Ref theirs = both.toSeal(Kind.CIPHERTEXT, ours);
      assertClose(both.decryptInSeal(secretRef, theirs), both.x);
    }
    Ref publicRef = seal.key("publicKey", generator);
    Ref encrypted = seal.encrypt(both.theirs, publicRef, both.encodeInSeal(both.y));
    try (SecretKey secretKey = both.ours.readSecretKey(both.saved(secretRef))) {
      assertClose(both.decryptHere(secretKey, both.fromSeal(encrypted)), both.y);

      // Keys made here for SEAL's secret are good for SEAL's own ciphertexts.
      KeyGenerator here = both.ours.keyGenerator(secretKey);
      Ref result =
          both.computeInSeal(
              seal.encrypt(both.theirs, publicRef, both.encodeInSeal(both.x)),
              encrypted,
              both.toSeal(Kind.RELIN_KEYS, here.createRelinearizationKey()),
              both.toSeal(Kind.GALOIS_KEYS, here.createGaloisKeys(List.of(STEP, BACK))));
      assertClose(both.decryptInSeal(secretRef, result), both.expected());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {4096, 8192, 16384})
  void secretAndPublicKeysMoveFromThisEngineToSeal(int degree) {
    Both both = new Both(degree, Compression.ZSTD);
    KeyGenerator generator = both.ours.keyGenerator();
    try (SecretKey secretKey = generator.secretKey()) {
      Ref secretRef = both.toSeal(secretKey);
      Ref publicRef = both.toSeal(Kind.PUBLIC_KEY, generator.createPublicKey());
      Ref encrypted = seal.encrypt(both.theirs, publicRef, both.encodeInSeal(both.x));
      assertClose(both.decryptHere(secretKey, both.fromSeal(encrypted)), both.x);

      // Keys that SEAL makes for our secret are good for ciphertexts made here.
      Ref there = seal.keyGenerator(both.theirs, secretRef);
      RelinearizationKey relin =
          both.ours.readRelinearizationKey(both.saved(seal.key("seededRelinKeys", there)));
      GaloisKeys galois =
          both.ours.readGaloisKeys(both.saved(seal.key("galoisKeys", there, STEP, BACK)));
      Ciphertext a = both.ours.encryptor(secretKey).encrypt(both.ours.encoder().encode(both.x));
      Ciphertext b = both.ours.encryptor(secretKey).encrypt(both.ours.encoder().encode(both.y));
      Ciphertext result = both.computeHere(a, b, relin, galois);
      assertClose(
          both.decryptInSeal(secretRef, both.toSeal(Kind.CIPHERTEXT, result)), both.expected());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {4096, 8192, 16384})
  void plaintextsMoveBothWays(int degree) {
    Both both = new Both(degree, Compression.ZSTD);
    Plaintext fromSeal = both.ours.readPlaintext(both.saved(both.encodeInSeal(both.x)));
    assertThat(fromSeal.scale()).isEqualTo(both.parameters.scale());
    assertClose(both.ours.encoder().decode(fromSeal), both.x);
    Ref toSeal = both.toSeal(Kind.PLAINTEXT, both.ours.encoder().encode(both.y));
    assertClose(seal.decode(both.theirs, toSeal), both.y);
  }

  @ParameterizedTest
  @ValueSource(ints = {4096, 8192, 16384})
  void threePolynomialsConjugatesAndLowerLevelsMoveBothWays(int degree) {
    Both both = new Both(degree, Compression.ZSTD);
    KeyGenerator generator = both.ours.keyGenerator();
    try (SecretKey secretKey = generator.secretKey()) {
      Ref secretRef = both.toSeal(secretKey);
      GaloisKeys galois = generator.createGaloisKeysWithConjugation(List.of(1));
      Ref galoisRef = both.toSeal(Kind.GALOIS_KEYS, galois);
      Ciphertext a = both.ours.encryptor(secretKey).encrypt(both.ours.encoder().encode(both.x));
      double[] squares = Arrays.stream(both.x).map(v -> v * v).toArray();

      Ciphertext triple = both.evaluator.square(a);
      Ref tripleRef = both.toSeal(Kind.CIPHERTEXT, triple);
      assertClose(both.decryptInSeal(secretRef, tripleRef), squares);
      Ref theirTriple =
          seal.evaluate(
              "multiply",
              both.theirs,
              both.toSeal(Kind.CIPHERTEXT, a),
              both.toSeal(Kind.CIPHERTEXT, a));
      assertThat(both.fromSeal(theirTriple).size()).isEqualTo(3);
      assertClose(both.decryptHere(secretKey, both.fromSeal(theirTriple)), squares);

      Ciphertext low = both.evaluator.dropToLevel(a, 0);
      Ref lowRef = both.toSeal(Kind.CIPHERTEXT, low);
      Ref conjugated = seal.conjugate(both.theirs, lowRef, galoisRef);
      assertClose(both.decryptHere(secretKey, both.fromSeal(conjugated)), both.x);
      Ref rotated = seal.rotate(both.theirs, lowRef, 1, galoisRef);
      double[] moved =
          IntStream.range(0, both.x.length)
              .mapToDouble(i -> both.x[(i + 1) % both.x.length])
              .toArray();
      assertClose(both.decryptHere(secretKey, both.fromSeal(rotated)), moved);
      Ref here = both.toSeal(Kind.CIPHERTEXT, both.evaluator.rotate(low, 1, galois));
      assertClose(both.decryptInSeal(secretRef, here), moved);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {4096, 8192, 16384})
  void parametersMoveBothWays(int degree) {
    CkksParameters ours = parameters(degree);
    byte[] bytes = ParametersFormat.write(ours, Compression.ZSTD);
    byte[] back = seal.save(seal.loadParameters(bytes), Compression.ZLIB);
    CkksParameters again =
        ParametersFormat.read(new ByteArrayInputStream(back)).scale(ours.scale()).build();
    assertThat(again).isEqualTo(ours);
  }

  @Test
  void parametersWithPrimesAboveFiftyBitsAreRefusedWithAClearSentence() {
    byte[] bytes = seal.save(seal.parameters(8192, 60, 40, 60), Compression.NONE);
    CkksParameters.Builder builder = ParametersFormat.read(new ByteArrayInputStream(bytes));
    assertThatThrownBy(builder::build)
        .isInstanceOf(CkksException.class)
        .hasMessageContaining("must be below 2^50");
  }

  @Test
  void parametersThatSealCannotHaveAreNotWritten() {
    CkksParameters grouped =
        CkksParameters.builder()
            .polyModulusDegree(16384)
            .dataPrimeBits(50, 40, 40, 40)
            .specialPrimeBits(50, 50)
            .digitSize(2)
            .build();
    assertThat(grouped.isSealCompatible()).isFalse();
    assertThatThrownBy(() -> ParametersFormat.write(grouped, Compression.NONE))
        .isInstanceOf(CkksException.class)
        .hasMessageContaining("one special prime");
  }
}
