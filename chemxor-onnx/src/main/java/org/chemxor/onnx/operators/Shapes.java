package org.chemxor.onnx.operators;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.chemxor.onnx.model.Constant;
import org.chemxor.onnx.model.Dimensions;
import org.chemxor.onnx.model.Refusal;
import org.chemxor.onnx.operators.Value.Known;
import org.chemxor.onnx.operators.Value.Traced;

/**
 * Operators that change dimensions and leave the numbers and their order alone, on the network's
 * values and on constants, and those that exporters compute shapes with.
 */
final class Shapes {
  private Shapes() {}

  static Value reshape(Operation op, Tracer tracer) {
    long[] target = op.constant(1, "shape").toLongs("shape");
    boolean isZeroKept = op.integer("allowzero", 0) == 0;
    if (op.input(0) instanceof Known known) {
      Constant c = known.constant();
      return withDimensions(c, resolve(target, c.dimensions(), c.values().length, isZeroKept));
    }
    Traced value = op.traced(0);
    boolean isBatchFirst =
        target.length > 0
            && (target[0] == -1
                || target[0] == 1
                || target[0] == tracer.batch()
                || (target[0] == 0 && isZeroKept));
    if (!isBatchFirst) {
      throw new Refusal(
          "turns "
              + value.shown()
              + " into "
              + Arrays.toString(target)
              + ", which mixes samples: keep the batch as the first dimension");
    }
    long[] sample = Arrays.copyOfRange(target, 1, target.length);
    if (target[0] == -1 && Arrays.stream(sample).anyMatch(t -> t == -1)) {
      throw new Refusal("has two dimensions of -1 in its shape");
    }
    return value.withDimensions(resolve(sample, value.dimensions(), value.size(), isZeroKept));
  }

  /** The dimensions that 0 (as before) and -1 (what is left) mean. */
  private static int[] resolve(long[] target, int[] before, int size, boolean isZeroKept) {
    int[] result = new int[target.length];
    int open = -1;
    for (int i = 0; i < target.length; i++) {
      if (target[i] == -1 && open < 0) {
        open = i;
        result[i] = 1;
      } else if (target[i] == 0 && isZeroKept && i < before.length) {
        result[i] = before[i];
      } else {
        result[i] = Dimensions.side("dimension " + i + " of the shape", target[i]);
      }
    }
    long others = Dimensions.count(result);
    if (open >= 0 && others > 0 && size % others == 0) {
      result[open] = (int) (size / others);
    }
    if (Dimensions.count(result) != size) {
      throw new Refusal(
          "has the shape " + Arrays.toString(target) + " for " + size + " numbers a sample");
    }
    return result;
  }

  private static Known withDimensions(Constant c, int... dimensions) {
    return new Known(new Constant(dimensions, c.values(), c.isInteger()));
  }

  static Value flatten(Operation op, Tracer tracer) {
    if (op.input(0) instanceof Known known) {
      int[] d = known.constant().dimensions();
      int axis = flattenAxis(op, d.length);
      return withDimensions(
          known.constant(),
          Math.toIntExact(Dimensions.count(d, 0, axis)),
          Math.toIntExact(Dimensions.count(d, axis, d.length)));
    }
    Traced value = op.traced(0);
    int[] d = value.dimensions();
    int axis = flattenAxis(op, d.length + 1);
    if (axis == 0 || Dimensions.count(d, 0, axis - 1) != 1) {
      throw new Refusal("flattens the batch, too: use axis 1");
    }
    return value.withDimensions(value.size());
  }

  private static int flattenAxis(Operation op, int rank) {
    long axis = op.integer("axis", 1);
    return axis == rank ? rank : Dimensions.axis(axis, rank);
  }

  static Value squeeze(Operation op, Tracer tracer) {
    long[] axes = op.axes().orElse(null);
    if (op.input(0) instanceof Known known) {
      return withDimensions(known.constant(), without(known.constant().dimensions(), axes, 0));
    }
    Traced value = op.traced(0);
    return value.withDimensions(without(value.dimensions(), axes, 1));
  }

