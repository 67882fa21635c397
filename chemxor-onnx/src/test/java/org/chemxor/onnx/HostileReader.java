package org.chemxor.onnx;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import org.chemxor.core.InvalidInputException;

/** Reads hostile files; run in a JVM of its own with little memory. */
public final class HostileReader {
  private static final int MUTANTS = 5_000;

  private HostileReader() {}

  /**
   * Reads every hostile file and many mutants, and says what became of each.
   *
   * @param args a folder to work in
   */
  public static void main(String[] args) throws IOException {
    Path folder = Path.of(args[0]);
    Map<String, byte[]> files = HostileFiles.in(folder);
    Path file = folder.resolve("models").resolve("hostile.onnx");
    int bad = 0;
    for (Map.Entry<String, byte[]> entry : files.entrySet()) {
      Files.write(file, entry.getValue());
      String outcome = outcome(file);
      boolean isRefused = outcome.startsWith("refused: ");
      System.out.println((isRefused ? "" : "BAD ") + entry.getKey() + ": " + outcome);
      bad += isRefused ? 0 : 1;
    }
    bad += mutants(file);
    System.out.println("bad: " + bad);
  }

  /** A whole model with some bytes changed: read or refused, nothing else. */
  private static int mutants(Path file) throws IOException {
    byte[] fine = HostileFiles.fine();
    int bad = 0;
    int read = 0;
    for (int seed = 0; seed < MUTANTS; seed++) {
      Random random = new Random(seed);
      byte[] mutant = fine.clone();
      for (int i = 0; i <= seed % 4; i++) {
        mutant[random.nextInt(mutant.length)] = (byte) random.nextInt(256);
      }
      Files.write(file, mutant);
      String outcome = outcome(file);
      read += outcome.equals("read") ? 1 : 0;
      if (!outcome.startsWith("refused: ") && !outcome.equals("read")) {
        bad++;
        System.out.println("BAD mutant of seed " + seed + ": " + outcome);
      }
    }
    System.out.println("mutants read: " + read);
    return bad;
  }

  private static String outcome(Path file) {
    try {
      OnnxImport.read(file);
      return "read";
    } catch (InvalidInputException e) {
      String message = String.valueOf(e.getMessage()).replace('\n', ' ');
      return "refused: " + message.substring(0, Math.min(300, message.length()));
    } catch (Throwable e) {
      StackTraceElement[] trace = e.getStackTrace();
      return e + (trace.length > 0 ? " at " + trace[0] : "");
    }
  }
}
