package org.chemxor.spark.files;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.ChecksumFileSystem;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.schema.MessageType;
import org.chemxor.core.InvalidInputException;

/**
 * A folder of batches on any file system that Hadoop knows, one Parquet file a batch, beside small
 * files of its own such as the manifest. Files are written under another name, forced to the disk
 * and renamed, so that one with its final name is whole. Names that are not of that form are not
 * looked at, whoever put them there.
 */
public final class BatchFolder {
  private static final Pattern NAME = Pattern.compile("batch-([0-9]{10})\\.parquet");

  /** The most batches of one screening. */
  public static final long MAX_BATCHES = 9_999_999_999L;

  private final FileSystem fileSystem;
  private final Path folder;

  private BatchFolder(FileSystem fileSystem, Path folder) {
    this.fileSystem = fileSystem;
    this.folder = folder;
  }

  /**
   * A folder, which need not be there yet.
   *
   * @param uri a path, or an address such as {@code hdfs://host/folder}
   * @param configuration of the file systems
   * @throws InvalidInputException when there is no such file system
   * @throws IOException when it cannot be reached
   */
  public static BatchFolder at(String uri, Configuration configuration) throws IOException {
    try {
      Path path = new Path(uri);
      FileSystem fileSystem = path.getFileSystem(configuration);
      // Digests are our own; files of checksums beside ours would only be in the way.
      FileSystem raw =
          fileSystem instanceof ChecksumFileSystem checked
              ? checked.getRawFileSystem()
              : fileSystem;
      return new BatchFolder(raw, raw.makeQualified(path));
    } catch (IllegalArgumentException e) {
      throw new InvalidInputException(uri + " is no folder: " + e.getMessage(), e);
    }
  }

  /** Makes the folder and those above it. */
  public void create() throws IOException {
    if (!fileSystem.mkdirs(folder)) {
      throw new IOException("the folder " + folder + " cannot be made");
    }
  }

  /** Whether the folder is there and holds something. */
  public boolean isUsed() throws IOException {
    try {
      return fileSystem.listStatusIterator(folder).hasNext();
    } catch (FileNotFoundException e) {
      return false;
    }
  }

  /**
   * The numbers of the batches in the folder, in order.
   *
   * @throws InvalidInputException when there is no such folder
   */
  public SortedSet<Long> batches() throws IOException {
    TreeSet<Long> found = new TreeSet<>();
    try {
      RemoteIterator<FileStatus> files = fileSystem.listStatusIterator(folder);
      while (files.hasNext()) {
        Matcher name = NAME.matcher(files.next().getPath().getName());
        if (name.matches()) {
          found.add(Long.parseLong(name.group(1)));
        }
      }
      return found;
    } catch (FileNotFoundException e) {
      throw new InvalidInputException("there is no folder " + folder, e);
    }
  }

  /** Whether a batch is there. */
  public boolean has(long batch) throws IOException {
    return fileSystem.exists(file(batch));
  }

  /** Bytes of a batch's file. */
  public long sizeBytes(long batch) throws IOException {
    return fileSystem.getFileStatus(file(batch)).getLen();
  }

  /** Deletes the file of a batch, if it is there. */
  public void delete(long batch) throws IOException {
    fileSystem.delete(file(batch), false);
  }

  private Path file(long batch) {
    return new Path(folder, String.format(Locale.ROOT, "batch-%010d.parquet", batch));
  }

  void write(long batch, Group row, MessageType schema) throws IOException {
    put(file(batch), temporary -> RowFile.write(fileSystem, temporary, row, schema));
  }

  Group read(long batch, MessageType schema, long maxBytes) throws IOException {
    return RowFile.read(fileSystem, file(batch), schema, maxBytes);
  }

  /** What writes a file under a name of its own. */
  private interface Content {
    void writeTo(Path temporary) throws IOException;
  }

  private void put(Path target, Content content) throws IOException {
    Path temporary = new Path(folder, "." + target.getName() + "." + UUID.randomUUID() + ".tmp");
    try {
      content.writeTo(temporary);
      if (!fileSystem.rename(temporary, target) && !fileSystem.exists(target)) {
        throw new IOException("the file cannot be given its name");
      }
    } catch (IOException e) {
      throw new IOException(target + " cannot be written: " + e.getMessage(), e);
    } finally {
      deleteQuietly(temporary);
    }
  }

  /** What is left under another name does no harm, and must not hide why it was left. */
  private void deleteQuietly(Path temporary) {
    try {
      fileSystem.delete(temporary, false);
    } catch (IOException e) {
      org.slf4j.LoggerFactory.getLogger(BatchFolder.class)
          .warn("{} cannot be deleted: {}", temporary, e.getMessage());
    }
  }

  /**
   * Writes a small file, whole or not at all; one of that name is replaced.
   *
   * @param name a name of ours
   */
  public void writeFile(String name, byte[] content) throws IOException {
    put(
        new Path(folder, name),
        temporary -> {
          try (FSDataOutputStream out = fileSystem.create(temporary, false)) {
            out.write(content);
            out.hsync();
          }
        });
  }

  /**
   * Reads a small file.
   *
   * @param name a name of ours
   * @param maxBytes most bytes it may have
   * @return empty when it is not there
   * @throws InvalidInputException when it has more bytes, or is no file
   */
  public Optional<byte[]> readFile(String name, long maxBytes) throws IOException {
    Path file = new Path(folder, name);
    try {
      FileStatus status = fileSystem.getFileStatus(file);
      if (!status.isFile() || status.getLen() > maxBytes) {
        throw new InvalidInputException(
            file + " is no file of at most " + maxBytes + " bytes, as one is expected there");
      }
      byte[] content = new byte[(int) status.getLen()];
      try (FSDataInputStream in = fileSystem.open(file)) {
        in.readFully(0, content);
      }
      return Optional.of(content);
    } catch (FileNotFoundException e) {
      return Optional.empty();
    }
  }

  @Override
  public String toString() {
    return folder.toUri().getScheme().equals("file") ? folder.toUri().getPath() : folder.toString();
  }
}
