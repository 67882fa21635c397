package org.chemxor.seal;

import java.io.IOException;
import java.io.OutputStream;
import org.chemxor.ckks.Ciphertext;
import org.chemxor.ckks.bytes.Compression;
import org.chemxor.ckks.wire.seal.ResidueSource;
import org.chemxor.ckks.wire.seal.WireCiphertext;
import org.chemxor.ckks.wire.seal.WireSeed;
import org.chemxor.seal.binding.Native;
import org.chemxor.seal.binding.NativeHandle;
import org.chemxor.seal.binding.SealException;
import org.chemxor.seal.binding.SealLibrary;
import org.jspecify.annotations.Nullable;

/** A ciphertext of SEAL, and the seed of its second polynomial while that is all it is. */
final class SealCiphertext extends SealObject implements Ciphertext, ResidueSource {
  private final int level;
  private final int size;
  private final double scale;
  private final @Nullable WireSeed seed;

  SealCiphertext(
      Core core, NativeHandle handle, int level, int size, double scale, @Nullable WireSeed seed) {
    super(core, handle);
    this.level = level;
    this.size = size;
    this.scale = scale;
    this.seed = seed;
  }

  /** Takes over the result of an operation, asking SEAL for its shape. */
  static SealCiphertext own(Core core, long result) {
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
    return new SealCiphertext(core, handle, primes - 1, size, shape[2], null);
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

  @Nullable WireSeed seed() {
    return seed;
  }

  @Override
  public WireCiphertext toResidues() {
    return Wire.of(this);
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
