package org.chemxor.mpc.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ChannelTest {
  private static final Duration SHORT = Duration.ofMillis(400);

  /** Changes what is written before it reaches the peer. */
  private static final class Tampering implements Link {
    private final Link link;
    private final java.util.function.UnaryOperator<List<byte[]>> change;
    private final List<byte[]> held = new ArrayList<>();

    Tampering(Link link, java.util.function.UnaryOperator<List<byte[]>> change) {
      this.link = link;
      this.change = change;
    }

    @Override
    public void write(byte[] data) throws java.io.IOException {
      held.add(data.clone());
      // Three frames of header and payload each.
      if (held.size() == 6) {
        for (byte[] part : change.apply(List.copyOf(held))) {
          link.write(part);
        }
      } else if (held.size() > 6) {
        link.write(data);
      }
    }

    @Override
    public void read(byte[] into, int from) throws java.io.IOException {
      link.read(into, from);
    }

    @Override
    public void close() {
      link.close();
    }
  }

  private static void assertAborts(
      java.util.function.UnaryOperator<List<byte[]>> change, String sentence) {
    MemoryLink[] links = MemoryLink.pair();
    try (Channel sender = new Channel(new Tampering(links[0], change), "the receiver", SHORT);
        Channel receiver = new Channel(links[1], "the sender", SHORT)) {
      for (int i = 0; i < 3; i++) {
        sender.send(i, new byte[] {(byte) i, 9});
      }
      assertThatThrownBy(
              () -> {
                for (int i = 0; i < 3; i++) {
                  assertThat(receiver.receive(i, 2)).containsExactly(i, 9);
                }
              })
          .isInstanceOf(ChannelException.class)
          .hasMessageContaining(sentence);
      // The other side ends, too, within its deadline.
      assertThatThrownBy(() -> sender.receive(0, 1)).isInstanceOf(ChannelException.class);
    }
  }

  @Test
  void aRepeatedFrameAborts() {
    assertAborts(
        f -> List.of(f.get(0), f.get(1), f.get(0), f.get(1), f.get(2), f.get(3)),
        "sent frame 0 where 1 was expected");
  }

  @Test
  void aLostFrameAborts() {
    assertAborts(f -> f.subList(2, 6), "sent frame 1 where 0 was expected");
  }

  @Test
  void exchangedFramesAbort() {
    assertAborts(
        f -> List.of(f.get(2), f.get(3), f.get(0), f.get(1), f.get(4), f.get(5)), "was expected");
  }

  @Test
  void aTruncatedFrameAborts() {
    assertAborts(f -> List.of(f.get(0), new byte[] {0}), "sent no complete frame within 400 ms");
  }

  @Test
  void anotherSessionBatchVersionContentOrLengthAborts() {
    assertAborts(f -> changed(f, 15), "sent session");
    assertAborts(f -> changed(f, 23), "sent batch");
    assertAborts(f -> changed(f, 5), "use the same release");
    assertAborts(f -> changed(f, 35), "sent content");
    assertAborts(f -> changed(f, 36), "bytes where 2 were expected");
    assertAborts(f -> changed(f, 0), "no ChemXor frame");
    assertAborts(f -> changed(f, 7), "unknown kind");
  }

  private static List<byte[]> changed(List<byte[]> frames, int index) {
    frames.get(0)[index] ^= 0x40;
    return frames;
  }

  @Test
  void anAbortTellsThePeerWhy() {
    MemoryLink[] links = MemoryLink.pair();
    try (Channel one = new Channel(links[0], "the dealer", SHORT);
        Channel other = new Channel(links[1], "the data owner", SHORT)) {
      other.fail("no more \u0007 material");
      assertThatThrownBy(() -> one.receive(1, 4))
          .isInstanceOf(ChannelException.class)
          .hasMessage("the dealer gave up: no more ? material");
    }
  }

  @Test
  void aReasonThatNamesWhoGaveUpIsNotPrefacedAgain() {
    MemoryLink[] links = MemoryLink.pair();
    try (Channel one = new Channel(links[0], "the dealer", SHORT);
        Channel other = new Channel(links[1], "the data owner", SHORT)) {
      other.fail("the dealer gave up: no material");
      assertThatThrownBy(() -> one.receive(1, 4)).hasMessage("the dealer gave up: no material");
    }
  }

  @Test
  void aPeerThatDoesNotReadIsGivenUpWithinTheDeadline() {
    MemoryLink[] links = MemoryLink.pair();
    try (Channel one = new Channel(links[0], "the data owner", SHORT)) {
      assertThatThrownBy(
              () -> {
                for (int i = 0; i < 200; i++) {
                  one.send(i, new byte[1 << 20]);
                }
              })
          .isInstanceOf(ChannelException.class);
    }
  }

  @Test
  void aPeerThatDripsBytesIsGivenUpWithinTheDeadline() throws Exception {
    MemoryLink[] links = MemoryLink.pair();
    Thread drip =
        new Thread(
            () -> {
              try {
                while (true) {
                  links[0].write(new byte[] {0x43});
                  Thread.sleep(50);
                }
              } catch (java.io.IOException | InterruptedException e) {
                // The other side has given up: the end of this thread.
              }
            });
    drip.setDaemon(true);
    drip.start();
    try (Channel channel = new Channel(links[1], "the model owner", SHORT)) {
      assertThatThrownBy(() -> channel.receive(1, 4))
          .hasMessageContaining("sent no complete frame within 400 ms");
    }
    drip.join(10_000);
    assertThat(drip.isAlive()).isFalse();
  }

  @Test
  void randomBytesNeverPassForAFrame() throws Exception {
    Random random = new Random(20261128);
    for (int i = 0; i < 200; i++) {
      MemoryLink[] links = MemoryLink.pair();
      byte[] noise = new byte[200];
      random.nextBytes(noise);
      if (i % 2 == 0) {
        byte[] header = new FrameHeader((short) 1, 0, 0, 0, 1, random.nextInt()).toBytes();
        System.arraycopy(header, 0, noise, 0, header.length);
      }
      links[0].write(noise);
      try (Channel channel = new Channel(links[1], "somebody", SHORT)) {
        assertThatThrownBy(() -> channel.receiveUpTo(1, 100, SHORT))
            .isInstanceOf(ChannelException.class);
      }
      links[0].close();
    }
  }
}
