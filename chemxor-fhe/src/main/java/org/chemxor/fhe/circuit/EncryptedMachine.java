package org.chemxor.fhe.circuit;

import java.util.List;
import org.chemxor.ckks.Ciphertext;
import org.chemxor.ckks.CkksContext;
import org.chemxor.ckks.CkksEncoder;
import org.chemxor.ckks.CkksParameters;
import org.chemxor.ckks.Evaluator;
import org.chemxor.ckks.GaloisKeys;
import org.chemxor.ckks.MatrixSum;
import org.chemxor.ckks.Plaintext;
import org.chemxor.ckks.RelinearizationKey;
import org.chemxor.ckks.ScalarMatrix;
import org.chemxor.ckks.parallel.Parallelism;

/** The slot machine on ciphertexts, with one client's evaluation keys. Holds no secret. */
public final class EncryptedMachine implements SlotMachine<Ciphertext, Plaintext> {
  private final CkksParameters parameters;
  private final Evaluator evaluator;
  private final RelinearizationKey relinearizationKey;
  private final GaloisKeys galoisKeys;
  private final Rotations rotations;
  private final Parallelism parallelism;

  /**
   * @param context the parameters
   * @param relinearizationKey the client's
   * @param galoisKeys the client's
   * @param rotations the steps those keys cover
   * @param parallelism where independent operations may run
   */
  public EncryptedMachine(
      CkksContext context,
      RelinearizationKey relinearizationKey,
      GaloisKeys galoisKeys,
      Rotations rotations,
      Parallelism parallelism) {
    this.parameters = context.parameters();
    this.evaluator = context.evaluator();
    this.relinearizationKey = relinearizationKey;
    this.galoisKeys = galoisKeys;
    this.rotations = rotations;
    this.parallelism = parallelism;
  }

  /**
   * Encodes constants for all clients of a context.
   *
   * @param isCompact whether little memory counts more than time
   */
  public static ConstantEncoder<Plaintext> encoder(CkksContext context, boolean isCompact) {
    CkksEncoder encoder = context.encoder();
    return isCompact ? encoder::encodeCompact : encoder::encode;
  }

  @Override
  public Ciphertext add(Ciphertext a, Ciphertext b) {
    return evaluator.add(a, b);
  }

  @Override
  public Ciphertext addConstant(Ciphertext a, Plaintext constant) {
    return evaluator.addPlain(a, constant);
  }

  @Override
  public Ciphertext addNumber(Ciphertext a, double value) {
    // Sums have room, and a number need not: what it is modulo the modulus gives the same sum.
    double modulus = Math.pow(2, parameters.logQ(a.level())) / a.scale();
    return evaluator.addScalar(a, Math.IEEEremainder(value, modulus));
  }

  @Override
  public LinearSum<Ciphertext> newLinearSum(ScalarMatrix matrix) {
    MatrixSum sum = evaluator.newMatrixSum(matrix);
    return new LinearSum<>() {
      @Override
      public void add(int firstColumn, List<Ciphertext> operands) {
        sum.add(firstColumn, operands);
      }

      @Override
      public List<Ciphertext> results() {
        return sum.results();
      }
    };
  }

  @Override
  public Ciphertext negate(Ciphertext a) {
    return evaluator.negate(a);
  }

  @Override
  public Ciphertext sumOfProducts(List<Ciphertext> vectors, List<Plaintext> constants) {
    return evaluator.sumOfProducts(vectors, constants);
  }

  @Override
  public Ciphertext square(Ciphertext a) {
    return evaluator.relinearize(evaluator.square(a), relinearizationKey);
  }

  @Override
  public Ciphertext squareLazily(Ciphertext a) {
    return evaluator.square(a);
  }

  @Override
  public Ciphertext relinearize(Ciphertext a) {
    return evaluator.relinearize(a, relinearizationKey);
  }

  @Override
  public Ciphertext squareAndRescale(Ciphertext a) {
    return evaluator.squareAndRescale(a, relinearizationKey);
  }

  @Override
  public Ciphertext multiply(Ciphertext a, Ciphertext b) {
    return evaluator.relinearize(evaluator.multiply(a, b), relinearizationKey);
  }

  @Override
  public Ciphertext rescale(Ciphertext a) {
    return evaluator.rescale(a);
  }

  @Override
  public Ciphertext dropToLevel(Ciphertext a, int level) {
    return evaluator.dropToLevel(a, level);
  }

  @Override
  public List<Ciphertext> rotateMany(Ciphertext a, int[] steps) {
    return evaluator.rotateMany(a, steps, galoisKeys);
  }

  @Override
  public Rotations rotations() {
    return rotations;
  }

  @Override
  public Parallelism parallelism() {
    return parallelism;
  }
}
