package org.chemxor.fhe.forecast;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.chemxor.ckks.Ciphertext;
import org.chemxor.ckks.CkksContext;
import org.chemxor.ckks.CkksEngine;
import org.chemxor.ckks.CkksParameters;
import org.chemxor.ckks.Encryptor;
import org.chemxor.ckks.Evaluator;
import org.chemxor.ckks.GaloisKeys;
import org.chemxor.ckks.KeyGenerator;
import org.chemxor.ckks.MatrixSum;
import org.chemxor.ckks.Plaintext;
import org.chemxor.ckks.RelinearizationKey;
import org.chemxor.ckks.ScalarMatrix;
import org.chemxor.ckks.SecretKey;
import org.chemxor.ckks.parallel.Parallelism;
import org.chemxor.ckks.ringswitch.RingSwitch;
import org.chemxor.ckks.ringswitch.RingSwitcher;
import org.chemxor.fhe.circuit.TimedMachine;
import org.chemxor.fhe.client.ReplySecret;
import org.chemxor.fhe.message.CiphertextCodec;
import org.chemxor.fhe.message.ReplyForm;

/**
 * Times operations on this machine with keys that are thrown away: each once for every level and
 * size that a program asks for. Not thread-safe.
 */
final class OperationTimer implements TimedMachine.Costs, AutoCloseable {
  private static final int RUNS = 5;
  private static final int MIN_SETTLING_RUNS = 4;
  private static final int MAX_SETTLING_RUNS = 20;
  private static final double SETTLED = 0.8;
  private static final double WARM_UP_MILLIS = 2500;
  private static final int WARM_UP_ROWS = 16;

  /** As many constants in turn as no cache holds, because a program reads each only once. */
  private static final long CONSTANT_BYTES = 48L << 20;

  private static final int OPERANDS = 16;

  /** Combinations of more rows or columns are taken as multiples of these. */
  private static final int MATRIX_ROWS = 64;

  private static final int MATRIX_COLUMNS = 256;

  /** Primes may be much larger than the scale, and the one below a rescale much smaller. */
  private static final double SCALE_AFTER = 0x1p8;

  private static final int[] STEPS = {1, 2, 3, 4};

  private record Key(String operation, int level, int size, boolean isShared) {}

  private final CkksContext[] contexts;
  private final boolean isCompact;
  private final SecretKey secretKey;
  private final Encryptor encryptor;
  private final RelinearizationKey relinearizationKey;
  private final Optional<GaloisKeys> galoisKeys;
  private final CiphertextCodec messages;
  private final Optional<Ciphertext> ringSwitchKey;
  private final List<Ciphertext> operands = new ArrayList<>();
  private final Map<Integer, List<Plaintext>> constants = new HashMap<>();
  private final Map<Key, Double> known = new HashMap<>();
  private final Map<Integer, Ciphertext> rescalable = new HashMap<>();
  private final Map<Integer, Ciphertext> squarable = new HashMap<>();
  private int nextConstant;

  /**
   * @param parameters of the program
   * @param engine what computes
   * @param parallelism of the evaluator
   * @param isCompact whether constants are kept as coefficients
   * @param rotates whether rotations will be asked for
   * @param ringSwitch of the last reply, if there is one
   */
  OperationTimer(
      CkksParameters parameters,
      CkksEngine engine,
      Parallelism parallelism,
      boolean isCompact,
      boolean rotates,
      Optional<RingSwitch> ringSwitch) {
    this.contexts =
        new CkksContext[] {
          engine.context(parameters, parallelism),
          engine.context(parameters, Parallelism.sequential())
        };
    this.isCompact = isCompact;
    this.messages = new CiphertextCodec(contexts[0], ringSwitch);
    KeyGenerator generator = contexts[0].keyGenerator();
    this.secretKey = generator.secretKey();
    this.encryptor = contexts[0].encryptor(secretKey);
    for (int i = 0; i < OPERANDS; i++) {
      operands.add(encryptor.encrypt(contexts[0].encoder().encode(values(i))));
    }
    this.relinearizationKey = generator.createRelinearizationKey();
    this.galoisKeys =
        rotates
            ? Optional.of(generator.createGaloisKeys(Arrays.stream(STEPS).boxed().toList()))
            : Optional.empty();
    this.ringSwitchKey = ringSwitch.map(plan -> ringSwitchKey(plan, engine));
    warmUp(parameters.maxLevel(), rotates);
  }

