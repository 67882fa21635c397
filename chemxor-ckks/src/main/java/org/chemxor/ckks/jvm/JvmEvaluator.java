package org.chemxor.ckks.jvm;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.chemxor.ckks.Ciphertext;
import org.chemxor.ckks.Evaluator;
import org.chemxor.ckks.GaloisKeys;
import org.chemxor.ckks.MatrixSum;
import org.chemxor.ckks.Plaintext;
import org.chemxor.ckks.RelinearizationKey;
import org.chemxor.ckks.ScalarMatrix;
import org.chemxor.ckks.jvm.arithmetic.Kernels;
import org.chemxor.ckks.jvm.arithmetic.Modulus;
import org.chemxor.ckks.jvm.ring.KeySwitchKey;
import org.chemxor.ckks.jvm.ring.KeySwitcher;
import org.chemxor.ckks.jvm.ring.Ring;
import org.chemxor.ckks.jvm.ring.SquareRescaler;
import org.chemxor.ckks.spi.OperandChecks;

/** Homomorphic operations, row by row. */
final class JvmEvaluator implements Evaluator {
  private final Ring ring;
  private final KeySwitcher switcher;
  private final SquareRescaler squares;

  /** [dropped][row] = 1/q_dropped mod q_row. */
  private final double[][] rescaleInverse;

  JvmEvaluator(Ring ring, KeySwitcher switcher) {
    this.ring = ring;
    this.switcher = switcher;
    this.squares = new SquareRescaler(ring, switcher);
    this.rescaleInverse = new double[ring.dataCount()][];
    for (int dropped = 0; dropped < ring.dataCount(); dropped++) {
      rescaleInverse[dropped] = new double[dropped];
      for (int row = 0; row < dropped; row++) {
        Modulus modulus = ring.modulus(row);
        rescaleInverse[dropped][row] =
            modulus.invert(modulus.ofLong(ring.modulus(dropped).value()));
      }
    }
  }

  @Override
  public Ciphertext add(Ciphertext a, Ciphertext b) {
    return combine(a, b, ring.kernels()::add, false);
  }

  @Override
  public Ciphertext subtract(Ciphertext a, Ciphertext b) {
    return combine(a, b, ring.kernels()::subtract, true);
  }

  private interface RowOperation {
    void apply(double[] a, double[] b, double[] out, Modulus m);
  }

  private Ciphertext combine(
      Ciphertext first, Ciphertext second, RowOperation operation, boolean negateSecond) {
    JvmCiphertext a = operand(first);
    JvmCiphertext b = operand(second);
    OperandChecks.sameLevel(a, b);
    OperandChecks.sameScale(a.scale(), b.scale());
    int size = Math.max(a.size(), b.size());
    double[][][] result = allocate(size, a.level());
    forEachRow(
        size,
        a.level(),
        (k, i) -> {
          if (k >= b.size()) {
            System.arraycopy(a.polynomials()[k][i], 0, result[k][i], 0, ring.n());
          } else if (k < a.size()) {
            operation.apply(
                a.polynomials()[k][i], b.polynomials()[k][i], result[k][i], ring.modulus(i));
          } else if (negateSecond) {
            ring.kernels().negate(b.polynomials()[k][i], result[k][i]);
          } else {
            System.arraycopy(b.polynomials()[k][i], 0, result[k][i], 0, ring.n());
          }
        });
    return ciphertext(result, a.scale());
  }

  @Override
  public Ciphertext negate(Ciphertext operand) {
    JvmCiphertext a = operand(operand);
    double[][][] result = allocate(a.size(), a.level());
    forEachRow(
        a.size(), a.level(), (k, i) -> ring.kernels().negate(a.polynomials()[k][i], result[k][i]));
    return ciphertext(result, a.scale());
  }

  @Override
  public Ciphertext addPlain(Ciphertext operand, Plaintext plaintext) {
    JvmCiphertext a = operand(operand);
    JvmPlaintext b = Checks.plaintext(ring, plaintext);
    OperandChecks.plainCovers(b, a);
    OperandChecks.sameScale(a.scale(), b.scale());
    // Only c_0 changes; the other polynomials are shared, as ciphertexts are immutable.
    double[][][] result = a.polynomials().clone();
    result[0] = ring.allocate(a.level() + 1);
    ring.parallelism()
        .forEach(
            a.level() + 1,
            i -> {
              double[] row = b.takeRow(i);
              ring.kernels().add(a.polynomials()[0][i], row, result[0][i], ring.modulus(i));
              b.giveRow(row);
            });
    return ciphertext(result, a.scale());
  }

