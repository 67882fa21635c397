package org.chemxor.service.server.budget;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What waits for many clients, who take turns: one that has much waiting delays itself only. Not
 * thread-safe.
 *
 * @param <T> what waits
 */
public final class FairQueue<T> {
  /** Those who come next come first. */
  private final Map<String, Deque<T>> waiting = new LinkedHashMap<>();

  private int size;

  /** How much waits. */
  public int size() {
    return size;
  }

  /** Adds to the end of a client's own. */
  public void add(String client, T item) {
    waiting.computeIfAbsent(client, name -> new ArrayDeque<>()).addLast(item);
    size++;
  }

  /** Takes the oldest of the client whose turn it is; empty when nothing waits. */
  public Optional<T> poll() {
    Iterator<Map.Entry<String, Deque<T>>> first = waiting.entrySet().iterator();
    if (!first.hasNext()) {
      return Optional.empty();
    }
    Map.Entry<String, Deque<T>> next = first.next();
    first.remove();
    T item = next.getValue().removeFirst();
    if (!next.getValue().isEmpty()) {
      waiting.put(next.getKey(), next.getValue());
    }
    size--;
    return Optional.of(item);
  }

  /**
   * Makes room for one of a client's, if another has at least two more waiting.
   *
   * @return the newest of whoever has most, taken out; empty when nobody has that much more
   */
  public Optional<T> displaceFor(String client) {
    Deque<T> own = waiting.getOrDefault(client, new ArrayDeque<>());
    Deque<T> most = own;
    for (Deque<T> other : waiting.values()) {
      most = other.size() > most.size() ? other : most;
    }
    if (most.size() < own.size() + 2) {
      return Optional.empty();
    }
    size--;
    return Optional.of(most.removeLast());
  }
}
