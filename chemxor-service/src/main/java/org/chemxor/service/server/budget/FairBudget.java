package org.chemxor.service.server.budget;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Bytes that many clients share: charged as they arrive, to whoever sends them. No client holds
 * more than its share. When all are taken, whoever holds the most gives way to whoever holds less
 * (max-min fairness): its newest charge that is still growing is shed. So a client that holds
 * little always gets its bytes, however many others take theirs; an announcement takes nothing.
 * Thread-safe.
 */
public final class FairBudget {
  private final long total;
  private final long perClient;
  private final Map<String, Client> clients = new HashMap<>();
  private long held;
  private long nextNumber;

  /** What one client holds. */
  private static final class Client {
    private final List<Charge> charges = new ArrayList<>();
    private long held;

    long held() {
      return held;
    }
  }

  /**
   * A budget of which nothing is held.
   *
   * @param total bytes of all clients together
   * @param perClient bytes of one client
   */
  public FairBudget(long total, long perClient) {
    if (total < 1 || perClient < 1) {
      throw new IllegalArgumentException(
          "a budget has at least 1 byte, got " + total + " and for a client " + perClient);
    }
    this.total = total;
    this.perClient = perClient;
  }

  /**
   * Starts a charge of no bytes.
   *
   * @param client to whom
   * @param onShed called once, by another client's thread, when this charge had to give way; it is
   *     closed then. Must not block
   */
  public Charge open(String client, Runnable onShed) {
    synchronized (this) {
      Client owner = clients.computeIfAbsent(client, name -> new Client());
      Charge charge = new Charge(client, owner, nextNumber++, onShed);
      owner.charges.add(charge);
      return charge;
    }
  }

  /** Bytes held by all clients. */
  public synchronized long held() {
    return held;
  }

  /** Bytes of one body. */
  public final class Charge implements AutoCloseable {
    private final String name;
    private final Client owner;
    private final long number;
    private final Runnable onShed;
    private long bytes;
    private boolean isSettled;
    private boolean isClosed;

    private Charge(String name, Client owner, long number, Runnable onShed) {
      this.name = name;
      this.owner = owner;
      this.number = number;
      this.onShed = onShed;
    }

    /**
     * Takes more bytes.
     *
     * @return whether there was room for them: within the client's share, and after whoever holds
     *     more has given way. When not, what was held stays held
     */
    public boolean add(long more) {
      List<Charge> shed = new ArrayList<>();
      boolean hasRoom = take(more, shed);
      shed.forEach(charge -> charge.onShed.run());
      return hasRoom;
    }

    private boolean take(long more, List<Charge> shed) {
      synchronized (FairBudget.this) {
        if (isClosed || owner.held + more > perClient) {
          return false;
        }
        while (held + more > total) {
          Optional<Charge> victim = largestAbove(owner.held + more);
          if (victim.isEmpty()) {
            return false;
          }
          victim.get().release();
          shed.add(victim.get());
        }
        grow(more);
        return true;
      }
    }

    private void grow(long more) {
      bytes += more;
      owner.held += more;
      held += more;
    }

    /** All bytes are here: from now on they are kept until {@link #close}. */
    public void settle() {
      synchronized (FairBudget.this) {
        isSettled = true;
      }
    }

    /** Bytes held. */
    public long bytes() {
      synchronized (FairBudget.this) {
        return bytes;
      }
    }

    private boolean isGrowing() {
      return !isSettled && bytes > 0;
    }

    private long number() {
      return number;
    }

    private void release() {
      isClosed = true;
      grow(-bytes);
      owner.charges.remove(this);
      if (owner.charges.isEmpty()) {
        clients.remove(name, owner);
      }
    }

    /** Gives all bytes back; more than once does no harm. */
    @Override
    public void close() {
      synchronized (FairBudget.this) {
        if (!isClosed) {
          release();
        }
      }
    }
  }

  /**
   * The newest growing charge of the client that holds most, if that is more than {@code bytes}.
   */
  private Optional<Charge> largestAbove(long bytes) {
    return clients.values().stream()
        .filter(client -> client.held > bytes)
        .filter(client -> client.charges.stream().anyMatch(Charge::isGrowing))
        .max(Comparator.comparingLong(Client::held))
        .flatMap(
            client ->
                client.charges.stream()
                    .filter(Charge::isGrowing)
                    .max(Comparator.comparingLong(Charge::number)));
  }
}
