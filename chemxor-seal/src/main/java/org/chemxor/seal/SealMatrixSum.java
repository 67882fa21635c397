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
final class SealMatrixSum implements MatrixSum {
  private final Core core;
  private final SealEvaluator evaluator;
  private final SealEncoder encoder;
  private final ScalarMatrix matrix;
  private final List<List<SealCiphertext>> sums = new ArrayList<>();
  private final List<SealCiphertext> reference = new ArrayList<>();
  private boolean isDone;

  SealMatrixSum(Core core, SealEvaluator evaluator, ScalarMatrix matrix) {
    this.core = core;
    this.evaluator = evaluator;
    this.encoder = new SealEncoder(core);
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
    List<SealCiphertext> own = operands.stream().map(this::check).toList();
    for (int row = 0; row < matrix.rows(); row++) {
      addRow(row, firstColumn, own);
    }
  }

  private SealCiphertext check(Ciphertext operand) {
    SealCiphertext c = Operands.operand(core, operand);
    if (reference.isEmpty()) {
      reference.add(c);
      Operands.scaleFits(core, c.scale() * matrix.scale(), c.level());
      return c;
    }
    SealCiphertext first = reference.get(0);
    OperandChecks.sameShape(first, c);
    return c;
  }

  private void addRow(int row, int firstColumn, List<SealCiphertext> operands) {
    List<SealCiphertext> used = new ArrayList<>();
    List<SealPlaintext> weights = new ArrayList<>();
    for (int i = 0; i < operands.size(); i++) {
      int weight = matrix.weight(row, firstColumn + i);
      if (weight != 0) {
        SealCiphertext operand = operands.get(i);
        used.add(operand);
        weights.add(
            Operands.plaintext(
                core,
                encoder.encodeConstant(weight / matrix.scale(), matrix.scale(), operand.level())));
      }
    }
    if (!used.isEmpty()) {
      SealCiphertext term = evaluator.sumOfOwn(used, weights);
      List<SealCiphertext> sum = sums.get(row);
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
    for (List<SealCiphertext> sum : sums) {
      if (sum.isEmpty()) {
        throw OperandChecks.transparentProduct();
      }
      results.add(sum.get(0));
    }
    return results;
  }
}
