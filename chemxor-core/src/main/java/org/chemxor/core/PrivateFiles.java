package org.chemxor.core;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;

/**
 * Files that only their owner may read and write, from the moment they exist. On file systems
 * without such permissions (Windows) a file has those of its folder: there the user's home is the
 * place for it.
 */
public final class PrivateFiles {
  private static final Set<PosixFilePermission> OWNER =
      EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

  private PrivateFiles() {}

  /**
   * Makes an empty file, open for reading and writing. Folders above it are made as needed.
   *
   * @throws InvalidInputException when there is a file already
   * @throws IOException when it cannot be made
   */
  public static FileChannel create(Path file) throws IOException {
    Path parent = file.toAbsolutePath().getParent();
    if (parent != null) {
      Files.createDirectories(parent);
    }
    FileAttribute<?>[] attributes =
        isPosix(file)
            ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(OWNER)}
            : new FileAttribute<?>[0];
    try {
      return FileChannel.open(
          file,
          Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE),
          attributes);
    } catch (FileAlreadyExistsException e) {
      throw new InvalidInputException("there is a file " + file + " already", e);
    }
  }

  /**
   * Refuses a file that others than its owner may use.
   *
   * @throws InvalidInputException when group or others have any permission, or it is no readable
   *     regular file
   * @throws IOException when its permissions cannot be read
   */
  public static void requirePrivate(Path file) throws IOException {
    InputFiles.requireReadable(file);
    if (!isPosix(file)) {
      return;
    }
    Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
    EnumSet<PosixFilePermission> others = EnumSet.copyOf(permissions);
    others.removeAll(
        EnumSet.of(
            PosixFilePermission.OWNER_READ,
            PosixFilePermission.OWNER_WRITE,
            PosixFilePermission.OWNER_EXECUTE));
    if (!others.isEmpty()) {
      throw new InvalidInputException(
          file
              + " may be used by others than its owner ("
              + PosixFilePermissions.toString(permissions)
              + "): take that from them (chmod 600) if nobody can have copied it, else delete it");
    }
  }

  private static boolean isPosix(Path file) {
    return file.getFileSystem().supportedFileAttributeViews().contains("posix");
  }
}