  @Override
  public Ciphertext multiplyPlain(Ciphertext operand, Plaintext plaintext) {
    JvmCiphertext a = operand(operand);
    JvmPlaintext b = Checks.plaintext(ring, plaintext);
    OperandChecks.plainCovers(b, a);
    scaleFits(a.scale() * b.scale(), a.level());
    double[][][] result = allocate(a.size(), a.level());
    forEachRow(
        a.size(),
        a.level(),
        (k, i) -> {
          double[] row = b.takeRow(i);
          ring.kernels().multiply(a.polynomials()[k][i], row, result[k][i], ring.modulus(i));
          b.giveRow(row);
        });
    return Checks.notTransparent(ciphertext(result, a.scale() * b.scale()));
  }

  @Override
  public Ciphertext addScalar(Ciphertext operand, double value) {
    JvmCiphertext a = operand(operand);
    OperandChecks.valueFits(ring.parameters(), value, a.scale(), a.level());
    // A constant polynomial is the same constant at every evaluation point.
    BigInteger scaled =
        new BigDecimal(value)
            .multiply(new BigDecimal(a.scale()))
            .setScale(0, RoundingMode.HALF_EVEN)
            .toBigIntegerExact();
    double[][][] result = a.polynomials().clone();
    result[0] = ring.allocate(a.level() + 1);
    ring.parallelism()
        .forEach(
            a.level() + 1,
            i -> {
              Modulus m = ring.modulus(i);
              ring.kernels()
                  .addScalar(a.polynomials()[0][i], m.ofBigInteger(scaled), result[0][i], m);
            });
    return ciphertext(result, a.scale());
  }

  @Override
  public MatrixSum newMatrixSum(ScalarMatrix matrix) {
    return new JvmMatrixSum(ring, matrix);
  }

  @Override
  public Ciphertext sumOfProducts(List<Ciphertext> ciphertexts, List<Plaintext> plaintexts) {
    OperandChecks.sameCount(ciphertexts, plaintexts);
    List<JvmCiphertext> a = new ArrayList<>();
    List<JvmPlaintext> b = new ArrayList<>();
    for (int t = 0; t < ciphertexts.size(); t++) {
      a.add(operand(ciphertexts.get(t)));
      b.add(Checks.plaintext(ring, plaintexts.get(t)));
    }
    OperandChecks.summable(a, b);
    JvmCiphertext first = a.get(0);
    scaleFits(first.scale() * b.get(0).scale(), first.level());
    double[][][] result = allocate(first.size(), first.level());
    if (first.size() == 2) {
      ring.parallelism().forEach(first.level() + 1, i -> sumPair(a, b, i, result));
    } else {
      forEachRow(
          first.size(), first.level(), (k, i) -> sumRow(a, b, k, i, result[k][i], ring.modulus(i)));
    }
    return Checks.notTransparent(ciphertext(result, first.scale() * b.get(0).scale()));
  }

  /** Both polynomials together: reading a row of the plaintext, or computing it, is the dearest. */
  private void sumPair(List<JvmCiphertext> a, List<JvmPlaintext> b, int i, double[][][] result) {
    Modulus modulus = ring.modulus(i);
    double[] out0 = result[0][i];
    double[] out1 = result[1][i];
    int room = modulus.lazyTerms();
    for (int t = 0; t < a.size(); t++) {
      if (room-- == 0) {
        ring.kernels().reduce(out0, out0, modulus);
        ring.kernels().reduce(out1, out1, modulus);
        room = modulus.lazyTerms() - 1;
      }
      double[][][] c = a.get(t).polynomials();
      double[] row = b.get(t).takeRow(i);
      ring.kernels().multiplyAddPairLazy(row, c[0][i], c[1][i], out0, out1, 0, ring.n(), modulus);
      b.get(t).giveRow(row);
    }
    ring.kernels().reduce(out0, out0, modulus);
    ring.kernels().reduce(out1, out1, modulus);
  }

