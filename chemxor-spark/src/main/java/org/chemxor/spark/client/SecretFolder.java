package org.chemxor.spark.client;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import java.util.Set;
import org.chemxor.core.InputFiles;
import org.chemxor.core.InvalidInputException;
import org.chemxor.core.PrivateFiles;
import org.chemxor.service.protocol.ModelDescription;
import org.chemxor.spark.files.Screen;

/**
 * What only the client has: the secret keys, which molecules are in which batch, and the model's
 * description as it was when they were encrypted. Readable by its owner alone, from the moment it
 * exists.
 *
 * @param path of the folder
 */
record SecretFolder(Path path) {
  private static final Set<PosixFilePermission> OWNER =
      PosixFilePermissions.fromString("rwx------");
  private static final long MAX_DESCRIPTION_BYTES = 64L << 20;
  private static final long MAX_KEY_BYTES = 1L << 30;
  private static final long MAX_INDEX_BYTES = 256L << 20;
  private static final int MAX_SCREEN_BYTES = 4096;

  /**
   * Makes the folder.
   *
   * @throws InvalidInputException when there is something already
   */
  static SecretFolder create(Path path) throws IOException {
    Path parent = path.toAbsolutePath().getParent();
    if (parent != null) {
      Files.createDirectories(parent);
    }
    boolean isPosix = path.getFileSystem().supportedFileAttributeViews().contains("posix");
    FileAttribute<?>[] owner =
        isPosix
            ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(OWNER)}
            : new FileAttribute<?>[0];
    try {
      Files.createDirectory(path, owner);
      Files.createDirectory(path.resolve("index"), owner);
    } catch (FileAlreadyExistsException e) {
      throw new InvalidInputException(
          path + " is there already: it is the secret part of a screening, choose another", e);
    }
    return new SecretFolder(path);
  }

  /**
   * Opens the folder of a screening whose requests are complete.
   *
   * @throws InvalidInputException when it is none
   */
  static SecretFolder open(Path path) {
    SecretFolder folder = new SecretFolder(path);
    if (!Files.isRegularFile(folder.screenFile())) {
      throw new InvalidInputException(
          path + " is not the secret folder of a screening that screen prepare has finished");
    }
    return folder;
  }

  /** Where the secret keys are. */
  Path keys() {
    return path.resolve("secret.keys");
  }

  private Path screenFile() {
    return path.resolve(Screen.FILE);
  }

  private Path descriptionFile() {
    return path.resolve("model.json");
  }

  private Path indexFile(long batch) {
    return path.resolve("index").resolve(String.format(Locale.ROOT, "batch-%010d.csv", batch));
  }

  private Path failureFile(long batch) {
    return path.resolve("index").resolve(String.format(Locale.ROOT, "batch-%010d.error", batch));
  }

  private static void write(Path file, byte[] content) throws IOException {
    try (FileChannel channel = PrivateFiles.create(file)) {
      ByteBuffer buffer = ByteBuffer.wrap(content);
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
      channel.force(true);
    } catch (IOException e) {
      Files.deleteIfExists(file);
      throw e;
    }
  }

  void write(ModelDescription description) throws IOException {
    write(descriptionFile(), description.toJson());
  }

  ModelDescription description() throws IOException {
    return ModelDescription.read(InputFiles.read(descriptionFile(), MAX_DESCRIPTION_BYTES));
  }

  /** Keeps the public keys for the folders of later rounds: made anew they would be others. */
  void writeEvaluationKeys(byte[] keys) throws IOException {
    write(path.resolve(Screen.KEYS_FILE), keys);
  }

  byte[] evaluationKeys() throws IOException {
    return InputFiles.read(path.resolve(Screen.KEYS_FILE), MAX_KEY_BYTES);
  }

  void write(Screen screen) throws IOException {
    write(screenFile(), screen.toJson());
  }

  Screen screen() throws IOException {
    return Screen.read(InputFiles.read(screenFile(), MAX_SCREEN_BYTES), path.toString());
  }

  void write(long batch, BatchIndex index) throws IOException {
    write(indexFile(batch), index.toText().getBytes(StandardCharsets.UTF_8));
  }

  BatchIndex index(long batch) throws IOException {
    Path file = indexFile(batch);
    String text = new String(InputFiles.read(file, MAX_INDEX_BYTES), StandardCharsets.UTF_8);
    return BatchIndex.read(text, file.toString());
  }

  /** Keeps why a batch did not come to its last round. */
  void writeFailure(long batch, String reason) throws IOException {
    Files.deleteIfExists(failureFile(batch));
    write(failureFile(batch), reason.getBytes(StandardCharsets.UTF_8));
  }

  /** Why a batch did not come to its last round; empty when nothing is known. */
  String failure(long batch) throws IOException {
    Path file = failureFile(batch);
    return Files.exists(file)
        ? new String(InputFiles.read(file, MAX_DESCRIPTION_BYTES), StandardCharsets.UTF_8)
        : "";
  }
}
