package org.chemxor.cli.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.chemxor.ckks.Ciphertext;
import org.chemxor.ckks.CkksContext;
import org.chemxor.ckks.CkksEncoder;
import org.chemxor.ckks.CkksEngine;
import org.chemxor.ckks.CkksParameters;
import org.chemxor.ckks.Decryptor;
import org.chemxor.ckks.Encryptor;
import org.chemxor.ckks.Evaluator;
import org.chemxor.ckks.GaloisKeys;
import org.chemxor.ckks.KeyGenerator;
import org.chemxor.ckks.Plaintext;
import org.chemxor.ckks.RelinearizationKey;

/** The operations of one engine at one size, single-threaded. */
final class PrimitiveSuite {
  private static final int HOISTED = 32;
  private static final long SEED = 20261121;

  private final CkksEngine engine;
  private final RingSize size;

  /**
   * One row of the result.
   *
   * @param op which operation
   * @param n ring degree
   * @param primes number of data primes
   * @param medianMicros median time
   * @param minMicros least time
   * @param maxMicros greatest time
   * @param allocatedBytes heap bytes an operation allocates, its result included
   */
  record Row(
      String op,
      int n,
      int primes,
      double medianMicros,
      double minMicros,
      double maxMicros,
      long allocatedBytes) {}

  PrimitiveSuite(CkksEngine engine, RingSize size) {
    this.engine = engine;
    this.size = size;
  }

  List<Row> run() {
    List<Row> rows = new ArrayList<>();
    CkksParameters parameters = size.parameters();
    try (CkksContext context = engine.context(parameters)) {
      KeyGenerator generator = context.keyGenerator();
      CkksEncoder encoder = context.encoder();
      Encryptor encryptor = context.encryptor(generator.createPublicKey());
      Decryptor decryptor = context.decryptor(generator.secretKey());
      Evaluator evaluator = context.evaluator();
      double[] values = new Random(SEED).doubles(size.degree() / 2, -1, 1).toArray();
      Plaintext plain = encoder.encode(values);
      Ciphertext a = encryptor.encrypt(plain);
      Ciphertext b = encryptor.encrypt(plain);
      Plaintext decrypted = decryptor.decrypt(a);
      if (engine.name().equals("jvm")) {
        TransformTiming transform = new TransformTiming(parameters);
        rows.add(row("ntt_forward", transform::forward, 1));
        rows.add(row("ntt_inverse", transform::inverse, 1));
      }
      rows.add(row("encode", () -> encoder.encode(values), 1));
      rows.add(row("decode", () -> encoder.decode(decrypted), 1));
      rows.add(row("encrypt", () -> encryptor.encrypt(plain), 1));
      rows.add(row("decrypt", () -> decryptor.decrypt(a), 1));
      rows.add(row("add", () -> evaluator.add(a, b), 1));
      rows.add(row("multiply_plain", () -> evaluator.multiplyPlain(a, plain), 1));
      rows.add(row("multiply", () -> evaluator.multiply(a, b), 1));
      keySwitching(rows, generator, evaluator, a);
      generator.secretKey().close();
    }
    return rows;
  }

  private void keySwitching(
      List<Row> rows, KeyGenerator generator, Evaluator evaluator, Ciphertext a) {
    RelinearizationKey relinearization = generator.createRelinearizationKey();
    int[] steps = IntStream.rangeClosed(1, HOISTED).toArray();
    GaloisKeys galois = generator.createGaloisKeys(IntStream.of(steps).boxed().toList());
    Ciphertext product = evaluator.multiply(a, a);
    Ciphertext square = evaluator.relinearize(product, relinearization);
    rows.add(row("relinearize", () -> evaluator.relinearize(product, relinearization), 1));
    rows.add(row("rescale", () -> evaluator.rescale(square), 1));
    rows.add(row("rotate", () -> evaluator.rotate(a, 1, galois), 1));
    rows.add(row("rotate_hoisted32", () -> evaluator.rotateMany(a, steps, galois), HOISTED));
  }

  private Row row(String op, Runnable operation, int perRun) {
    Timing timing = Timing.of(operation, perRun);
    return new Row(
        op,
        size.degree(),
        size.primes(),
        timing.medianMicros(),
        timing.minMicros(),
        timing.maxMicros(),
        timing.allocatedBytes());
  }
}
