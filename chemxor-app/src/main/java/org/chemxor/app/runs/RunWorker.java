package org.chemxor.app.runs;

import java.util.List;
import org.chemxor.app.model.ModelLink;
import org.chemxor.app.model.PredictedBy;
import org.chemxor.app.model.RowAnswer;
import org.chemxor.app.model.RowsQuestion;
import org.chemxor.core.ChemXorException;
import org.chemxor.service.client.ModelClient;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One of the threads of a run: asks until all is asked, the run is stopped, or something fails. */
final class RunWorker implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(RunWorker.class);
  private static final long FIRST_PAUSE_MILLIS = 500;
  private static final long LONGEST_PAUSE_MILLIS = 10_000;

  private final Run run;
  private final ModelLink link;
  private final Runnable ended;
  private long pauseMillis = FIRST_PAUSE_MILLIS;

  /**
   * @param ended called after the last worker of the run has ended
   */
  RunWorker(Run run, ModelLink link, Runnable ended) {
    this.run = run;
    this.link = link;
    this.ended = ended;
  }

  @Override
  public void run() {
    try {
      boolean isMore = true;
      while (isMore) {
        isMore = askOnce();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      run.stop();
    } catch (RuntimeException e) {
      LOG.error("a run ended that should not", e);
      run.fail("this program made a mistake: its log says more");
    } finally {
      if (run.left()) {
        ended.run();
      }
    }
  }

  /** Returns whether there may be more to ask. */
  private boolean askOnce() throws InterruptedException {
    List<RunRow> taken = List.of();
    try {
      if (!run.isGoing()) {
        return false;
      }
      ModelClient client = link.client();
      taken = run.take(client.outline().maxSamples());
      if (taken.isEmpty()) {
        return false;
      }
      List<RowAnswer> answers =
          RowsQuestion.ask(link, client, taken.stream().map(RunRow::asked).toList());
      run.complete(taken, answers, PredictedBy.of(client, link.coverage()));
      link.answered();
      pauseMillis = FIRST_PAUSE_MILLIS;
      return true;
    } catch (ChemXorException e) {
      run.giveBack(taken);
      return isTriedAgain(e);
    } catch (RuntimeException e) {
      run.giveBack(taken);
      throw e;
    }
  }

  private boolean isTriedAgain(ChemXorException e) throws InterruptedException {
    String reason = String.valueOf(e.getMessage());
    link.failed(e);
    if (!ModelLink.isAway(e)) {
      run.fail(reason);
      return false;
    }
    run.waiting(reason);
    run.pause(pauseMillis);
    pauseMillis = Math.min(2 * pauseMillis, LONGEST_PAUSE_MILLIS);
    return true;
  }
}
