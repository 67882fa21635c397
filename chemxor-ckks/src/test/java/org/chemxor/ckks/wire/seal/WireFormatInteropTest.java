package org.chemxor.ckks.wire.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.chemxor.ckks.bytes.Compression;
import org.chemxor.ckks.bytes.WireLimits;
import org.chemxor.ckks.interop.Interop;
import org.chemxor.ckks.interop.NodeSeal;
import org.chemxor.ckks.interop.NodeSeal.Ref;
import org.chemxor.ckks.wire.WireFormatException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Microsoft SEAL as the judge of everything read and written here. */
@Interop
class WireFormatInteropTest {

  private static final WireLimits LIMITS = WireLimits.DEFAULT;
  private static final double SCALE = 0x1p30;

  /** Offset of the first residue in an uncompressed ciphertext. */
  private static final int FIRST_RESIDUE = 113;

  private static final Map<Integer, Session> SESSIONS = new HashMap<>();

  private static NodeSeal seal;

  @BeforeAll
  static void start() {
    seal = NodeSeal.start();
  }

  @AfterAll
  static void stop() {
    SESSIONS.clear();
    if (seal != null) {
      seal.close();
    }
  }

  /** A SEAL session with keys, and our view of its parameters. */
  private static final class Session {
    final Ref parametersRef;
    final Ref context;
    final Ref generator;
    final Ref secretKey;
    final Ref publicKey;
    final WireParameters parameters;

    private Session(int degree) {
      parametersRef = seal.parameters(degree, bits(degree));
      context = seal.context(parametersRef);
      generator = seal.keyGenerator(context, null);
      secretKey = seal.key("secretKey", generator);
      publicKey = seal.key("publicKey", generator);
      byte[] bytes = seal.save(parametersRef, Compression.NONE);
      parameters = WireParameters.read(ByteBuffer.wrap(bytes), LIMITS);
    }

    Ref plaintext() {
      double[] values = new Random(7).doubles(parameters.degree() / 2, -1, 1).toArray();
      return seal.encode(context, values, SCALE);
    }

    byte[] saveSeeded() {
      Ref seeded = seal.encryptSymmetric(context, publicKey, secretKey, plaintext(), true);
      return seal.save(seeded, Compression.NONE);
    }
  }

  private static Session session(int degree) {
    return SESSIONS.computeIfAbsent(degree, Session::new);
  }

  private static int[] bits(int degree) {
    return switch (degree) {
      case 4096 -> new int[] {36, 36, 37};
      case 8192 -> new int[] {50, 40, 40, 50};
      default -> new int[] {50, 40, 40, 40, 50};
    };
  }

  @Test
  void runsThePinnedPackage() {
    assertThat(seal.version()).isEqualTo("6.0.3");
  }

