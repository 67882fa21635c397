package org.chemxor.fhe.circuit;

import java.util.ArrayList;
import java.util.List;
import org.chemxor.ckks.ScalarMatrix;
import org.chemxor.fhe.circuit.SimulatedMachine.SimulatedVector;

/** Linear combinations in the clear; exact, as they are under encryption. */
final class SimulatedSum implements LinearSum<SimulatedVector> {
  private final ScalarMatrix matrix;
  private final List<SimulatedVector> first = new ArrayList<>();
  private double[][] sums = {};

  SimulatedSum(ScalarMatrix matrix) {
    this.matrix = matrix;
  }

  @Override
  public void add(int firstColumn, List<SimulatedVector> operands) {
    for (int i = 0; i < operands.size(); i++) {
      SimulatedVector operand = operands.get(i);
      if (first.isEmpty()) {
        first.add(operand);
        sums = new double[matrix.rows()][operand.slots().length];
      }
      if (operand.level() != first.get(0).level()) {
        throw new IllegalArgumentException(
            "levels differ: " + operand.level() + " and " + first.get(0).level());
      }
      for (int row = 0; row < matrix.rows(); row++) {
        addProduct(matrix.weight(row, firstColumn + i) / matrix.scale(), operand.slots(), row);
      }
    }
  }

  private void addProduct(double weight, double[] slots, int row) {
    double[] sum = sums[row];
    for (int slot = 0; weight != 0 && slot < sum.length; slot++) {
      sum[slot] += weight * slots[slot];
    }
  }

  @Override
  public List<SimulatedVector> results() {
    SimulatedVector operand = first.get(0);
    List<SimulatedVector> results = new ArrayList<>();
    for (double[] sum : sums) {
      results.add(new SimulatedVector(operand.level(), operand.scale() * matrix.scale(), sum));
    }
    return results;
  }
}