  /**
   * @param hidden axes before these dimensions, which must stay
   */
  private static int[] without(
      int[] dimensions, long @org.jspecify.annotations.Nullable [] axes, int hidden) {
    int rank = dimensions.length + hidden;
    boolean[] isDropped = new boolean[rank];
    if (axes == null) {
      for (int i = hidden; i < rank; i++) {
        isDropped[i] = dimensions[i - hidden] == 1;
      }
    } else {
      for (long axis : axes) {
        isDropped[Dimensions.axis(axis, rank)] = true;
      }
    }
    List<Integer> kept = new ArrayList<>();
    for (int i = 0; i < rank; i++) {
      if (isDropped[i] && (i < hidden || dimensions[i - hidden] != 1)) {
        throw new Refusal(
            "drops the dimension " + i + ", which is not 1 or is the batch: name others");
      }
      if (!isDropped[i] && i >= hidden) {
        kept.add(dimensions[i - hidden]);
      }
    }
    return kept.stream().mapToInt(Integer::intValue).toArray();
  }

  static Value unsqueeze(Operation op, Tracer tracer) {
    long[] axes = op.axes().orElseThrow(() -> new Refusal("names no axes"));
    if (op.input(0) instanceof Known known) {
      return withDimensions(known.constant(), with(known.constant().dimensions(), axes, 0));
    }
    Traced value = op.traced(0);
    return value.withDimensions(with(value.dimensions(), axes, 1));
  }

  private static int[] with(int[] dimensions, long[] axes, int hidden) {
    int rank = dimensions.length + hidden + axes.length;
    if (rank > 16) {
      throw new Refusal("makes " + rank + " dimensions");
    }
    boolean[] isNew = new boolean[rank];
    for (long axis : axes) {
      isNew[Dimensions.axis(axis, rank)] = true;
    }
    if (hidden == 1 && isNew[0]) {
      throw new Refusal("puts a dimension before the batch: keep the batch first");
    }
    if (IntStream.range(0, rank).filter(i -> isNew[i]).count() != axes.length) {
      throw new Refusal("names an axis twice");
    }
    int[] result = new int[rank - hidden];
    int next = 0;
    for (int i = hidden; i < rank; i++) {
      result[i - hidden] = isNew[i] ? 1 : dimensions[next++];
    }
    return result;
  }

  static Value transpose(Operation op, Tracer tracer) {
    if (op.input(0) instanceof Known known) {
      return transposed(known.constant(), permutation(op, known.constant().rank()), tracer);
    }
    Traced value = op.traced(0);
    int[] d = value.dimensions();
    int[] permutation = permutation(op, d.length + 1);
    int[] result = new int[d.length];
    int last = 0;
    boolean isRenaming = permutation[0] == 0;
    for (int i = 1; isRenaming && i < permutation.length; i++) {
      result[i - 1] = d[permutation[i] - 1];
      if (result[i - 1] > 1) {
        isRenaming = permutation[i] > last;
        last = permutation[i];
      }
    }
    if (!isRenaming) {
      throw new Refusal(
          "puts the numbers of "
              + value.shown()
              + " in another order by "
              + Arrays.toString(permutation)
              + ": only axes of length 1 may move; export the model with channels first");
    }
    return value.withDimensions(result);
  }

  private static int[] permutation(Operation op, int rank) {
    long[] given =
        op.integers("perm")
            .orElseGet(() -> IntStream.range(0, rank).mapToLong(i -> rank - 1L - i).toArray());
    int[] permutation =
        Arrays.stream(given).mapToInt(axis -> Dimensions.axis(axis, rank)).toArray();
    if (Arrays.stream(permutation).distinct().count() != rank || permutation.length != rank) {
      throw new Refusal("has a perm " + Arrays.toString(given) + " for " + rank + " dimensions");
    }
    return permutation;
  }

