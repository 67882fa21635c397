package org.chemxor.cli.options;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Path;
import org.chemxor.core.AtomicFiles;
import org.jspecify.annotations.Nullable;

/** Results for other programs. */
public final class JsonFile {
  private static final ObjectMapper MAPPER =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private JsonFile() {}

  /**
   * Writes a record as JSON; the file is whole or not there.
   *
   * @param file where to; an existing file is replaced
   * @param result records, lists, maps, numbers and strings
   * @throws IOException when the file cannot be written
   */
  public static void write(Path file, Object result) throws IOException {
    AtomicFiles.write(file, MAPPER.writeValueAsBytes(result));
  }

  /**
   * Refuses a file that cannot be written, before the work whose results it is to hold.
   *
   * @param file where to; null when no file was asked for
   * @throws IOException saying why not
   */
  public static void requireWritable(@Nullable Path file) throws IOException {
    if (file != null) {
      AtomicFiles.requireWritable(file);
    }
  }
}
