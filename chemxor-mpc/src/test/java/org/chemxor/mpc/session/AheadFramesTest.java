package org.chemxor.mpc.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.chemxor.mpc.channel.Channel;
import org.chemxor.mpc.channel.ChannelException;
import org.chemxor.mpc.channel.MemoryLink;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The frames of fetching ahead, from peers that do not keep to the protocol. */
@Timeout(60)
class AheadFramesTest {
  private static final Duration SHORT = Duration.ofMillis(400);

  private interface Talk {
    void with(Channel here);
  }

  private static void assertRefused(Talk peer, Talk here, String sentence) {
    MemoryLink[] links = MemoryLink.pair();
    try (Channel one = new Channel(links[0], "the model owner", SHORT);
        Channel other = new Channel(links[1], "the data owner", SHORT)) {
      peer.with(one);
      assertThatThrownBy(() -> here.with(other))
          .isInstanceOf(ChannelException.class)
          .hasMessageContaining(sentence);
    }
  }

  private static void receiveRequest(Channel channel) {
    BatchRequest.receive(channel, SHORT);
  }

  private static void receiveStart(Channel channel) {
    channel.receiveUpTo(Tags.START, 0, SHORT);
  }

  @Test
  void requestsArriveAsTheyWereSent() {
    MemoryLink[] links = MemoryLink.pair();
    try (Channel one = new Channel(links[0], "the model owner", SHORT);
        Channel other = new Channel(links[1], "the data owner", SHORT)) {
      for (boolean ahead : new boolean[] {true, false}) {
        BatchRequest request = new BatchRequest(7, ahead);
        request.send(one);
        assertThat(BatchRequest.receive(other, SHORT)).isEqualTo(request);
      }
    }
  }

  @Test
  void requestsOfOtherLengthsAndFlagsAreRefused() {
    byte[][] odd = {new byte[0], new byte[4], {0, 0, 0, 1, 2}, {0, 0, 0, 1, -1}};
    for (byte[] payload : odd) {
      assertRefused(
          peer -> peer.send(Tags.BATCH, payload.clone()),
          AheadFramesTest::receiveRequest,
          "asked for a batch in odd words");
    }
    assertRefused(
        peer -> peer.send(Tags.BATCH, new byte[1 << 20]),
        AheadFramesTest::receiveRequest,
        "sent 1048576 bytes where at most 5 were expected");
  }

  @Test
  void aStartThatHoldsBytesIsRepeatedOrMissingIsRefused() {
    assertRefused(
        peer -> peer.send(Tags.START, new byte[1]),
        AheadFramesTest::receiveStart,
        "sent 1 bytes where 0 were expected");
    assertRefused(
        peer -> peer.send(Tags.PREPARED, new byte[0]),
        AheadFramesTest::receiveStart,
        "sent content");
    assertRefused(
        peer -> {
          peer.send(Tags.START, new byte[0]);
          peer.send(Tags.START, new byte[0]);
        },
        here -> {
          receiveStart(here);
          here.receive(1, 5);
        },
        "sent content");
    assertRefused(peer -> {}, AheadFramesTest::receiveStart, "no complete frame within 400 ms");
    assertRefused(
        peer -> peer.fail("the power went"), AheadFramesTest::receiveStart, "the power went");
  }

  @Test
  void aStartOfAnEarlierBatchIsRefused() {
    assertRefused(
        peer -> {
          peer.bindBatch(1);
          peer.send(Tags.START, new byte[0]);
        },
        here -> {
          here.bindBatch(2);
          receiveStart(here);
        },
        "sent batch 1 where 2 was expected");
  }
}
