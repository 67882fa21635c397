package org.chemxor.service.server;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.chemxor.core.InputFiles;
import org.chemxor.core.InvalidInputException;
import org.chemxor.service.protocol.Digests;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The bearer tokens of those who may ask, from a file that is read again when it changes. Each line
 * holds a name, a token of at least 16 characters (or {@code sha256:} and its digest in
 * hexadecimal), and, if the token is to expire, an instant or a day in ISO 8601; {@code #} starts a
 * comment. Only digests are kept in memory. A file that has become empty, wrong or unreadable lets
 * nobody in until it is mended. Thread-safe.
 */
final class AccessTokens {
  private static final Logger LOG = LoggerFactory.getLogger(AccessTokens.class);
  private static final int MIN_LENGTH = 16;
  private static final int MAX_BYTES = 1 << 24;
  private static final String DIGEST = "sha256:";
  private static final String SCHEME = "bearer ";
  private static final long CHECK_MILLIS = 1000;

  private final Path file;
  private final Clock clock;
  private Map<String, Holder> holders;
  private String content;
  private String lastError = "";
  private Instant lastCheck;

  private record Holder(String name, Instant expiry) {}

  /**
   * Reads the file.
   *
   * @throws InvalidInputException when a line is wrong; the message gives its number, never the
   *     token
   * @throws IOException when it cannot be read
   */
  AccessTokens(Path file, Clock clock) throws IOException {
    this.file = file;
    this.clock = clock;
    byte[] bytes = bytes(file);
    this.content = Digests.sha256Hex(bytes);
    this.holders = read(file, bytes);
    this.lastCheck = clock.instant();
    if (holders.isEmpty()) {
      throw new InvalidInputException(
          file + " holds no token: write lines of a name, a token and perhaps its expiry");
    }
  }

  private static byte[] bytes(Path file) throws IOException {
    return InputFiles.read(file, MAX_BYTES);
  }

  private static Map<String, Holder> read(Path file, byte[] bytes) {
    Map<String, Holder> holders = new HashMap<>();
    List<String> lines = new String(bytes, StandardCharsets.UTF_8).lines().toList();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).strip();
      if (!line.isEmpty() && !line.startsWith("#")) {
        readLine(file, i + 1, line.split("\\s+"), holders);
      }
    }
    return holders;
  }

  private static void readLine(Path file, int number, String[] words, Map<String, Holder> holders) {
    if (words.length < 2 || words.length > 3) {
      throw wrong(file, number, "a line holds a name, a token and perhaps its expiry");
    }
    String token = words[1];
    boolean isDigest = token.regionMatches(true, 0, DIGEST, 0, DIGEST.length());
    String digest = isDigest ? token.substring(DIGEST.length()) : digest(token);
    if (!Digests.isDigest(digest)) {
      throw wrong(file, number, "sha256: is followed by 64 lower-case hexadecimal digits");
    }
    if (!isDigest && token.length() < MIN_LENGTH) {
      throw wrong(file, number, "a token has at least " + MIN_LENGTH + " characters");
    }
    Instant expiry = words.length == 3 ? expiry(file, number, words[2]) : Instant.MAX;
    if (holders.put(digest, new Holder(words[0], expiry)) != null) {
      throw wrong(file, number, "its token is there already");
    }
  }

  private static Instant expiry(Path file, int number, String text) {
    try {
      return text.indexOf('T') >= 0
          ? Instant.parse(text)
          : LocalDate.parse(text).plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();
    } catch (DateTimeParseException e) {
      throw wrong(file, number, "an expiry looks like 2027-01-31 or 2027-01-31T12:00:00Z");
    }
  }

  private static InvalidInputException wrong(Path file, int number, String what) {
    return new InvalidInputException(file + ", line " + number + ": " + what);
  }

  private static String digest(String token) {
    return Digests.sha256Hex(token.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Whose token this is.
   *
   * @param authorization the header's value
   * @return the holder's name; empty when there is no such token or it has expired
   */
  Optional<String> holder(String authorization) {
    if (!authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      return Optional.empty();
    }
    Holder holder = current().get(digest(authorization.substring(SCHEME.length()).strip()));
    return Optional.ofNullable(holder)
        .filter(h -> clock.instant().isBefore(h.expiry()))
        .map(Holder::name);
  }

  private synchronized Map<String, Holder> current() {
    Instant now = clock.instant();
    if (now.isAfter(lastCheck.plusMillis(CHECK_MILLIS))) {
      lastCheck = now;
      reload();
    }
    return holders;
  }

  private void reload() {
    try {
      byte[] bytes = bytes(file);
      String found = Digests.sha256Hex(bytes);
      if (found.equals(content)) {
        return;
      }
      content = found;
      holders = Map.of();
      holders = read(file, bytes);
      if (holders.isEmpty()) {
        LOG.error("the token file holds no token any more: nobody is let in");
      } else {
        LOG.info("the token file was read again: {} tokens", holders.size());
      }
    } catch (IOException | InvalidInputException e) {
      content = "";
      if (!holders.isEmpty() || !reason(e).equals(lastError)) {
        LOG.error("the token file cannot be used, nobody is let in until it can: {}", reason(e));
      }
      lastError = reason(e);
      holders = Map.of();
    }
  }

  /** Tokens that let somebody in, if they have not expired. */
  int size() {
    return current().size();
  }

  private static String reason(Exception e) {
    return e instanceof InvalidInputException ? e.getMessage() : e.getClass().getName();
  }
}