  private void sumRow(
      List<JvmCiphertext> a, List<JvmPlaintext> b, int k, int i, double[] out, Modulus modulus) {
    int room = modulus.lazyTerms();
    for (int t = 0; t < a.size(); t++) {
      if (room-- == 0) {
        ring.kernels().reduce(out, out, modulus);
        room = modulus.lazyTerms() - 1;
      }
      double[] row = b.get(t).takeRow(i);
      ring.kernels().multiplyAddLazy(a.get(t).polynomials()[k][i], row, out, modulus);
      b.get(t).giveRow(row);
    }
    ring.kernels().reduce(out, out, modulus);
  }

  @Override
  public Ciphertext multiply(Ciphertext first, Ciphertext second) {
    JvmCiphertext a = requireLinear(first);
    JvmCiphertext b = requireLinear(second);
    OperandChecks.sameLevel(a, b);
    scaleFits(a.scale() * b.scale(), a.level());
    double[][][] result = allocate(3, a.level());
    ring.parallelism()
        .forEach(
            a.level() + 1,
            i ->
                ring.kernels()
                    .multiplyLinear(
                        a.polynomials()[0][i],
                        a.polynomials()[1][i],
                        b.polynomials()[0][i],
                        b.polynomials()[1][i],
                        result[0][i],
                        result[1][i],
                        result[2][i],
                        ring.modulus(i)));
    return ciphertext(result, a.scale() * b.scale());
  }

  @Override
  public Ciphertext square(Ciphertext operand) {
    return multiply(operand, operand);
  }

  private JvmCiphertext requireLinear(Ciphertext operand) {
    return OperandChecks.linear(operand(operand));
  }

  /** An operand of this engine whose scale leaves room for values. */
  private JvmCiphertext operand(Ciphertext operand) {
    JvmCiphertext own = Checks.ciphertext(ring, operand);
    scaleFits(own.scale(), own.level());
    return own;
  }

  private void scaleFits(double scale, int level) {
    OperandChecks.scaleFits(ring.parameters(), scale, level);
  }

  @Override
  public Ciphertext relinearize(Ciphertext operand, RelinearizationKey key) {
    JvmCiphertext a = operand(operand);
    KeySwitchKey switchKey = Checks.relinearizationKey(ring, key);
    if (!OperandChecks.needsRelinearization(a)) {
      return a;
    }
    double[][][] result = new double[2][a.level() + 1][];
    switcher.apply(
        a.polynomials()[2],
        switchKey,
        a.level(),
        (k, i, sum, low, factor) -> {
          double[] out = new double[ring.n()];
          ring.kernels()
              .subtractMultiplyAdd(sum, low, factor, a.polynomials()[k][i], out, ring.modulus(i));
          result[k][i] = out;
        });
    return ciphertext(result, a.scale());
  }

  @Override
  public Ciphertext rescale(Ciphertext operand) {
    JvmCiphertext a = operand(operand);
    OperandChecks.canRescale(a);
    int last = a.level();
    OperandChecks.rescaleLeavesValues(a.scale(), ring.modulus(last).p());
    double[][][] result = allocate(a.size(), last - 1);
    for (int k = 0; k < a.size(); k++) {
      rescale(a.polynomials()[k], last, result[k]);
    }
    return ciphertext(result, a.scale() / ring.modulus(last).p());
  }

  /** (c - [c mod q_last]) / q_last, the residue centred: division with rounding. */
  private void rescale(double[][] polynomial, int last, double[][] out) {
    double[] tail = ring.pool().take();
    System.arraycopy(polynomial[last], 0, tail, 0, tail.length);
    ring.inverse(tail, last);
    ring.parallelism()
        .forEach(
            last,
            i -> {
              double[] low = ring.pool().take();
              ring.kernels().reduce(tail, low, ring.modulus(i));
              ring.forward(low, i);
              ring.kernels()
                  .subtractMultiply(
                      polynomial[i], low, rescaleInverse[last][i], out[i], ring.modulus(i));
              ring.pool().give(low);
            });
    ring.pool().give(tail);
  }

