package org.chemxor.service.server.keys;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Policy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import org.chemxor.fhe.evaluator.EvaluationKeys;
import org.chemxor.fhe.evaluator.FheEvaluator;

/**
 * Keys read from the store and kept ready in memory, the most used ones within a limit. Keys that
 * many requests wait for are read once. Thread-safe.
 */
public final class KeyCache {
  /** Seeded keys have half their polynomials in their bytes; in memory all of them are there. */
  private static final int EXPANSION = 2;

  private static final int KILOBYTE = 1024;

  private final KeyStore store;
  private final Cache<KeyId, EvaluationKeys> cache;
  private final long maxKilobytes;

  /**
   * An empty one.
   *
   * @param store where keys come from
   * @param maxBytes how many bytes of keys are kept
   */
  public KeyCache(KeyStore store, long maxBytes) {
    this.store = store;
    this.maxKilobytes = Math.max(1, maxBytes / KILOBYTE);
    this.cache =
        Caffeine.newBuilder()
            .maximumWeight(maxKilobytes)
            .weigher((KeyId id, EvaluationKeys keys) -> kilobytes(keys))
            .executor(Runnable::run)
            .recordStats()
            .build();
  }

  private static int kilobytes(EvaluationKeys keys) {
    return Math.toIntExact(Math.max(1, EXPANSION * keys.sizeBytes() / KILOBYTE));
  }

  /**
   * The keys, from memory or disk.
   *
   * @return empty when the store has none
   * @throws IOException when the disk fails
   */
  public Optional<EvaluationKeys> get(KeyId id, FheEvaluator evaluator) throws IOException {
    if (cache.getIfPresent(id) == null) {
      makeRoom(evaluator);
    }
    try {
      return Optional.ofNullable(cache.get(id, missing -> load(missing, evaluator)));
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  /**
   * Gives up keys of other clients before those of one more are read, so that what is kept and what
   * is read stay within the limit together.
   *
   * @param evaluator whose keys are going to be read
   */
  public synchronized void makeRoom(FheEvaluator evaluator) {
    Policy.Eviction<KeyId, EvaluationKeys> eviction = cache.policy().eviction().orElseThrow();
    eviction.setMaximum(Math.max(0, maxKilobytes - evaluator.keyMemoryBytes() / KILOBYTE));
    eviction.setMaximum(maxKilobytes);
  }

  @SuppressWarnings("NullAway") // a loader that returns null leaves the cache as it is
  private EvaluationKeys load(KeyId id, FheEvaluator evaluator) {
    try {
      return store.read(id, evaluator::readKeys).orElse(null);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Takes in keys that were just checked. */
  public void put(KeyId id, EvaluationKeys keys) {
    cache.put(id, keys);
  }

  /** For its figures. */
  public Cache<KeyId, EvaluationKeys> cache() {
    return cache;
  }
}
