package org.chemxor.fhe.reply;

/**
 * Where a key set's count of replies is kept beyond the process. Called under the budget's lock,
 * before anything is done with the replies.
 */
public interface ReplyLedger {
  /** Keeps nothing: the count ends with the process. */
  ReplyLedger NONE =
      new ReplyLedger() {
        @Override
        public void left(int replies) {
          // The budget itself is all there is.
        }

        @Override
        public void burned() {
          // Likewise.
        }
      };

  /**
   * Writes how many replies are left.
   *
   * @throws java.io.UncheckedIOException when it cannot be written: then no reply is answered
   */
  void left(int replies);

  /**
   * Writes that the key set has ended for good.
   *
   * @throws java.io.UncheckedIOException when it cannot be written
   */
  void burned();
}