  @Override
  public Ciphertext squareAndRescale(Ciphertext operand, RelinearizationKey key) {
    JvmCiphertext a = requireLinear(operand);
    KeySwitchKey switchKey = Checks.relinearizationKey(ring, key);
    OperandChecks.canRescale(a);
    scaleFits(a.scale() * a.scale(), a.level());
    OperandChecks.rescaleLeavesValues(a.scale() * a.scale(), ring.modulus(a.level()).p());
    double[][][] result = allocate(2, a.level() - 1);
    squares.apply(a.polynomials(), switchKey, a.level(), result);
    return ciphertext(result, a.scale() * a.scale() / ring.modulus(a.level()).p());
  }

  @Override
  public Ciphertext dropToLevel(Ciphertext operand, int level) {
    JvmCiphertext a = operand(operand);
    OperandChecks.canDrop(a, level);
    scaleFits(a.scale(), level);
    return a.dropTo(level);
  }

  @Override
  public Ciphertext rotate(Ciphertext operand, int steps, GaloisKeys keys) {
    return automorphism(operand, ring.galois().rotation(steps), keys, "rotation by " + steps);
  }

  @Override
  public Ciphertext conjugate(Ciphertext operand, GaloisKeys keys) {
    return automorphism(operand, ring.galois().conjugation(), keys, "conjugation");
  }

  private Ciphertext automorphism(
      Ciphertext operand, int element, GaloisKeys keys, String operation) {
    JvmCiphertext a = requireLinear(operand);
    if (element == 1) {
      return a;
    }
    KeySwitchKey key = Checks.galoisKeys(ring, keys).require(element, operation);
    double[][][] result = new double[2][a.level() + 1][];
    switcher.apply(a.polynomials()[1], key, a.level(), mover(a, element, result));
    return ciphertext(result, a.scale());
  }

  @Override
  public List<Ciphertext> rotateMany(Ciphertext operand, int[] steps, GaloisKeys keys) {
    JvmCiphertext a = requireLinear(operand);
    JvmGaloisKeys own = Checks.galoisKeys(ring, keys);
    KeySwitchKey[] needed = new KeySwitchKey[steps.length];
    for (int t = 0; t < steps.length; t++) {
      int element = ring.galois().rotation(steps[t]);
      if (element != 1) {
        needed[t] = own.require(element, "rotation by " + steps[t]);
      }
    }
    double[][][] digits = switcher.decompose(a.polynomials()[1], a.level());
    Ciphertext[] result = new Ciphertext[steps.length];
    ring.parallelism()
        .forEach(
            steps.length,
            t -> {
              int element = ring.galois().rotation(steps[t]);
              result[t] = element == 1 ? a : rotateDecomposed(a, digits, element, needed[t]);
            });
    switcher.release(digits, a.level());
    return List.of(result);
  }

  private JvmCiphertext rotateDecomposed(
      JvmCiphertext a, double[][][] digits, int element, KeySwitchKey key) {
    double[][][] result = new double[2][a.level() + 1][];
    switcher.applyDecomposed(digits, key, a.level(), mover(a, element, result));
    return ciphertext(result, a.scale());
  }

  /**
   * The end of a rotation, row by row: c_1 has been key-switched first, under the key moved by the
   * inverse automorphism, so that two polynomials are moved instead of every row of every digit.
   */
  private KeySwitcher.Output mover(JvmCiphertext a, int element, double[][][] result) {
    int[] table = ring.automorphism(element);
    return (k, i, sum, low, factor) -> {
      Kernels kernels = ring.kernels();
      Modulus modulus = ring.modulus(i);
      if (k == 0) {
        kernels.subtractMultiplyAdd(sum, low, factor, a.polynomials()[0][i], low, modulus);
      } else {
        kernels.subtractMultiply(sum, low, factor, low, modulus);
      }
      double[] out = new double[ring.n()];
      kernels.permute(low, table, out);
      result[k][i] = out;
    };
  }

  private interface RowTask {
    void run(int polynomial, int row);
  }

  private void forEachRow(int size, int level, RowTask task) {
    ring.parallelism().forEach(size * (level + 1), t -> task.run(t / (level + 1), t % (level + 1)));
  }

  private double[][][] allocate(int size, int level) {
    double[][][] polynomials = new double[size][][];
    Arrays.setAll(polynomials, k -> ring.allocate(level + 1));
    return polynomials;
  }

  private JvmCiphertext ciphertext(double[][][] polynomials, double scale) {
    return new JvmCiphertext(ring, polynomials, scale, null);
  }
}
