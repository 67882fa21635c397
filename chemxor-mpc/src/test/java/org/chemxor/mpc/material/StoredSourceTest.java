package org.chemxor.mpc.material;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.chemxor.mpc.channel.Channel;
import org.chemxor.mpc.channel.ChannelException;
import org.chemxor.mpc.channel.MemoryLink;
import org.junit.jupiter.api.Test;

class StoredSourceTest {
  private static final long SEED = 20261129;
  private final MemoryLink[] links = MemoryLink.pair();
  private final Channel party = new Channel(links[0], "the dealer", Duration.ofSeconds(20));
  private final Channel dealer = new Channel(links[1], "a party", Duration.ofSeconds(20));

  private static List<Path> leftovers() throws Exception {
    try (var files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
      return files
          .filter(file -> file.getFileName().toString().startsWith("chemxor-mpc"))
          .filter(file -> file.toString().endsWith(".material"))
          .toList();
    }
  }

  @Test
  void givesEveryRecordOnceInOrderAndLeavesNoFile() throws Exception {
    Random random = new Random(SEED);
    List<byte[]> records = new ArrayList<>();
    List<Integer> lengths = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      byte[] record = new byte[i % 3 == 0 ? 8 * random.nextInt(500) : random.nextInt(4000)];
      random.nextBytes(record);
      records.add(record);
      lengths.add(record.length);
    }
    List<Path> before = leftovers();
    try (StoredSource source = new StoredSource(party, lengths)) {
      for (byte[] record : records) {
        dealer.send(ChannelSource.TAG, record.clone());
      }
      source.await();
      for (int i = 0; i < records.size(); i++) {
        if (i % 3 == 0) {
          long[] expected = org.chemxor.mpc.sharing.Longs.fromBytes(records.get(i));
          assertThat(source.nextLongs(expected.length)).isEqualTo(expected);
        } else {
          assertThat(source.next(records.get(i).length)).isEqualTo(records.get(i));
        }
      }
      assertThatThrownBy(() -> source.next(1)).isInstanceOf(IllegalStateException.class);
    }
    assertThat(leftovers()).isEqualTo(before);
  }

  @Test
  void recordsOfAnotherLengthThanAskedForAreRefused() {
    try (StoredSource source = new StoredSource(party, List.of(16))) {
      dealer.send(ChannelSource.TAG, new byte[16]);
      source.await();
      assertThatThrownBy(() -> source.next(8)).hasMessageContaining("8 bytes");
    }
  }

  @Test
  void aDealerThatGivesUpIsASentence() {
    try (StoredSource source = new StoredSource(party, List.of(16, 16))) {
      dealer.send(ChannelSource.TAG, new byte[16]);
      dealer.fail("out of luck");
      assertThatThrownBy(source::await)
          .isInstanceOf(ChannelException.class)
          .hasMessageContaining("the dealer");
    }
  }
}
