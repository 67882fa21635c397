package org.chemxor.seal;

import java.io.IOException;
import java.io.OutputStream;
import org.chemxor.ckks.Plaintext;
import org.chemxor.ckks.bytes.Compression;
import org.chemxor.seal.binding.NativeHandle;

/** A plaintext of SEAL. */
final class SealPlaintext extends SealObject implements Plaintext {
  private final int level;
  private final double scale;

  private SealPlaintext(Core core, NativeHandle handle, int level, double scale) {
    super(core, handle);
    this.level = level;
    this.scale = scale;
  }

  /** Takes over the result of a call. */
  static SealPlaintext own(Core core, long result, int level, double scale) {
    NativeHandle handle = NativeHandle.own(result, core.polynomialBytes(level + 1), "plaintext");
    return new SealPlaintext(core, handle, level, scale);
  }

  @Override
  public int level() {
    return level;
  }

  @Override
  public double scale() {
    return scale;
  }

  @Override
  public long writeTo(OutputStream out, Compression compression) throws IOException {
    return Wire.write(Wire.of(this), out, compression);
  }

  @Override
  public String toString() {
    return "Plaintext[seal, level=" + level + ", scale=" + scale + "]";
  }
}
