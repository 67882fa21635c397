package org.chemxor.app.runs;

import java.time.Instant;

/**
 * How far a run is.
 *
 * @param id of the run
 * @param title what it is called: the file's name, or what was typed
 * @param created when it was begun
 * @param state how it stands
 * @param message why; may be empty
 * @param rows of the run
 * @param done rows with a prediction or an error
 * @param failed rows with an error
 * @param in rows in the domain
 * @param edge rows on its edge
 * @param out rows outside
 * @param requests evaluations asked for
 * @param bytesUp bytes sent
 * @param bytesDown bytes received
 * @param seconds for which it has been running
 * @param secondsLeft until it is done as it goes now; negative when that is not known
 * @param largestDifference between encrypted and plain outputs, where there are both
 */
public record RunSummary(
    String id,
    String title,
    Instant created,
    RunState state,
    String message,
    int rows,
    int done,
    int failed,
    int in,
    int edge,
    int out,
    long requests,
    long bytesUp,
    long bytesDown,
    double seconds,
    double secondsLeft,
    double largestDifference) {}
