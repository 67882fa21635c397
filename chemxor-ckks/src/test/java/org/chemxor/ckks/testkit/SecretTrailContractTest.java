package org.chemxor.ckks.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.chemxor.ckks.bytes.Compression;
import org.chemxor.ckks.bytes.WireLimits;
import org.chemxor.ckks.spi.GaloisGroup;
import org.chemxor.ckks.wire.seal.WireCiphertext;
import org.chemxor.ckks.wire.seal.WireKeySwitchKeys;
import org.chemxor.ckks.wire.seal.WireKeySwitchKeys.Kind;
import org.chemxor.ckks.wire.seal.WireParameters;
import org.chemxor.ckks.wire.seal.WirePlaintext;
import org.chemxor.ckks.wire.seal.WirePublicKey;
import org.chemxor.ckks.wire.seal.WireSecretKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * No trace of a secret key stays in memory when it has been closed: a child JVM makes keys, uses
 * them in every way and dumps its heap, in which the secret is looked for as coefficients and as
 * evaluations, its square, its rotation, its image in another ring, and the errors that give it
 * away; as doubles, words, and bytes of SEAL's format. The child never collects garbage, so that
 * every array it has dropped is still there.
 */
public abstract class SecretTrailContractTest {
  private static final WireParameters WIRE = WireParameters.of(SecretTrailMain.PARAMETERS);
  private static final int N = WIRE.degree();
  private static final WireLimits LIMITS = WireLimits.DEFAULT;

  /** The name of the engine under test. */
  protected abstract String engineName();

  /** Whether keys live in native memory, and it can be looked at here. */
  protected abstract boolean isNative();

  @Test
  void nothingOfASecretStaysInMemoryAfterClosing(@TempDir Path folder) throws Exception {
    // No collection: young space for all that is ever allocated.
    List<String> flags = new ArrayList<>(List.of("-XX:+UseSerialGC", "-Xms1500m", "-Xmx1500m"));
    flags.addAll(List.of("-Xmn1400m", "-XX:SurvivorRatio=30"));
    flags.add("-Xlog:gc+heap+coops=debug:file=" + folder.resolve("heap.log"));
    flags.add("-Xlog:gc:file=" + folder.resolve("gc.log"));
    ChildJvm.Result child =
        ChildJvm.run(
            flags,
            SecretTrailMain.class,
            300,
            engineName(),
            folder.toString(),
            Boolean.toString(isNative()));
    assertThat(child.exitValue()).as(child.output()).isZero();
    assertThat(Files.readString(folder.resolve("gc.log"))).doesNotContain("Pause Young");
    Needles needles = needles(folder);
    if (isNative()) {
      assertThat(needles.findIn(folder.resolve("open.mem")))
          .as("control: an open key is found in native memory")
          .anyMatch(name -> name.startsWith("secret key modulo prime 0"));
      assertThat(needles.findIn(folder.resolve("closed.mem"))).isEmpty();
    } else {
      assertThat(needles.findIn(folder.resolve("open.hprof")))
          .as("control: an open key is found on the heap")
          .contains("secret key modulo prime 0 at 0 as doubles")
          .contains("small key modulo prime 0 at 0 as doubles");
    }
    assertThat(needles.findIn(folder.resolve("closed.hprof"))).isEmpty();
  }

  private static Needles needles(Path folder) throws IOException {
    Needles needles = new Needles();
    long[] secret = addKey(needles, folder, "key." + Compression.NONE, "secret key", WIRE);
    addDerived(needles, secret);
    addErrors(needles, folder, secret);
    WireParameters small = WireParameters.of(SecretTrailMain.SWITCH.small());
    long[] target = addKey(needles, folder, "small", "small key", small);
    addImage(needles, target, small);
    return needles;
  }

  private static ByteBuffer bytes(Path folder, String name) throws IOException {
    return ByteBuffer.wrap(Files.readAllBytes(folder.resolve(name)));
  }

  private static long[] row(long[] words, int row, int degree) {
    return Arrays.copyOfRange(words, row * degree, (row + 1) * degree);
  }

