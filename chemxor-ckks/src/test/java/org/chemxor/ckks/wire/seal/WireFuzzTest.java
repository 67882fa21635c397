package org.chemxor.ckks.wire.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.chemxor.ckks.bytes.Compression;
import org.chemxor.ckks.bytes.WireLimits;
import org.chemxor.ckks.testkit.AllocationMeter;
import org.chemxor.ckks.wire.WireFormatException;
import org.chemxor.ckks.wire.seal.WireKeySwitchKeys.Kind;
import org.junit.jupiter.api.Test;

/**
 * Mutated objects of every kind, read from buffers and streams. Each is either refused with {@link
 * WireFormatException} or read into something that can be written again; nothing else may come out,
 * and no reading allocates more than the object could hold. {@code -Dchemxor.fuzz.iterations=N}
 * sets the number of mutants (default a million), {@code -Dchemxor.fuzz.seed=S} the seed.
 */
class WireFuzzTest {

  private static final int ITERATIONS = Integer.getInteger("chemxor.fuzz.iterations", 1_000_000);
  private static final long SEED = Long.getLong("chemxor.fuzz.seed", 20261121L);
  private static final WireLimits LIMITS = WireLimits.DEFAULT;

  /**
   * The uncompressed samples have at most 60 kB. Streams and decompressors need some buffers, and
   * testing a modulus for primality makes up to 300 kB of garbage.
   */
  private static final long MAX_ALLOCATED_BYTES = 2 << 20;

  private interface Reader {
    WireObject read(byte[] bytes) throws IOException;
  }

  private static final class Sample {
    final String name;
    final byte[] bytes;
    final Reader fromBuffer;
    final Reader fromStream;

    Sample(String name, byte[] bytes, Reader fromBuffer, Reader fromStream) {
      this.name = name;
      this.bytes = bytes;
      this.fromBuffer = fromBuffer;
      this.fromStream = fromStream;
    }
  }

  private final WireParameters parameters = WireSamples.parameters(64, 40, 36, 50);

  private static ByteArrayInputStream stream(byte[] bytes) {
    return new ByteArrayInputStream(bytes);
  }

  private static ByteBuffer buffer(byte[] bytes) {
    return ByteBuffer.wrap(bytes);
  }

  private List<Sample> samples(Random random) {
    List<Sample> samples = new ArrayList<>();
    WireParameters p = parameters;
    long[] words = WireSamples.polynomial(p, 2, random);
    long[] secret = WireSamples.polynomial(p, 3, random);
    for (Compression c : Compression.values()) {
      samples.add(
          new Sample(
              "parameters " + c,
              p.toByteArray(c),
              b -> WireParameters.read(buffer(b), LIMITS),
              b -> WireParameters.read(stream(b), LIMITS)));
      samples.add(
          new Sample(
              "plaintext " + c,
              WirePlaintext.of(p, 2, 0x1p40, words).toByteArray(c),
              b -> WirePlaintext.read(buffer(b), p, LIMITS),
              b -> WirePlaintext.read(stream(b), p, LIMITS)));
      samples.add(
          new Sample(
              "secret key " + c,
              WireSecretKey.of(p, secret).toByteArray(c),
              b -> WireSecretKey.read(buffer(b), p, LIMITS),
              b -> WireSecretKey.read(stream(b), p, LIMITS)));
      addCiphertext(samples, "ciphertext " + c, WireSamples.ciphertext(p, 2, 3, random), c);
      addCiphertext(
          samples,
          "seeded ciphertext " + c,
          WireCiphertext.seeded(p, 2, 0x1p40, words, WireSamples.seed(random)),
          c);
      for (boolean seeded : new boolean[] {false, true}) {
        addKeys(samples, seeded, c, random);
      }
    }
    return samples;
  }

  private void addCiphertext(
      List<Sample> samples, String name, WireCiphertext ciphertext, Compression compression) {
    samples.add(
        new Sample(
            name,
            ciphertext.toByteArray(compression),
            b -> WireCiphertext.read(buffer(b), parameters, LIMITS),
            b -> WireCiphertext.read(stream(b), parameters, LIMITS)));
  }

  private void addKeys(List<Sample> samples, boolean seeded, Compression c, Random random) {
    WireParameters p = parameters;
    samples.add(
        new Sample(
            "public key " + c,
            WirePublicKey.of(WireSamples.key(p, seeded, random)).toByteArray(c),
            b -> WirePublicKey.read(buffer(b), p, LIMITS),
            b -> WirePublicKey.read(stream(b), p, LIMITS)));
    for (Kind kind : Kind.values()) {
      int[] indices = kind == Kind.GALOIS ? new int[] {1, 40} : new int[] {0};
      samples.add(
          new Sample(
              kind + " keys " + c,
              WireSamples.keys(p, kind, seeded, random, indices).toByteArray(c),
              b -> WireKeySwitchKeys.read(buffer(b), p, kind, LIMITS),
              b -> WireKeySwitchKeys.read(stream(b), p, kind, LIMITS)));
    }
  }

  @Test
  void mutantsAreRefusedOrReadButNeverCrashOrSwellMemory() throws IOException {
    Random random = new Random(SEED);
    List<Sample> samples = samples(random);
    for (Sample sample : samples) {
      read(sample.fromBuffer, sample.bytes);
      read(sample.fromStream, sample.bytes);
    }
    int refused = 0;
    for (int i = 0; i < ITERATIONS; i++) {
      Sample sample = samples.get(random.nextInt(samples.size()));
      byte[] mutant = Mutants.mutate(sample.bytes, random);
      Reader reader = random.nextBoolean() ? sample.fromBuffer : sample.fromStream;
      String description = sample.name + ", seed " + SEED + ", iteration " + i;
      refused += survives(reader, mutant, description) ? 0 : 1;
    }
    assertThat(refused).as("mutants refused").isGreaterThan(ITERATIONS / 2);
  }

  private static void read(Reader reader, byte[] bytes) throws IOException {
    WireObject object = reader.read(bytes);
    assertThat(object.toByteArray(Compression.NONE)).hasSize((int) object.sizeBytes());
  }

  /** Returns whether the mutant was read. */
  private static boolean survives(Reader reader, byte[] mutant, String description) {
    AllocationMeter meter = new AllocationMeter();
    boolean survived = true;
    WireObject object = null;
    try {
      object = reader.read(mutant);
    } catch (WireFormatException expected) {
      survived = false;
    } catch (Throwable wrong) {
      fail(description + " ended in " + wrong, wrong);
    }
    assertThat(meter.bytes())
        .as("bytes allocated by %s", description)
        .isLessThan(MAX_ALLOCATED_BYTES);
    if (object != null) {
      assertThat(object.toByteArray(Compression.NONE)).hasSize((int) object.sizeBytes());
    }
    return survived;
  }
}
