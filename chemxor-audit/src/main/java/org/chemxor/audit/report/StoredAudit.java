package org.chemxor.audit.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.chemxor.core.InputFiles;
import org.chemxor.core.InvalidInputException;
import org.chemxor.models.json.Json;
import org.chemxor.models.json.JsonFields;

/**
 * What a report on disk says in short.
 *
 * @param digest of the network that was audited
 * @param leak see {@link AuditReport#leak}, 0 to 1
 * @param attack the strongest
 * @param view what its client saw
 */
public record StoredAudit(String digest, double leak, String attack, String view) {
  private static final int MOST_BYTES = 16 << 20;

  /** Checks the leak. */
  public StoredAudit {
    if (!(leak >= 0 && leak <= 1)) {
      throw new InvalidInputException("an audit says that the leak is " + leak);
    }
  }

  /**
   * Reads the report in a folder.
   *
   * @return empty when there is none
   * @throws InvalidInputException when what is there is no report of this version
   * @throws UncheckedIOException when it cannot be read
   */
  public static Optional<StoredAudit> read(Path folder) {
    Path file = folder.resolve(AuditFiles.JSON);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      String text = new String(InputFiles.read(file, MOST_BYTES), StandardCharsets.UTF_8);
      String what = String.valueOf(file);
      JsonFields json = new JsonFields(what, Json.parseObject(what, text));
      if (!json.text("format").equals(AuditJson.FORMAT)
          || json.number("version") != AuditJson.VERSION) {
        throw new InvalidInputException(file + " is no audit that this version can read");
      }
      return Optional.of(
          new StoredAudit(
              json.text("digest"),
              json.number("leak"),
              json.text("strongestAttack"),
              json.text("strongestView")));
    } catch (IOException e) {
      throw new UncheckedIOException("the audit in " + folder + " cannot be read", e);
    }
  }
}
