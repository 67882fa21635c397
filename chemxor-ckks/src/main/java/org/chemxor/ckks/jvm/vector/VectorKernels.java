package org.chemxor.ckks.jvm.vector;

import static org.chemxor.ckks.jvm.vector.Lanes.LENGTH;
import static org.chemxor.ckks.jvm.vector.Lanes.broadcast;
import static org.chemxor.ckks.jvm.vector.Lanes.load;
import static org.chemxor.ckks.jvm.vector.Lanes.roundConstant;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorOperators;
import org.chemxor.ckks.jvm.Kernels;
import org.chemxor.ckks.jvm.Modulus;
import org.chemxor.ckks.jvm.NttTables;

/** The kernels in vectors of 2, 4 or 8 doubles. Created by name through {@code KernelSelection}. */
public final class VectorKernels implements Kernels {

  /** Called reflectively; fails when the forced width is not available. */
  public VectorKernels() {
    if (LENGTH < 2) {
      throw new UnsupportedOperationException("this JVM has no vectors of doubles");
    }
  }

  @Override
  public String description() {
    return LENGTH * Double.SIZE + "-bit vectors";
  }

  @Override
  public int lanes() {
    return LENGTH;
  }

  @Override
  public void nttForward(double[] a, NttTables tables) {
    VectorNtt.forward(a, tables);
  }

  @Override
  public void nttInverse(double[] a, NttTables tables) {
    VectorNtt.inverse(a, tables);
  }

  @Override
  public void add(double[] a, double[] b, double[] out, Modulus m) {
    DoubleVector minusP = broadcast(-m.p());
    DoubleVector inverse = broadcast(m.inverse());
    DoubleVector round = roundConstant();
    for (int i = 0; i < out.length; i += LENGTH) {
      Lanes.reduce(load(a, i).add(load(b, i)), inverse, minusP, round).intoArray(out, i);
    }
  }

  @Override
  public void subtract(double[] a, double[] b, double[] out, Modulus m) {
    DoubleVector minusP = broadcast(-m.p());
    DoubleVector inverse = broadcast(m.inverse());
    DoubleVector round = roundConstant();
    for (int i = 0; i < out.length; i += LENGTH) {
      Lanes.reduce(load(a, i).sub(load(b, i)), inverse, minusP, round).intoArray(out, i);
    }
  }

  @Override
  public void negate(double[] a, double[] out) {
    for (int i = 0; i < out.length; i += LENGTH) {
      load(a, i).neg().intoArray(out, i);
    }
  }

  @Override
  public void multiply(double[] a, double[] b, double[] out, Modulus m) {
    DoubleVector p = broadcast(m.p());
    DoubleVector minusInverse = broadcast(-m.inverse());
    DoubleVector round = roundConstant();
    for (int i = 0; i < out.length; i += LENGTH) {
      DoubleVector x = load(a, i);
      Lanes.product(x, x.neg(), load(b, i), minusInverse, p, round).intoArray(out, i);
    }
  }

  @Override
  public void multiplyLinear(
      double[] a0,
      double[] a1,
      double[] b0,
      double[] b1,
      double[] out0,
      double[] out1,
      double[] out2,
      Modulus m) {
    DoubleVector p = broadcast(m.p());
    DoubleVector minusP = broadcast(-m.p());
    DoubleVector inverse = broadcast(m.inverse());
    DoubleVector minusInverse = broadcast(-m.inverse());
    DoubleVector round = roundConstant();
    for (int i = 0; i < out0.length; i += LENGTH) {
      DoubleVector x0 = load(a0, i);
      DoubleVector x1 = load(a1, i);
      DoubleVector y0 = load(b0, i);
      DoubleVector y1 = load(b1, i);
      DoubleVector minusX0 = x0.neg();
      DoubleVector minusX1 = x1.neg();
      Lanes.product(x0, minusX0, y0, minusInverse, p, round).intoArray(out0, i);
      DoubleVector left = Lanes.product(x0, minusX0, y1, minusInverse, p, round);
      DoubleVector right = Lanes.product(x1, minusX1, y0, minusInverse, p, round);
      Lanes.reduce(left.add(right), inverse, minusP, round).intoArray(out1, i);
      Lanes.product(x1, minusX1, y1, minusInverse, p, round).intoArray(out2, i);
    }
  }

