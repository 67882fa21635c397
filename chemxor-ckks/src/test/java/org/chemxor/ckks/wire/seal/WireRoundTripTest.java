package org.chemxor.ckks.wire.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.chemxor.ckks.bytes.Compression;
import org.chemxor.ckks.bytes.WireLimits;
import org.chemxor.ckks.wire.WireFormatException;
import org.chemxor.ckks.wire.seal.WireKeySwitchKeys.Kind;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is written is read back, from memory and from streams, in every compression. */
class WireRoundTripTest {

  private static final WireLimits LIMITS = WireLimits.DEFAULT.withMaxComponents(16);

  private final Random random = new Random(20261121);
  private final WireParameters parameters = WireSamples.parameters(64, 50, 40, 40, 50);

  private interface Reader<T extends WireObject> {
    T read(ByteArrayInputStream stream) throws IOException;
  }

  private interface BufferReader<T extends WireObject> {
    T read(ByteBuffer buffer);
  }

  private static <T extends WireObject> void assertSurvives(
      T object, Compression compression, BufferReader<T> fromBuffer, Reader<T> fromStream)
      throws IOException {
    byte[] plain = object.toByteArray(Compression.NONE);
    assertThat(plain).hasSize((int) object.sizeBytes());
    byte[] bytes = object.toByteArray(compression);

    ByteBuffer buffer = ByteBuffer.allocateDirect(bytes.length + 3).position(3);
    buffer.put(bytes).position(3);
    assertThat(fromBuffer.read(buffer).toByteArray(Compression.NONE)).isEqualTo(plain);
    assertThat(buffer.hasRemaining()).isFalse();

    byte[] twice = java.util.Arrays.copyOf(bytes, 2 * bytes.length);
    System.arraycopy(bytes, 0, twice, bytes.length, bytes.length);
    ByteArrayInputStream stream = new ByteArrayInputStream(twice);
    assertThat(fromStream.read(stream).toByteArray(Compression.NONE)).isEqualTo(plain);
    assertThat(stream.available()).isEqualTo(bytes.length);
    assertThat(fromStream.read(stream).toByteArray(Compression.NONE)).isEqualTo(plain);
  }

  @ParameterizedTest
  @EnumSource(Compression.class)
  void parametersSurvive(Compression compression) throws IOException {
    assertSurvives(
        parameters,
        compression,
        b -> WireParameters.read(b, LIMITS),
        s -> WireParameters.read(s, LIMITS));
  }

  @ParameterizedTest
  @EnumSource(Compression.class)
  void plaintextsAndSecretKeysSurvive(Compression compression) throws IOException {
    for (int primes = 1; primes <= 3; primes++) {
      assertSurvives(
          WirePlaintext.of(
              parameters, primes, 0x1p40, WireSamples.polynomial(parameters, primes, random)),
          compression,
          b -> WirePlaintext.read(b, parameters, LIMITS),
          s -> WirePlaintext.read(s, parameters, LIMITS));
    }
    assertSurvives(
        WireSecretKey.of(parameters, WireSamples.polynomial(parameters, 4, random)),
        compression,
        b -> WireSecretKey.read(b, parameters, LIMITS),
        s -> WireSecretKey.read(s, parameters, LIMITS));
  }

  @ParameterizedTest
  @EnumSource(Compression.class)
  void ciphertextsOfEverySizeAndLevelSurvive(Compression compression) throws IOException {
    for (int primes = 1; primes <= 3; primes++) {
      for (int size : new int[] {2, 3, 16}) {
        assertSurvives(
            WireSamples.ciphertext(parameters, primes, size, random),
            compression,
            b -> WireCiphertext.read(b, parameters, LIMITS),
            s -> WireCiphertext.read(s, parameters, LIMITS));
      }
      long[] c0 = WireSamples.polynomial(parameters, primes, random);
      assertSurvives(
          WireCiphertext.seeded(parameters, primes, 0x1p40, c0, WireSamples.seed(random)),
          compression,
          b -> WireCiphertext.read(b, parameters, LIMITS),
          s -> WireCiphertext.read(s, parameters, LIMITS));
    }
  }

