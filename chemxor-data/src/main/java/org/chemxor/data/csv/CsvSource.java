package org.chemxor.data.csv;

import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import org.chemxor.core.InputFiles;
import org.chemxor.core.InvalidInputException;

/** Opens a text file: unpacks gzip, honours a byte-order mark, refuses bytes that are not text. */
final class CsvSource {
  private static final int BUFFER_BYTES = 1 << 16;

  private CsvSource() {}

  /**
   * A buffered reader of the file's text, past any byte-order mark.
   *
   * @param charset how the text is encoded when no byte-order mark says so
   * @throws InvalidInputException when there is no such file or it is a folder
   */
  static BufferedReader open(Path path, Charset charset) throws IOException {
    InputFiles.requireReadable(path);
    InputStream file = new BufferedInputStream(Files.newInputStream(path), BUFFER_BYTES);
    try {
      return decode(unpack(file), charset);
    } catch (IOException | RuntimeException e) {
      file.close();
      throw e;
    }
  }

  private static InputStream unpack(InputStream in) throws IOException {
    byte[] start = peek(in, 2);
    boolean gzip = start.length == 2 && start[0] == 0x1f && start[1] == (byte) 0x8b;
    return gzip ? new BufferedInputStream(new GZIPInputStream(in, BUFFER_BYTES)) : in;
  }

  private static BufferedReader decode(InputStream in, Charset charset) throws IOException {
    byte[] start = peek(in, 3);
    Charset actual = charset;
    int markBytes = 0;
    if (startsWith(start, 0xef, 0xbb, 0xbf)) {
      actual = StandardCharsets.UTF_8;
      markBytes = 3;
    } else if (startsWith(start, 0xff, 0xfe)) {
      actual = StandardCharsets.UTF_16LE;
      markBytes = 2;
    } else if (startsWith(start, 0xfe, 0xff)) {
      actual = StandardCharsets.UTF_16BE;
      markBytes = 2;
    }
    in.skipNBytes(markBytes);
    Reader reader =
        new InputStreamReader(
            in,
            actual
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT));
    return new BufferedReader(reader, BUFFER_BYTES);
  }

  private static boolean startsWith(byte[] start, int... mark) {
    if (start.length < mark.length) {
      return false;
    }
    for (int i = 0; i < mark.length; i++) {
      if ((start[i] & 0xff) != mark[i]) {
        return false;
      }
    }
    return true;
  }

  private static byte[] peek(InputStream in, int count) throws IOException {
    in.mark(count);
    byte[] bytes = in.readNBytes(count);
    in.reset();
    return bytes;
  }
}