  @Override
  public void multiplyScalar(double[] a, double w, double[] out, Modulus m) {
    DoubleVector p = broadcast(m.p());
    DoubleVector round = roundConstant();
    DoubleVector factor = broadcast(w);
    DoubleVector minusFactor = broadcast(-w);
    DoubleVector overP = broadcast(w * m.inverse());
    for (int i = 0; i < out.length; i += LENGTH) {
      Lanes.multiply(load(a, i), factor, minusFactor, overP, p, round).intoArray(out, i);
    }
  }

  @Override
  public void subtractMultiply(double[] a, double[] b, double w, double[] out, Modulus m) {
    DoubleVector p = broadcast(m.p());
    DoubleVector round = roundConstant();
    DoubleVector factor = broadcast(w);
    DoubleVector minusFactor = broadcast(-w);
    DoubleVector overP = broadcast(w * m.inverse());
    for (int i = 0; i < out.length; i += LENGTH) {
      DoubleVector difference = load(a, i).sub(load(b, i));
      Lanes.multiply(difference, factor, minusFactor, overP, p, round).intoArray(out, i);
    }
  }

  @Override
  public void subtractMultiplyAdd(
      double[] a, double[] b, double w, double[] c, double[] out, Modulus m) {
    DoubleVector p = broadcast(m.p());
    DoubleVector minusP = broadcast(-m.p());
    DoubleVector inverse = broadcast(m.inverse());
    DoubleVector round = roundConstant();
    DoubleVector factor = broadcast(w);
    DoubleVector minusFactor = broadcast(-w);
    DoubleVector overP = broadcast(w * m.inverse());
    for (int i = 0; i < out.length; i += LENGTH) {
      DoubleVector difference = load(a, i).sub(load(b, i));
      DoubleVector product = Lanes.multiply(difference, factor, minusFactor, overP, p, round);
      Lanes.reduce(product.add(load(c, i)), inverse, minusP, round).intoArray(out, i);
    }
  }

  @Override
  public void multiplyAddLazy(double[] a, double[] b, double[] acc, Modulus m) {
    DoubleVector p = broadcast(m.p());
    DoubleVector minusInverse = broadcast(-m.inverse());
    DoubleVector round = roundConstant();
    for (int i = 0; i < acc.length; i += LENGTH) {
      DoubleVector x = load(a, i);
      DoubleVector product = Lanes.product(x, x.neg(), load(b, i), minusInverse, p, round);
      load(acc, i).add(product).intoArray(acc, i);
    }
  }

  @Override
  public void multiplyAddPairLazy(
      double[] a,
      int offset,
      double[] b0,
      double[] b1,
      double[] acc0,
      double[] acc1,
      int from,
      int to,
      Modulus m) {
    DoubleVector p = broadcast(m.p());
    DoubleVector minusInverse = broadcast(-m.inverse());
    DoubleVector round = roundConstant();
    for (int i = from; i < to; i += LENGTH) {
      DoubleVector x = load(a, i + offset);
      DoubleVector minusX = x.neg();
      DoubleVector product0 = Lanes.product(x, minusX, load(b0, i), minusInverse, p, round);
      load(acc0, i).add(product0).intoArray(acc0, i);
      DoubleVector product1 = Lanes.product(x, minusX, load(b1, i), minusInverse, p, round);
      load(acc1, i).add(product1).intoArray(acc1, i);
    }
  }

  @Override
  public void multiplyAddTwoPairsLazy(
      double[] a,
      double[] a0,
      double[] a1,
      double[] b,
      double[] b0,
      double[] b1,
      double[] acc0,
      double[] acc1,
      Modulus m) {
    DoubleVector p = broadcast(m.p());
    DoubleVector minusInverse = broadcast(-m.inverse());
    DoubleVector round = roundConstant();
    for (int i = 0; i < acc0.length; i += LENGTH) {
      DoubleVector x = load(a, i);
      DoubleVector minusX = x.neg();
      DoubleVector y = load(b, i);
      DoubleVector minusY = y.neg();
      DoubleVector x0 = Lanes.product(x, minusX, load(a0, i), minusInverse, p, round);
      DoubleVector y0 = Lanes.product(y, minusY, load(b0, i), minusInverse, p, round);
      load(acc0, i).add(x0).add(y0).intoArray(acc0, i);
      DoubleVector x1 = Lanes.product(x, minusX, load(a1, i), minusInverse, p, round);
      DoubleVector y1 = Lanes.product(y, minusY, load(b1, i), minusInverse, p, round);
      load(acc1, i).add(x1).add(y1).intoArray(acc1, i);
    }
  }

