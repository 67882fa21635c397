package org.chemxor.seal;

import java.io.IOException;
import java.io.OutputStream;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.chemxor.ckks.bytes.Compression;
import org.chemxor.ckks.wire.seal.WireKeySwitchKeys;
import org.chemxor.ckks.wire.seal.WireSeed;
import org.chemxor.seal.binding.NativeHandle;
import org.jspecify.annotations.Nullable;

/** Key-switching keys of SEAL by index, with the seeds of their digits. */
abstract class SealSwitchKeys extends SealObject {
  private final WireKeySwitchKeys.Kind kind;
  private final NavigableMap<Integer, @Nullable WireSeed[]> seeds;

  SealSwitchKeys(
      Core core,
      NativeHandle handle,
      WireKeySwitchKeys.Kind kind,
      NavigableMap<Integer, @Nullable WireSeed[]> seeds) {
    super(core, handle);
    this.kind = kind;
    this.seeds = new TreeMap<>(seeds);
  }

  final WireKeySwitchKeys.Kind kind() {
    return kind;
  }

  /** The indices that have keys, and for each of their digits its seed if it has one. */
  final NavigableMap<Integer, @Nullable WireSeed[]> seeds() {
    return seeds;
  }

  /** Bytes these keys take when written uncompressed. */
  public final long sizeBytes() {
    return Wire.of(this).sizeBytes();
  }

  /** Writes the keys, one in memory at a time. */
  public final long writeTo(OutputStream out, Compression compression) throws IOException {
    return Wire.write(Wire.of(this), out, compression);
  }
}
