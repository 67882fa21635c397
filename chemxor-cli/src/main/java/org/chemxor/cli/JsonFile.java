package org.chemxor.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Path;
import org.chemxor.core.AtomicFiles;

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
}
