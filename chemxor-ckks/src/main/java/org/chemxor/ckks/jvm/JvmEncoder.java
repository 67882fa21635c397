package org.chemxor.ckks.jvm;

import java.util.stream.IntStream;
import org.chemxor.ckks.CkksEncoder;
import org.chemxor.ckks.MismatchException;
import org.chemxor.ckks.Plaintext;
import org.chemxor.ckks.jvm.ring.Encoding;
import org.chemxor.ckks.jvm.ring.Ring;
import org.chemxor.ckks.spi.OperandChecks;

/** The public face of {@link Encoding}. */
record JvmEncoder(Ring ring, Encoding encoding) implements CkksEncoder {
  @Override
  public int slotCount() {
    return encoding.slotCount();
  }

  @Override
  public Plaintext encode(double[] values, double scale, int level) {
    return encode(values, new double[0], scale, level);
  }

  @Override
  public Plaintext encodeCompact(double[] values, double scale, int level) {
    checkLevelAndScale(scale, level);
    double[] coefficients = encoding.encodeCompact(values, scale, ring.parameters().logQ(level));
    return coefficients.length == 0
        ? encode(values, scale, level)
        : JvmPlaintext.compact(ring, coefficients, level, scale);
  }

  @Override
  public Plaintext encode(double[] real, double[] imaginary, double scale, int level) {
    checkLevelAndScale(scale, level);
    int[] primes = IntStream.rangeClosed(0, level).toArray();
    double[][] rows =
        encoding.encode(real, imaginary, scale, primes, ring.parameters().logQ(level));
    return new JvmPlaintext(ring, rows, scale);
  }

  @Override
  public Plaintext encodeConstant(double value, double scale, int level) {
    checkLevelAndScale(scale, level);
    double[][] rows =
        encoding.encodeConstant(value, scale, level + 1, ring.parameters().logQ(level));
    return new JvmPlaintext(ring, rows, scale);
  }

  @Override
  public Plaintext encode(double... values) {
    return encode(values, ring.parameters().scale(), ring.parameters().maxLevel());
  }

  private void checkLevelAndScale(double scale, int level) {
    if (level < 0 || level > ring.parameters().maxLevel()) {
      throw new MismatchException(
          "level " + level + " is outside 0 ... " + ring.parameters().maxLevel());
    }
    if (!(scale > 0) || Double.isInfinite(scale)) {
      throw new MismatchException("scale must be positive and finite, got " + scale);
    }
    OperandChecks.scaleFits(ring.parameters(), scale, level);
  }

  @Override
  public double[] decode(Plaintext plaintext) {
    JvmPlaintext own = Checks.plaintext(ring, plaintext);
    return encoding.decodeReal(own.rows(), own.scale());
  }

  @Override
  public double[][] decodeComplex(Plaintext plaintext) {
    JvmPlaintext own = Checks.plaintext(ring, plaintext);
    double[][] values = new double[2][encoding.slotCount()];
    encoding.decode(own.rows(), own.scale(), values[0], values[1]);
    return values;
  }
}
