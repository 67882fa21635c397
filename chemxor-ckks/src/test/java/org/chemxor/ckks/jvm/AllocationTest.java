package org.chemxor.ckks.jvm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.chemxor.ckks.Ciphertext;
import org.chemxor.ckks.CkksContext;
import org.chemxor.ckks.CkksParameters;
import org.chemxor.ckks.Decryptor;
import org.chemxor.ckks.Encryptor;
import org.chemxor.ckks.Evaluator;
import org.chemxor.ckks.GaloisKeys;
import org.chemxor.ckks.KeyGenerator;
import org.chemxor.ckks.Plaintext;
import org.chemxor.ckks.RelinearizationKey;
import org.chemxor.ckks.ScalarMatrix;
import org.chemxor.ckks.jvm.arithmetic.KernelSelection;
import org.chemxor.ckks.testkit.AllocationMeter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Operations allocate their result and little more: wrappers, and where an operation draws random
 * numbers a cipher. On the plain kernels, whose allocations do not depend on what the JIT compiler
 * has got to.
 */
class AllocationTest {
  private static final int DEGREE = 8192;
  private static final int PRIMES = 3;
  private static final int WARM_UP = 20;
  private static final int ROUNDS = 10;
  private static final long ROW = (long) DEGREE * Double.BYTES;

  /** Wrappers and arrays of rows. */
  private static final long WRAPPERS = 4096;

  /** The random source of an encryption: a cipher and its buffer. */
  private static final long CIPHER = 14_000;

  /** State and buffers of the expansion of a seed, whatever the degree. */
  private static final long EXPANSION = 48_000;

  private static Arguments op(String name, long resultBytes, Supplier<Object> operation) {
    return op(name, resultBytes, WRAPPERS, operation);
  }

  private static Arguments op(
      String name, long resultBytes, long slack, Supplier<Object> operation) {
    return Arguments.of(name, resultBytes, slack, operation);
  }

  static Stream<Arguments> operations() {
    CkksParameters parameters =
        CkksParameters.builder()
            .polyModulusDegree(DEGREE)
            .dataPrimeBits(50, 40, 40)
            .specialPrimeBits(50)
            .build();
    CkksContext context = new JvmEngine(KernelSelection.plain()).context(parameters);
    KeyGenerator generator = context.keyGenerator();
    Encryptor encryptor = context.encryptor(generator.createPublicKey());
    Encryptor symmetric = context.encryptor(generator.secretKey());
    Decryptor decryptor = context.decryptor(generator.secretKey());
    RelinearizationKey relinearizationKey = generator.createRelinearizationKey();
    List<Integer> steps = List.of(1, 2, 3, 4);
    GaloisKeys keys = generator.createGaloisKeys(steps);
    int[] stepArray = IntStream.rangeClosed(1, steps.size()).toArray();
    Evaluator evaluator = context.evaluator();
    double[] values = new Random(5).doubles(DEGREE / 2, -1, 1).toArray();
    Plaintext plain = context.encoder().encode(values);
    Ciphertext a = encryptor.encrypt(plain);
    Plaintext decrypted = decryptor.decrypt(a);
    Ciphertext product = evaluator.multiply(a, a);
    ScalarMatrix matrix = ScalarMatrix.of(new int[][] {{1, 2}, {3, 4}, {5, 6}, {7, 8}, {9, 9}}, 1);
    List<Ciphertext> operands = List.of(a, a);
    long linear = 2 * PRIMES * ROW;
    return Stream.of(
        op("encode", PRIMES * ROW, () -> context.encoder().encode(values)),
        op("decode", ROW / 2, () -> context.encoder().decode(decrypted)),
        op("encrypt", linear, CIPHER + WRAPPERS, () -> encryptor.encrypt(plain)),
        op(
            "encrypt with the secret key",
            linear,
            CIPHER + EXPANSION + WRAPPERS,
            () -> symmetric.encrypt(plain)),
        op("decrypt", PRIMES * ROW, () -> decryptor.decrypt(a)),
        op("add", linear, () -> evaluator.add(a, a)),
        op("addPlain", linear / 2, () -> evaluator.addPlain(a, plain)),
        op("multiplyPlain", linear, () -> evaluator.multiplyPlain(a, plain)),
        op("multiply", 3 * PRIMES * ROW, () -> evaluator.multiply(a, a)),
        op("relinearize", linear, () -> evaluator.relinearize(product, relinearizationKey)),
        op(
            "multiplyMatrix",
            5 * linear,
            4 * WRAPPERS,
            () -> evaluator.multiplyMatrix(matrix, operands)),
        op("rescale", linear - 2 * ROW, () -> evaluator.rescale(a)),
        op("rotate", linear, () -> evaluator.rotate(a, 1, keys)),
        op("rotateMany", 4 * linear, 4 * WRAPPERS, () -> evaluator.rotateMany(a, stepArray, keys)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("operations")
  void allocatesNothingBesideTheResult(
      String name, long resultBytes, long slack, Supplier<Object> operation) {
    for (int i = 0; i < WARM_UP; i++) {
      assertThat(operation.get()).isNotNull();
    }
    AllocationMeter meter = new AllocationMeter();
    Object last = operation;
    for (int i = 0; i < ROUNDS; i++) {
      last = operation.get();
    }
    long each = meter.bytes() / ROUNDS;
    assertThat(last).isNotNull();
    assertThat(each).as("bytes of one %s", name).isBetween(resultBytes, resultBytes + slack);
  }
}
