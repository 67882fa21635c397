package org.chemxor.ckks.interop;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.TimeUnit;

/** Finds the {@code interop} folder and puts the pinned package into it when it is missing. */
final class NodeSealInstaller {

  /** The pin, and a copy of it left after an installation that ended well. */
  private static final String PIN = "package-lock.json";

  private static final String INSTALLED_PIN = "node_modules/.installed-lock.json";
  private static final String HINT =
      "; install Node 18 or newer with npm, or switch these tests off with -Dchemxor.interop=off";
  private static final long INSTALL_TIMEOUT_MINUTES = 5;

  private NodeSealInstaller() {}

  /** Returns the folder with the referee, ready to run. */
  static Path prepare() {
    Path folder = findFolder(Path.of("").toAbsolutePath());
    Path lockFile = folder.resolve("node_modules.lock");
    try (FileChannel channel =
            FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = channel.lock()) {
      if (lock.isValid() && !isInstalled(folder)) {
        install(folder);
        Files.copy(folder.resolve(PIN), folder.resolve(INSTALLED_PIN));
      }
    } catch (IOException e) {
      throw new IllegalStateException("cannot prepare " + folder + ": " + e.getMessage(), e);
    }
    return folder;
  }

  private static boolean isInstalled(Path folder) throws IOException {
    Path installed = folder.resolve(INSTALLED_PIN);
    return Files.exists(installed) && Files.mismatch(folder.resolve(PIN), installed) == -1;
  }

  private static Path findFolder(Path start) {
    for (Path folder = start; folder != null; folder = folder.getParent()) {
      Path candidate = folder.resolve("interop");
      if (Files.exists(candidate.resolve("referee.js"))) {
        return candidate;
      }
    }
    throw new IllegalStateException("no folder interop/ with referee.js above " + start);
  }

  private static void install(Path folder) throws IOException {
    Process npm;
    try {
      npm =
          new ProcessBuilder("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund")
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .start();
    } catch (IOException e) {
      throw new IllegalStateException("npm cannot be started" + HINT, e);
    }
    String log = new String(npm.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (!finished(npm)) {
      npm.destroyForcibly();
      throw new IllegalStateException("npm ci in " + folder + " did not end" + HINT);
    }
    if (npm.exitValue() != 0) {
      throw new IllegalStateException("npm ci in " + folder + " failed" + HINT + ":\n" + log);
    }
  }

  private static boolean finished(Process npm) {
    try {
      return npm.waitFor(INSTALL_TIMEOUT_MINUTES, TimeUnit.MINUTES);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Starts the referee in {@code folder}. */
  static Process startReferee(Path folder) {
    try {
      return new ProcessBuilder("node", "--max-old-space-size=2048", "referee.js")
          .directory(folder.toFile())
          .redirectError(ProcessBuilder.Redirect.INHERIT)
          .start();
    } catch (IOException e) {
      throw new IllegalStateException("node cannot be started" + HINT, e);
    }
  }
}
