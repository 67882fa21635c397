package org.chemxor.seal;

import java.util.ArrayList;
import java.util.List;
import org.chemxor.ckks.Ciphertext;
import org.chemxor.ckks.MatrixSum;
import org.chemxor.ckks.ScalarMatrix;
import org.chemxor.ckks.spi.OperandChecks;

/**
 * Linear combinations by SEAL's products with constant plaintexts. SEAL has no product with a
 * number, so every weight is encoded when it is needed: right, and slow.
 */
final class NativeMatrixSum implements MatrixSum {
  private final Core core;
  private final NativeEvaluator evaluator;
  private final NativeEncoder encoder;
  private final ScalarMatrix matrix;
  private final List<List<NativeCiphertext>> sums = new ArrayList<>();
  private final List<NativeCiphertext> reference = new ArrayList<>();
  private boolean isDone;

  NativeMatrixSum(Core core, NativeEvaluator evaluator, ScalarMatrix matrix) {
    this.core = core;
    this.evaluator = evaluator;
    this.encoder = new NativeEncoder(core);
    this.matrix = matrix;
    for (int row = 0; row < matrix.rows(); row++) {
      sums.add(new ArrayList<>());
    }
  }

  @Override
  public void add(int firstColumn, List<Ciphertext> operands) {
    if (isDone) {
      throw new IllegalStateException("the results have been taken: begin another sum");
    }
    OperandChecks.columnsFit(matrix, firstColumn, operands.size());
    List<NativeCiphertext> own = operands.stream().map(this::check).toList();
    for (int row = 0; row < matrix.rows(); row++) {
      addRow(row, firstColumn, own);
    }
  }

  private NativeCiphertext check(Ciphertext operand) {
    NativeCiphertext c = Operands.operand(core, operand);
    if (reference.isEmpty()) {
      reference.add(c);
      Operands.scaleFits(core, c.scale() * matrix.scale(), c.level());
      return c;
    }
    NativeCiphertext first = reference.get(0);
    OperandChecks.sameShape(first, c);
    return c;
  }

  private void addRow(int row, int firstColumn, List<NativeCiphertext> operands) {
    List<NativeCiphertext> used = new ArrayList<>();
    List<NativePlaintext> weights = new ArrayList<>();
    for (int i = 0; i < operands.size(); i++) {
      int weight = matrix.weight(row, firstColumn + i);
      if (weight != 0) {
        NativeCiphertext operand = operands.get(i);
        used.add(operand);
        weights.add(
            Operands.plaintext(
                core,
                encoder.encodeConstant(weight / matrix.scale(), matrix.scale(), operand.level())));
      }
    }
    if (!used.isEmpty()) {
      NativeCiphertext term = evaluator.sumOfOwn(used, weights);
      List<NativeCiphertext> sum = sums.get(row);
      if (sum.isEmpty()) {
        sum.add(term);
      } else {
        sum.set(0, evaluator.addOwn(sum.get(0), term));
      }
    }
  }

  @Override
  public List<Ciphertext> results() {
    if (reference.isEmpty() || isDone) {
      throw new IllegalStateException(
          isDone ? "the results have been taken already" : "nothing has been added");
    }
    isDone = true;
    List<Ciphertext> results = new ArrayList<>();
    for (List<NativeCiphertext> sum : sums) {
      if (sum.isEmpty()) {
        throw OperandChecks.transparentProduct();
      }
      results.add(sum.get(0));
    }
    return results;
  }
}
