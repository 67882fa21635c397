package org.chemxor.ckks.wire.seal;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.chemxor.ckks.bytes.Compression;
import org.chemxor.ckks.bytes.WireLimits;
import org.chemxor.ckks.wire.ChunkStream;
import org.chemxor.ckks.wire.WireFormatException;
import org.chemxor.ckks.wire.WireFormatException.Damage;
import org.chemxor.ckks.wire.WireInput;
import org.chemxor.ckks.wire.WireOutput;

/**
 * Relinearisation or Galois keys. Each key has one digit per data prime; digit {@code j} is {@code
 * (-(a s + e) + P s' [row j only], a)} on all primes, where {@code P} is the special prime and
 * {@code s'} the polynomial to switch from.
 *
 * <p>Keys sit at indices: {@code power - 2} for relinearisation from {@code s^power}, {@link
 * #galoisIndex} for Galois elements. Keys can be large: {@link #lazy} writes them while they are
 * made, and the reading methods that take a {@link DigitSink} hand them on one digit at a time.
 */
public final class WireKeySwitchKeys extends WireObject {

  /** What the keys are for; decides which indices are possible. */
  public enum Kind {
    /** Switches powers of the secret back to the secret; 1 to 14 keys, usually 1. */
    RELINEARIZATION,
    /** Switches from rotated secrets; up to N keys, most of them usually absent. */
    GALOIS
  }

  /** Takes keys digit by digit, in the order of indices, then digits. */
  @FunctionalInterface
  public interface DigitSink {
    /**
     * Takes one digit.
     *
     * @param index the key's index
     * @param digit 0 to the number of data primes - 1
     * @param key two polynomials on all primes, possibly seeded
     */
    void accept(int index, int digit, WireCiphertext key);
  }

  /** SEAL relinearises from ciphertexts of at most 16 polynomials. */
  private static final int SEAL_MAX_RELINEARIZATION_KEYS = 14;

  /**
   * Keys are random and hardly compress: 20-bit residues in 64-bit words shrink to a third. Keys
   * that claim to have been more than 16 times their stored size, beyond a first mebibyte, are a
   * decompression bomb; without this, memory would be bounded only by the number of keys allowed.
   */
  private static final int MAX_EXPANSION = 16;

  private static final long EXPANSION_SLACK_BYTES = 1 << 20;

  private final WireParameters parameters;
  private final int slots;
  private final NavigableSet<Integer> indices;
  private final IntFunction<List<WireCiphertext>> keys;
  private final long digitBytes;

  private WireKeySwitchKeys(
      WireParameters parameters,
      int slots,
      NavigableSet<Integer> indices,
      IntFunction<List<WireCiphertext>> keys,
      long digitBytes) {
    this.parameters = parameters;
    this.slots = slots;
    this.indices = indices;
    this.keys = keys;
    this.digitBytes = digitBytes;
  }

  /** Returns the index of the key for Galois element {@code element}, odd, 1 to 2N - 1. */
  public static int galoisIndex(int element) {
    if (element < 1 || element % 2 == 0) {
      throw new IllegalArgumentException(
          "Galois element " + element + " is not a positive odd number");
    }
    return (element - 1) / 2;
  }

  /**
   * Returns checked keys.
   *
   * @param keys index to digits; every list has one digit per data prime
   */
  public static WireKeySwitchKeys of(
      WireParameters parameters, Kind kind, SortedMap<Integer, List<WireCiphertext>> keys) {
    TreeMap<Integer, List<WireCiphertext>> copy = new TreeMap<>();
    keys.forEach((index, digits) -> copy.put(index, checkDigits(parameters, List.copyOf(digits))));
    int slots = checkIndices(parameters, kind, copy.navigableKeySet());
    return collected(parameters, slots, copy);
  }

  /**
   * Returns keys that are made only when they are written or asked for.
   *
   * @param seeded whether every digit will come with a seed; decides the size
   * @param indices the indices that have keys
   * @param maker makes the digits of the key at an index; called once per index and writing
   */
  public static WireKeySwitchKeys lazy(
      WireParameters parameters,
      Kind kind,
      boolean seeded,
      NavigableSet<Integer> indices,
      IntFunction<List<WireCiphertext>> maker) {
    NavigableSet<Integer> copy = Collections.unmodifiableNavigableSet(new TreeSet<>(indices));
    int slots = checkIndices(parameters, kind, copy);
    long digitBytes =
        (long) copy.size()
            * parameters.digitCount()
            * (WireHeader.BYTES + WireCiphertext.keyBodyBytes(parameters, seeded));
    IntFunction<List<WireCiphertext>> checked =
        index -> checkSeeded(checkDigits(parameters, maker.apply(index)), seeded);
    return new WireKeySwitchKeys(parameters, slots, copy, checked, digitBytes);
  }

