package org.chemxor.spark.run;

import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.chemxor.core.text.PrintableText;

/** What ended a job, in the words of the worker that it happened to. */
final class Failures {
  private static final int LONGEST = 1000;

  /** Spark sends a worker's exception as the text of its stack trace. */
  private static final Pattern REMOTE =
      Pattern.compile("(?:^|\\s)(?:[a-z]\\w*\\.)+([A-Z]\\w*(?:Exception|Error): ([^\\r\\n]+))");

  private Failures() {}

  /** A missing class or file is named by its exception alone. */
  private static String inWords(Matcher remote) {
    return remote.group(2).contains(" ") ? remote.group(2) : remote.group(1);
  }

  static IOException asIo(Exception e) {
    Throwable cause = e;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    String text = String.valueOf(cause.getMessage());
    Matcher remote = REMOTE.matcher(text);
    String reason = remote.find() ? inWords(remote) : text.lines().findFirst().orElse("");
    return new IOException(
        "the run has ended: "
            + PrintableText.line(reason, LONGEST)
            + ". Finished batches are kept; run again to go on",
        e);
  }
}
