package org.chemxor.app;

/** Holds molecules back, so that a run is in the middle for certain. */
final class Gate {
  private int left = Integer.MAX_VALUE;

  /** Lets so many through from now on. */
  synchronized void allow(int molecules) {
    left = molecules;
    notifyAll();
  }

  void open() {
    allow(Integer.MAX_VALUE);
  }

  synchronized void pass() {
    try {
      while (left <= 0) {
        wait();
      }
      left--;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while a molecule was held back", e);
    }
  }
}
