package org.chemxor.core;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/** Files that are there whole or not at all. */
public final class AtomicFiles {
  private AtomicFiles() {}

  /** Writes a file's content, from its first byte to its last. */
  @FunctionalInterface
  public interface Content {
    /** Writes everything; need not close or flush. */
    void writeTo(OutputStream out) throws IOException;
  }

  /**
   * Writes {@code content} under another name in the same folder, forces it to the disk and renames
   * it. Whoever reads {@code target} sees the old content or the new.
   *
   * @throws IOException when the folder is missing or cannot be written to, or {@code target} is a
   *     folder itself; an old {@code target} is left as it was
   */
  public static void write(Path target, byte[] content) throws IOException {
    write(target, out -> out.write(content));
  }

  /** As {@link #write(Path, byte[])}, for content too large for memory. */
  public static void write(Path target, Content content) throws IOException {
    requireWritable(target);
    // Not Files.createTempFile: only its owner may read what that makes.
    Path temporary =
        target.resolveSibling("." + target.getFileName() + "." + UUID.randomUUID() + ".tmp");
    try {
      try (FileChannel channel =
          FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
        BufferedOutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel));
        content.writeTo(out);
        out.flush();
        channel.force(true);
      }
      Files.move(
          temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (AccessDeniedException e) {
      throw new IOException("no permission to write " + target, e);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  /**
   * Looks whether a file could be written, before the work that leads up to it. Writes nothing.
   *
   * @throws IOException saying why not
   */
  public static void requireWritable(Path target) throws IOException {
    Path folder = target.toAbsolutePath().getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      throw new IOException(
          target + " cannot be written: there is no folder " + folder + "; make it first");
    }
    if (Files.isDirectory(target)) {
      throw new IOException(target + " is a folder; a file is to be written there");
    }
    if (!Files.isWritable(folder)) {
      throw new IOException("no permission to write " + target);
    }
  }
}
