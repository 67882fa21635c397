package org.chemxor.ckks.wire.seal;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import org.chemxor.ckks.bytes.Compression;
import org.chemxor.ckks.secret.WipedBuffer;
import org.chemxor.ckks.wire.ArraySink;
import org.chemxor.ckks.wire.Compressors;
import org.chemxor.ckks.wire.WireOutput;

/**
 * Something that SEAL can load. Instances are immutable views: arrays given to them or taken from
 * them are not copied and must not be changed while the object is in use.
 */
public abstract sealed class WireObject
    permits WireParameters,
        WirePlaintext,
        WireSecretKey,
        WireCiphertext,
        WirePublicKey,
        WireKeySwitchKeys {

  WireObject() {}

  /** Whether this must not pass through a compressor, which keeps copies in native memory. */
  boolean isSecret() {
    return false;
  }

  /** Size in bytes of the uncompressed body. */
  abstract long bodyBytes();

  abstract void writeBody(WireOutput out) throws IOException;

  /** Returns the exact size in bytes of this object written with {@link Compression#NONE}. */
  public final long sizeBytes() {
    return WireHeader.BYTES + bodyBytes();
  }

  /**
   * Writes this object. Uncompressed objects go straight to {@code sink}; compressed ones are
   * gathered in memory first, because their size comes before them. Secret keys are never
   * compressed, whatever is asked for. The sink is flushed and stays open.
   *
   * @throws IOException if the sink fails
   */
  public final void write(OutputStream sink, Compression compression) throws IOException {
    if (compression == Compression.NONE || isSecret()) {
      writeFramed(sink);
      return;
    }
    try (WipedBuffer body = new WipedBuffer()) {
      try (OutputStream compressor = Compressors.compress(compression, body);
          WireOutput out = new WireOutput(compressor)) {
        writeBody(out);
      }
      try (WireOutput out = new WireOutput(sink)) {
        new WireHeader(compression, WireHeader.BYTES + body.size()).write(out);
      }
      body.writeTo(sink);
      sink.flush();
    }
  }

  /**
   * Returns this object as bytes.
   *
   * @throws IllegalStateException if it is larger than an array can be; use {@link #write}
   */
  public final byte[] toByteArray(Compression compression) {
    long size = sizeBytes();
    if (size > Integer.MAX_VALUE - WireHeader.BYTES) {
      throw new IllegalStateException(
          size + " bytes do not fit into an array; write to a stream instead");
    }
    try {
      if (compression == Compression.NONE || isSecret()) {
        byte[] bytes = new byte[(int) size];
        writeFramed(new ArraySink(bytes));
        return bytes;
      }
      try (WipedBuffer bytes = new WipedBuffer()) {
        write(bytes, compression);
        return bytes.toByteArray();
      }
    } catch (IOException impossible) {
      throw new UncheckedIOException("writing to memory failed", impossible);
    }
  }

  /** Writes header and body uncompressed, without closing the sink. */
  private void writeFramed(OutputStream sink) throws IOException {
    try (WireOutput out = new WireOutput(sink)) {
      writeNested(out);
    }
  }

  /** Writes header and body uncompressed, as SEAL does for objects inside others. */
  final void writeNested(WireOutput out) throws IOException {
    new WireHeader(Compression.NONE, sizeBytes()).write(out);
    writeBody(out);
  }
}
