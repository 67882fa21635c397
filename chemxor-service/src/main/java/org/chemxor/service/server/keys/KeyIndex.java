package org.chemxor.service.server.keys;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Which key sets are stored, whose they are and when they were used, and so who makes room: the
 * newcomer's own first, then those of whoever has most. Touches no file. Not thread-safe.
 */
final class KeyIndex {
  private final KeyLimits limits;
  private final Map<KeyId, Entry> entries = new HashMap<>();
  private long bytes;

  KeyIndex(KeyLimits limits) {
    this.limits = limits;
  }

  /** A stored key set. */
  static final class Entry {
    private final Path file;
    private final String owner;
    private final long bytes;
    private Instant lastUse;
    private Instant lastWritten;

    Entry(Path file, String owner, long bytes, Instant lastUse) {
      this.file = file;
      this.owner = owner;
      this.bytes = bytes;
      this.lastUse = lastUse;
      this.lastWritten = lastUse;
    }

    Path file() {
      return file;
    }

    Instant lastUse() {
      return lastUse;
    }

    void used(Instant now) {
      lastUse = now;
    }

    /** The last use that the file knows of. */
    Instant lastWritten() {
      return lastWritten;
    }

    void written() {
      lastWritten = lastUse;
    }
  }

  @Nullable Entry get(KeyId id) {
    return entries.get(id);
  }

  void add(KeyId id, Entry entry) {
    entries.put(id, entry);
    bytes += entry.bytes;
  }

  void remove(KeyId id) {
    Entry entry = entries.remove(id);
    if (entry != null) {
      bytes -= entry.bytes;
    }
  }

  void clear() {
    entries.clear();
    bytes = 0;
  }

  int size() {
    return entries.size();
  }

  /** Bytes of all sets. */
  long bytes() {
    return bytes;
  }

  /**
   * What has to go next for a key set to come in.
   *
   * @param newBytes no more than the quota
   * @return empty when there is room for it
   */
  Optional<KeyId> nextToGo(String program, String owner, long newBytes) {
    List<KeyId> ofProgram =
        oldest((id, entry) -> entry.owner.equals(owner) && id.program().equals(program));
    if (ofProgram.size() >= limits.setsPerClient()) {
      return Optional.of(ofProgram.get(0));
    }
    if (bytesOf(owner) + newBytes > Math.max(limits.quotaPerClient(), newBytes)) {
      return Optional.of(oldestOf(owner));
    }
    if (bytes + newBytes > limits.quotaBytes()) {
      return Optional.of(oldestOf(largestOwner(owner, newBytes)));
    }
    return Optional.empty();
  }

  private KeyId oldestOf(String owner) {
    return oldest((id, entry) -> entry.owner.equals(owner)).get(0);
  }

  private long bytesOf(String owner) {
    return entries.values().stream()
        .filter(entry -> entry.owner.equals(owner))
        .mapToLong(entry -> entry.bytes)
        .sum();
  }

  /**
   * Who has most, the newcomer with what comes; among equals who has not used a set for longest.
   */
  private String largestOwner(String newcomer, long newBytes) {
    Map<String, Long> held = new LinkedHashMap<>();
    for (KeyId id : oldest((any, entry) -> true)) {
      Entry entry = Objects.requireNonNull(entries.get(id));
      long first = entry.owner.equals(newcomer) ? newBytes : 0;
      held.merge(entry.owner, first + entry.bytes, (a, b) -> a + b - first);
    }
    String largest = newcomer;
    long most = -1;
    for (Map.Entry<String, Long> owner : held.entrySet()) {
      if (owner.getValue() > most) {
        most = owner.getValue();
        largest = owner.getKey();
      }
    }
    return largest;
  }

  /** The sets that nobody has used since then. */
  List<KeyId> unusedSince(Instant limit) {
    return oldest((any, entry) -> entry.lastUse.isBefore(limit));
  }

  private List<KeyId> oldest(BiPredicate<KeyId, Entry> which) {
    List<Map.Entry<KeyId, Entry>> found = new ArrayList<>();
    for (Map.Entry<KeyId, Entry> entry : entries.entrySet()) {
      if (which.test(entry.getKey(), entry.getValue())) {
        found.add(entry);
      }
    }
    found.sort(Map.Entry.comparingByValue(Comparator.comparing(Entry::lastUse)));
    List<KeyId> ids = new ArrayList<>();
    found.forEach(entry -> ids.add(entry.getKey()));
    return ids;
  }
}
