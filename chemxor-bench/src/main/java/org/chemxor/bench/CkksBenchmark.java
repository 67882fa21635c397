package org.chemxor.bench;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.chemxor.ckks.Ciphertext;
import org.chemxor.ckks.CkksContext;
import org.chemxor.ckks.CkksEngine;
import org.chemxor.ckks.CkksParameters;
import org.chemxor.ckks.Decryptor;
import org.chemxor.ckks.Encryptor;
import org.chemxor.ckks.Evaluator;
import org.chemxor.ckks.GaloisKeys;
import org.chemxor.ckks.KeyGenerator;
import org.chemxor.ckks.Plaintext;
import org.chemxor.ckks.RelinearizationKey;
import org.chemxor.cli.bench.TransformTiming;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** The operations of the CKKS engine, one thread, 128-bit parameters. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class CkksBenchmark {
  private static final int HOISTED = 32;

  /** Ring degree and number of data primes. */
  @Param({"8192x3", "8192x7", "16384x8"})
  public String size = "8192x3";

  /** Which engine. */
  @Param({"jvm"})
  public String engine = "jvm";

  private CkksContext context;
  private KeyGenerator generator;
  private Evaluator evaluator;
  private Encryptor encryptor;
  private Decryptor decryptor;
  private RelinearizationKey relinearizationKey;
  private GaloisKeys galoisKeys;
  private TransformTiming transform;
  private final int[] steps = IntStream.rangeClosed(1, HOISTED).toArray();
  private double[] values;
  private Plaintext plain;
  private Plaintext decrypted;
  private Ciphertext a;
  private Ciphertext b;
  private Ciphertext product;
  private Ciphertext square;

  /**
   * Primes as large as 128-bit security lets them be.
   *
   * @param size degree and data primes, such as 8192x3
   */
  static CkksParameters parameters(String size) {
    int separator = size.indexOf('x');
    int degree = Integer.parseInt(size.substring(0, separator));
    return parameters(degree, Integer.parseInt(size.substring(separator + 1)));
  }

  /** Primes as large as 128-bit security lets them be. */
  static CkksParameters parameters(int degree, int primes) {
    int bits = Math.min(48, (degree == 8192 ? 214 : 430) / (primes + 1));
    int[] data = new int[primes];
    Arrays.fill(data, bits);
    return CkksParameters.builder()
        .polyModulusDegree(degree)
        .dataPrimeBits(data)
        .specialPrimeBits(bits)
        .scaleBits(bits - 4)
        .build();
  }

  /** Makes keys and operands. */
  @Setup
  public void setUp() {
    CkksParameters parameters = parameters(size);
    context = CkksEngine.load(engine).context(parameters);
    generator = context.keyGenerator();
    evaluator = context.evaluator();
    encryptor = context.encryptor(generator.createPublicKey());
    decryptor = context.decryptor(generator.secretKey());
    relinearizationKey = generator.createRelinearizationKey();
    galoisKeys = generator.createGaloisKeys(IntStream.of(steps).boxed().toList());
    transform = new TransformTiming(parameters);
    values = new Random(1).doubles(parameters.slotCount(), -1, 1).toArray();
    plain = context.encoder().encode(values);
    a = encryptor.encrypt(plain);
    b = encryptor.encrypt(plain);
    decrypted = decryptor.decrypt(a);
    product = evaluator.multiply(a, b);
    square = evaluator.relinearize(product, relinearizationKey);
  }

  /** Wipes the key. */
  @TearDown
  public void tearDown() {
    generator.secretKey().close();
    context.close();
  }

  /** One forward number-theoretic transform. */
  @Benchmark
  public void nttForward() {
    transform.forward();
  }

  /** One inverse number-theoretic transform. */
  @Benchmark
  public void nttInverse() {
    transform.inverse();
  }

  /** Encoding of N/2 real numbers. */
  @Benchmark
  public Plaintext encode() {
    return context.encoder().encode(values);
  }

  /** Decoding to N/2 real numbers. */
  @Benchmark
  public double[] decode() {
    return context.encoder().decode(decrypted);
  }

  /** Encryption with the public key. */
  @Benchmark
  public Ciphertext encrypt() {
    return encryptor.encrypt(plain);
  }

  /** Decryption. */
  @Benchmark
  public Plaintext decrypt() {
    return decryptor.decrypt(a);
  }

  /** Sum of two ciphertexts. */
  @Benchmark
  public Ciphertext add() {
    return evaluator.add(a, b);
  }

  /** Product with a plaintext. */
  @Benchmark
  public Ciphertext multiplyPlain() {
    return evaluator.multiplyPlain(a, plain);
  }

  /** Product of two ciphertexts, not relinearised. */
  @Benchmark
  public Ciphertext multiply() {
    return evaluator.multiply(a, b);
  }

  /** Relinearisation. */
  @Benchmark
  public Ciphertext relinearize() {
    return evaluator.relinearize(product, relinearizationKey);
  }

  /** Rescaling. */
  @Benchmark
  public Ciphertext rescale() {
    return evaluator.rescale(square);
  }

  /** One rotation. */
  @Benchmark
  public Ciphertext rotate() {
    return evaluator.rotate(a, 1, galoisKeys);
  }

  /** One of 32 rotations of the same ciphertext. */
  @Benchmark
  @OperationsPerInvocation(HOISTED)
  public List<Ciphertext> rotateHoisted32() {
    return evaluator.rotateMany(a, steps, galoisKeys);
  }
}