  private static WireKeySwitchKeys collected(
      WireParameters parameters, int slots, NavigableMap<Integer, List<WireCiphertext>> keys) {
    long digitBytes =
        keys.values().stream().flatMap(List::stream).mapToLong(WireCiphertext::sizeBytes).sum();
    NavigableSet<Integer> indices = Collections.unmodifiableNavigableSet(keys.navigableKeySet());
    return new WireKeySwitchKeys(
        parameters, slots, indices, index -> keys.getOrDefault(index, List.of()), digitBytes);
  }

  /** Returns the indices that have keys. */
  public NavigableSet<Integer> indices() {
    return indices;
  }

  /**
   * Returns the digits of the key at {@code index}, one per data prime.
   *
   * @throws IllegalArgumentException if there is no key at that index
   */
  public List<WireCiphertext> digits(int index) {
    if (!indices.contains(index)) {
      throw new IllegalArgumentException("no key at index " + index + ", there are " + indices);
    }
    return keys.apply(index);
  }

  /** Reads keys that fill {@code source}. */
  public static WireKeySwitchKeys read(
      ByteBuffer source, WireParameters parameters, Kind kind, WireLimits limits) {
    TreeMap<Integer, List<WireCiphertext>> keys = new TreeMap<>();
    int slots =
        Envelope.read(source, limits, in -> readBody(in, parameters, kind, limits, into(keys)));
    return collected(parameters, slots, keys);
  }

  /** Reads keys and leaves what follows them unread. */
  public static WireKeySwitchKeys read(
      InputStream source, WireParameters parameters, Kind kind, WireLimits limits)
      throws IOException {
    TreeMap<Integer, List<WireCiphertext>> keys = new TreeMap<>();
    int slots =
        Envelope.read(source, limits, in -> readBody(in, parameters, kind, limits, into(keys)));
    return collected(parameters, slots, keys);
  }

  /**
   * Reads keys and hands each digit to {@code sink} as it arrives; holds one digit at a time. The
   * sink may have taken digits when a later part turns out to be damaged.
   */
  public static void read(
      InputStream source, WireParameters parameters, Kind kind, WireLimits limits, DigitSink sink)
      throws IOException {
    Envelope.read(source, limits, in -> readBody(in, parameters, kind, limits, sink));
  }

  /** Like the reading from a stream, from memory. */
  public static void read(
      ByteBuffer source, WireParameters parameters, Kind kind, WireLimits limits, DigitSink sink) {
    Envelope.read(source, limits, in -> readBody(in, parameters, kind, limits, sink));
  }

  private static DigitSink into(NavigableMap<Integer, List<WireCiphertext>> keys) {
    return (index, digit, key) -> keys.computeIfAbsent(index, i -> new ArrayList<>()).add(key);
  }

  /** Returns the number of slots, empty ones included. */
  private static int readBody(
      WireInput in, WireParameters parameters, Kind kind, WireLimits limits, DigitSink sink)
      throws IOException {
    WirePlaintext.checkKeyLevel(parameters, parameters.primeCountOf(ParmsId.read(in)));
    long slots = in.readLong();
    checkCount("key slots", slots, minSlots(kind), maxSlots(parameters, kind));
    in.requireAvailable(slots * Long.BYTES);
    int present = 0;
    for (int index = 0; index < slots; index++) {
      long digits = in.readLong();
      if (digits != 0) {
        checkCount("digits", digits, parameters.digitCount(), parameters.digitCount());
        checkCount("keys", ++present, 1, limits.maxKeys());
        for (int digit = 0; digit < digits; digit++) {
          checkExpansion(in);
          sink.accept(index, digit, readDigit(in, parameters));
        }
      }
    }
    return (int) slots;
  }

  private static void checkExpansion(WireInput in) {
    if (in.position() - EXPANSION_SLACK_BYTES > in.storedBytes() * MAX_EXPANSION) {
      throw new WireFormatException(
          Damage.TOO_LARGE,
          "keys stored in "
              + in.storedBytes()
              + " bytes unpack to more than "
              + in.position()
              + "; genuine keys shrink less than "
              + MAX_EXPANSION
              + " times");
    }
  }

