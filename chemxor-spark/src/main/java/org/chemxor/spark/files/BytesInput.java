package org.chemxor.spark.files;

import java.io.ByteArrayInputStream;
import org.apache.parquet.io.DelegatingSeekableInputStream;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.io.SeekableInputStream;

/** A file that has been read already: what goes wrong with it from here on is its own fault. */
@SuppressWarnings("ArrayRecordComponent")
record BytesInput(byte[] bytes) implements InputFile {
  @Override
  public long getLength() {
    return bytes.length;
  }

  @Override
  public SeekableInputStream newStream() {
    return new Stream(new Positioned(bytes));
  }

  private static final class Positioned extends ByteArrayInputStream {
    Positioned(byte[] bytes) {
      super(bytes);
    }

    int position() {
      return pos;
    }

    /** A position behind the end is the end: what is read there is cut off. */
    void moveTo(long position) {
      pos = (int) Math.max(0, Math.min(position, count));
    }
  }

  private static final class Stream extends DelegatingSeekableInputStream {
    private final Positioned in;

    Stream(Positioned in) {
      super(in);
      this.in = in;
    }

    @Override
    public long getPos() {
      return in.position();
    }

    @Override
    public void seek(long position) {
      in.moveTo(position);
    }
  }
}
