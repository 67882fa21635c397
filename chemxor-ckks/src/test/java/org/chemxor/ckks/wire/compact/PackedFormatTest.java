package org.chemxor.ckks.wire.compact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.chemxor.ckks.Ciphertext;
import org.chemxor.ckks.CkksContext;
import org.chemxor.ckks.CkksEngine;
import org.chemxor.ckks.CkksException;
import org.chemxor.ckks.CkksParameters;
import org.chemxor.ckks.GaloisKeys;
import org.chemxor.ckks.KeyGenerator;
import org.chemxor.ckks.RelinearizationKey;
import org.chemxor.ckks.bytes.Compression;
import org.chemxor.ckks.bytes.WireLimits;
import org.chemxor.ckks.wire.BitPacking;
import org.chemxor.ckks.wire.ByteSource;
import org.chemxor.ckks.wire.WireFormatException;
import org.chemxor.ckks.wire.WireFormatException.Damage;
import org.chemxor.ckks.wire.seal.WireKeySwitchKeys;
import org.chemxor.ckks.wire.seal.WireObject;
import org.chemxor.ckks.wire.seal.WireParameters;
import org.chemxor.ckks.wire.seal.WireSamples;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PackedFormatTest {
  private static final CkksParameters PARAMETERS =
      CkksParameters.builder()
          .polyModulusDegree(1024)
          .dataPrimeBits(47, 31, 29)
          .specialPrimeBits(48)
          .scaleBits(30)
          .insecureWithoutBound()
          .build();
  private static final CkksContext CONTEXT = CkksEngine.load().context(PARAMETERS);
  private static final KeyGenerator GENERATOR = CONTEXT.keyGenerator();
  private static final PackedFormat FORMAT = PackedFormat.of(PARAMETERS);

  private static Ciphertext fresh() {
    double[] slots = IntStream.range(0, 512).mapToDouble(i -> i / 512.0).toArray();
    return CONTEXT
        .encryptor(GENERATOR.secretKey())
        .encrypt(CONTEXT.encoder().encode(slots, PARAMETERS.scale(), 2));
  }

  private static byte[] seal(Ciphertext ciphertext) {
    return ciphertext.toBytes(Compression.NONE);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 8, 13, 27, 31, 32, 33, 47, 49, 50, 60, 62, 63})
  void numbersOfEveryWidthComeBack(int bits) {
    Random random = new Random(bits);
    for (int count : new int[] {1, 2, 7, 8, 63, 64, 1000}) {
      long[] words = random.longs(count).map(w -> w & ((1L << bits) - 1)).toArray();
      int bytes = (int) BitPacking.bytes(count, bits);
      ByteBuffer buffer = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
      BitPacking.write(words, 0, count, bits, buffer);
      assertThat(buffer.hasRemaining()).as("%d numbers of %d bits", count, bits).isFalse();
      long[] back = new long[count];
      BitPacking.read(buffer.flip(), back, 0, count, bits);
      assertThat(back).isEqualTo(words);
      assertThat(buffer.hasRemaining()).isFalse();
    }
  }

  @Test
  void aPrimesWidthHoldsItsLargestResidueAndNoMore() {
    assertThat(BitPacking.width(17)).isEqualTo(5);
    assertThat(BitPacking.width(16)).isEqualTo(4);
    assertThat(BitPacking.width((1L << 50) - 27)).isEqualTo(50);
  }

  @Test
  void freshCiphertextsComeBackByteForByteInAboutTheirPrimesBits() {
    Ciphertext ciphertext = fresh();
    byte[] packed = FORMAT.pack(ciphertext);
    assertThat((long) packed.length).isEqualTo(FORMAT.ciphertextBytes(2, true));
    assertThat(packed.length).isBetween(1024 * 107 / 8, 1024 * 107 / 8 + 100);
    assertThat(seal(FORMAT.readCiphertext(packed, CONTEXT))).isEqualTo(seal(ciphertext));
  }

  @Test
  void computedCiphertextsOfTwoAndThreePolynomialsComeBack() {
    Ciphertext square = CONTEXT.evaluator().square(fresh());
    Ciphertext relinearised =
        CONTEXT.evaluator().relinearize(square, GENERATOR.createRelinearizationKey());
    Ciphertext lowest =
        CONTEXT.evaluator().dropToLevel(CONTEXT.evaluator().rescale(relinearised), 0);
    for (Ciphertext c : List.of(square, relinearised, lowest)) {
      byte[] packed = FORMAT.pack(c);
      assertThat(seal(FORMAT.readCiphertext(packed, CONTEXT))).isEqualTo(seal(c));
    }
    assertThat((long) FORMAT.pack(lowest).length).isEqualTo(FORMAT.ciphertextBytes(0, false));
  }

  @Test
  void keysComeBackByteForByte() {
    RelinearizationKey relinearization = GENERATOR.createRelinearizationKey();
    byte[] packed = FORMAT.pack(relinearization);
    assertThat((long) packed.length).isEqualTo(FORMAT.keysBytes(1));
    assertThat(FORMAT.readRelinearizationKey(packed, CONTEXT).toBytes(Compression.NONE))
        .isEqualTo(relinearization.toBytes(Compression.NONE));
    GaloisKeys galois = GENERATOR.createGaloisKeys(List.of(1, 5, 511));
    packed = FORMAT.pack(galois);
    assertThat((long) packed.length).isEqualTo(FORMAT.keysBytes(3));
    assertThat(FORMAT.readGaloisKeys(packed, CONTEXT).toBytes(Compression.NONE))
        .isEqualTo(galois.toBytes(Compression.NONE));
  }

  @Test
  void moreKeysThanTheCallerAllowsAreRefused() {
    byte[] packed = FORMAT.pack(GENERATOR.createGaloisKeys(List.of(1, 2, 3)));
    WireLimits two = WireLimits.DEFAULT.withMaxKeys(2);
    assertThatThrownBy(() -> FORMAT.readGaloisKeys(packed, CONTEXT, two))
        .isInstanceOfSatisfying(
            WireFormatException.class, e -> assertThat(e.damage()).isEqualTo(Damage.BAD_COUNT))
        .hasMessageContaining("3 keys, allowed are at most 2");
  }

  @Test
  void keysWithoutSeedsComeBack() {
    WireParameters parameters = WireSamples.parameters(64, 40, 30, 45);
    PackedKeys keys = new PackedKeys(parameters);
    WireKeySwitchKeys.Kind kind = WireKeySwitchKeys.Kind.GALOIS;
    WireObject full = WireSamples.keys(parameters, kind, false, new Random(1), 3, 9);
    byte[] seal = full.toByteArray(Compression.NONE);
    byte[] packed = keys.pack(ByteBuffer.wrap(seal), kind);
    assertThat((long) packed.length).isEqualTo(keys.sizeBytes(2, false));
    assertThat(
            keys.unpack(ByteSource.of(packed), kind, WireLimits.DEFAULT)
                .toByteArray(Compression.NONE))
        .isEqualTo(seal);
  }

  @Test
  void residuesAboveTheirPrimeAreRefused() {
    byte[] packed = FORMAT.pack(fresh());
    Arrays.fill(packed, packed.length - 100, packed.length, (byte) -1);
    assertThatThrownBy(() -> FORMAT.readCiphertext(packed, CONTEXT))
        .isInstanceOfSatisfying(
            WireFormatException.class,
            e -> assertThat(e.damage()).isEqualTo(Damage.RESIDUE_OUT_OF_RANGE));
  }

  @Test
  void ciphertextsOfOtherParametersAreRefused() {
    CkksParameters others =
        CkksParameters.builder()
            .polyModulusDegree(1024)
            .dataPrimeBits(46, 31, 29)
            .specialPrimeBits(48)
            .scaleBits(30)
            .insecureWithoutBound()
            .build();
    byte[] packed = FORMAT.pack(fresh());
    PackedFormat other = PackedFormat.of(others);
    assertThatThrownBy(() -> other.readCiphertext(packed, CONTEXT))
        .isInstanceOfSatisfying(
            WireFormatException.class,
            e -> assertThat(e.damage()).isEqualTo(Damage.UNKNOWN_PARAMETERS));
  }

  @Test
  void announcedSizesAreComparedWithTheBytesBeforeAnythingIsAllocated() {
    byte[] head = Arrays.copyOf(FORMAT.pack(GENERATOR.createGaloisKeys(List.of(1))), 16);
    ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN).putInt(4, 4096);
    assertThatThrownBy(() -> FORMAT.readGaloisKeys(head, CONTEXT))
        .isInstanceOfSatisfying(
            WireFormatException.class, e -> assertThat(e.damage()).isEqualTo(Damage.TRUNCATED))
        .hasMessageContaining("needs at least");
  }

  @Test
  void damagedBytesAreReadOrRefusedButNeverFailOtherwise() {
    List<byte[]> objects =
        List.of(
            FORMAT.pack(fresh()),
            FORMAT.pack(CONTEXT.evaluator().square(fresh())),
            FORMAT.pack(GENERATOR.createRelinearizationKey()),
            FORMAT.pack(GENERATOR.createGaloisKeys(List.of(1, 2))));
    Random random = new Random(77);
    for (int i = 0; i < 400; i++) {
      byte[] bytes = objects.get(i % objects.size()).clone();
      int limit = random.nextBoolean() ? 24 : bytes.length;
      bytes[random.nextInt(limit)] ^= (byte) (1 << random.nextInt(8));
      int length = random.nextInt(4) == 0 ? random.nextInt(bytes.length + 9) : bytes.length;
      byte[] damaged = Arrays.copyOf(bytes, length);
      for (Runnable read : readers(damaged)) {
        try {
          read.run();
        } catch (CkksException e) {
          assertThat(e).as("seed 77, round %d", i).hasMessageMatching("(?s).+");
        }
      }
    }
  }

  private static List<Runnable> readers(byte[] bytes) {
    return List.of(
        () -> FORMAT.readCiphertext(bytes, CONTEXT),
        () -> FORMAT.readRelinearizationKey(bytes, CONTEXT),
        () -> FORMAT.readGaloisKeys(bytes, CONTEXT));
  }

  @Test
  void cutAndLengthenedObjectsAreRefused() {
    byte[] packed = FORMAT.pack(fresh());
    Random random = new Random(78);
    for (int i = 0; i < 50; i++) {
      byte[] cut = Arrays.copyOf(packed, random.nextInt(packed.length));
      assertThatThrownBy(() -> FORMAT.readCiphertext(cut, CONTEXT))
          .as("seed 78, cut to %d bytes", cut.length)
          .isInstanceOf(WireFormatException.class);
    }
    byte[] longer = Arrays.copyOf(packed, packed.length + 1);
    assertThatThrownBy(() -> FORMAT.readCiphertext(longer, CONTEXT))
        .isInstanceOfSatisfying(
            WireFormatException.class, e -> assertThat(e.damage()).isEqualTo(Damage.TRAILING_DATA));
  }
}
