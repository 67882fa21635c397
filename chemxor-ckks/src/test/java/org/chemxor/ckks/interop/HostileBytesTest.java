package org.chemxor.ckks.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.chemxor.ckks.CkksContext;
import org.chemxor.ckks.CkksEngine;
import org.chemxor.ckks.CkksException;
import org.chemxor.ckks.CkksParameters;
import org.chemxor.ckks.KeyGenerator;
import org.chemxor.ckks.SecretKey;
import org.chemxor.ckks.bytes.Compression;
import org.chemxor.ckks.bytes.Serializable;
import org.chemxor.ckks.secret.InsecureSecretKeyAccess;
import org.junit.jupiter.api.Test;

/**
 * Mutated bytes through the readers of a {@link CkksContext}: they are refused with {@link
 * CkksException} or read, and nothing else. {@code -Dchemxor.fuzz.iterations=N} sets the number of
 * mutants (default 2000), {@code -Dchemxor.fuzz.seed=S} the seed.
 */
class HostileBytesTest {

  private static final int ITERATIONS = Integer.getInteger("chemxor.fuzz.iterations", 2_000);
  private static final long SEED = Long.getLong("chemxor.fuzz.seed", 20261121L);

  private interface Reader {
    Object read(InputStream in);
  }

  private static final class Sample {
    final byte[] bytes;
    final Reader reader;

    Sample(Serializable object, Compression compression, Reader reader) {
      this(object.toBytes(compression), reader);
    }

    Sample(byte[] bytes, Reader reader) {
      this.bytes = bytes;
      this.reader = reader;
    }
  }

  private static CkksContext context() {
    CkksParameters parameters =
        CkksParameters.builder()
            .polyModulusDegree(1024)
            .dataPrimeBits(30, 25)
            .specialPrimeBits(30)
            .scaleBits(25)
            .insecureWithoutBound()
            .build();
    return CkksEngine.load("jvm").context(parameters);
  }

  private static List<Sample> samples(CkksContext context) {
    List<Sample> samples = new ArrayList<>();
    KeyGenerator generator = context.keyGenerator();
    try (SecretKey secret = generator.secretKey()) {
      for (Compression c : Compression.values()) {
        var plain = context.encoder().encode(0.5, -0.25);
        samples.add(new Sample(plain, c, context::readPlaintext));
        samples.add(
            new Sample(context.encryptor(secret).encrypt(plain), c, context::readCiphertext));
        samples.add(new Sample(generator.createPublicKey(), c, context::readPublicKey));
        samples.add(
            new Sample(secret.toBytes(InsecureSecretKeyAccess.get()), context::readSecretKey));
        samples.add(
            new Sample(generator.createRelinearizationKey(), c, context::readRelinearizationKey));
        samples.add(
            new Sample(
                generator.createGaloisKeysWithConjugation(List.of(1)), c, context::readGaloisKeys));
      }
    }
    return samples;
  }

  @Test
  void mutantsAreRefusedWithCkksExceptionOrRead() {
    Random random = new Random(SEED);
    List<Sample> samples = samples(context());
    for (Sample sample : samples) {
      assertThat(sample.reader.read(new ByteArrayInputStream(sample.bytes))).isNotNull();
    }
    int refused = 0;
    for (int i = 0; i < ITERATIONS; i++) {
      Sample sample = samples.get(random.nextInt(samples.size()));
      try {
        sample.reader.read(new ByteArrayInputStream(mutate(sample.bytes, random)));
      } catch (CkksException expected) {
        refused++;
      } catch (Throwable wrong) {
        fail("seed " + SEED + ", iteration " + i + " ended in " + wrong, wrong);
      }
    }
    assertThat(refused).as("mutants refused").isGreaterThan(ITERATIONS / 4);
  }

  @Test
  void secretKeyWithOneChangedResidueIsRefused() {
    CkksContext context = context();
    byte[] bytes;
    try (SecretKey secret = context.keyGenerator().secretKey()) {
      bytes = secret.toBytes(InsecureSecretKeyAccess.get());
    }
    for (int residue : new int[] {0, 1, 1023, 1024, 3 * 1024 - 1}) {
      byte[] changed = bytes.clone();
      changed[changed.length - 8 * (3 * 1024 - residue)] ^= 1;
      assertThatThrownBy(() -> context.readSecretKey(new ByteArrayInputStream(changed)))
          .as("residue %d", residue)
          .isInstanceOf(CkksException.class)
          .hasMessageContaining("secret key is damaged");
    }
    try (SecretKey good = context.readSecretKey(new ByteArrayInputStream(bytes))) {
      assertThat(good.toBytes(InsecureSecretKeyAccess.get())).isEqualTo(bytes);
    }
  }

  /** Metadata sits at the front; half of the changes go there. */
  private static byte[] mutate(byte[] original, Random random) {
    byte[] bytes = original.clone();
    int at = random.nextInt(random.nextBoolean() ? 160 : bytes.length) % bytes.length;
    return switch (random.nextInt(4)) {
      case 0 -> Arrays.copyOf(bytes, at);
      case 1 -> {
        bytes[at] ^= (byte) (1 << random.nextInt(8));
        yield bytes;
      }
      case 2 -> {
        Arrays.fill(bytes, at, Math.min(at + 8, bytes.length), (byte) -random.nextInt(2));
        yield bytes;
      }
      default -> {
        bytes[at] = (byte) random.nextInt();
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
        yield bytes;
      }
    };
  }
}
