package org.chemxor.cli.terminal;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.function.BooleanSupplier;
import org.chemxor.ckks.CkksException;
import org.chemxor.core.ChemXorException;
import org.chemxor.core.text.PrintableText;
import picocli.CommandLine;

/**
 * Puts a sentence on standard error instead of a stack trace, which comes with {@value #DEBUG}
 * only.
 */
public final class SentenceForFailures implements CommandLine.IExecutionExceptionHandler {
  /** The option that every command has. */
  public static final String DEBUG = "--debug";

  static final int FAILURE = 1;

  private final BooleanSupplier isDebugged;

  /**
   * A handler.
   *
   * @param isDebugged whether traces are shown
   */
  public SentenceForFailures(BooleanSupplier isDebugged) {
    this.isDebugged = isDebugged;
  }

  @Override
  public int handleExecutionException(
      Exception exception, CommandLine commandLine, CommandLine.ParseResult parseResult) {
    PrintWriter err = commandLine.getErr();
    if (isForeseen(exception)) {
      err.println("chemxor: " + sentence(exception));
    } else {
      err.println(
          "chemxor: something went wrong that should not ("
              + PrintableText.lines(exception.toString())
              + "); please report it with what "
              + DEBUG
              + " adds");
    }
    if (isDebugged.getAsBoolean()) {
      exception.printStackTrace(err);
    }
    err.flush();
    return FAILURE;
  }

  private static boolean isForeseen(Exception e) {
    return e instanceof ChemXorException
        || e instanceof CkksException
        || e instanceof IOException
        || e instanceof UncheckedIOException;
  }

  private static String sentence(Exception e) {
    Throwable cause = e instanceof UncheckedIOException ? e.getCause() : e;
    if (cause instanceof NoSuchFileException missing) {
      return "there is no file " + missing.getFile();
    }
    if (cause instanceof AccessDeniedException denied) {
      return "no permission for " + denied.getFile();
    }
    return String.valueOf(cause.getMessage());
  }
}
