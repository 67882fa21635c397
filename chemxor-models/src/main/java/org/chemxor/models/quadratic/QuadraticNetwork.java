package org.chemxor.models.quadratic;

import java.util.IdentityHashMap;
import java.util.List;
import org.chemxor.core.Layer;
import org.chemxor.core.MoleculeImage;
import org.chemxor.core.Network;
import org.chemxor.core.Shape;
import org.chemxor.core.Tensor;

/** Sums of squares as a network: flatten, a linear map, a square, a linear map. */
final class QuadraticNetwork {
  static final String NAME = "Quadratic";
  static final String MAP = "map";
  static final String OUTPUT = "output";

  private QuadraticNetwork() {}

  /**
   * One output for each source; sums of the same maps, the very same array, share their squares.
   *
   * @param sums at least one; those of the same maps have the same offsets
   * @param sources for each output, which of the sums it is
   * @param signs what each output is multiplied with
   */
  static Network of(List<SquareSum> sums, List<Integer> sources, double[] signs) {
    IdentityHashMap<double[][], Integer> starts = new IdentityHashMap<>();
    int squares = 0;
    for (SquareSum sum : sums) {
      if (starts.putIfAbsent(sum.maps(), squares) == null) {
        squares += sum.squares();
      }
    }
    double[] maps = new double[squares * SparseImages.PIXELS];
    double[] offsets = new double[squares];
    double[] factors = new double[sources.size() * squares];
    double[] constants = new double[sources.size()];
    for (SquareSum sum : sums) {
      int first = starts.get(sum.maps());
      for (int k = 0; k < sum.squares(); k++) {
        System.arraycopy(
            sum.maps()[k], 0, maps, (first + k) * SparseImages.PIXELS, SparseImages.PIXELS);
        offsets[first + k] = sum.offsets()[k];
      }
    }
    for (int out = 0; out < sources.size(); out++) {
      SquareSum sum = sums.get(sources.get(out));
      int first = starts.get(sum.maps());
      for (int k = 0; k < sum.squares(); k++) {
        factors[out * squares + first + k] = signs[out] * sum.factors()[k];
      }
      constants[out] = signs[out] * sum.constant();
    }
    return Network.builder(NAME, Shape.image(1, MoleculeImage.SIZE, MoleculeImage.SIZE))
        .add("flatten", new Layer.Flatten())
        .add(
            MAP,
            new Layer.Linear(
                Tensor.of(maps, squares, SparseImages.PIXELS), Tensor.of(offsets, squares)))
        .add("square", Layer.Polynomial.of(0, 0, 1))
        .add(
            OUTPUT,
            new Layer.Linear(
                Tensor.of(factors, sources.size(), squares), Tensor.of(constants, sources.size())))
        .build();
  }
}