  private static long[] addKey(
      Needles needles, Path folder, String file, String name, WireParameters parameters)
      throws IOException {
    try (WireSecretKey read = WireSecretKey.read(bytes(folder, file), parameters, LIMITS)) {
      long[] words = read.residues().clone();
      long[] primes = parameters.primes();
      for (int i = 0; i < primes.length; i++) {
        long[] row = row(words, i, parameters.degree());
        needles.addRow(name + " modulo prime " + i, row, primes[i]);
        long[] coefficients = Needles.coefficients(row, primes[i]);
        assertThat(Arrays.stream(coefficients)).as("a ternary key").allMatch(c -> Math.abs(c) <= 1);
        needles.addCoefficients(name + "'s coefficients", coefficients, 1, primes[i]);
      }
      return words;
    }
  }

  /** What keys are made from: the square and the rotated secret. */
  private static void addDerived(Needles needles, long[] secret) {
    long[] primes = WIRE.primes();
    int element = new GaloisGroup(N).rotation(1);
    int shift = Integer.SIZE - Integer.numberOfTrailingZeros(N);
    for (int i = 0; i < primes.length; i++) {
      long[] row = row(secret, i, N);
      long[] square = new long[N];
      long[] moved = new long[N];
      for (int j = 0; j < N; j++) {
        square[j] = Needles.times(row[j], row[j], primes[i]);
        long exponent = 2L * (Integer.reverse(j) >>> shift) + 1;
        int source = (int) (exponent * element % (2L * N));
        moved[j] = row[Integer.reverse((source - 1) / 2) >>> shift];
      }
      needles.addRow("square of the key modulo prime " + i, square, primes[i]);
      needles.addRow("rotated key modulo prime " + i, moved, primes[i]);
    }
  }

  /** The errors of a public key, of key-switching keys, and of a ciphertext. */
  private static void addErrors(Needles needles, Path folder, long[] secret) throws IOException {
    addError(
        needles,
        "error of the public key",
        WirePublicKey.read(bytes(folder, "public"), WIRE, LIMITS).encryption(),
        new long[WIRE.primeCount() * N],
        secret,
        WIRE.primeCount() - 1);
    for (Kind kind : Kind.values()) {
      String file = kind == Kind.GALOIS ? "rotations" : "squares";
      WireKeySwitchKeys keys = WireKeySwitchKeys.read(bytes(folder, file), WIRE, kind, LIMITS);
      WireCiphertext digit = keys.digits(keys.indices().first()).get(0);
      // Modulo the special prime there is nothing but the error.
      addError(
          needles,
          "error of " + kind + " keys",
          digit,
          new long[WIRE.primeCount() * N],
          secret,
          WIRE.primeCount() - 1);
    }
    addError(
        needles,
        "error of a ciphertext",
        WireCiphertext.read(bytes(folder, "encrypted"), WIRE, LIMITS),
        WirePlaintext.read(bytes(folder, "plain"), WIRE, LIMITS).residues(),
        secret,
        0);
  }

  private static void addError(
      Needles needles, String name, WireCiphertext c, long[] message, long[] secret, int row) {
    long prime = WIRE.primes()[row];
    long[] open = c.component(0);
    long[] mask = c.component(1);
    long[] error = new long[N];
    for (int j = 0; j < N; j++) {
      int at = row * N + j;
      long phase = open[at] + Needles.times(secret[at], mask[at], prime);
      error[j] = Math.floorMod(message[at] - phase, prime);
    }
    long[] coefficients = Needles.coefficients(error, prime);
    assertThat(Arrays.stream(coefficients)).as(name).allMatch(e -> Math.abs(e) <= 21);
    long[] negated = Arrays.stream(coefficients).map(e -> -e).toArray();
    needles.addCoefficients(name, coefficients, 1, prime);
    needles.addCoefficients(name + ", negated", negated, 1, prime);
    needles.addRow(name + ", transformed", error, prime);
  }

  /** The image of the small key in the large ring: coefficients at multiples of k. */
  private static void addImage(Needles needles, long[] target, WireParameters small) {
    int factor = N / small.degree();
    long prime = small.primes()[0];
    long[] row = row(target, 0, small.degree());
    long[] repeated = new long[N];
    for (int j = 0; j < N; j++) {
      repeated[j] = row[j / factor];
    }
    needles.addRow("image of the small key", repeated, prime);
    for (long p : WireParameters.of(SecretTrailMain.SWITCH.keyParameters()).primes()) {
      needles.addCoefficients("image's coefficients", Needles.coefficients(row, prime), factor, p);
    }
  }
}
