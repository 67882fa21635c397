package org.chemxor.ckks.jvm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
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
import org.chemxor.ckks.jvm.arithmetic.OfferedKernels;
import org.chemxor.ckks.testkit.AllocationMeter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What operations allocate once the JIT compiler is done with them, in JVMs of their own, on each
 * of the kernels that this machine offers. Whether a compiler keeps vectors out of the heap depends
 * on how compilation went: boxes cost more than all else, and no test of a cold JVM sees them.
 */
class WarmAllocationTest {
  private static final int PRIMES = 7;
  private static final long WARM_UP_NANOS = 700_000_000L;
  private static final int WARM_UP_RUNS = 60;
  private static final int ROUNDS = 8;

  /** Runs the operations; a program of its own. */
  public static final class Meter {
    private final Map<String, Supplier<?>> operations = new LinkedHashMap<>();
    private final Map<String, Long> results = new LinkedHashMap<>();
    private final int degree;

    private Meter(int degree) {
      this.degree = degree;
    }

    /** Prints for each operation its name, the bytes of its result and the bytes it allocates. */
    public static void main(String[] args) {
      Meter meter = new Meter(Integer.parseInt(args[0]));
      meter.prepare();
      System.out.println("engine: " + CkksEngine.load("jvm").description());
      // All operations in turn, so that none is compiled as if it were the only one.
      for (int pass = 0; pass < 2; pass++) {
        meter.operations.values().forEach(Meter::warmUp);
      }
      meter.operations.forEach(
          (name, operation) -> {
            AllocationMeter allocation = new AllocationMeter();
            for (int i = 0; i < ROUNDS; i++) {
              Object unused = operation.get();
            }
            long each = allocation.bytes() / ROUNDS;
            System.out.println("metered: " + name + " " + meter.results.get(name) + " " + each);
          });
    }

    private static void warmUp(Supplier<?> operation) {
      long start = System.nanoTime();
      for (int i = 0; i < WARM_UP_RUNS || System.nanoTime() - start < WARM_UP_NANOS; i++) {
        Object unused = operation.get();
      }
    }

    private void add(String name, long resultBytes, Supplier<?> operation) {
      operations.put(name, operation);
      results.put(name, resultBytes);
    }

    private void prepare() {
      int[] bits = new int[PRIMES];
      Arrays.fill(bits, 26);
      CkksParameters parameters =
          CkksParameters.builder()
              .polyModulusDegree(degree)
              .dataPrimeBits(bits)
              .specialPrimeBits(26)
              .scaleBits(22)
              .build();
      CkksContext context = CkksEngine.load("jvm").context(parameters);
      KeyGenerator generator = context.keyGenerator();
      Encryptor encryptor = context.encryptor(generator.createPublicKey());
      Decryptor decryptor = context.decryptor(generator.secretKey());
      RelinearizationKey relinearizationKey = generator.createRelinearizationKey();
      int[] steps = {1, 2, 3, 4};
      GaloisKeys keys = generator.createGaloisKeys(List.of(1, 2, 3, 4));
      Evaluator evaluator = context.evaluator();
      double[] values = new Random(5).doubles(degree / 2, -1, 1).toArray();
      Plaintext plain = context.encoder().encode(values);
      Ciphertext a = encryptor.encrypt(plain);
      Ciphertext product = evaluator.multiply(a, a);
      Ciphertext square = evaluator.relinearize(product, relinearizationKey);
      long row = (long) degree * Double.BYTES;
      long linear = 2 * PRIMES * row;
      add("encode", PRIMES * row, () -> context.encoder().encode(values));
      add("encrypt", linear, () -> encryptor.encrypt(plain));
      add("decrypt", PRIMES * row, () -> decryptor.decrypt(a));
      add("add", linear, () -> evaluator.add(a, a));
      add("multiplyPlain", linear, () -> evaluator.multiplyPlain(a, plain));
      add("multiply", 3 * PRIMES * row, () -> evaluator.multiply(a, a));
      add("relinearize", linear, () -> evaluator.relinearize(product, relinearizationKey));
      add("rescale", linear - 2 * row, () -> evaluator.rescale(square));
      add("rotate", linear, () -> evaluator.rotate(a, 1, keys));
      add("rotateMany", 4 * linear, () -> evaluator.rotateMany(a, steps, keys));
    }
  }

  /** Two sizes: at 16384 a transform has a level that its pairs of levels leave over. */
  static List<Arguments> kernelsAndDegrees() {
    return OfferedKernels.names().stream()
        .flatMap(kernels -> Stream.of(Arguments.of(kernels, 8192), Arguments.of(kernels, 16384)))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("kernelsAndDegrees")
  void onceCompiledOperationsAllocateTheirResultAndTwoPercentAtMost(String kernels, int degree)
      throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(OfferedKernels.processorOptions());
    command.add("-Dchemxor.simd=" + kernels);
    if (!kernels.equals("plain")) {
      command.addAll(List.of("--add-modules", "jdk.incubator.vector"));
    }
    String classPath =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    command.addAll(List.of("-cp", classPath.replace(':', File.pathSeparatorChar)));
    command.addAll(List.of(Meter.class.getName(), String.valueOf(degree)));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
    List<String> metered = output.lines().filter(line -> line.startsWith("metered: ")).toList();
    assertThat(metered).as(output).hasSize(10);
    for (String line : metered) {
      String[] words = line.split(" ");
      long result = Long.parseLong(words[2]);
      assertThat(Long.parseLong(words[3]))
          .as("bytes allocated by %s on %s, N = %d", words[1], kernels, degree)
          .isBetween(result, result + result / 50);
    }
  }
}