  @Override
  public void multiplyScalarAddLazy(double[] a, double w, double[] acc, Modulus m) {
    DoubleVector p = broadcast(m.p());
    DoubleVector round = roundConstant();
    DoubleVector factor = broadcast(w);
    DoubleVector minusFactor = broadcast(-w);
    DoubleVector overP = broadcast(w * m.inverse());
    for (int i = 0; i < acc.length; i += LENGTH) {
      DoubleVector product = Lanes.multiply(load(a, i), factor, minusFactor, overP, p, round);
      load(acc, i).add(product).intoArray(acc, i);
    }
  }

  @Override
  public void reduce(double[] a, double[] out, Modulus m) {
    DoubleVector minusP = broadcast(-m.p());
    DoubleVector inverse = broadcast(m.inverse());
    DoubleVector round = roundConstant();
    for (int i = 0; i < out.length; i += LENGTH) {
      Lanes.reduce(load(a, i), inverse, minusP, round).intoArray(out, i);
    }
  }

  @Override
  public void reduceRange(double[] a, int from, int to, Modulus m) {
    DoubleVector minusP = broadcast(-m.p());
    DoubleVector inverse = broadcast(m.inverse());
    DoubleVector round = roundConstant();
    for (int i = from; i < to; i += LENGTH) {
      Lanes.reduce(load(a, i), inverse, minusP, round).intoArray(a, i);
    }
  }

  @Override
  public void reduceWide(double[] a, double radix, double[] out, Modulus m) {
    DoubleVector p = broadcast(m.p());
    DoubleVector minusP = broadcast(-m.p());
    DoubleVector inverse = broadcast(m.inverse());
    DoubleVector round = roundConstant();
    DoubleVector factor = broadcast(radix);
    DoubleVector minusFactor = broadcast(-radix);
    DoubleVector overP = broadcast(radix * m.inverse());
    DoubleVector down = broadcast(0x1p-50);
    DoubleVector minusUp = broadcast(0x1p50);
    for (int i = 0; i < out.length; i += LENGTH) {
      DoubleVector x = load(a, i);
      DoubleVector high = x.lanewise(VectorOperators.FMA, down, round).sub(round);
      DoubleVector low = high.neg().lanewise(VectorOperators.FMA, minusUp, x);
      DoubleVector reducedHigh = Lanes.reduce(high, inverse, minusP, round);
      DoubleVector reducedLow = Lanes.reduce(low, inverse, minusP, round);
      DoubleVector sum =
          Lanes.multiply(reducedHigh, factor, minusFactor, overP, p, round).add(reducedLow);
      Lanes.reduce(sum, inverse, minusP, round).intoArray(out, i);
    }
  }

  @Override
  public void addFraction(double[] a, double factor, double[] acc) {
    DoubleVector f = broadcast(factor);
    for (int i = 0; i < acc.length; i += LENGTH) {
      load(a, i).lanewise(VectorOperators.FMA, f, load(acc, i)).intoArray(acc, i);
    }
  }

  @Override
  public void round(double[] a) {
    DoubleVector round = roundConstant();
    for (int i = 0; i < a.length; i += LENGTH) {
      load(a, i).add(round).sub(round).intoArray(a, i);
    }
  }

  @Override
  public void permute(double[] a, int[] table, double[] out) {
    VectorPermutation.permute(a, table, out);
  }

  @Override
  public void addScalar(double[] a, double w, double[] out, Modulus m) {
    DoubleVector minusP = broadcast(-m.p());
    DoubleVector inverse = broadcast(m.inverse());
    DoubleVector round = roundConstant();
    DoubleVector addend = broadcast(w);
    for (int i = 0; i < out.length; i += LENGTH) {
      Lanes.reduce(load(a, i).add(addend), inverse, minusP, round).intoArray(out, i);
    }
  }

  @Override
  public void splitToPanels(
      double[] row,
      int from,
      int count,
      double radix,
      double[] high,
      double[] low,
      int at,
      int stride) {
    VectorPanels.split(row, from, count, radix, high, low, at, stride);
  }

  @Override
  public void multiplyPanels(
      double[] weights, int weightsAt, double[] panel, int panelAt, int count, double[] products) {
    VectorPanels.multiply(weights, weightsAt, panel, panelAt, count, products);
  }

  @Override
  public void addPanel(
      double[] high, double[] low, int from, double radix, double[] out, int to, Modulus m) {
    VectorPanels.add(high, low, from, radix, out, to, m);
  }

  @Override
  public void addWholePanels(
      double[] products, int rows, double[] out, int to, int stride, Modulus m) {
    VectorPanels.addWhole(products, rows, out, to, stride, m);
  }
}
