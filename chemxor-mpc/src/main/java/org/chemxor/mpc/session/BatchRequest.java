package org.chemxor.mpc.session;

import java.nio.ByteBuffer;
import java.time.Duration;
import org.chemxor.mpc.channel.Channel;
import org.chemxor.mpc.channel.ChannelException;

/**
 * What a batch begins with.
 *
 * @param samples how many; 0 ends the session
 * @param ahead whether both parties fetch all material before the first input is sent
 */
public record BatchRequest(int samples, boolean ahead) {
  private static final int BYTES = Integer.BYTES + 1;

  /** Ends the session. */
  public static final BatchRequest END = new BatchRequest(0, false);

  /** Asks for it. */
  public void send(Channel channel) {
    channel.send(
        Tags.BATCH, ByteBuffer.allocate(BYTES).putInt(samples).put((byte) (ahead ? 1 : 0)).array());
  }

  /**
   * Waits for the next one.
   *
   * @param patience longest wait
   */
  public static BatchRequest receive(Channel channel, Duration patience) {
    byte[] payload = channel.receiveUpTo(Tags.BATCH, BYTES, patience);
    if (payload.length != BYTES || payload[Integer.BYTES] < 0 || payload[Integer.BYTES] > 1) {
      throw new ChannelException(channel.peer() + " asked for a batch in odd words");
    }
    return new BatchRequest(ByteBuffer.wrap(payload).getInt(), payload[Integer.BYTES] == 1);
  }
}
