package org.chemxor.ckks.wire.seal;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import org.chemxor.ckks.bytes.Compression;
import org.chemxor.ckks.bytes.WireLimits;
import org.chemxor.ckks.wire.BufferInput;
import org.chemxor.ckks.wire.Compressors;
import org.chemxor.ckks.wire.LimitedStream;
import org.chemxor.ckks.wire.StreamInput;
import org.chemxor.ckks.wire.WireFormatException;
import org.chemxor.ckks.wire.WireFormatException.Damage;
import org.chemxor.ckks.wire.WireInput;

/** Opens a header, undoes the compression, hands the body to a parser, and insists on its end. */
final class Envelope {

  /** Parses a body that has been decompressed. */
  @FunctionalInterface
  interface BodyReader<T> {
    T read(WireInput body) throws IOException;
  }

  private Envelope() {}

  /** Reads an object that fills {@code source} from its position to its limit. */
  static <T> T read(ByteBuffer source, WireLimits limits, BodyReader<T> reader) {
    BufferInput in = new BufferInput(source);
    try {
      in.requireAvailable(WireHeader.BYTES);
      WireHeader header = checkSize(WireHeader.read(in), limits);
      in.requireAvailable(header.bodyBytes());
      if (header.size() < source.remaining()) {
        throw new WireFormatException(
            Damage.TRAILING_DATA,
            source.remaining() - header.size() + " bytes follow the end of the object");
      }
      ByteBuffer body = source.slice(source.position() + WireHeader.BYTES, bodyLength(header));
      T result =
          header.compression() == Compression.NONE
              ? finish(new BufferInput(body), reader)
              : decompress(new BufferStream(body), header, reader);
      source.position(source.limit());
      return result;
    } catch (IOException impossible) {
      throw new UncheckedIOException("reading from memory failed", impossible);
    }
  }

  /** Reads one object from {@code source} and leaves what follows it unread. */
  static <T> T read(InputStream source, WireLimits limits, BodyReader<T> reader)
      throws IOException {
    WireHeader header;
    try (StreamInput in = new StreamInput(new KeepOpen(source), WireHeader.BYTES)) {
      header = checkSize(WireHeader.read(in), limits);
    }
    return decompress(source, header, reader);
  }

  private static int bodyLength(WireHeader header) {
    return Math.toIntExact(header.bodyBytes());
  }

  private static WireHeader checkSize(WireHeader header, WireLimits limits) {
    if (header.size() < 0 || header.size() > limits.maxSerializedBytes()) {
      throw new WireFormatException(
          Damage.TOO_LARGE,
          "object announces "
              + Long.toUnsignedString(header.size())
              + " bytes, the limit is "
              + limits.maxSerializedBytes()
              + ": raise WireLimits.maxSerializedBytes if it is wanted");
    }
    return header;
  }

  private static <T> T decompress(InputStream source, WireHeader header, BodyReader<T> reader)
      throws IOException {
    LimitedStream stored = new LimitedStream(source, header.bodyBytes());
    InputStream plain = Compressors.decompress(header.compression(), stored);
    try (StreamInput body = new StreamInput(plain, header.bodyBytes())) {
      T result = finish(body, reader);
      if (stored.remaining() != 0) {
        throw new WireFormatException(
            Damage.TRAILING_DATA,
            stored.remaining() + " bytes of the object lie behind its compressed body");
      }
      return result;
    }
  }

  private static <T> T finish(WireInput body, BodyReader<T> reader) throws IOException {
    T result = reader.read(body);
    body.requireEnd();
    return result;
  }

  private static final class KeepOpen extends FilterInputStream {
    KeepOpen(InputStream source) {
      super(source);
    }

    @Override
    public void close() {}
  }

  /** A buffer as a stream. */
  private static final class BufferStream extends InputStream {
    private final ByteBuffer buffer;

    BufferStream(ByteBuffer buffer) {
      this.buffer = buffer;
    }

    @Override
    public int read() {
      return buffer.hasRemaining() ? buffer.get() & 0xFF : -1;
    }

    @Override
    public int read(byte[] target, int offset, int length) {
      if (length > 0 && !buffer.hasRemaining()) {
        return -1;
      }
      int count = Math.min(length, buffer.remaining());
      buffer.get(target, offset, count);
      return count;
    }

    @Override
    public int available() {
      return buffer.remaining();
    }
  }
}
