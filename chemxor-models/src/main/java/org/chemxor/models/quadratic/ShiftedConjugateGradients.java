package org.chemxor.models.quadratic;

import java.util.Arrays;
import java.util.function.UnaryOperator;

/**
 * Solves {@code (A + shift_k I) x_k = b} for several shifts with one product {@code A p} a step,
 * because the Krylov spaces of all are the same (B. Jegerlehner, "Krylov space solvers for shifted
 * linear systems", 1996, arXiv:hep-lat/9612014). Conjugate gradients run on the smallest shift;
 * what the others need are the factors {@code zeta} by which their residuals differ from its
 * residual.
 */
final class ShiftedConjugateGradients {
  private final UnaryOperator<double[]> matrix;
  private final double[] shifts;
  private final double[][] solutions;
  private final double[][] directions;
  private final double[] zetas;
  private final double[] zetasBefore;
  private final boolean[] done;
  private int steps;

  private ShiftedConjugateGradients(
      UnaryOperator<double[]> matrix, double[] shifts, double[] right) {
    this.matrix = matrix;
    this.shifts = shifts;
    solutions = new double[shifts.length][right.length];
    directions = new double[shifts.length][];
    Arrays.setAll(directions, k -> right.clone());
    zetas = new double[shifts.length];
    zetasBefore = new double[shifts.length];
    Arrays.fill(zetas, 1);
    Arrays.fill(zetasBefore, 1);
    done = new boolean[shifts.length];
  }

  /**
   * The solutions, in the order of the shifts.
   *
   * @param matrix symmetric, no eigenvalue below zero
   * @param shifts ascending, all above zero
   * @param tolerance residual's norm in that of {@code right}, at which a system is solved
   * @param maxSteps products with the matrix after which the solutions are taken as they are
   */
  static double[][] solve(
      UnaryOperator<double[]> matrix,
      double[] shifts,
      double[] right,
      double tolerance,
      int maxSteps) {
    ShiftedConjugateGradients solver = new ShiftedConjugateGradients(matrix, shifts, right);
    solver.run(right, tolerance, maxSteps);
    return solver.solutions;
  }

  private void run(double[] right, double tolerance, int maxSteps) {
    double[] residual = right.clone();
    double[] direction = right.clone();
    double norm = Kernel.dot(residual, residual);
    double goal = norm * tolerance * tolerance;
    double stepBefore = 1;
    double ratioBefore = 0;
    while (steps < maxSteps && norm > goal && norm > 0) {
      double[] product = matrix.apply(direction);
      axpy(shifts[0], direction, product);
      double step = norm / Kernel.dot(direction, product);
      axpy(-step, product, residual);
      double next = Kernel.dot(residual, residual);
      double ratio = next / norm;
      for (int k = 0; k < shifts.length; k++) {
        if (!done[k]) {
          advance(k, step, stepBefore, ratio, ratioBefore, residual);
          done[k] = zetas[k] * zetas[k] * next <= goal;
        }
      }
      combine(residual, 1, ratio, direction);
      stepBefore = step;
      ratioBefore = ratio;
      norm = next;
      steps++;
    }
  }

  private void advance(
      int k, double step, double stepBefore, double ratio, double ratioBefore, double[] residual) {
    double zeta = zetas[k];
    double before = zetasBefore[k];
    double next =
        zeta
            * before
            * stepBefore
            / (step * ratioBefore * (before - zeta)
                + before * stepBefore * (1 + (shifts[k] - shifts[0]) * step));
    double change = next / zeta;
    axpy(step * change, directions[k], solutions[k]);
    combine(residual, next, ratio * change * change, directions[k]);
    zetasBefore[k] = zeta;
    zetas[k] = next;
  }

  /** {@code y += factor x}. */
  private static void axpy(double factor, double[] x, double[] y) {
    for (int i = 0; i < y.length; i++) {
      y[i] += factor * x[i];
    }
  }

  /** {@code y = a x + b y}. */
  private static void combine(double[] x, double a, double b, double[] y) {
    for (int i = 0; i < y.length; i++) {
      y[i] = a * x[i] + b * y[i];
    }
  }
}