  private Ciphertext ringSwitchKey(RingSwitch plan, CkksEngine engine) {
    try (ReplySecret small = new ReplySecret(plan, engine)) {
      RingSwitcher switcher = messages.rings().orElseThrow();
      return switcher.readKey(switcher.createKey(secretKey, small.secretKey()));
    }
  }

  private double[] values(long seed) {
    return new Random(seed).doubles(contexts[0].parameters().slotCount(), -1, 1).toArray();
  }

  /** The JIT compiler needs some thousand calls of the kernels before they are fast. */
  private void warmUp(int level, boolean rotates) {
    int[][] weights = new int[WARM_UP_ROWS][OPERANDS];
    for (int[] row : weights) {
      Arrays.fill(row, ScalarMatrix.MAX_WEIGHT);
    }
    ScalarMatrix matrix = ScalarMatrix.of(weights, 1);
    long start = System.nanoTime();
    while (System.nanoTime() - start < WARM_UP_MILLIS * 1e6) {
      multiplyOnce(level, false);
      sumOnce(level, 4, false);
      if (level > 0) {
        evaluator(false).rescale(rescalable(level));
        evaluator(false).squareAndRescale(squarable(level), relinearizationKey);
      }
      if (rotates) {
        rotateOnce(level, 2, false);
      } else {
        combineOnce(level, matrix, false);
      }
    }
  }

  private Evaluator evaluator(boolean isShared) {
    return contexts[isShared ? 1 : 0].evaluator();
  }

  private Ciphertext operand(int i, int level) {
    return contexts[0].evaluator().dropToLevel(operands.get(i % OPERANDS), level);
  }

  /** An operand whose scale a rescale leaves {@value #SCALE_AFTER} of. */
  private Ciphertext rescalable(int level) {
    return rescalable.computeIfAbsent(
        level, l -> encrypt(contexts[0].parameters().dataPrime(l) * SCALE_AFTER, l));
  }

  /** An operand whose square is as those of {@link #rescalable} are. */
  private Ciphertext squarable(int level) {
    return squarable.computeIfAbsent(
        level, l -> encrypt(Math.sqrt(contexts[0].parameters().dataPrime(l) * SCALE_AFTER), l));
  }

  private Ciphertext encrypt(double scale, int level) {
    return encryptor.encrypt(contexts[0].encoder().encode(values(level), scale, level));
  }

  private static double millis(Runnable run) {
    long start = System.nanoTime();
    run.run();
    return (System.nanoTime() - start) / 1e6;
  }

  /** Runs until it gets no faster: large operations are compiled late. */
  private static void settle(Runnable run) {
    double least = millis(run);
    for (int i = 1; i < MAX_SETTLING_RUNS; i++) {
      double next = millis(run);
      if (i >= MIN_SETTLING_RUNS && next > SETTLED * least) {
        return;
      }
      least = Math.min(least, next);
    }
  }

  /** Measures everything again. */
  void forget() {
    known.clear();
  }

  /** The median of a few runs; measured once. */
  private double measure(String operation, int level, int size, boolean isShared, Runnable run) {
    return known.computeIfAbsent(
        new Key(operation, level, size, isShared),
        key -> {
          settle(run);
          double[] millis = new double[RUNS];
          Arrays.setAll(millis, i -> millis(run));
          Arrays.sort(millis);
          return millis[RUNS / 2];
        });
  }

  @Override
  public double add(int level, boolean isShared) {
    Ciphertext a = operand(0, level);
    Ciphertext b = operand(1, level);
    return measure("add", level, 1, isShared, () -> evaluator(isShared).add(a, b));
  }

  @Override
  public double sumOfProducts(int level, int terms, boolean isShared) {
    return measure("sum", level, terms, isShared, () -> sumOnce(level, terms, isShared));
  }

  private void sumOnce(int level, int terms, boolean isShared) {
    List<Plaintext> pool = constants.computeIfAbsent(level, this::constants);
    List<Ciphertext> a = new ArrayList<>();
    List<Plaintext> b = new ArrayList<>();
    for (int t = 0; t < terms; t++) {
      a.add(operand(t, level));
      nextConstant = (nextConstant + 1) % pool.size();
      b.add(pool.get(nextConstant));
    }
    evaluator(isShared).sumOfProducts(a, b);
  }

