package org.chemxor.ckks.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.chemxor.ckks.Ciphertext;
import org.chemxor.ckks.CkksContext;
import org.chemxor.ckks.CkksEngine;
import org.chemxor.ckks.CkksException;
import org.chemxor.ckks.CkksParameters;
import org.chemxor.ckks.Decryptor;
import org.chemxor.ckks.Encryptor;
import org.chemxor.ckks.Evaluator;
import org.chemxor.ckks.GaloisKeys;
import org.chemxor.ckks.KeyGenerator;
import org.chemxor.ckks.MatrixSum;
import org.chemxor.ckks.MismatchException;
import org.chemxor.ckks.Plaintext;
import org.chemxor.ckks.RelinearizationKey;
import org.chemxor.ckks.ScalarMatrix;
import org.chemxor.ckks.SecretKey;
import org.chemxor.ckks.bytes.Compression;
import org.chemxor.ckks.bytes.WireLimits;
import org.chemxor.ckks.parallel.Parallelism;
import org.chemxor.ckks.secret.InsecureSecretKeyAccess;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What every engine must do, as tests against the public API alone. An engine's module extends this
 * class and says which engine to load.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class CkksContractTest {

  /** The engine under test. */
  protected abstract CkksEngine engine();

  /** Parameter sets every test runs on: all of {@link #shapes} that the engine supports. */
  protected Stream<CkksParameters> parameterSets() {
    return shapes().filter(engine()::supports);
  }

  /** Small rings, SEAL's shape, and grouped digits. */
  protected static Stream<CkksParameters> shapes() {
    return Stream.of(
        set(1024, new int[] {40, 30, 30}, new int[] {40}, 1, 30),
        set(2048, new int[] {50, 40, 40}, new int[] {50}, 1, 40),
        set(4096, new int[] {45, 35, 35, 35}, new int[] {48}, 1, 35),
        set(4096, new int[] {40, 30, 30, 30, 30}, new int[] {36, 36}, 2, 30),
        set(2048, new int[] {50, 30, 30, 30, 30}, new int[] {45, 45, 45}, 3, 30),
        CkksParameters.builder()
            .polyModulusDegree(8192)
            .dataPrimeBits(50, 40, 40)
            .specialPrimeBits(50)
            .build());
  }

  /**
   * What the noise of a few operations may add up to in a slot, before division by the scale. An
   * engine whose key switching is noisier overrides this and derives its bound there.
   */
  protected double noiseBound(CkksParameters parameters) {
    return 64.0 * parameters.polyModulusDegree();
  }

  /** Parameters without a security bound, for speed. */
  protected static CkksParameters set(
      int degree, int[] data, int[] special, int digitSize, int scaleBits) {
    return CkksParameters.builder()
        .polyModulusDegree(degree)
        .dataPrimeBits(data)
        .specialPrimeBits(special)
        .digitSize(digitSize)
        .scaleBits(scaleBits)
        .insecureWithoutBound()
        .build();
  }

  /** Everything one test needs. */
  protected final class Bench implements AutoCloseable {
    /** The context. */
    public final CkksContext context;

    /** Keys. */
    public final KeyGenerator generator;

    /** Symmetric encryption. */
    public final Encryptor encryptor;

    /** Decryption. */
    public final Decryptor decryptor;

    /** Computation. */
    public final Evaluator evaluator;

    private final Random random = new Random(20261121);

    Bench(CkksParameters parameters) {
      this(engine().context(parameters));
    }

    Bench(CkksContext context) {
      this.context = context;
      this.generator = context.keyGenerator();
      this.encryptor = context.encryptor(generator.secretKey());
      this.decryptor = context.decryptor(generator.secretKey());
      this.evaluator = context.evaluator();
    }

    double[] values() {
      return random.doubles(context.parameters().slotCount(), -1, 1).toArray();
    }

    Plaintext encode(double[] values, int level) {
      return context.encoder().encode(values, context.parameters().scale(), level);
    }

    Ciphertext encrypt(double[] values) {
      return encryptor.encrypt(context.encoder().encode(values));
    }

    double[] decrypt(Ciphertext c) {
      return context.encoder().decode(decryptor.decrypt(c));
    }

    double tolerance() {
      return noiseBound(context.parameters()) / context.parameters().scale();
    }

    void assertDecrypts(Ciphertext c, double[] expected) {
      assertClose(decrypt(c), expected, tolerance());
    }

    @Override
    public void close() {
      generator.secretKey().close();
      context.close();
    }
  }

  static void assertClose(double[] actual, double[] expected, double tolerance) {
    double worst = 0;
    for (int i = 0; i < expected.length; i++) {
      worst = Math.max(worst, Math.abs(actual[i] - expected[i]));
    }
    assertThat(worst).as("largest error, seed 20261121").isLessThanOrEqualTo(tolerance);
  }

  static double[] map(double[] a, double[] b, java.util.function.DoubleBinaryOperator f) {
    double[] result = new double[a.length];
    for (int i = 0; i < a.length; i++) {
      result[i] = f.applyAsDouble(a[i], b[i]);
    }
    return result;
  }

  static double[] rotated(double[] a, int steps) {
    double[] result = new double[a.length];
    for (int i = 0; i < a.length; i++) {
      result[i] = a[Math.floorMod(i + steps, a.length)];
    }
    return result;
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void makesAContextForExactlyTheParametersItSupports(CkksParameters parameters) {
    if (engine().supports(parameters)) {
      assertThat(engine().unsupportedReason(parameters)).isEmpty();
      try (CkksContext context = engine().context(parameters)) {
        assertThat(context.parameters()).isEqualTo(parameters);
      }
    } else {
      String reason = engine().unsupportedReason(parameters).orElseThrow();
      assertThatThrownBy(() -> engine().context(parameters))
          .isInstanceOf(MismatchException.class)
          .hasMessage(reason);
    }
  }

  @Test
  void supportsMicrosoftSealsParameters() {
    assertThat(shapes().filter(CkksParameters::isSealCompatible)).allMatch(engine()::supports);
  }

  @Test
  void readsNoMoreThanTheCallerAllows() {
    CkksParameters parameters = set(1024, new int[] {40, 30}, new int[] {40}, 1, 30);
    try (Bench bench = new Bench(parameters)) {
      byte[] keys = bench.generator.createGaloisKeys(List.of(1, 2, 3)).toBytes(Compression.NONE);
      WireLimits limits = WireLimits.DEFAULT;
      assertThat(readKeys(bench, keys, limits.withMaxKeys(3)).galoisElements()).hasSize(3);
      assertThatThrownBy(() -> readKeys(bench, keys, limits.withMaxKeys(2)))
          .isInstanceOf(CkksException.class)
          .hasMessageContaining("2");
      assertThat(readKeys(bench, keys, limits.withMaxSerializedBytes(keys.length)))
          .isInstanceOf(GaloisKeys.class);
      assertThatThrownBy(
              () -> readKeys(bench, keys, limits.withMaxSerializedBytes(keys.length - 1)))
          .isInstanceOf(CkksException.class)
          .hasMessageContaining("maxSerializedBytes");
    }
  }

  private static GaloisKeys readKeys(Bench bench, byte[] bytes, WireLimits limits) {
    return bench.context.readGaloisKeys(new ByteArrayInputStream(bytes), limits);
  }

  @ParameterizedTest
  @MethodSource("parameterSets")
  void decodesWhatItEncoded(CkksParameters parameters) {
    try (Bench bench = new Bench(parameters)) {
      double[] re = bench.values();
      double[] im = bench.values();
      for (int level = 0; level <= parameters.maxLevel(); level++) {
        Plaintext plain = bench.context.encoder().encode(re, im, parameters.scale(), level);
        double[][] decoded = bench.context.encoder().decodeComplex(plain);
        double rounding = parameters.polyModulusDegree() / parameters.scale();
        assertClose(decoded[0], re, rounding);
        assertClose(decoded[1], im, rounding);
        assertThat(plain.level()).isEqualTo(level);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("parameterSets")
  void decodesLargeScalesAndConstants(CkksParameters parameters) {
    try (Bench bench = new Bench(parameters)) {
      double[] values = bench.values();
      double scale =
          Math.scalb(1.0, (int) Math.min(90, parameters.logQ(parameters.maxLevel()) - 4));
      Plaintext large = bench.context.encoder().encode(values, scale, parameters.maxLevel());
      assertClose(bench.context.encoder().decode(large), values, 1e-12);
      Plaintext constant = bench.context.encoder().encodeConstant(-0.75, parameters.scale(), 1);
      double[] expected = new double[values.length];
      Arrays.fill(expected, -0.75);
      assertClose(bench.context.encoder().decode(constant), expected, 2 / parameters.scale());
    }
  }

  @ParameterizedTest
  @MethodSource("parameterSets")
  void numbersGivenOneByOneAreSlots(CkksParameters parameters) {
    try (Bench bench = new Bench(parameters)) {
      double[] expected = new double[bench.values().length];
      System.arraycopy(new double[] {1, 2, 3}, 0, expected, 0, 3);
      Plaintext plain = bench.context.encoder().encode(1, 2, 3);
      assertClose(bench.context.encoder().decode(plain), expected, 1e-6);
    }
  }

  @ParameterizedTest
  @MethodSource("parameterSets")
  void decryptsWhatEitherKeyEncrypted(CkksParameters parameters) {
    try (Bench bench = new Bench(parameters)) {
      double[] x = bench.values();
      bench.assertDecrypts(bench.encrypt(x), x);
      Encryptor asymmetric = bench.context.encryptor(bench.generator.createPublicKey());
      Ciphertext c = asymmetric.encrypt(bench.context.encoder().encode(x));
      assertThat(c.isSeeded()).isFalse();
      bench.assertDecrypts(c, x);
      Ciphertext low = asymmetric.encrypt(bench.encode(x, 0));
      assertThat(low.level()).isZero();
      bench.assertDecrypts(low, x);
    }
  }

  @ParameterizedTest
  @MethodSource("parameterSets")
  void encryptingTwiceGivesDifferentCiphertextsOfTheSameMessage(CkksParameters parameters) {
    try (Bench bench = new Bench(parameters)) {
      double[] x = bench.values();
      Ciphertext a = bench.encrypt(x);
      Ciphertext b = bench.encrypt(x);
      Plaintext difference = bench.decryptor.decrypt(bench.evaluator.subtract(a, b));
      double[] noise = bench.context.encoder().decode(difference);
      assertThat(IntStream.range(0, noise.length).filter(i -> noise[i] != 0).count())
          .isGreaterThan(noise.length / 2);
    }
  }

  @ParameterizedTest
  @MethodSource("parameterSets")
  void addsSubtractsNegates(CkksParameters parameters) {
    try (Bench bench = new Bench(parameters)) {
      double[] x = bench.values();
      double[] y = bench.values();
      Ciphertext a = bench.encrypt(x);
      Ciphertext b = bench.encrypt(y);
      bench.assertDecrypts(bench.evaluator.add(a, b), map(x, y, Double::sum));
      bench.assertDecrypts(bench.evaluator.subtract(a, b), map(x, y, (p, q) -> p - q));
      bench.assertDecrypts(bench.evaluator.negate(a), map(x, y, (p, q) -> -p));
      Plaintext plain = bench.encode(y, parameters.maxLevel());
      bench.assertDecrypts(bench.evaluator.addPlain(a, plain), map(x, y, Double::sum));
    }
  }

  @ParameterizedTest
  @MethodSource("parameterSets")
  void multipliesByPlaintextAndRescales(CkksParameters parameters) {
    try (Bench bench = new Bench(parameters)) {
      double[] x = bench.values();
      double[] y = bench.values();
      int level = parameters.maxLevel();
      double prime = parameters.dataPrime(level);
      Plaintext weights = bench.context.encoder().encode(y, prime, level);
      Ciphertext product = bench.evaluator.multiplyPlain(bench.encrypt(x), weights);
      Ciphertext rescaled = bench.evaluator.rescale(product);
      assertThat(rescaled.level()).isEqualTo(level - 1);
      assertThat(rescaled.scale()).isCloseTo(parameters.scale(), within(1e-6));
      bench.assertDecrypts(product, map(x, y, (p, q) -> p * q));
      bench.assertDecrypts(rescaled, map(x, y, (p, q) -> p * q));
    }
  }

  @ParameterizedTest
  @MethodSource("parameterSets")
  void sumsManyProducts(CkksParameters parameters) {
    try (Bench bench = new Bench(parameters)) {
      List<Ciphertext> ciphertexts = new ArrayList<>();
      List<Plaintext> plaintexts = new ArrayList<>();
      double[] expected = new double[parameters.slotCount()];
      int level = parameters.maxLevel();
      // More terms than a 50-bit prime can sum lazily.
      for (int t = 0; t < 30; t++) {
        double[] x = bench.values();
        double[] y = map(bench.values(), x, (p, q) -> p / 30);
        ciphertexts.add(bench.encrypt(x));
        plaintexts.add(
            bench.context.encoder().encode(y, (double) parameters.dataPrime(level), level));
        expected = map(expected, map(x, y, (p, q) -> p * q), Double::sum);
      }
      Ciphertext sum = bench.evaluator.sumOfProducts(ciphertexts, plaintexts);
      bench.assertDecrypts(bench.evaluator.rescale(sum), expected);
    }
  }

  @ParameterizedTest
  @MethodSource("parameterSets")
  void compactPlaintextsAreTheSamePlaintexts(CkksParameters parameters) {
    try (Bench bench = new Bench(parameters)) {
      int level = parameters.maxLevel();
      for (double scale : new double[] {0x1p20, parameters.scale(), 0x1p62}) {
        double[] x = bench.values();
        Plaintext plain = bench.context.encoder().encode(x, scale, level);
        Plaintext compact = bench.context.encoder().encodeCompact(x, scale, level);
        assertThat(compact.toBytes(Compression.NONE)).isEqualTo(plain.toBytes(Compression.NONE));
        Ciphertext c = bench.encrypt(bench.values());
        Ciphertext d = bench.encrypt(bench.values());
        assertThat(bench.decrypt(bench.evaluator.multiplyPlain(c, compact)))
            .isEqualTo(bench.decrypt(bench.evaluator.multiplyPlain(c, plain)));
        assertThat(
                bench.decrypt(
                    bench.evaluator.sumOfProducts(List.of(c, d), List.of(compact, plain))))
            .isEqualTo(
                bench.decrypt(bench.evaluator.sumOfProducts(List.of(c, d), List.of(plain, plain))));
      }
      double[] y = bench.values();
      Plaintext addend = bench.context.encoder().encodeCompact(y, parameters.scale(), level);
      Ciphertext c = bench.encrypt(y);
      bench.assertDecrypts(bench.evaluator.addPlain(c, addend), map(y, y, Double::sum));
    }
  }

  @ParameterizedTest
  @MethodSource("parameterSets")
  void addsNumbersOfAnySizeToEverySlot(CkksParameters parameters) {
    try (Bench bench = new Bench(parameters)) {
      double[] x = bench.values();
      for (double value : new double[] {0, 1, -0.3, 1e-9, 7.25}) {
        bench.assertDecrypts(
            bench.evaluator.addScalar(bench.encrypt(x), value), map(x, x, (p, q) -> p + value));
      }
      assertThatThrownBy(() -> bench.evaluator.addScalar(bench.encrypt(x), Double.NaN))
          .isInstanceOf(CkksException.class)
          .hasMessageContaining("finite");
    }
  }

  private static int[][] randomWeights(int rows, int columns, int largest) {
    Random random = new Random(20261121);
    int[][] weights = new int[rows][columns];
    for (int[] row : weights) {
      Arrays.setAll(row, i -> random.nextInt(2 * largest + 1) - largest);
    }
    return weights;
  }

  @ParameterizedTest
  @MethodSource("parameterSets")
  void combinesCiphertextsLinearlyInOneGoOrInParts(CkksParameters parameters) {
    try (Bench bench = new Bench(parameters)) {
      int columns = 11;
      ScalarMatrix matrix = ScalarMatrix.of(randomWeights(9, columns, 1000), 1000);
      List<double[]> values = new ArrayList<>();
      List<Ciphertext> operands = new ArrayList<>();
      for (int i = 0; i < columns; i++) {
        values.add(bench.values());
        operands.add(bench.encrypt(values.get(i)));
      }
      MatrixSum parts = bench.evaluator.newMatrixSum(matrix);
      parts.add(4, operands.subList(4, columns));
      parts.add(0, operands.subList(0, 4));
      List<Ciphertext> whole = bench.evaluator.multiplyMatrix(matrix, operands);
      List<Ciphertext> summed = parts.results();
      assertThat(whole).hasSize(9);
      for (int row = 0; row < 9; row++) {
        double[] expected = new double[parameters.slotCount()];
        for (int i = 0; i < columns; i++) {
          double weight = matrix.weight(row, i) / 1000.0;
          expected = map(expected, values.get(i), (sum, v) -> sum + weight * v);
        }
        assertThat(whole.get(row).scale()).isCloseTo(1000 * parameters.scale(), within(1e-3));
        bench.assertDecrypts(whole.get(row), expected);
        assertThat(bench.decrypt(summed.get(row))).isEqualTo(bench.decrypt(whole.get(row)));
      }
      assertThatThrownBy(() -> parts.add(0, operands)).isInstanceOf(IllegalStateException.class);
    }
  }

  @ParameterizedTest
  @MethodSource("parameterSets")
  void refusesLinearCombinationsThatDoNotFit(CkksParameters parameters) {
    try (Bench bench = new Bench(parameters)) {
      ScalarMatrix matrix = ScalarMatrix.of(new int[][] {{1, 2}, {0, 0}}, 1);
      Ciphertext c = bench.encrypt(bench.values());
      Ciphertext low = bench.evaluator.dropToLevel(c, 0);
      MatrixSum sum = bench.evaluator.newMatrixSum(matrix);
      assertThatThrownBy(() -> sum.add(1, List.of(c, c)))
          .isInstanceOf(MismatchException.class)
          .hasMessageContaining("2 columns");
      assertThatThrownBy(() -> sum.add(0, List.of(c, low)))
          .isInstanceOf(MismatchException.class)
          .hasMessageContaining("levels");
      assertThatThrownBy(() -> bench.evaluator.multiplyMatrix(matrix, List.of(c)))
          .isInstanceOf(MismatchException.class);
      assertThatThrownBy(() -> bench.evaluator.multiplyMatrix(matrix, List.of(c, c)))
          .isInstanceOf(CkksException.class)
          .hasMessageContaining("zero");
    }
  }

  @ParameterizedTest
  @MethodSource("parameterSets")
  void squaresAndRescalesInOneGoDownTheChain(CkksParameters parameters) {
    try (Bench bench = new Bench(parameters)) {
      RelinearizationKey key = bench.generator.createRelinearizationKey();
      double[] expected = bench.values();
      Ciphertext c = bench.encrypt(expected);
      for (int i = 0; i < 2; i++) {
        Ciphertext apart =
            bench.evaluator.rescale(bench.evaluator.relinearize(bench.evaluator.square(c), key));
        c = bench.evaluator.squareAndRescale(c, key);
        expected = map(expected, expected, (p, q) -> p * q);
        bench.assertDecrypts(c, expected);
        assertThat(c.size()).isEqualTo(2);
        assertThat(c.level()).isEqualTo(apart.level());
        assertThat(c.scale()).isCloseTo(apart.scale(), within(1e-9 * apart.scale()));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("parameterSets")
  void refusesToSquareAndRescaleWhatDoesNotFit(CkksParameters parameters) {
    try (Bench bench = new Bench(parameters)) {
      RelinearizationKey key = bench.generator.createRelinearizationKey();
      Ciphertext c = bench.encrypt(bench.values());
      Ciphertext low = bench.evaluator.dropToLevel(c, 0);
      Ciphertext quadratic = bench.evaluator.square(c);
      assertThatThrownBy(() -> bench.evaluator.squareAndRescale(low, key))
          .isInstanceOf(MismatchException.class);
      assertThatThrownBy(() -> bench.evaluator.squareAndRescale(quadratic, key))
          .isInstanceOf(MismatchException.class)
          .hasMessageContaining("relinearize");
    }
  }

  @ParameterizedTest
  @MethodSource("parameterSets")
  void multipliesSquaresRelinearizesDownTheChain(CkksParameters parameters) {
    try (Bench bench = new Bench(parameters)) {
      double[] x = bench.values();
      double[] y = bench.values();
      RelinearizationKey key = bench.generator.createRelinearizationKey();
      Ciphertext product = bench.evaluator.multiply(bench.encrypt(x), bench.encrypt(y));
      assertThat(product.size()).isEqualTo(3);
      bench.assertDecrypts(product, map(x, y, (p, q) -> p * q));
      Ciphertext c = bench.evaluator.rescale(bench.evaluator.relinearize(product, key));
      assertThat(c.size()).isEqualTo(2);
      double[] expected = map(x, y, (p, q) -> p * q);
      bench.assertDecrypts(c, expected);
      c = bench.evaluator.relinearize(bench.evaluator.square(c), key);
      expected = map(expected, expected, (p, q) -> p * q);
      bench.assertDecrypts(c, expected);
      bench.assertDecrypts(bench.evaluator.rescale(c), expected);
    }
  }

  @ParameterizedTest
  @MethodSource("parameterSets")
  void rotatesAndConjugates(CkksParameters parameters) {
    try (Bench bench = new Bench(parameters)) {
      double[] x = bench.values();
      Ciphertext c = bench.encrypt(x);
      int slots = parameters.slotCount();
      int[] steps = {1, -1, 5, slots / 2, slots - 1, 0};
      GaloisKeys keys =
          bench.generator.createGaloisKeysWithConjugation(IntStream.of(steps).boxed().toList());
      for (int level = parameters.maxLevel(); level >= 0; level--) {
        Ciphertext dropped = bench.evaluator.dropToLevel(c, level);
        for (int step : steps) {
          bench.assertDecrypts(bench.evaluator.rotate(dropped, step, keys), rotated(x, step));
        }
        List<Ciphertext> many = bench.evaluator.rotateMany(dropped, steps, keys);
        for (int t = 0; t < steps.length; t++) {
          bench.assertDecrypts(many.get(t), rotated(x, steps[t]));
        }
      }
      double[] im = bench.values();
      Plaintext complex =
          bench.context.encoder().encode(x, im, parameters.scale(), parameters.maxLevel());
      Ciphertext conjugated = bench.evaluator.conjugate(bench.encryptor.encrypt(complex), keys);
      double[][] decoded =
          bench.context.encoder().decodeComplex(bench.decryptor.decrypt(conjugated));
      assertClose(decoded[0], x, bench.tolerance());
      assertClose(decoded[1], map(im, im, (p, q) -> -p), bench.tolerance());
    }
  }

  /** Rotations, sums, a product and a rescale: what threads share. */
  private static Ciphertext squaredSum(
      Evaluator evaluator, Ciphertext c, GaloisKeys keys, RelinearizationKey key) {
    Ciphertext sum = c;
    for (Ciphertext rotated : evaluator.rotateMany(c, new int[] {1, 2, 5}, keys)) {
      sum = evaluator.add(sum, rotated);
    }
    return evaluator.rescale(evaluator.relinearize(evaluator.square(sum), key));
  }

  @ParameterizedTest
  @MethodSource("parameterSets")
  void resultsDoNotDependOnTheNumberOfThreads(CkksParameters parameters) {
    ExecutorService executor = Executors.newFixedThreadPool(3);
    try (Bench bench = new Bench(parameters);
        CkksContext parallel = engine().context(parameters, Parallelism.of(executor, 4))) {
      double[] x = bench.values();
      GaloisKeys keys = bench.generator.createGaloisKeys(List.of(1, 2, 5));
      RelinearizationKey key = bench.generator.createRelinearizationKey();
      Ciphertext c = bench.encrypt(x);
      double[] one = bench.decrypt(squaredSum(bench.evaluator, c, keys, key));
      double[] many = bench.decrypt(squaredSum(parallel.evaluator(), c, keys, key));
      assertThat(many).isEqualTo(one);
    } finally {
      executor.shutdownNow();
    }
  }

  @ParameterizedTest
  @MethodSource("parameterSets")
  void refusesOperandsThatDoNotBelongTogether(CkksParameters parameters) {
    try (Bench bench = new Bench(parameters);
        Bench other = new Bench(set(1024, new int[] {45, 33}, new int[] {45}, 1, 33))) {
      double[] x = bench.values();
      Ciphertext c = bench.encrypt(x);
      Ciphertext foreign = other.encrypt(new double[] {1});
      Evaluator evaluator = bench.evaluator;
      assertThatThrownBy(() -> evaluator.add(c, foreign))
          .isInstanceOf(MismatchException.class)
          .hasMessageContaining("made for");
      assertThatThrownBy(() -> bench.decryptor.decrypt(foreign))
          .isInstanceOf(MismatchException.class);
      assertThatThrownBy(() -> evaluator.add(c, evaluator.dropToLevel(c, 0)))
          .isInstanceOf(MismatchException.class)
          .hasMessageContaining("dropToLevel");
      assertThatThrownBy(() -> evaluator.multiplyPlain(c, bench.encode(x, 0)))
          .isInstanceOf(MismatchException.class);
      Plaintext otherScale = bench.context.encoder().encode(x, 4096, parameters.maxLevel());
      assertThatThrownBy(() -> evaluator.addPlain(c, otherScale))
          .isInstanceOf(MismatchException.class)
          .hasMessageContaining("scale");
      GaloisKeys keys = bench.generator.createGaloisKeys(List.of(1));
      assertThatThrownBy(() -> evaluator.rotate(c, 2, keys))
          .isInstanceOf(MismatchException.class)
          .hasMessageContaining("rotation by 2");
      assertThatThrownBy(() -> evaluator.rescale(evaluator.dropToLevel(c, 0)))
          .isInstanceOf(MismatchException.class)
          .hasMessageContaining("level 0");
      assertThatThrownBy(() -> evaluator.multiply(evaluator.multiply(c, c), c))
          .isInstanceOf(MismatchException.class)
          .hasMessageContaining("relinearize");
    }
  }

  @ParameterizedTest
  @MethodSource("parameterSets")
  void refusesProductsThatWouldBeTransparent(CkksParameters parameters) {
    try (Bench bench = new Bench(parameters)) {
      Ciphertext c = bench.encrypt(bench.values());
      Plaintext zero = bench.encode(new double[0], parameters.maxLevel());
      assertThatThrownBy(() -> bench.evaluator.multiplyPlain(c, zero))
          .isInstanceOf(CkksException.class)
          .hasMessageContaining("unencrypted");
    }
  }

  @ParameterizedTest
  @MethodSource("parameterSets")
  void refusesValuesThatCannotBeEncoded(CkksParameters parameters) {
    try (Bench bench = new Bench(parameters)) {
      assertThatThrownBy(() -> bench.context.encoder().encode(1, Double.NaN))
          .isInstanceOf(CkksException.class)
          .hasMessageContaining("value 1");
      assertThatThrownBy(() -> bench.context.encoder().encode(new double[] {0x1p60}, 0x1p60, 0))
          .isInstanceOf(CkksException.class)
          .hasMessageContaining("bits");
      assertThatThrownBy(
              () -> bench.context.encoder().encode(new double[parameters.slotCount() + 1]))
          .isInstanceOf(CkksException.class)
          .hasMessageContaining("at most");
    }
  }

  @ParameterizedTest
  @MethodSource("parameterSets")
  void closedSecretsCannotBeUsed(CkksParameters parameters) {
    try (CkksContext context = engine().context(parameters)) {
      SecretKey key = context.keyGenerator().secretKey();
      Decryptor decryptor = context.decryptor(key);
      Encryptor encryptor = context.encryptor(key);
      Ciphertext c = encryptor.encrypt(context.encoder().encode(1.0));
      key.close();
      key.close();
      assertThat(key.isClosed()).isTrue();
      assertThat(key.toString()).doesNotContain("0.");
      assertThatThrownBy(() -> decryptor.decrypt(c)).isInstanceOf(IllegalStateException.class);
      assertThatThrownBy(() -> context.keyGenerator(key)).isInstanceOf(IllegalStateException.class);
    }
  }

  private static ByteArrayInputStream stream(byte[] bytes) {
    return new ByteArrayInputStream(bytes);
  }

  @ParameterizedTest
  @MethodSource("parameterSets")
  void everythingSurvivesTheWireInEveryCompression(CkksParameters parameters) {
    try (Bench bench = new Bench(parameters);
        CkksContext other = engine().context(parameters)) {
      double[] x = bench.values();
      GaloisKeys galois = bench.generator.createGaloisKeysWithConjugation(List.of(3));
      RelinearizationKey relin = bench.generator.createRelinearizationKey();
      for (Compression compression : Compression.values()) {
        SecretKey secret =
            other.readSecretKey(
                stream(bench.generator.secretKey().toBytes(InsecureSecretKeyAccess.get())));
        Decryptor decryptor = other.decryptor(secret);
        Encryptor asymmetric =
            other.encryptor(
                other.readPublicKey(
                    stream(bench.generator.createPublicKey().toBytes(compression))));
        GaloisKeys galoisRead = other.readGaloisKeys(stream(galois.toBytes(compression)));
        RelinearizationKey relinRead =
            other.readRelinearizationKey(stream(relin.toBytes(compression)));
        Plaintext plain =
            other.readPlaintext(stream(bench.context.encoder().encode(x).toBytes(compression)));
        Ciphertext seeded = bench.encryptor.encrypt(plain);
        Ciphertext read = other.readCiphertext(stream(seeded.toBytes(compression)));
        assertThat(read.isSeeded()).isTrue();
        Ciphertext rotated = other.evaluator().rotate(read, 3, galoisRead);
        Ciphertext again = other.readCiphertext(stream(rotated.toBytes(compression)));
        assertClose(
            other.encoder().decode(decryptor.decrypt(again)), rotated(x, 3), bench.tolerance());
        Ciphertext square =
            other.evaluator().relinearize(other.evaluator().square(read), relinRead);
        assertClose(
            other.encoder().decode(decryptor.decrypt(square)),
            map(x, x, (p, q) -> p * q),
            bench.tolerance());
        assertClose(
            other.encoder().decode(decryptor.decrypt(asymmetric.encrypt(plain))),
            x,
            bench.tolerance());
      }
      assertThat(galois.toBytes(Compression.NONE).length).isEqualTo((int) galois.sizeBytes());
      assertThat(relin.toBytes(Compression.NONE).length).isEqualTo((int) relin.sizeBytes());
    }
  }

  @ParameterizedTest
  @MethodSource("parameterSets")
  void refusesDamagedAndForeignBytes(CkksParameters parameters) {
    try (Bench bench = new Bench(parameters);
        Bench other = new Bench(set(1024, new int[] {45, 33}, new int[] {45}, 1, 33))) {
      byte[] bytes = bench.encrypt(bench.values()).toBytes(Compression.NONE);
      assertThatThrownBy(() -> other.context.readCiphertext(stream(bytes)))
          .isInstanceOf(CkksException.class)
          .hasMessageContaining("parameters");
      byte[] truncated = Arrays.copyOf(bytes, bytes.length / 2);
      assertThatThrownBy(() -> bench.context.readCiphertext(stream(truncated)))
          .isInstanceOf(CkksException.class);
      byte[] flipped = bytes.clone();
      // The top byte of a residue: no prime here is that large.
      flipped[bytes.length / 2 | 7] = (byte) 0xFF;
      Arrays.fill(flipped, bytes.length / 2, bytes.length / 2 + 16, (byte) 0xFF);
      assertThatThrownBy(() -> bench.context.readCiphertext(stream(flipped)))
          .isInstanceOf(CkksException.class)
          .hasMessageContaining("residue");
      assertThatThrownBy(() -> bench.context.readCiphertext(stream(new byte[0])))
          .isInstanceOf(CkksException.class);
    }
  }
}
