package org.chemxor.seal;

import java.util.Locale;
import org.chemxor.ckks.CkksEncoder;
import org.chemxor.ckks.CkksException;
import org.chemxor.ckks.MismatchException;
import org.chemxor.ckks.Plaintext;
import org.chemxor.seal.binding.Native;
import org.chemxor.seal.binding.NativeHandle;
import org.chemxor.seal.binding.SealException;
import org.chemxor.seal.binding.SealLibrary;
import org.jspecify.annotations.Nullable;

/** SEAL's encoder. */
record SealEncoder(Core core) implements CkksEncoder {
  @Override
  public int slotCount() {
    return core.parameters().slotCount();
  }

  @Override
  public Plaintext encode(double[] values, double scale, int level) {
    return encodeVector(values, null, scale, level);
  }

  @Override
  public Plaintext encode(double[] real, double[] imaginary, double scale, int level) {
    if (imaginary.length != real.length) {
      throw new CkksException(
          "real and imaginary parts differ in number: " + real.length + " and " + imaginary.length);
    }
    return encodeVector(real, imaginary, scale, level);
  }

  @Override
  public Plaintext encodeConstant(double value, double scale, int level) {
    checkLevelAndScale(scale, level);
    if (!Double.isFinite(value)) {
      throw new CkksException("value " + value + " is not a finite number");
    }
    return encoding(
        scale, level, context -> SealLibrary.encodeConstant(context, level + 1, scale, value));
  }

  @Override
  public Plaintext encode(double... values) {
    return encode(values, core.parameters().scale(), core.parameters().maxLevel());
  }

  SealPlaintext encodeVector(
      double[] real, double @Nullable [] imaginary, double scale, int level) {
    checkLevelAndScale(scale, level);
    checkValues(real);
    if (imaginary != null) {
      checkValues(imaginary);
    }
    return encoding(
        scale,
        level,
        context -> SealLibrary.encode(context, level + 1, scale, real, imaginary, real.length));
  }

  private interface Encoding {
    long encode(long context);
  }

  private SealPlaintext encoding(double scale, int level, Encoding encoding) {
    try (NativeHandle.Use context = core.use()) {
      return SealPlaintext.own(core, encoding.encode(context.address()), level, scale);
    } catch (SealException e) {
      throw new CkksException(
          String.format(
              Locale.ROOT,
              "the values at scale 2^%.1f do not fit this level's %.1f bits: use a smaller scale"
                  + " or values, or a higher level (%s)",
              Math.log(scale) / Math.log(2),
              core.parameters().logQ(level),
              e.getMessage()),
          e);
    }
  }

  private void checkValues(double[] values) {
    if (values.length > slotCount()) {
      throw new CkksException("at most " + slotCount() + " values fit, got " + values.length);
    }
    for (int i = 0; i < values.length; i++) {
      if (!Double.isFinite(values[i])) {
        throw new CkksException("value " + i + " is not a finite number");
      }
    }
  }

  private void checkLevelAndScale(double scale, int level) {
    if (level < 0 || level > core.parameters().maxLevel()) {
      throw new MismatchException(
          "level " + level + " is outside 0 ... " + core.parameters().maxLevel());
    }
    if (!(scale > 0) || Double.isInfinite(scale)) {
      throw new MismatchException("scale must be positive and finite, got " + scale);
    }
    Operands.scaleFits(core, scale, level);
  }

  @Override
  public double[] decode(Plaintext plaintext) {
    return decodeComplex(plaintext)[0];
  }

  @Override
  public double[][] decodeComplex(Plaintext plaintext) {
    SealPlaintext own = Operands.plaintext(core, plaintext);
    double[][] values = new double[2][slotCount()];
    try (NativeHandle.Use context = core.use();
        NativeHandle.Use use = own.use()) {
      Native.check(
          SealLibrary.decode(context.address(), use.address(), values[0], values[1], slotCount()));
    }
    return values;
  }
}