  @ParameterizedTest
  @EnumSource(Compression.class)
  void keysSurvive(Compression compression) throws IOException {
    for (boolean seeded : new boolean[] {false, true}) {
      assertSurvives(
          WirePublicKey.of(WireSamples.key(parameters, seeded, random)),
          compression,
          b -> WirePublicKey.read(b, parameters, LIMITS),
          s -> WirePublicKey.read(s, parameters, LIMITS));
      assertSurvives(
          WireSamples.keys(parameters, Kind.RELINEARIZATION, seeded, random, 0),
          compression,
          b -> WireKeySwitchKeys.read(b, parameters, Kind.RELINEARIZATION, LIMITS),
          s -> WireKeySwitchKeys.read(s, parameters, Kind.RELINEARIZATION, LIMITS));
      assertSurvives(
          WireSamples.keys(parameters, Kind.GALOIS, seeded, random, 0, 13, 63),
          compression,
          b -> WireKeySwitchKeys.read(b, parameters, Kind.GALOIS, LIMITS),
          s -> WireKeySwitchKeys.read(s, parameters, Kind.GALOIS, LIMITS));
    }
  }

  @ParameterizedTest
  @EnumSource(Compression.class)
  void lazyKeysAreWrittenLikeCollectedOnesAndReadDigitByDigit(Compression compression)
      throws IOException {
    WireKeySwitchKeys keys = WireSamples.keys(parameters, Kind.GALOIS, true, random, 5, 9);
    List<Integer> made = new ArrayList<>();
    WireKeySwitchKeys lazy =
        WireKeySwitchKeys.lazy(
            parameters,
            Kind.GALOIS,
            true,
            new TreeSet<>(keys.indices()),
            index -> {
              made.add(index);
              return keys.digits(index);
            });
    assertThat(made).isEmpty();
    assertThat(lazy.sizeBytes()).isEqualTo(keys.sizeBytes());
    byte[] bytes = lazy.toByteArray(compression);
    assertThat(made).containsExactly(5, 9);

    List<String> seen = new ArrayList<>();
    WireKeySwitchKeys.read(
        new ByteArrayInputStream(bytes),
        parameters,
        Kind.GALOIS,
        LIMITS,
        (index, digit, key) -> {
          seen.add(index + "/" + digit);
          assertThat(key.component(0)).isEqualTo(keys.digits(index).get(digit).component(0));
        });
    assertThat(seen).containsExactly("5/0", "5/1", "5/2", "9/0", "9/1", "9/2");
  }

  @ParameterizedTest
  @EnumSource(Compression.class)
  void lazyKeysThatAreNotAsAnnouncedAreRefused(Compression compression) {
    WireKeySwitchKeys keys = WireSamples.keys(parameters, Kind.GALOIS, true, random, 5);
    WireKeySwitchKeys lazy =
        WireKeySwitchKeys.lazy(
            parameters, Kind.GALOIS, false, new TreeSet<>(keys.indices()), keys::digits);
    assertThatThrownBy(() -> lazy.toByteArray(compression))
        .isInstanceOf(WireFormatException.class)
        .hasMessageContaining("announced as full");
  }

  @ParameterizedTest
  @EnumSource(Compression.class)
  void secretKeysAreWipedOnCloseAndNeverPrinted(Compression compression) {
    long[] residues = WireSamples.polynomial(parameters, 4, random);
    byte[] bytes;
    try (WireSecretKey key = WireSecretKey.of(parameters, residues)) {
      bytes = key.toByteArray(compression);
      assertThat(key).hasToString("WireSecretKey[hidden]");
    }
    assertThat(residues).containsOnly(0);
    try (WireSecretKey key = WireSecretKey.read(ByteBuffer.wrap(bytes), parameters, LIMITS)) {
      assertThat(key.residues()).doesNotContain(residues[0], residues[100]);
    }
  }
}
