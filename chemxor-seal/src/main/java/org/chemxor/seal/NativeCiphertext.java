package org.chemxor.seal;

import java.io.IOException;
import java.io.OutputStream;
import org.chemxor.ckks.Ciphertext;
import org.chemxor.ckks.Compression;
import org.chemxor.ckks.wire.seal.SealSeed;
import org.jspecify.annotations.Nullable;

/** A ciphertext of SEAL, and the seed of its second polynomial while that is all it is. */
final class NativeCiphertext extends NativeObject implements Ciphertext {
  private final int level;
  private final int size;
  private final double scale;
  private final @Nullable SealSeed seed;

  NativeCiphertext(
      Core core, NativeHandle handle, int level, int size, double scale, @Nullable SealSeed seed) {
    super(core, handle);
    this.level = level;
    this.size = size;
    this.scale = scale;
    this.seed = seed;
  }

  /** Takes over the result of an operation, asking SEAL for its shape. */
  static NativeCiphertext own(Core core, long result) {
    long address = Native.check(result);
    double[] shape = new double[3];
    try {
      Native.check(SealLibrary.ciphertextShape(address, shape));
    } catch (SealException e) {
      SealLibrary.release(address);
      throw e;
    }
    int primes = (int) shape[0];
    int size = (int) shape[1];
    NativeHandle handle =
        NativeHandle.own(address, size * core.polynomialBytes(primes), "ciphertext");
    return new NativeCiphertext(core, handle, primes - 1, size, shape[2], null);
  }

  @Override
  public int level() {
    return level;
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public double scale() {
    return scale;
  }

  @Override
  public boolean isSeeded() {
    return seed != null;
  }

  @Nullable SealSeed seed() {
    return seed;
  }

  @Override
  public long writeTo(OutputStream out, Compression compression) throws IOException {
    return Wire.write(Wire.of(this), out, compression);
  }

  @Override
  public String toString() {
    return "Ciphertext[seal, level=" + level + ", size=" + size + ", scale=" + scale + "]";
  }
}
