package org.chemxor.mpc.channel;

/**
 * What went over a channel, frame headers included.
 *
 * @param bytesSent towards the peer
 * @param bytesReceived from the peer
 * @param framesSent messages towards the peer
 * @param framesReceived messages from the peer
 * @param rounds times that this side had to wait for the peer after sending something
 */
public record Meter(
    long bytesSent, long bytesReceived, long framesSent, long framesReceived, long rounds) {
  /** What was added since an earlier reading. */
  public Meter since(Meter earlier) {
    return new Meter(
        bytesSent - earlier.bytesSent,
        bytesReceived - earlier.bytesReceived,
        framesSent - earlier.framesSent,
        framesReceived - earlier.framesReceived,
        rounds - earlier.rounds);
  }
}
