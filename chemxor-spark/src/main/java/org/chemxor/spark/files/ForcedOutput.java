package org.chemxor.spark.files;

import java.io.IOException;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.io.DelegatingPositionOutputStream;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.PositionOutputStream;

/** A file that is forced to the disk before it is closed. */
record ForcedOutput(FileSystem fileSystem, Path file) implements OutputFile {
  @Override
  public PositionOutputStream create(long blockSizeHint) throws IOException {
    return new Forced(fileSystem.create(file, false));
  }

  @Override
  public PositionOutputStream createOrOverwrite(long blockSizeHint) throws IOException {
    return create(blockSizeHint);
  }

  @Override
  public boolean supportsBlockSize() {
    return false;
  }

  @Override
  public long defaultBlockSize() {
    return 0;
  }

  private static final class Forced extends DelegatingPositionOutputStream {
    private final FSDataOutputStream out;

    Forced(FSDataOutputStream out) {
      super(out);
      this.out = out;
    }

    @Override
    public long getPos() {
      return out.getPos();
    }

    @Override
    public void close() throws IOException {
      try (FSDataOutputStream closed = out) {
        closed.hsync();
      }
    }
  }
}