  @ParameterizedTest
  @ValueSource(ints = {4096, 8192, 16384})
  void parametersAreRewrittenByteForByteAndNameTheSameLevels(int degree) {
    Session session = session(degree);
    byte[] bytes = seal.save(session.parametersRef, Compression.NONE);
    assertThat(session.parameters.toByteArray(Compression.NONE)).isEqualTo(bytes);
    assertThat(session.parameters.primes()).isEqualTo(seal.createPrimes(degree, bits(degree)));
    List<byte[]> ids = seal.levelIds(session.context);
    for (int level = 0; level < ids.size(); level++) {
      assertThat(hex(ids.get(level)))
          .isEqualTo(session.parameters.parmsId(ids.size() - level).toString());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {4096, 8192, 16384})
  void everythingSealWritesIsRewrittenByteForByte(int degree) {
    Session s = session(degree);
    WireParameters p = s.parameters;
    Ref plain = s.plaintext();
    byte[] bytes = seal.save(plain, Compression.NONE);
    WirePlaintext plaintext = WirePlaintext.read(ByteBuffer.wrap(bytes), p, LIMITS);
    assertThat(plaintext.scale()).isEqualTo(SCALE);
    assertSame(plaintext, bytes);

    bytes = seal.save(s.secretKey, Compression.NONE);
    assertSame(WireSecretKey.read(ByteBuffer.wrap(bytes), p, LIMITS), bytes);
    bytes = seal.save(s.publicKey, Compression.NONE);
    assertSame(WirePublicKey.read(ByteBuffer.wrap(bytes), p, LIMITS), bytes);
    bytes = seal.save(seal.key("seededPublicKey", s.generator), Compression.NONE);
    assertSame(WirePublicKey.read(ByteBuffer.wrap(bytes), p, LIMITS), bytes);

    bytes = seal.save(seal.encrypt(s.context, s.publicKey, plain), Compression.NONE);
    assertSame(WireCiphertext.read(ByteBuffer.wrap(bytes), p, LIMITS), bytes);
    bytes = s.saveSeeded();
    WireCiphertext seeded = WireCiphertext.read(ByteBuffer.wrap(bytes), p, LIMITS);
    assertThat(seeded.seed()).isPresent();
    assertSame(seeded, bytes);
  }

  @ParameterizedTest
  @ValueSource(ints = {4096, 8192, 16384})
  void keySwitchingKeysAreRewrittenByteForByte(int degree) {
    Session s = session(degree);
    for (String name : List.of("relinKeys", "seededRelinKeys")) {
      byte[] bytes = seal.save(seal.key(name, s.generator), Compression.NONE);
      WireKeySwitchKeys keys = readKeys(s, bytes, WireKeySwitchKeys.Kind.RELINEARIZATION);
      assertThat(keys.indices()).containsExactly(0);
      assertSame(keys, bytes);
    }
    for (String name : List.of("galoisKeys", "seededGaloisKeys")) {
      byte[] bytes = seal.save(seal.key(name, s.generator, 1, -1, 5), Compression.NONE);
      WireKeySwitchKeys keys = readKeys(s, bytes, WireKeySwitchKeys.Kind.GALOIS);
      assertThat(keys.indices())
          .containsExactlyInAnyOrder(
              index(degree, 1), index(degree, degree / 2 - 1), index(degree, 5));
      assertSame(keys, bytes);
    }
  }

  @ParameterizedTest
  @EnumSource(Compression.class)
  void everyCompressionIsReadAndWritten(Compression compression) {
    Session s = session(8192);
    Ref cipher = seal.encrypt(s.context, s.publicKey, s.plaintext());
    byte[] plainBytes = seal.save(cipher, Compression.NONE);
    byte[] packed = seal.save(cipher, compression);
    WireCiphertext ours = WireCiphertext.read(ByteBuffer.wrap(packed), s.parameters, LIMITS);
    assertSame(ours, plainBytes);
    Ref back = seal.load(NodeSeal.Kind.CIPHERTEXT, s.context, ours.toByteArray(compression));
    assertThat(seal.save(back, Compression.NONE)).isEqualTo(plainBytes);

    byte[] keyBytes = seal.save(seal.key("galoisKeys", s.generator, 3), compression);
    WireKeySwitchKeys keys = readKeys(s, keyBytes, WireKeySwitchKeys.Kind.GALOIS);
    Ref loaded = seal.load(NodeSeal.Kind.GALOIS_KEYS, s.context, keys.toByteArray(compression));
    assertThat(seal.save(loaded, Compression.NONE)).isEqualTo(keys.toByteArray(Compression.NONE));

    Ref parameters = seal.loadParameters(s.parameters.toByteArray(compression));
    byte[] parameterBytes = seal.save(parameters, compression);
    assertThat(WireParameters.read(ByteBuffer.wrap(parameterBytes), LIMITS).primes())
        .isEqualTo(s.parameters.primes());
  }

  @ParameterizedTest
  @ValueSource(ints = {4096, 8192, 16384})
  void seedsExpandAsInSeal(int degree) {
    Session s = session(degree);
    byte[] seeded = s.saveSeeded();
    Ref loaded = seal.load(NodeSeal.Kind.CIPHERTEXT, s.context, seeded);
    WireCiphertext ours = WireCiphertext.read(ByteBuffer.wrap(seeded), s.parameters, LIMITS);
    assertSame(ours.expanded(), seal.save(loaded, Compression.NONE));
  }

  @ParameterizedTest
  @EnumSource(WireSeed.Generator.class)
  void ourSeedsExpandInSealAsHere(WireSeed.Generator generator) {
    long[] words = new Random(11).longs(8).toArray();
    for (int degree : new int[] {4096, 8192, 16384}) {
      Session s = session(degree);
      int primes = s.parameters.dataPrimeCount();
      long[] c0 = WireSamples.polynomial(s.parameters, primes, new Random(12));
      WireCiphertext ours =
          WireCiphertext.seeded(s.parameters, primes, SCALE, c0, new WireSeed(generator, words));
      Ref loaded =
          seal.load(NodeSeal.Kind.CIPHERTEXT, s.context, ours.toByteArray(Compression.ZSTD));
      assertSame(ours.expanded(), seal.save(loaded, Compression.NONE));
    }
  }

  @Test
  void sealRefusesWhatWeRefuse() {
    Session s = session(4096);
    byte[] bytes = s.saveSeeded();
    long prime = s.parameters.prime(0);
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putLong(FIRST_RESIDUE, prime);
    assertThatThrownBy(() -> seal.load(NodeSeal.Kind.CIPHERTEXT, s.context, bytes))
        .isInstanceOf(NodeSeal.Refused.class);
    assertThatThrownBy(() -> WireCiphertext.read(ByteBuffer.wrap(bytes), s.parameters, LIMITS))
        .isInstanceOf(WireFormatException.class)
        .hasMessageContaining("residue " + prime);
  }

  private static WireKeySwitchKeys readKeys(Session s, byte[] bytes, WireKeySwitchKeys.Kind kind) {
    return WireKeySwitchKeys.read(ByteBuffer.wrap(bytes), s.parameters, kind, LIMITS);
  }

  private static int index(int degree, int step) {
    int element = 1;
    for (int i = 0; i < step; i++) {
      element = element * 3 % (2 * degree);
    }
    return WireKeySwitchKeys.galoisIndex(element);
  }

  private static void assertSame(WireObject ours, byte[] expected) {
    byte[] actual = ours.toByteArray(Compression.NONE);
    assertThat(ours.sizeBytes()).isEqualTo(expected.length);
    assertThat(Arrays.mismatch(actual, expected)).as("first differing byte").isEqualTo(-1);
  }

  private static String hex(byte[] bytes) {
    return java.util.HexFormat.of().formatHex(bytes);
  }
}
