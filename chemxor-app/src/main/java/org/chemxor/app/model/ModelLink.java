package org.chemxor.app.model;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.chemxor.core.ChemXorException;
import org.chemxor.core.MoleculeImage;
import org.chemxor.fhe.reply.KeysSpentException;
import org.chemxor.fhe.reply.RefusedReplyException;
import org.chemxor.service.client.ModelClient;
import org.chemxor.service.client.ServiceException;
import org.jspecify.annotations.Nullable;

/**
 * The connection to the model's server, made when it is first needed and again after the server was
 * away. After a reply that was refused it stays closed until the user asks for new keys: a server
 * that could make a client go on by itself would learn a bit each time. Thread-safe.
 */
public final class ModelLink implements AutoCloseable {
  /** Busy, or behind a proxy that cannot reach it. */
  private static final Set<Integer> AWAY_STATUS = Set.of(429, 502, 503, 504);

  private final Connector connector;
  private final ServerTold server;
  private final double coverage;
  private final @Nullable Function<MoleculeImage, double[]> plain;
  private final Object connecting = new Object();
  private @Nullable ModelClient client;
  private State state = State.CONNECTING;
  private String message = "";
  private boolean isClosed;

  /** Makes a connection and its keys. */
  @FunctionalInterface
  public interface Connector {
    /**
     * Connects.
     *
     * @throws ChemXorException when the server is away, or its model is not accepted
     */
    ModelClient connect();
  }

  /** How things stand. */
  public enum State {
    /** Not tried yet, or being tried. */
    CONNECTING,
    /** Keys are made and the server has the public ones. */
    READY,
    /** The server cannot be reached or is busy; tried again when there is something to ask. */
    AWAY,
    /** Something is wrong that the user has to decide about. */
    REFUSED
  }

  /**
   * State and reason.
   *
   * @param state how things stand
   * @param message why; may be empty
   */
  public record Status(State state, String message) {}

  /**
   * A link that is not connected yet.
   *
   * @param connector connects
   * @param server where to
   * @param coverage how often intervals and sets are to hold the truth
   * @param plain the same model in the clear, where it is on this machine
   */
  public ModelLink(
      Connector connector,
      ServerTold server,
      double coverage,
      Optional<Function<MoleculeImage, double[]>> plain) {
    this.connector = connector;
    this.server = server;
    this.coverage = coverage;
    this.plain = plain.orElse(null);
  }

  /** Where the model is. */
  public ServerTold server() {
    return server;
  }

  /** How often intervals and sets are to hold the truth. */
  public double coverage() {
    return coverage;
  }

  /** How things stand. */
  public synchronized Status status() {
    return new Status(state, message);
  }

  /** The connection if there is one; does not wait. */
  public synchronized Optional<ModelClient> current() {
    return Optional.ofNullable(client);
  }

  /** Whose predictions they are, as far as that is known. */
  public Optional<PredictedBy> predictedBy() {
    return current().map(c -> PredictedBy.of(c, coverage));
  }

  /**
   * The connection, made if need be, which takes the time that keys take.
   *
   * @throws ChemXorException when the server is away ({@link #isAway}), or something is wrong
   */
  public ModelClient client() {
    synchronized (connecting) {
      synchronized (this) {
        if (client != null) {
          return client;
        }
        if (state == State.REFUSED || isClosed) {
          throw new LinkRefusedException(message);
        }
      }
      return connect();
    }
  }

  private ModelClient connect() {
    try {
      ModelClient made = connector.connect();
      synchronized (this) {
        if (isClosed) {
          made.close();
          throw new LinkRefusedException("the program is ending");
        }
        client = made;
        set(State.READY, "");
      }
      return made;
    } catch (ChemXorException e) {
      synchronized (this) {
        set(isAway(e) ? State.AWAY : State.REFUSED, String.valueOf(e.getMessage()));
      }
      throw e;
    }
  }

  private void set(State now, String reason) {
    state = now;
    message = reason;
  }

  /** The server answered. */
  public synchronized void answered() {
    if (state == State.AWAY) {
      set(State.READY, "");
    }
  }

  /** Takes note of a failed request. */
  public void failed(ChemXorException e) {
    if (isAway(e)) {
      synchronized (this) {
        set(State.AWAY, String.valueOf(e.getMessage()));
      }
    } else if (isOfKeys(e)) {
      refuse(String.valueOf(e.getMessage()));
    }
  }

  private void refuse(String reason) {
    Optional<ModelClient> old;
    synchronized (this) {
      old = Optional.ofNullable(client);
      client = null;
      set(State.REFUSED, reason);
    }
    old.ifPresent(ModelClient::close);
  }

  /** As the user asked: whatever was, ends; the next request makes new keys. */
  public void renew() {
    refuse("");
    synchronized (this) {
      set(State.CONNECTING, "");
    }
  }

  /** Whether trying again later may help: nobody answered, or the server was busy. */
  public static boolean isAway(ChemXorException e) {
    return e instanceof ServiceException service
        && (AWAY_STATUS.contains(service.status())
            || (service.status() == 0 && e.getCause() instanceof IOException));
  }

  private static boolean isOfKeys(ChemXorException e) {
    return e instanceof KeysSpentException
        || e instanceof RefusedReplyException
        || e.getCause() instanceof RefusedReplyException;
  }

  /** Whether the model can be computed in the clear. */
  public boolean hasPlain() {
    return plain != null;
  }

  /** The outputs in the clear; empty where the model is not here. */
  public List<Double> plain(MoleculeImage image) {
    List<Double> outputs = new ArrayList<>();
    if (plain != null) {
      for (double value : plain.apply(image)) {
        outputs.add(value);
      }
    }
    return outputs;
  }

  /** Overwrites the secret key. */
  @Override
  public void close() {
    synchronized (this) {
      isClosed = true;
    }
    refuse("the program is ending");
  }
}