  private static WireCiphertext readDigit(WireInput in, WireParameters parameters)
      throws IOException {
    WireHeader header = WireHeader.readNested(in);
    WireCiphertext key = WireCiphertext.readKey(in, parameters);
    if (header.size() != key.sizeBytes()) {
      throw new WireFormatException(
          Damage.BAD_HEADER,
          "digit announces " + header.size() + " bytes, but has " + key.sizeBytes());
    }
    return key;
  }

  private static int minSlots(Kind kind) {
    return kind == Kind.RELINEARIZATION ? 1 : 0;
  }

  private static int maxSlots(WireParameters parameters, Kind kind) {
    return kind == Kind.RELINEARIZATION ? SEAL_MAX_RELINEARIZATION_KEYS : parameters.degree();
  }

  private static void checkCount(String what, long count, int least, int most) {
    if (count < least || count > most) {
      throw new WireFormatException(
          Damage.BAD_COUNT,
          Long.toUnsignedString(count) + " " + what + ", allowed are " + least + " to " + most);
    }
  }

  /** Checks indices and returns the number of slots to write. */
  private static int checkIndices(
      WireParameters parameters, Kind kind, NavigableSet<Integer> indices) {
    int most = maxSlots(parameters, kind);
    if (!indices.isEmpty()) {
      checkCount("as lowest index", indices.first(), 0, most - 1);
      checkCount("as highest index", indices.last(), 0, most - 1);
    }
    if (kind == Kind.GALOIS) {
      return most;
    }
    checkCount("keys", indices.size(), 1, most);
    return indices.last() + 1;
  }

  private static List<WireCiphertext> checkDigits(
      WireParameters parameters, List<WireCiphertext> digits) {
    checkCount("digits", digits.size(), parameters.digitCount(), parameters.digitCount());
    for (WireCiphertext digit : digits) {
      WirePublicKey.checkKey(digit);
      parameters.primeCountOf(digit.parmsId());
    }
    return digits;
  }

  private static List<WireCiphertext> checkSeeded(List<WireCiphertext> digits, boolean seeded) {
    if (digits.stream().anyMatch(digit -> digit.seed().isPresent() != seeded)) {
      throw new WireFormatException(
          Damage.BAD_COUNT, "keys announced as " + (seeded ? "seeded" : "full") + " are not so");
    }
    return digits;
  }

  @Override
  long bodyBytes() {
    return ParmsId.BYTES + Long.BYTES + (long) slots * Long.BYTES + digitBytes;
  }

  @Override
  void writeBody(WireOutput out) throws IOException {
    writeCount(out);
    writeSlots(out, 0, slots);
  }

  /** The uncompressed object, of which one key at a time is made while it is read. */
  public InputStream stream() {
    Iterator<Integer> ends = Stream.concat(indices.stream(), Stream.of(slots - 1)).iterator();
    return new ChunkStream(
        new Iterator<>() {
          private int next = -1;

          @Override
          public boolean hasNext() {
            return next < slots;
          }

          @Override
          public byte[] next() {
            if (next < 0) {
              next = 0;
              return chunk(out -> writeHead(out));
            }
            int from = next;
            int to = ends.next() + 1;
            next = to;
            return chunk(out -> writeSlots(out, from, to));
          }
        });
  }

  private interface Content {
    void write(WireOutput out) throws IOException;
  }

  private static byte[] chunk(Content content) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (WireOutput out = new WireOutput(bytes)) {
      content.write(out);
    } catch (IOException impossible) {
      throw new UncheckedIOException("writing to memory failed", impossible);
    }
    return bytes.toByteArray();
  }

  private void writeHead(WireOutput out) throws IOException {
    new WireHeader(Compression.NONE, sizeBytes()).write(out);
    writeCount(out);
  }

  private void writeCount(WireOutput out) throws IOException {
    parameters.keyParmsId().write(out);
    out.writeLong(slots);
  }

  private void writeSlots(WireOutput out, int from, int to) throws IOException {
    for (int index = from; index < to; index++) {
      List<WireCiphertext> digits = indices.contains(index) ? keys.apply(index) : List.of();
      out.writeLong(digits.size());
      for (WireCiphertext digit : digits) {
        digit.writeNested(out);
      }
    }
  }

  /** Returns the number of keys and their size. */
  @Override
  public String toString() {
    return "WireKeySwitchKeys[keys=" + indices.size() + ", bytes=" + sizeBytes() + "]";
  }
}
