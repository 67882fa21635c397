package org.chemxor.spark;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.util.Progressable;

/**
 * The local disk under the name {@code trouble:}, with a limit on what is written in this JVM, and
 * a gate that holds up whoever writes the reply to a certain batch.
 */
public final class TroubledFileSystem extends RawLocalFileSystem {
  static final String SETTING = "spark.hadoop.fs.trouble.impl";

  /** Names the batch that is held up. */
  static final String GATED_BATCH = "spark.hadoop.trouble.batch";

  /** A file: while it is there the gate is shut. Beside it a file tells who waits. */
  static final String GATE = "spark.hadoop.trouble.gate";

  private static final AtomicLong ROOM = new AtomicLong(Long.MAX_VALUE);

  /** How many bytes may still be written. */
  static void room(long bytes) {
    ROOM.set(bytes);
  }

  /** The same folder under this file system's name. */
  static String uri(java.nio.file.Path folder) {
    return "trouble://" + folder.toAbsolutePath();
  }

  static java.nio.file.Path waiting(java.nio.file.Path gate) {
    return gate.resolveSibling(gate.getFileName() + ".waiting");
  }

  @Override
  public void initialize(URI uri, Configuration conf) throws IOException {
    super.initialize(uri, conf);
  }

  @Override
  public URI getUri() {
    return URI.create("trouble:///");
  }

  @Override
  public String getScheme() {
    return "trouble";
  }

  @Override
  public FSDataOutputStream create(
      Path file,
      FsPermission permission,
      boolean overwrite,
      int bufferSize,
      short replication,
      long blockSize,
      Progressable progress)
      throws IOException {
    return limited(
        file,
        super.create(file, permission, overwrite, bufferSize, replication, blockSize, progress));
  }

  @Override
  public FSDataOutputStream create(
      Path file,
      boolean overwrite,
      int bufferSize,
      short replication,
      long blockSize,
      Progressable progress)
      throws IOException {
    return limited(
        file, super.create(file, overwrite, bufferSize, replication, blockSize, progress));
  }

  private FSDataOutputStream limited(Path file, FSDataOutputStream out) throws IOException {
    waitAtTheGate(file);
    return new FSDataOutputStream(new Limited(out), (FileSystem.Statistics) null);
  }

  private void waitAtTheGate(Path file) throws IOException {
    String gate = getConf().get(GATE.substring("spark.hadoop.".length()));
    long batch = getConf().getLong(GATED_BATCH.substring("spark.hadoop.".length()), -1);
    boolean isHeldUp =
        gate != null && file.getName().contains(String.format(Locale.ROOT, "-%010d.", batch));
    if (!isHeldUp) {
      return;
    }
    java.nio.file.Path shut = java.nio.file.Path.of(gate);
    if (Files.exists(shut)) {
      java.nio.file.Path whole = shut.resolveSibling(shut.getFileName() + ".pid");
      Files.writeString(whole, String.valueOf(ProcessHandle.current().pid()));
      Files.move(whole, waiting(shut));
    }
    while (Files.exists(shut)) {
      try {
        Thread.sleep(20);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("interrupted at the gate", e);
      }
    }
  }

  private static final class Limited extends OutputStream implements org.apache.hadoop.fs.Syncable {
    private final FSDataOutputStream out;

    Limited(FSDataOutputStream out) {
      this.out = out;
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      if (ROOM.addAndGet(-length) < 0) {
        throw new IOException("No space left on device");
      }
      out.write(bytes, offset, length);
    }

    @Override
    public void hflush() throws IOException {
      out.hflush();
    }

    @Override
    public void hsync() throws IOException {
      out.hsync();
    }

    @Override
    public void close() throws IOException {
      out.close();
    }
  }
}
