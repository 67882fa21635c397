package org.chemxor.ckks.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.chemxor.ckks.Ciphertext;
import org.chemxor.ckks.CkksContext;
import org.chemxor.ckks.CkksEngine;
import org.chemxor.ckks.CkksParameters;
import org.chemxor.ckks.Decryptor;
import org.chemxor.ckks.Encryptor;
import org.chemxor.ckks.GaloisKeys;
import org.chemxor.ckks.KeyGenerator;
import org.chemxor.ckks.Plaintext;
import org.chemxor.ckks.PublicKey;
import org.chemxor.ckks.RelinearizationKey;
import org.chemxor.ckks.SecretKey;
import org.chemxor.ckks.bytes.Compression;
import org.chemxor.ckks.bytes.WireLimits;
import org.chemxor.ckks.parallel.Parallelism;
import org.chemxor.ckks.secret.InsecureSecretKeyAccess;
import org.chemxor.ckks.wire.seal.WireCiphertext;
import org.chemxor.ckks.wire.seal.WireKeySwitchKeys;
import org.chemxor.ckks.wire.seal.WireKeySwitchKeys.Kind;
import org.chemxor.ckks.wire.seal.WireParameters;
import org.chemxor.ckks.wire.seal.WirePlaintext;
import org.chemxor.ckks.wire.seal.WirePublicKey;
import org.chemxor.ckks.wire.seal.WireSecretKey;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * Closing a secret key while others use it. Whatever comes out of an operation that was under way
 * is right and as well hidden as ever; whatever begins later is refused. An engine that overwrites
 * a key in use sends the message in the clear: the mask {@code a s} vanishes with s.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class SecretContractTest {
  private static final int CLOSES = Integer.getInteger("chemxor.test.closes", 1000);
  private static final long SEED = Long.getLong("chemxor.test.seed", 20261128L);
  private static final CkksParameters PARAMETERS =
      CkksContractTest.set(1024, new int[] {40, 30, 30}, new int[] {40}, 1, 30);
  private static final WireParameters WIRE = WireParameters.of(PARAMETERS);

  /** Errors are at most 21; a random residue is far above. */
  private static final long LARGEST_ERROR = 21;

  /** What the noise of one operation may add up to in a slot, at scale 2^30. */
  private static final double TOLERANCE = 1e-3;

  private final ExecutorService workers = Executors.newFixedThreadPool(2);
  private final Random random = new Random(SEED);
  private CkksContext context;
  private double[] message;
  private Plaintext plaintext;

  /** The engine under test. */
  protected abstract CkksEngine engine();

  @BeforeAll
  final void open() {
    // Rows in parallel, so that leases are seen to hold for helpers too.
    context = engine().context(PARAMETERS, Parallelism.of(workers, 2));
    message = random.doubles(PARAMETERS.slotCount(), -1, 1).toArray();
    plaintext = context.encoder().encode(message);
  }

  @AfterAll
  final void close() {
    context.close();
    workers.shutdownNow();
  }

  /** A key that is being closed, a copy of it that stays, and its residues as words. */
  private record Victim(KeyGenerator generator, SecretKey key, SecretKey copy, long[] residues) {}

  private Victim victim() {
    KeyGenerator generator = context.keyGenerator();
    byte[] bytes = generator.secretKey().toBytes(InsecureSecretKeyAccess.get());
    try (WireSecretKey read =
        WireSecretKey.read(ByteBuffer.wrap(bytes), WIRE, WireLimits.DEFAULT)) {
      SecretKey copy = context.readSecretKey(new ByteArrayInputStream(bytes));
      return new Victim(generator, generator.secretKey(), copy, read.residues().clone());
    }
  }

  /**
   * Runs an operation again and again in another thread until it is refused, closing the key in the
   * midst of it.
   *
   * @return the results; the last ones are those that raced
   */
  private <T> List<T> closeDuring(SecretKey key, Callable<T> operation) throws Exception {
    ExecutorService thread = workers;
    CountDownLatch begun = new CountDownLatch(1);
    AtomicBoolean refused = new AtomicBoolean();
    Future<List<T>> racing =
        thread.submit(
            () -> {
              List<T> results = new ArrayList<>();
              while (!refused.get()) {
                begun.countDown();
                try {
                  results.add(operation.call());
                } catch (IllegalStateException closed) {
                  assertThat(closed).hasMessageContaining("secret key has been closed");
                  refused.set(true);
                }
              }
              return results;
            });
    begun.await();
    long until = System.nanoTime() + random.nextInt(300_000);
    while (System.nanoTime() < until) {
      Thread.onSpinWait();
    }
    key.close();
    key.close();
    assertThat(key.isClosed()).isTrue();
    return racing.get(60, TimeUnit.SECONDS);
  }

  /** What anyone reads from the first polynomial alone. */
  private double[] readWithoutKey(Ciphertext c) {
    WireCiphertext wire =
        WireCiphertext.read(ByteBuffer.wrap(c.toBytes(Compression.NONE)), WIRE, WireLimits.DEFAULT);
    byte[] open =
        WirePlaintext.of(WIRE, wire.primeCount(), wire.scale(), wire.component(0))
            .toByteArray(Compression.NONE);
    return context.encoder().decode(context.readPlaintext(new ByteArrayInputStream(open)));
  }

  private static double distance(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += Math.abs(a[i] - b[i]);
    }
    return sum / a.length;
  }

  private void assertIsMessage(double[] actual) {
    assertThat(distance(actual, message)).as("error, seed %d", SEED).isLessThan(TOLERANCE);
  }

  private double[] decrypt(SecretKey key, Ciphertext c) {
    return context.encoder().decode(context.decryptor(key).decrypt(c));
  }

  @Test
  void closingDuringEncryptionNeverLeavesAMessageOpen() throws Exception {
    int results = 0;
    for (int i = 0; i < CLOSES; i++) {
      Victim victim = victim();
      Encryptor encryptor = context.encryptor(victim.key());
      List<Ciphertext> made = closeDuring(victim.key(), () -> encryptor.encrypt(plaintext));
      // All but the last were finished before the key was closed.
      for (Ciphertext c : made.subList(Math.max(0, made.size() - 2), made.size())) {
        assertThat(distance(readWithoutKey(c), message))
            .as("what is read without the key, close %d, seed %d", i, SEED)
            .isGreaterThan(1);
        assertIsMessage(decrypt(victim.copy(), c));
        results++;
      }
      victim.copy().close();
    }
    assertThat(results).isGreaterThan(CLOSES / 2);
  }

  @Test
  void closingDuringDecryptionGivesTheMessageOrIsRefused() throws Exception {
    int results = 0;
    for (int i = 0; i < CLOSES; i++) {
      Victim victim = victim();
      Ciphertext c = context.encryptor(victim.key()).encrypt(plaintext);
      Decryptor decryptor = context.decryptor(victim.key());
      List<Plaintext> made = closeDuring(victim.key(), () -> decryptor.decrypt(c));
      for (Plaintext result : made.subList(Math.max(0, made.size() - 2), made.size())) {
        assertIsMessage(context.encoder().decode(result));
        results++;
      }
      victim.copy().close();
    }
    assertThat(results).isGreaterThan(CLOSES / 2);
  }

  @Test
  void closingDuringSavingGivesTheKeyOrIsRefused() throws Exception {
    for (int i = 0; i < CLOSES; i++) {
      Victim victim = victim();
      byte[] whole = victim.copy().toBytes(InsecureSecretKeyAccess.get());
      List<byte[]> made =
          closeDuring(victim.key(), () -> victim.key().toBytes(InsecureSecretKeyAccess.get()));
      for (byte[] result : made.subList(Math.max(0, made.size() - 2), made.size())) {
        assertThat(Arrays.equals(result, whole)).as("saved key, close %d", i).isTrue();
      }
      victim.copy().close();
    }
  }

  @Test
  void closingDuringKeyGenerationGivesRightKeysOrIsRefused() throws Exception {
    for (int i = 0; i < CLOSES / 3; i++) {
      Victim forPublic = victim();
      List<PublicKey> publicKeys =
          closeDuring(forPublic.key(), forPublic.generator()::createPublicKey);
      for (PublicKey key : last(publicKeys)) {
        assertHides(
            WirePublicKey.read(bytes(key.toBytes(Compression.NONE)), WIRE, WireLimits.DEFAULT)
                .encryption(),
            forPublic.residues(),
            -1);
      }
      Victim forSquares = victim();
      List<RelinearizationKey> squareKeys =
          closeDuring(forSquares.key(), forSquares.generator()::createRelinearizationKey);
      for (RelinearizationKey key : last(squareKeys)) {
        assertHides(key.toBytes(Compression.NONE), Kind.RELINEARIZATION, forSquares.residues());
        assertRelinearizes(key, forSquares.copy());
      }
      Victim forRotations = victim();
      List<GaloisKeys> rotationKeys =
          closeDuring(
              forRotations.key(), () -> forRotations.generator().createGaloisKeys(List.of(1, 2)));
      for (GaloisKeys keys : last(rotationKeys)) {
        assertHides(keys.toBytes(Compression.NONE), Kind.GALOIS, forRotations.residues());
        assertRotates(keys, forRotations.copy());
      }
      List.of(forPublic, forSquares, forRotations).forEach(victim -> victim.copy().close());
    }
  }

  private static <T> List<T> last(List<T> results) {
    return results.subList(Math.max(0, results.size() - 1), results.size());
  }

  private static ByteBuffer bytes(byte[] bytes) {
    return ByteBuffer.wrap(bytes);
  }

  private void assertRelinearizes(RelinearizationKey key, SecretKey secret) {
    Ciphertext c = context.encryptor(secret).encrypt(plaintext);
    Ciphertext square = context.evaluator().relinearize(context.evaluator().square(c), key);
    double[] expected = Arrays.stream(message).map(x -> x * x).toArray();
    assertThat(distance(decrypt(secret, square), expected)).isLessThan(TOLERANCE);
  }

  private void assertRotates(GaloisKeys keys, SecretKey secret) {
    Ciphertext c = context.encryptor(secret).encrypt(plaintext);
    for (int step : new int[] {1, 2}) {
      double[] expected = CkksContractTest.rotated(message, step);
      Ciphertext rotated = context.evaluator().rotate(c, step, keys);
      assertThat(distance(decrypt(secret, rotated), expected)).isLessThan(TOLERANCE);
    }
  }

  private static void assertHides(byte[] keys, Kind kind, long[] secret) {
    WireKeySwitchKeys read = WireKeySwitchKeys.read(bytes(keys), WIRE, kind, WireLimits.DEFAULT);
    for (int index : read.indices()) {
      List<WireCiphertext> digits = read.digits(index);
      for (int digit = 0; digit < digits.size(); digit++) {
        assertHides(digits.get(digit), secret, digit);
      }
    }
  }

  /**
   * Whether {@code b + a s} is a small error modulo every prime, as it is only if b was made with
   * the whole of s. Coefficient 0 decides: it is the mean of all evaluations.
   *
   * @param digit the prime modulo which there is more than an error, or -1
   */
  private static void assertHides(WireCiphertext pair, long[] secret, int digit) {
    int n = WIRE.degree();
    long[] primes = WIRE.primes();
    long[] b = pair.component(0);
    long[] a = pair.component(1);
    for (int row = 0; row < primes.length; row++) {
      if (row == digit) {
        continue;
      }
      BigInteger sum = BigInteger.ZERO;
      for (int i = row * n; i < (row + 1) * n; i++) {
        sum =
            sum.add(
                BigInteger.valueOf(a[i])
                    .multiply(BigInteger.valueOf(secret[i]))
                    .add(BigInteger.valueOf(b[i])));
      }
      BigInteger p = BigInteger.valueOf(primes[row]);
      long error = sum.multiply(BigInteger.valueOf(n).modInverse(p)).mod(p).longValue();
      assertThat(Math.min(error, primes[row] - error))
          .as("error modulo prime %d, seed %d", row, SEED)
          .isLessThanOrEqualTo(LARGEST_ERROR);
    }
  }
}
