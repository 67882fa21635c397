package org.chemxor.spark.files;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.regex.Pattern;
import org.chemxor.core.InvalidInputException;

/**
 * What both sides know of a screening: {@value #FILE} in the folder of its requests, which is
 * written last, and in that of its replies, which is written first. Holds no secret.
 *
 * @param format of the files, {@value #FORMAT}
 * @param id random, 32 hexadecimal digits
 * @param program id of the encrypted program, in hexadecimal
 * @param round which of the program's rounds these are requests for, from 0
 * @param rounds how many there are
 * @param samples most molecules of a batch
 * @param batches how many were numbered; one all of whose molecules were refused has no request
 * @param molecules in all requests together
 * @param keysDigest SHA-256 of the evaluation keys, in hexadecimal
 */
public record Screen(
    int format,
    String id,
    String program,
    int round,
    int rounds,
    int samples,
    long batches,
    long molecules,
    String keysDigest) {
  /** The file's name. */
  public static final String FILE = "screen.json";

  /** The name of the file with the client's public keys, beside it. */
  public static final String KEYS_FILE = "evaluation.keys";

  private static final int FORMAT = 1;
  private static final int MAX_BYTES = 4096;
  private static final int MAX_SAMPLES = 1 << 16;
  private static final int MAX_ROUNDS = 64;
  private static final Pattern ID = Pattern.compile("[0-9a-f]{32}");
  private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");
  private static final ObjectMapper MAPPER =
      new ObjectMapper()
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES);

  /**
   * Checks the numbers.
   *
   * @throws InvalidInputException when one is out of range
   */
  public Screen {
    require(format == FORMAT, "format " + format + ", this release reads format " + FORMAT);
    require(ID.matcher(id).matches(), "an id that is none");
    require(DIGEST.matcher(program).matches(), "a program id that is none");
    require(DIGEST.matcher(keysDigest).matches(), "a digest of keys that is none");
    require(round >= 0 && round < rounds, "round " + round + " of " + rounds);
    require(rounds <= MAX_ROUNDS, rounds + " rounds");
    require(samples >= 1 && samples <= MAX_SAMPLES, "batches of " + samples + " molecules");
    require(batches >= 0 && batches <= BatchFolder.MAX_BATCHES, batches + " batches");
    require(
        molecules >= 0 && molecules <= batches * samples,
        molecules + " molecules in " + batches + " batches");
  }

  /** The first round of a screening in this release's format. */
  public static Screen of(
      String id,
      String program,
      int rounds,
      int samples,
      long batches,
      long molecules,
      String keysDigest) {
    return new Screen(FORMAT, id, program, 0, rounds, samples, batches, molecules, keysDigest);
  }

  /** The same screening a round later. */
  public Screen next() {
    return new Screen(
        format, id, program, round + 1, rounds, samples, batches, molecules, keysDigest);
  }

  /** Whether the replies to these requests hold the outputs. */
  @JsonIgnore
  public boolean isLast() {
    return round == rounds - 1;
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new InvalidInputException("the screening has " + otherwise);
    }
  }

  /** Writes the file. */
  public void write(BatchFolder folder) throws IOException {
    folder.writeFile(FILE, toJson());
  }

  /** As JSON, UTF-8. */
  public byte[] toJson() {
    try {
      return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsBytes(this);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException("a record always makes JSON", e);
    }
  }

  /**
   * Reads the file.
   *
   * @return empty when there is none
   * @throws InvalidInputException when it is none of this format
   */
  public static Optional<Screen> read(BatchFolder folder) throws IOException {
    Optional<byte[]> json = folder.readFile(FILE, MAX_BYTES);
    return json.isEmpty() ? Optional.empty() : Optional.of(read(json.get(), folder.toString()));
  }

  /**
   * Reads what {@link #toJson} wrote.
   *
   * @param where named in messages
   * @throws InvalidInputException when it is none of this format
   */
  public static Screen read(byte[] json, String where) {
    try {
      return MAPPER.readValue(json, Screen.class);
    } catch (IOException e) {
      if (e.getCause() instanceof InvalidInputException cause) {
        throw new InvalidInputException(where + ": " + cause.getMessage(), e);
      }
      throw new InvalidInputException(where + ": " + FILE + " is no description of a screening", e);
    }
  }
}
