package org.chemxor.ckks.wire;

import com.github.luben.zstd.ZstdIOException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.zip.ZipException;
import org.chemxor.ckks.wire.WireFormatException.Damage;

/** Reads from a stream in chunks, never past what was asked for. */
public final class StreamInput extends WireInput {

  private static final int CHUNK_BYTES = 1 << 14;

  private final InputStream stream;
  private final byte[] chunk = new byte[CHUNK_BYTES];
  private final ByteBuffer view = ByteBuffer.wrap(chunk).order(ByteOrder.LITTLE_ENDIAN);

  public StreamInput(InputStream stream, long storedBytes) {
    super(storedBytes);
    this.stream = stream;
  }

  @Override
  public int readByte() throws IOException {
    fill(1);
    return chunk[0] & 0xFF;
  }

  @Override
  public long readLong() throws IOException {
    fill(Long.BYTES);
    return view.getLong(0);
  }

  @Override
  public void readLongs(long[] target, int offset, int count) throws IOException {
    int done = 0;
    while (done < count) {
      int words = Math.min(count - done, CHUNK_BYTES / Long.BYTES);
      fill(words * Long.BYTES);
      view.rewind().asLongBuffer().get(target, offset + done, words);
      done += words;
    }
  }

  @Override
  public void requireAvailable(long bytes) {}

  @Override
  public void requireEnd() throws IOException {
    if (read(0, 1) >= 0) {
      throw new WireFormatException(
          Damage.TRAILING_DATA,
          "the body goes on after the " + position() + " bytes that the object consists of");
    }
  }

  private void fill(int bytes) throws IOException {
    int done = 0;
    while (done < bytes) {
      int count = read(done, bytes - done);
      if (count < 0) {
        throw new WireFormatException(
            Damage.TRUNCATED, "the body ends after " + (position() + done) + " bytes");
      }
      done += count;
    }
    advance(bytes);
  }

  /** Like {@link InputStream#read(byte[], int, int)}, with decompression errors translated. */
  private int read(int offset, int length) throws IOException {
    try {
      return stream.read(chunk, offset, length);
    } catch (ZipException | ZstdIOException broken) {
      throw new WireFormatException(
          Damage.CORRUPT_COMPRESSION, "compressed body is broken: " + broken.getMessage(), broken);
    } catch (EOFException cut) {
      throw new WireFormatException(
          Damage.TRUNCATED, "compressed body is cut short after " + position() + " bytes", cut);
    }
  }

  /** Clears the chunk, which may have held a secret key, and closes the stream. */
  @Override
  public void close() throws IOException {
    Arrays.fill(chunk, (byte) 0);
    stream.close();
  }
}
