package org.chemxor.cli.options;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import org.chemxor.core.AtomicFiles;
import org.chemxor.core.InvalidInputException;
import picocli.CommandLine.Option;

/** The folder a model is written to, looked at before the work that leads up to it. */
public final class ModelFolderOption {
  @Option(
      names = "--out",
      required = true,
      paramLabel = "FOLDER",
      description = "Where the model and its report go; made if need be.")
  private Path out = Path.of("");

  @Option(names = "--replace", description = "Replace a model that is in that folder.")
  private boolean replace;

  /**
   * Makes the folder, so that one that cannot be written to is found out before the work.
   *
   * @return to be closed at the end; deletes what was made here and is still empty
   * @throws InvalidInputException when it is a file, or holds a model and {@code --replace} is not
   *     given
   * @throws IOException when it cannot be made or written to
   */
  public Prepared prepare() throws IOException {
    if (Files.exists(out) && !Files.isDirectory(out)) {
      throw new InvalidInputException(out + " is a file; --out needs a folder");
    }
    if (!replace && Files.exists(out.resolve("model.json"))) {
      throw new InvalidInputException(
          "there is a model in " + out + " already; choose another folder or add --replace");
    }
    Deque<Path> made = new ArrayDeque<>();
    for (Path p = out.toAbsolutePath().normalize(); p != null && !Files.exists(p); ) {
      made.addLast(p);
      p = p.getParent();
    }
    try {
      Files.createDirectories(out);
      AtomicFiles.requireWritable(out.resolve("model.json"));
    } catch (FileSystemException e) {
      throw new IOException("the folder " + out + " cannot be made: " + e.getReason(), e);
    }
    return new Prepared(out, made);
  }

  /**
   * A folder that is there.
   *
   * @param path the folder
   * @param made the folders made for it, innermost first
   */
  public record Prepared(Path path, Deque<Path> made) implements AutoCloseable {
    @Override
    public void close() throws IOException {
      for (Path folder : made) {
        try (DirectoryStream<Path> content = Files.newDirectoryStream(folder)) {
          if (content.iterator().hasNext()) {
            return;
          }
        }
        Files.delete(folder);
      }
    }
  }
}