  private static Known transposed(Constant c, int[] permutation, Tracer tracer) {
    int rank = c.rank();
    int[] strides = new int[rank];
    int stride = 1;
    for (int i = rank - 1; i >= 0; i--) {
      strides[i] = stride;
      stride *= c.dimensions()[i];
    }
    int[] dimensions = new int[rank];
    Arrays.setAll(dimensions, i -> c.dimensions()[permutation[i]]);
    double[] values = new double[tracer.budget().take("a constant", c.values().length)];
    for (int i = 0; i < values.length; i++) {
      int rest = i;
      int source = 0;
      for (int axis = rank - 1; axis >= 0; axis--) {
        source += rest % dimensions[axis] * strides[permutation[axis]];
        rest /= dimensions[axis];
      }
      values[i] = c.values()[source];
    }
    return new Known(new Constant(dimensions, values, c.isInteger()));
  }

  /** The dimensions of a value; of the batch, what the file declares, or 1. */
  static Value shape(Operation op, Tracer tracer) {
    int[] sample =
        op.input(0) instanceof Known known
            ? known.constant().dimensions()
            : op.traced(0).dimensions();
    long[] all =
        op.input(0) instanceof Known
            ? Arrays.stream(sample).asLongStream().toArray()
            : IntStream.concat(IntStream.of(tracer.batch()), Arrays.stream(sample))
                .asLongStream()
                .toArray();
    int from = end(op.integer("start", 0), all.length);
    int to = end(op.integer("end", all.length), all.length);
    return new Known(Constant.integers(Arrays.copyOfRange(all, from, Math.max(from, to))));
  }

  private static int end(long index, int length) {
    long from = index < 0 ? index + length : index;
    return (int) Math.max(0, Math.min(length, from));
  }

  static Value concatenateConstants(Operation op, Tracer tracer) {
    List<Constant> parts =
        IntStream.range(0, op.inputCount()).mapToObj(i -> op.constant(i, "parts")).toList();
    int total = parts.stream().mapToInt(p -> p.values().length).sum();
    if (parts.stream().anyMatch(p -> p.rank() != 1)) {
      throw new Refusal("joins constants that are no vectors: join them before export");
    }
    double[] values = new double[tracer.budget().take("a constant", total)];
    int offset = 0;
    for (Constant part : parts) {
      System.arraycopy(part.values(), 0, values, offset, part.values().length);
      offset += part.values().length;
    }
    boolean isInteger = parts.stream().allMatch(Constant::isInteger);
    return new Known(new Constant(new int[] {total}, values, isInteger));
  }

  /** Entries of a constant vector, such as a shape. */
  static Value gather(Operation op, Tracer tracer) {
    Constant data = op.constant(0, "data");
    Constant indices = op.constant(1, "indices");
    if (data.rank() != 1 || Dimensions.axis(op.integer("axis", 0), 1) != 0) {
      throw new Refusal("picks from " + data + ": only entries of shapes are read");
    }
    long[] picked = indices.toLongs("indices");
    double[] values = new double[tracer.budget().take("a constant", picked.length)];
    Arrays.setAll(values, i -> data.values()[Dimensions.axis(picked[i], data.values().length)]);
    return new Known(new Constant(indices.dimensions(), values, data.isInteger()));
  }

  /** A piece of a constant vector, such as a shape. */
  static Value slice(Operation op, Tracer tracer) {
    Constant data = op.constant(0, "data");
    boolean isByInput = op.has(1);
    long[] starts = isByInput ? longs(op, 1) : op.integers("starts").orElse(new long[0]);
    long[] ends = isByInput ? longs(op, 2) : op.integers("ends").orElse(new long[0]);
    boolean isForward = !op.has(4) || Arrays.equals(longs(op, 4), new long[] {1});
    if (data.rank() != 1 || starts.length != 1 || ends.length != 1 || !isForward) {
      throw new Refusal("cuts " + data + ": only pieces of shapes are read");
    }
    int from = end(starts[0], data.values().length);
    int to = Math.max(from, end(ends[0], data.values().length));
    double[] values = Arrays.copyOfRange(data.values(), from, to);
    return new Known(new Constant(new int[] {to - from}, values, data.isInteger()));
  }

  private static long[] longs(Operation op, int index) {
    return op.constant(index, "bounds").toLongs("bounds");
  }
}
