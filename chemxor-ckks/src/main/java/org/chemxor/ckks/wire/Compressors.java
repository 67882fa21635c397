package org.chemxor.ckks.wire;

import com.github.luben.zstd.BufferPool;
import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import com.github.luben.zstd.ZstdOutputStreamNoFinalizer;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import org.chemxor.ckks.bytes.Compression;
import org.chemxor.ckks.wire.WireFormatException.Damage;

/** Packs and unpacks bodies in the ways of {@link Compression}. */
public final class Compressors {
  private static final int ZLIB_CHUNK_BYTES = 1 << 14;
  private static final int ZSTD_LEVEL = 3;

  /** Frames that ask for a larger window than 8 MiB are refused, as SEAL 4.4 does. */
  private static final int ZSTD_WINDOW_LOG_MAX = 23;

  /** Buffers of the compressor, which may have held a secret key. */
  private static final BufferPool WIPED =
      new BufferPool() {
        @Override
        public ByteBuffer get(int capacity) {
          return ByteBuffer.allocate(capacity);
        }

        @Override
        public void release(ByteBuffer buffer) {
          int from = buffer.arrayOffset();
          Arrays.fill(buffer.array(), from, from + buffer.capacity(), (byte) 0);
        }
      };

  private Compressors() {}

  public static Compression ofCode(int code) {
    for (Compression mode : Compression.values()) {
      if (mode.code() == code) {
        return mode;
      }
    }
    throw new WireFormatException(
        Damage.UNKNOWN_COMPRESSION,
        "compression mode " + code + " is unknown; SEAL 4 defines 0 (none), 1 (zlib), 2 (zstd)");
  }

  /** Returns a stream that decompresses {@code source} on demand; never reads ahead of need. */
  public static InputStream decompress(Compression mode, InputStream source) throws IOException {
    return switch (mode) {
      case NONE -> source;
      case ZLIB -> new ZlibInput(source);
      case ZSTD -> {
        ZstdInputStreamNoFinalizer stream = new ZstdInputStreamNoFinalizer(source, WIPED);
        stream.setLongMax(ZSTD_WINDOW_LOG_MAX);
        yield stream;
      }
    };
  }

  /** Returns a stream that compresses into {@code sink} and, when closed, leaves it open. */
  public static OutputStream compress(Compression mode, OutputStream sink) throws IOException {
    OutputStream open = new KeepOpen(sink);
    return switch (mode) {
      case NONE -> open;
      case ZLIB -> new ZlibOutput(open);
      case ZSTD -> new ZstdOutputStreamNoFinalizer(open, WIPED, ZSTD_LEVEL);
    };
  }

  /** Frees its native memory, and refuses bytes behind the end of the zlib stream. */
  private static final class ZlibInput extends InflaterInputStream {
    ZlibInput(InputStream source) {
      super(source, new Inflater(), ZLIB_CHUNK_BYTES);
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      int count = super.read(target, offset, length);
      if (count < 0 && inf.getRemaining() > 0) {
        throw new WireFormatException(
            Damage.TRAILING_DATA, "bytes of the object lie behind its compressed body");
      }
      return count;
    }

    @Override
    public void close() throws IOException {
      inf.end();
      Arrays.fill(buf, (byte) 0);
      super.close();
    }
  }

  /**
   * Residues are random but for their high zero bytes: there are no repetitions to search for.
   * Huffman coding alone gives smaller output than zlib's default, ten times faster.
   */
  private static final class ZlibOutput extends DeflaterOutputStream {
    ZlibOutput(OutputStream sink) {
      super(sink, new Deflater(), ZLIB_CHUNK_BYTES);
      def.setStrategy(Deflater.HUFFMAN_ONLY);
    }

    @Override
    public void close() throws IOException {
      try {
        super.close();
      } finally {
        def.end();
        Arrays.fill(buf, (byte) 0);
      }
    }
  }

  private static final class KeepOpen extends FilterOutputStream {
    KeepOpen(OutputStream sink) {
      super(sink);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      out.write(bytes, offset, length);
    }

    @Override
    public void close() throws IOException {
      flush();
    }
  }
}