  private List<Plaintext> constants(int level) {
    CkksParameters parameters = contexts[0].parameters();
    long bytes = (isCompact ? 1 : level + 1L) * parameters.polyModulusDegree() * Double.BYTES;
    int count = (int) Math.max(8, CONSTANT_BYTES / bytes);
    double[] values = values(level);
    return IntStream.range(0, count)
        .mapToObj(
            i ->
                isCompact
                    ? contexts[0].encoder().encodeCompact(values, parameters.scale(), level)
                    : contexts[0].encoder().encode(values, parameters.scale(), level))
        .toList();
  }

  @Override
  public double multiply(int level, boolean isShared) {
    return measure("multiply", level, 1, isShared, () -> multiplyOnce(level, isShared));
  }

  @Override
  public double squareAndRescale(int level, boolean isShared) {
    Ciphertext a = squarable(level);
    return measure(
        "square",
        level,
        1,
        isShared,
        () -> evaluator(isShared).squareAndRescale(a, relinearizationKey));
  }

  @Override
  public double squareLazily(int level, boolean isShared) {
    Ciphertext a = operand(0, level);
    return measure("square alone", level, 1, isShared, () -> evaluator(isShared).square(a));
  }

  @Override
  public double relinearize(int level, boolean isShared) {
    Ciphertext a = contexts[0].evaluator().square(operand(0, level));
    return measure(
        "relinearise",
        level,
        1,
        isShared,
        () -> evaluator(isShared).relinearize(a, relinearizationKey));
  }

  private void multiplyOnce(int level, boolean isShared) {
    Evaluator evaluator = evaluator(isShared);
    evaluator.relinearize(evaluator.square(operand(0, level)), relinearizationKey);
  }

  @Override
  public double rescale(int level, boolean isShared) {
    Ciphertext a = rescalable(level);
    return measure("rescale", level, 1, isShared, () -> evaluator(isShared).rescale(a));
  }

  @Override
  public double rotateMany(int level, int steps, boolean isShared) {
    return measure("rotate", level, steps, isShared, () -> rotateOnce(level, steps, isShared));
  }

  private void rotateOnce(int level, int steps, boolean isShared) {
    int[] all = new int[steps];
    Arrays.setAll(all, t -> STEPS[t % STEPS.length]);
    evaluator(isShared).rotateMany(operand(0, level), all, galoisKeys.orElseThrow());
  }

  @Override
  public double linear(int level, ScalarMatrix matrix, int columns, boolean isShared) {
    int measuredRows = Math.min(matrix.rows(), MATRIX_ROWS);
    int measuredColumns = Math.min(columns, MATRIX_COLUMNS);
    double millis =
        measure(
            "linear " + matrix.largestWeight(),
            level,
            measuredRows * MATRIX_COLUMNS + measuredColumns,
            isShared,
            () -> combineOnce(level, corner(matrix, measuredRows, measuredColumns), isShared));
    return millis * matrix.rows() / measuredRows * columns / measuredColumns;
  }

  /** The first rows and columns of a matrix: the size of weights decides what a product costs. */
  private static ScalarMatrix corner(ScalarMatrix matrix, int rows, int columns) {
    int[][] weights = new int[rows][columns];
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        weights[row][column] = matrix.weight(row, column);
      }
    }
    return ScalarMatrix.of(weights, 1);
  }

  private void combineOnce(int level, ScalarMatrix matrix, boolean isShared) {
    MatrixSum sum = evaluator(isShared).newMatrixSum(matrix);
    sum.add(0, IntStream.range(0, matrix.columns()).mapToObj(i -> operand(i, level)).toList());
    sum.results();
  }

  /** Reading one ciphertext of a request. */
  double read(int level, int copies) {
    Plaintext plain =
        contexts[0].encoder().encode(values(0), contexts[0].parameters().scale(), level);
    byte[] bytes = messages.writeRequest(List.of(encryptor.encrypt(plain)), copies).get(0);
    return measure("read", level, copies, false, () -> messages.readRequest(bytes, copies));
  }

  /** Writing one ciphertext of a reply. */
  double write(int level, ReplyForm form) {
    List<Ciphertext> reply = List.of(operand(0, level));
    return measure(
        "write " + form, level, 1, false, () -> messages.writeReply(reply, form, ringSwitchKey));
  }

  @Override
  public void close() {
    secretKey.close();
    messages.close();
    contexts[0].close();
    contexts[1].close();
  }
}
