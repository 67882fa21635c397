package org.chemxor.app.runs;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.chemxor.app.given.GivenMolecules;
import org.chemxor.app.model.ModelLink;
import org.chemxor.core.InvalidInputException;

/** All runs of the program. Thread-safe. */
public final class Runs implements AutoCloseable {
  /** Most runs held at a time. */
  public static final int MAX_RUNS = 100;

  private static final int ID_BYTES = 16;
  private static final long DRAIN_SECONDS = 20;

  private final ModelLink link;
  private final int parallelism;
  private final Consumer<Run> onEnd;
  private final SecureRandom random = new SecureRandom();
  private final Map<String, Run> runs = new LinkedHashMap<>();
  private final AtomicInteger threads = new AtomicInteger();
  private final ExecutorService executor =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task, "chemxor-run-" + threadNumber());
            thread.setDaemon(true);
            return thread;
          });

  /**
   * No runs yet.
   *
   * @param link whom to ask
   * @param parallelism requests of a run in progress at the same time
   * @param onEnd called whenever a run has ended in whatever way
   */
  public Runs(ModelLink link, int parallelism, Consumer<Run> onEnd) {
    this.link = link;
    this.parallelism = parallelism;
    this.onEnd = onEnd;
  }

  private int threadNumber() {
    return threads.incrementAndGet();
  }

  /**
   * Begins a run.
   *
   * @param title what to call it
   * @param given its rows
   * @throws InvalidInputException when there are too many runs
   */
  public Run begin(String title, List<GivenMolecules.Row> given) {
    byte[] id = new byte[ID_BYTES];
    random.nextBytes(id);
    Run run = Run.of(HexFormat.of().formatHex(id), title, given);
    synchronized (runs) {
      if (runs.size() >= MAX_RUNS) {
        throw new InvalidInputException(
            "there are " + MAX_RUNS + " runs already: remove some of them");
      }
      runs.put(run.id(), run);
    }
    resume(run);
    return run;
  }

  /** Adds a run of an earlier time. */
  public void add(Run run) {
    synchronized (runs) {
      if (runs.size() < MAX_RUNS) {
        runs.put(run.id(), run);
      }
    }
  }

  /**
   * Goes on with a run, if it is one that has stopped.
   *
   * @return whether it goes on
   */
  public boolean resume(Run run) {
    synchronized (run) {
      if (!run.isResumable()) {
        return false;
      }
      run.begin(parallelism);
    }
    for (int i = 0; i < parallelism; i++) {
      executor.execute(new RunWorker(run, link, () -> onEnd.accept(run)));
    }
    return true;
  }

  /** Begins nothing more of a run. */
  public void stop(Run run) {
    run.stop();
  }

  /** Forgets a run; what it has asked is waited for by nobody. */
  public void remove(Run run) {
    run.stop();
    synchronized (runs) {
      runs.remove(run.id());
    }
  }

  /** A run by its id. */
  public Optional<Run> find(String id) {
    synchronized (runs) {
      return Optional.ofNullable(runs.get(id));
    }
  }

  /** All runs, newest first. */
  public List<Run> all() {
    List<Run> all;
    synchronized (runs) {
      all = new ArrayList<>(runs.values());
    }
    Collections.reverse(all);
    return all;
  }

  /** Stops all runs and waits for what they have asked. */
  @Override
  public void close() {
    all().forEach(Run::stop);
    executor.shutdown();
    try {
      if (!executor.awaitTermination(DRAIN_SECONDS, TimeUnit.SECONDS)) {
        executor.shutdownNow();
      }
    } catch (InterruptedException e) {
      executor.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }
}
