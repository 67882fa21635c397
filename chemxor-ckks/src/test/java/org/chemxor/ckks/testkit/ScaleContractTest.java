package org.chemxor.ckks.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.chemxor.ckks.Ciphertext;
import org.chemxor.ckks.CkksContext;
import org.chemxor.ckks.CkksEncoder;
import org.chemxor.ckks.CkksEngine;
import org.chemxor.ckks.CkksException;
import org.chemxor.ckks.CkksParameters;
import org.chemxor.ckks.Encryptor;
import org.chemxor.ckks.Evaluator;
import org.chemxor.ckks.GaloisKeys;
import org.chemxor.ckks.KeyGenerator;
import org.chemxor.ckks.MatrixSum;
import org.chemxor.ckks.MismatchException;
import org.chemxor.ckks.Plaintext;
import org.chemxor.ckks.RelinearizationKey;
import org.chemxor.ckks.ScalarMatrix;
import org.chemxor.ckks.bytes.Compression;
import org.chemxor.ckks.bytes.WireLimits;
import org.chemxor.ckks.wire.seal.WireCiphertext;
import org.chemxor.ckks.wire.seal.WireParameters;
import org.chemxor.ckks.wire.seal.WirePlaintext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * Whatever would make a scale that leaves no room for values in its modulus is refused: it would
 * wrap around and be read as another number, silently.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class ScaleContractTest {
  /** Room for a scale of 2^98 at level 2, 2^68 at level 1, 2^38 at level 0, roughly. */
  private static final CkksParameters PARAMETERS =
      CkksContractTest.set(1024, new int[] {40, 30, 30}, new int[] {40}, 1, 30);

  private static final WireParameters WIRE = WireParameters.of(PARAMETERS);
  private static final int TOP = PARAMETERS.maxLevel();
  private static final double SCALE = PARAMETERS.scale();

  private CkksContext context;
  private KeyGenerator keys;
  private CkksEncoder encoder;
  private Encryptor encryptor;
  private Evaluator evaluator;
  private RelinearizationKey squares;

  /** The engine under test. */
  protected abstract CkksEngine engine();

  @BeforeAll
  final void open() {
    context = engine().context(PARAMETERS);
    keys = context.keyGenerator();
    encoder = context.encoder();
    encryptor = context.encryptor(keys.secretKey());
    evaluator = context.evaluator();
    squares = keys.createRelinearizationKey();
  }

  @AfterAll
  final void close() {
    keys.secretKey().close();
    context.close();
  }

  private Ciphertext encrypt(double value, double scale, int level) {
    return encryptor.encrypt(encoder.encodeConstant(value, scale, level));
  }

  private double decrypt(Ciphertext c) {
    return encoder.decode(context.decryptor(keys.secretKey()).decrypt(c))[0];
  }

  private static void assertRefused(ThrowingCallable operation) {
    assertThatThrownBy(operation)
        .isInstanceOf(MismatchException.class)
        .hasMessageContaining("scale of 2^")
        .hasMessageContaining("has room for 2^")
        .hasMessageContaining("rescale");
  }

  /** The report: 1.5 squared twice was read as -2.5e-9, not 5.0625. */
  @Test
  void refusesToSquareTwiceWithoutRescaling() {
    Ciphertext square = evaluator.relinearize(evaluator.square(encrypt(1.5, SCALE, TOP)), squares);
    assertThat(decrypt(square)).isCloseTo(2.25, within(1e-3));
    assertRefused(() -> evaluator.square(square));
    assertRefused(() -> evaluator.multiply(square, square));
    assertRefused(() -> evaluator.squareAndRescale(square, squares));
    Ciphertext rescaled = evaluator.rescale(square);
    assertThat(decrypt(evaluator.square(rescaled))).isCloseTo(5.0625, within(1e-3));
  }

  @Test
  void refusesProductsWithPlaintextsThatLeaveNoRoom() {
    Ciphertext c = encrypt(1.5, SCALE, 1);
    Plaintext fitting = encoder.encodeConstant(2.0, 0x1p36, 1);
    Plaintext large = encoder.encodeConstant(2.0, 0x1p42, 1);
    assertThat(decrypt(evaluator.multiplyPlain(c, fitting))).isCloseTo(3, within(1e-3));
    assertRefused(() -> evaluator.multiplyPlain(c, large));
    assertRefused(() -> evaluator.sumOfProducts(List.of(c, c), List.of(large, large)));
  }

  @Test
  void refusesMatricesThatLeaveNoRoom() {
    Ciphertext c = encrypt(1.5, SCALE, 0);
    ScalarMatrix large = ScalarMatrix.of(new int[][] {{3, 5}}, 0x1p12);
    assertRefused(() -> evaluator.multiplyMatrix(large, List.of(c, c)));
    MatrixSum sum = evaluator.newMatrixSum(large);
    assertRefused(() -> sum.add(0, List.of(c)));
    ScalarMatrix small = ScalarMatrix.of(new int[][] {{3, 5}}, 4);
    assertThat(decrypt(evaluator.multiplyMatrix(small, List.of(c, c)).get(0)))
        .isCloseTo(3, within(1e-3));
  }

  @Test
  void refusesToDropToALevelWhereTheScaleDoesNotFit() {
    Ciphertext c = encrypt(1.5, 0x1p60, TOP);
    assertThat(evaluator.dropToLevel(c, 1).level()).isEqualTo(1);
    assertRefused(() -> evaluator.dropToLevel(c, 0));
  }

  @Test
  void refusesToEncodeAtScalesThatLeaveNoRoom() {
    double[] small = {1e-9};
    assertRefused(() -> encoder.encodeConstant(1e-9, 0x1p42, 0));
    assertRefused(() -> encoder.encode(small, 0x1p42, 0));
    assertRefused(() -> encoder.encode(small, small, 0x1p42, 0));
    assertRefused(() -> encoder.encodeCompact(small, 0x1p42, 0));
    assertRefused(() -> encoder.encode(small, PARAMETERS.logQ(TOP) > 99 ? 0x1p101 : 0x1p100, TOP));
    assertThatThrownBy(() -> encoder.encodeConstant(1.0, 0, 0))
        .isInstanceOf(MismatchException.class);
    assertThatThrownBy(() -> encoder.encodeConstant(1.0, Double.NaN, 0))
        .isInstanceOf(MismatchException.class);
    assertThatThrownBy(() -> encoder.encodeConstant(1.0, Double.POSITIVE_INFINITY, 0))
        .isInstanceOf(MismatchException.class);
  }

  @Test
  void refusesToAddNumbersThatWrapAround() {
    Ciphertext c = encrypt(1.5, SCALE, 0);
    assertThat(decrypt(evaluator.addScalar(c, 100))).isCloseTo(101.5, within(1e-3));
    for (double value : new double[] {1000, -1000, 1e9, -1e300, Double.MAX_VALUE}) {
      assertThatThrownBy(() -> evaluator.addScalar(c, value))
          .isInstanceOf(CkksException.class)
          .hasMessageContaining("level 0 holds");
    }
  }

  @Test
  void refusesToRescaleAwayWhatIsThere() {
    Ciphertext c = encrypt(1.5, 0x1p20, 1);
    assertThatThrownBy(() -> evaluator.rescale(c))
        .isInstanceOf(MismatchException.class)
        .hasMessageContaining("nothing of the values");
    assertThatThrownBy(() -> evaluator.squareAndRescale(encrypt(1.5, 0x1p12, 1), squares))
        .isInstanceOf(MismatchException.class)
        .hasMessageContaining("nothing of the values");
  }

  /** What a stranger sends with a scale of its own choosing can be read, but not computed with. */
  @Test
  void refusesOperandsFromOutsideWhoseScaleLeavesNoRoom() {
    Ciphertext honest = encrypt(1.5, SCALE, TOP);
    WireCiphertext read =
        WireCiphertext.read(
            ByteBuffer.wrap(honest.toBytes(Compression.NONE)), WIRE, WireLimits.DEFAULT);
    byte[] bytes =
        WireCiphertext.of(WIRE, TOP + 1, 0x1p120, read.component(0), read.component(1))
            .toByteArray(Compression.NONE);
    Ciphertext c = context.readCiphertext(new ByteArrayInputStream(bytes));
    GaloisKeys rotations = keys.createGaloisKeysWithConjugation(List.of(1));
    assertRefused(() -> evaluator.add(c, c));
    assertRefused(() -> evaluator.subtract(c, c));
    assertRefused(() -> evaluator.negate(c));
    assertRefused(() -> evaluator.addScalar(c, 0));
    assertRefused(() -> evaluator.rescale(c));
    assertRefused(() -> evaluator.rotate(c, 1, rotations));
    assertRefused(() -> evaluator.rotateMany(c, new int[] {1}, rotations));
    assertRefused(() -> evaluator.conjugate(c, rotations));
    assertRefused(() -> evaluator.relinearize(c, squares));
    WirePlaintext open = WirePlaintext.of(WIRE, TOP + 1, 0x1p120, read.component(0));
    Plaintext plain =
        context.readPlaintext(new ByteArrayInputStream(open.toByteArray(Compression.NONE)));
    assertRefused(() -> encryptor.encrypt(plain));
    assertRefused(() -> evaluator.multiplyPlain(honest, plain));
  }
}
