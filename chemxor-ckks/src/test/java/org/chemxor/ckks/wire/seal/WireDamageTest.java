package org.chemxor.ckks.wire.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.zip.DeflaterOutputStream;
import org.chemxor.ckks.bytes.Compression;
import org.chemxor.ckks.bytes.WireLimits;
import org.chemxor.ckks.testkit.AllocationMeter;
import org.chemxor.ckks.wire.Compressors;
import org.chemxor.ckks.wire.WireFormatException;
import org.chemxor.ckks.wire.WireFormatException.Damage;
import org.chemxor.ckks.wire.WireOutput;
import org.chemxor.ckks.wire.seal.WireKeySwitchKeys.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every kind of damage has its own error. Offsets are those of the wire format. */
class WireDamageTest {

  private static final WireLimits LIMITS = WireLimits.DEFAULT;
  private static final int DEGREE = 64;

  /**
   * Header 16, id 32, flag 1, size 8, degree 8, primes 8, scale 8, correction 8, then the array.
   */
  private static final int CIPHERTEXT_ARRAY = 89;

  private final Random random = new Random(4);
  private final WireParameters parameters = WireSamples.parameters(DEGREE, 40, 36, 50);
  private final byte[] parameterBytes = parameters.toByteArray(Compression.NONE);
  private final byte[] ciphertext =
      WireSamples.ciphertext(parameters, 2, 2, random).toByteArray(Compression.NONE);

  private static WireFormatException refusal(Runnable reading) {
    return catchThrowableOfType(WireFormatException.class, reading::run);
  }

  private Damage damageOf(byte[] bytes) {
    WireFormatException fromBuffer =
        refusal(() -> WireCiphertext.read(ByteBuffer.wrap(bytes), parameters, LIMITS));
    assertThat(fromBuffer).as("reading from a buffer").isNotNull();
    assertThat(fromBuffer.getMessage()).isNotBlank();
    return fromBuffer.damage();
  }

