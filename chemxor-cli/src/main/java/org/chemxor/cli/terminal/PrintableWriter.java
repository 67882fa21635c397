package org.chemxor.cli.terminal;

import java.io.PrintWriter;
import java.io.Writer;
import org.chemxor.core.text.PrintableText;

/**
 * Passes text on to a terminal without what a terminal acts on, whoever chose the text: see {@link
 * PrintableText#lines}. A character that means something only together with the next one waits for
 * it.
 */
public final class PrintableWriter extends Writer {
  private final PrintWriter out;
  private String waiting = "";

  private PrintableWriter(PrintWriter out) {
    this.out = out;
  }

  /** A writer before another one, for everything that a command prints. */
  public static PrintWriter around(PrintWriter out) {
    return new PrintWriter(new PrintableWriter(out), true);
  }

  @Override
  public void write(char[] characters, int offset, int length) {
    synchronized (lock) {
      String text = waiting + new String(characters, offset, length);
      int end = text.length();
      if (end > 0 && isHalf(text.charAt(end - 1))) {
        end--;
      }
      waiting = text.substring(end);
      out.write(PrintableText.lines(text.substring(0, end)));
    }
  }

  private static boolean isHalf(char last) {
    return last == '\r' || Character.isHighSurrogate(last);
  }

  @Override
  public void flush() {
    out.flush();
  }

  @Override
  public void close() {
    synchronized (lock) {
      out.write(PrintableText.lines(waiting));
      waiting = "";
      out.flush();
    }
  }
}
