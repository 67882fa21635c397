package org.chemxor.spark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;

/** Files that another process makes sooner or later. */
final class Waiting {
  private Waiting() {}

  /** Returns when the file is there; a test's own timeout ends it otherwise. */
  static void until(Path file) throws IOException, InterruptedException {
    try (WatchService watch = file.getFileSystem().newWatchService()) {
      file.getParent().register(watch, StandardWatchEventKinds.ENTRY_CREATE);
      while (!Files.exists(file)) {
        WatchKey key = watch.take();
        key.pollEvents();
        key.reset();
      }
    }
  }
}