  private Damage damageAfter(Consumer<ByteBuffer> change) {
    byte[] bytes = ciphertext.clone();
    change.accept(ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN));
    Damage damage = damageOf(bytes);
    WireFormatException fromStream =
        catchThrowableOfType(
            WireFormatException.class,
            () -> WireCiphertext.read(new ByteArrayInputStream(bytes), parameters, LIMITS));
    assertThat(fromStream).as("reading from a stream").isNotNull();
    assertThat(fromStream.damage()).isEqualTo(damage);
    return damage;
  }

  @Test
  void theUndamagedCiphertextIsRead() {
    assertThat(WireCiphertext.read(ByteBuffer.wrap(ciphertext), parameters, LIMITS).size())
        .isEqualTo(2);
  }

  @Test
  void headerDamage() {
    assertThat(damageAfter(b -> b.putShort(0, (short) 0xA15F))).isEqualTo(Damage.BAD_MAGIC);
    assertThat(damageAfter(b -> b.put(2, (byte) 0x18))).isEqualTo(Damage.BAD_HEADER);
    assertThat(damageAfter(b -> b.put(3, (byte) 3))).isEqualTo(Damage.UNSUPPORTED_VERSION);
    assertThat(damageAfter(b -> b.put(3, (byte) 5))).isEqualTo(Damage.UNSUPPORTED_VERSION);
    assertThat(damageAfter(b -> b.put(5, (byte) 3))).isEqualTo(Damage.UNKNOWN_COMPRESSION);
    assertThat(damageAfter(b -> b.putLong(8, 15))).isEqualTo(Damage.BAD_HEADER);
    assertThat(damageAfter(b -> b.putLong(8, -1))).isEqualTo(Damage.TOO_LARGE);
    assertThat(damageAfter(b -> b.putLong(8, 1L << 40))).isEqualTo(Damage.TOO_LARGE);
    assertThat(damageAfter(b -> b.putLong(8, ciphertext.length + 1L))).isEqualTo(Damage.TRUNCATED);
  }

  @Test
  void laterMinorVersionsOfSealFourAreRead() {
    byte[] bytes = ciphertext.clone();
    bytes[4] = 4;
    assertThat(WireCiphertext.read(ByteBuffer.wrap(bytes), parameters, LIMITS).size()).isEqualTo(2);
  }

  @Test
  void metadataDamage() {
    assertThat(damageAfter(b -> b.put(16, (byte) (b.get(16) ^ 1))))
        .isEqualTo(Damage.UNKNOWN_PARAMETERS);
    assertThat(damageAfter(b -> b.put(48, (byte) 0))).isEqualTo(Damage.NOT_NTT);
    assertThat(damageAfter(b -> b.put(48, (byte) 2))).isEqualTo(Damage.NOT_NTT);
    for (long size : new long[] {0, 1, 4, 17, -1, Long.MIN_VALUE}) {
      assertThat(damageAfter(b -> b.putLong(49, size)))
          .as("size %d", size)
          .isEqualTo(Damage.BAD_COUNT);
    }
    assertThat(damageAfter(b -> b.putLong(57, 128))).isEqualTo(Damage.BAD_DEGREE);
    assertThat(damageAfter(b -> b.putLong(65, 3))).isEqualTo(Damage.BAD_COUNT);
    assertThat(damageAfter(b -> b.putLong(81, 2))).isEqualTo(Damage.BAD_CORRECTION_FACTOR);
  }

  @ParameterizedTest
  @ValueSource(
      doubles = {0, -0.0, -1, Double.NaN, Double.POSITIVE_INFINITY, Double.MIN_VALUE, -0x1p40})
  void impossibleScales(double scale) {
    assertThat(damageAfter(b -> b.putDouble(73, scale))).isEqualTo(Damage.BAD_SCALE);
  }

  @Test
  void arrayDamage() {
    assertThat(damageAfter(b -> b.putShort(CIPHERTEXT_ARRAY, (short) 0)))
        .isEqualTo(Damage.BAD_MAGIC);
    assertThat(damageAfter(b -> b.put(CIPHERTEXT_ARRAY + 5, (byte) 2)))
        .isEqualTo(Damage.BAD_HEADER);
    assertThat(damageAfter(b -> b.putLong(CIPHERTEXT_ARRAY + 8, 24))).isEqualTo(Damage.BAD_HEADER);
    for (long count : new long[] {0, 1, 255, 257, Long.MAX_VALUE, -1}) {
      assertThat(damageAfter(b -> b.putLong(CIPHERTEXT_ARRAY + 16, count)))
          .as("count %d", count)
          .isEqualTo(Damage.BAD_COUNT);
    }
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "0, 63", "1, 0", "1, 63", "2, 5", "3, 63"})
  void residuesThatAreNotBelowTheirPrime(int row, int position) {
    int offset = CIPHERTEXT_ARRAY + 24 + (row * DEGREE + position) * Long.BYTES;
    long prime = parameters.prime(row % 2);
    for (long bad : new long[] {prime, prime + 1, Long.MAX_VALUE, Long.MIN_VALUE, -1}) {
      assertThat(damageAfter(b -> b.putLong(offset, bad)))
          .as("residue %x", bad)
          .isEqualTo(Damage.RESIDUE_OUT_OF_RANGE);
    }
    byte[] bytes = ciphertext.clone();
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putLong(offset, prime - 1);
    assertThat(WireCiphertext.read(ByteBuffer.wrap(bytes), parameters, LIMITS)).isNotNull();
  }

  @ParameterizedTest
  @EnumSource(Compression.class)
  void everyTruncationAndEveryTail(Compression compression) {
    byte[] bytes = WireSamples.ciphertext(parameters, 2, 2, random).toByteArray(compression);
    for (int length = 0; length < bytes.length; length += 1 + length / 16) {
      assertThat(damageOf(Arrays.copyOf(bytes, length)))
          .as("first %d of %d bytes", length, bytes.length)
          .isEqualTo(Damage.TRUNCATED);
    }
    assertThat(damageOf(Arrays.copyOf(bytes, bytes.length + 1))).isEqualTo(Damage.TRAILING_DATA);
    byte[] longer = Arrays.copyOf(bytes, bytes.length + 8);
    ByteBuffer.wrap(longer).order(ByteOrder.LITTLE_ENDIAN).putLong(8, longer.length);
    assertThat(damageOf(longer)).isIn(Damage.TRAILING_DATA, Damage.CORRUPT_COMPRESSION);
  }

  @ParameterizedTest
  @EnumSource(
      value = Compression.class,
      names = {"ZLIB", "ZSTD"})
  void brokenCompressedBodies(Compression compression) throws IOException {
    byte[] garbage = new byte[500];
    random.nextBytes(garbage);
    assertThat(damageOf(framed(compression, garbage))).isEqualTo(Damage.CORRUPT_COMPRESSION);
    byte[] body = Arrays.copyOfRange(ciphertext, 16, ciphertext.length);
    byte[] packed = pack(compression, body);
    assertThat(damageOf(framed(compression, Arrays.copyOf(packed, packed.length / 2))))
        .isIn(Damage.TRUNCATED, Damage.CORRUPT_COMPRESSION);
    byte[] tooLong = pack(compression, Arrays.copyOf(body, body.length + 1));
    assertThat(damageOf(framed(compression, tooLong))).isEqualTo(Damage.TRAILING_DATA);
    byte[] tooShort = pack(compression, Arrays.copyOf(body, body.length - 1));
    assertThat(damageOf(framed(compression, tooShort))).isEqualTo(Damage.TRUNCATED);
  }

  @ParameterizedTest
  @EnumSource(
      value = Compression.class,
      names = {"ZLIB", "ZSTD"})
  void decompressionBombsStopWhereTheObjectEnds(Compression compression) throws IOException {
    byte[] body = Arrays.copyOfRange(ciphertext, 16, ciphertext.length);
    byte[] bomb = framed(compression, pack(compression, Arrays.copyOf(body, 1 << 26)));
    AllocationMeter meter = new AllocationMeter();
    assertThat(damageOf(bomb)).isEqualTo(Damage.TRAILING_DATA);
    assertThat(meter.bytes()).isLessThan(1 << 20);
  }

  @ParameterizedTest
  @EnumSource(
      value = Compression.class,
      names = {"ZLIB", "ZSTD"})
  void keysThatUnpackToFarMoreThanWasSentAreRefused(Compression compression) throws IOException {
    WireParameters large = WireSamples.parameters(4096, 36, 36);
    WireCiphertext zero = WireCiphertext.of(large, 2, 1.0, new long[8192], new long[8192]);
    TreeMap<Integer, List<WireCiphertext>> keys = new TreeMap<>();
    IntStream.range(0, 400).forEach(index -> keys.put(index, List.of(zero)));
    byte[] plain = WireKeySwitchKeys.of(large, Kind.GALOIS, keys).toByteArray(Compression.NONE);
    byte[] bomb =
        framed(compression, pack(compression, Arrays.copyOfRange(plain, 16, plain.length)));
    AllocationMeter meter = new AllocationMeter();
    WireFormatException e =
        refusal(() -> WireKeySwitchKeys.read(ByteBuffer.wrap(bomb), large, Kind.GALOIS, LIMITS));
    assertThat(e.damage()).isEqualTo(Damage.TOO_LARGE);
    assertThat(meter.bytes()).isLessThan(2L * (16L * bomb.length + (1 << 20)));
  }

  @Test
  void parameterDamage() {
    assertThat(parameterDamage(b -> b.put(16, (byte) 1))).isEqualTo(Damage.WRONG_SCHEME);
    for (long degree : new long[] {0, 1, 3, 96, 1 << 16, -64, Long.MIN_VALUE}) {
      assertThat(parameterDamage(b -> b.putLong(17, degree)))
          .as("degree %d", degree)
          .isEqualTo(Damage.BAD_DEGREE);
    }
    for (long count : new long[] {0, -1, 65, Long.MAX_VALUE}) {
      assertThat(parameterDamage(b -> b.putLong(25, count)))
          .as("count %d", count)
          .isEqualTo(Damage.BAD_COUNT);
    }
    assertThat(parameterDamage(b -> b.putLong(25, 64))).isEqualTo(Damage.TRUNCATED);
    long first = parameters.prime(0);
    long second = parameters.prime(1);
    for (long prime : new long[] {0, 1, first - 1, second, first * 128 + 1, -first}) {
      assertThat(parameterDamage(b -> b.putLong(49, prime)))
          .as("prime %d", prime)
          .isEqualTo(Damage.BAD_PRIME);
    }
    assertThat(parameterDamage(b -> b.putLong(parameterBytes.length - 8, 65537)))
        .isEqualTo(Damage.WRONG_SCHEME);
  }

  private Damage parameterDamage(Consumer<ByteBuffer> change) {
    byte[] bytes = parameterBytes.clone();
    change.accept(ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN));
    WireFormatException e = refusal(() -> WireParameters.read(ByteBuffer.wrap(bytes), LIMITS));
    assertThat(e).isNotNull();
    return e.damage();
  }

  @Test
  void keysWhereDataBelongsAndTheOtherWayRound() {
    byte[] key = WireSamples.key(parameters, false, random).toByteArray(Compression.NONE);
    assertThat(damageOf(key)).isEqualTo(Damage.UNKNOWN_PARAMETERS);
    WireFormatException e =
        refusal(() -> WirePublicKey.read(ByteBuffer.wrap(ciphertext), parameters, LIMITS));
    assertThat(e.damage()).isEqualTo(Damage.UNKNOWN_PARAMETERS);
  }

  @Test
  void plaintextDamage() {
    byte[] bytes =
        WirePlaintext.of(parameters, 1, 0x1p30, WireSamples.polynomial(parameters, 1, random))
            .toByteArray(Compression.NONE);
    byte[] coefficientForm = bytes.clone();
    Arrays.fill(coefficientForm, 16, 48, (byte) 0);
    byte[] miscounted = bytes.clone();
    miscounted[48] ^= 1;
    WireFormatException e =
        refusal(() -> WirePlaintext.read(ByteBuffer.wrap(coefficientForm), parameters, LIMITS));
    assertThat(e.damage()).isEqualTo(Damage.NOT_NTT);
    e = refusal(() -> WirePlaintext.read(ByteBuffer.wrap(miscounted), parameters, LIMITS));
    assertThat(e.damage()).isEqualTo(Damage.BAD_COUNT);
    e = refusal(() -> WireSecretKey.read(ByteBuffer.wrap(bytes), parameters, LIMITS));
    assertThat(e.damage()).isEqualTo(Damage.UNKNOWN_PARAMETERS);
  }

  @Test
  void seedDamage() {
    long[] c0 = WireSamples.polynomial(parameters, 2, random);
    byte[] bytes =
        WireCiphertext.seeded(parameters, 2, 1.0, c0, WireSamples.seed(random))
            .toByteArray(Compression.NONE);
    byte[] unknown = bytes.clone();
    unknown[bytes.length - 65] = 3;
    assertThat(damageOf(unknown)).isEqualTo(Damage.UNKNOWN_GENERATOR);
    byte[] resized = bytes.clone();
    resized[bytes.length - 81 + 8] = 80;
    assertThat(damageOf(resized)).isEqualTo(Damage.BAD_HEADER);
  }

  @Test
  void keySwitchingKeyDamage() {
    byte[] bytes =
        WireSamples.keys(parameters, Kind.GALOIS, true, random, 1).toByteArray(Compression.NONE);
    assertThat(keyDamage(bytes, Kind.GALOIS, b -> b.putLong(48, DEGREE + 1L)))
        .isEqualTo(Damage.BAD_COUNT);
    assertThat(keyDamage(bytes, Kind.GALOIS, b -> b.putLong(48, -1))).isEqualTo(Damage.BAD_COUNT);
    assertThat(keyDamage(bytes, Kind.GALOIS, b -> b.putLong(64, 3))).isEqualTo(Damage.BAD_COUNT);
    assertThat(keyDamage(bytes, Kind.GALOIS, b -> b.putLong(64, 1))).isEqualTo(Damage.BAD_COUNT);
    assertThat(keyDamage(bytes, Kind.GALOIS, b -> b.putLong(80, 99))).isEqualTo(Damage.BAD_HEADER);
    assertThat(keyDamage(bytes, Kind.RELINEARIZATION, b -> {})).isEqualTo(Damage.BAD_COUNT);
    WireFormatException tooMany =
        refusal(
            () ->
                WireKeySwitchKeys.read(
                    ByteBuffer.wrap(
                        WireSamples.keys(parameters, Kind.GALOIS, true, random, 1, 2)
                            .toByteArray(Compression.NONE)),
                    parameters,
                    Kind.GALOIS,
                    LIMITS.withMaxKeys(1)));
    assertThat(tooMany.damage()).isEqualTo(Damage.BAD_COUNT);
  }

  private Damage keyDamage(byte[] original, Kind kind, Consumer<ByteBuffer> change) {
    byte[] bytes = original.clone();
    change.accept(ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN));
    WireFormatException e =
        refusal(() -> WireKeySwitchKeys.read(ByteBuffer.wrap(bytes), parameters, kind, LIMITS));
    assertThat(e).isNotNull();
    return e.damage();
  }

  @Test
  void theMessageNamesValueAndLimit() {
    WireFormatException e =
        refusal(
            () ->
                WireCiphertext.read(
                    ByteBuffer.wrap(ciphertext), parameters, LIMITS.withMaxSerializedBytes(100)));
    assertThat(e)
        .hasMessageContaining(Integer.toString(ciphertext.length))
        .hasMessageContaining("100")
        .hasMessageContaining("maxSerializedBytes");
  }

  /** Packs as tightly as an attacker would; the library's own zlib output does not try to. */
  private static byte[] pack(Compression compression, byte[] body) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (OutputStream out =
        compression == Compression.ZLIB
            ? new DeflaterOutputStream(packed)
            : Compressors.compress(compression, packed)) {
      out.write(body);
    }
    return packed.toByteArray();
  }

  private static byte[] framed(Compression compression, byte[] body) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (WireOutput out = new WireOutput(bytes)) {
      new WireHeader(compression, 16L + body.length).write(out);
    }
    bytes.write(body);
    return bytes.toByteArray();
  }
}
