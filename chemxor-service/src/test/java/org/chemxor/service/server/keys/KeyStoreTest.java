package org.chemxor.service.server.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import org.chemxor.ckks.wire.ByteSource;
import org.chemxor.core.InvalidInputException;
import org.chemxor.service.protocol.Digests;
import org.chemxor.service.server.MovableClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keys on disk: quota, expiry, restarts, and disks that fail. */
class KeyStoreTest {
  private static final String PROGRAM = "a".repeat(64);
  private static final KeyLimits LIMITS = limits(1000);

  @TempDir private Path folder;
  private final MovableClock clock = new MovableClock();
  private KeyStore store;

  private static KeyLimits limits(long largestBytes) {
    return new KeyLimits(1000, 3, Duration.ofDays(7), largestBytes);
  }

  @BeforeEach
  void open() throws IOException {
    store = new KeyStore(folder, LIMITS, clock, KeyStore::create);
  }

  @AfterEach
  void close() {
    store.close();
  }

  private static byte[] content(int number, int size) {
    byte[] bytes = new byte[size];
    Arrays.fill(bytes, (byte) number);
    return bytes;
  }

  private static byte[] bytes(ByteSource source) {
    byte[] bytes = new byte[(int) source.size()];
    source.read(0, bytes.length).get(bytes);
    return bytes;
  }

  private static KeyId id(byte[] content) {
    return new KeyId(PROGRAM, Digests.sha256Hex(content));
  }

  private KeyId put(int number, int size, String owner) throws IOException {
    byte[] content = content(number, size);
    KeyId id = id(content);
    try (KeyUpload upload = store.begin(id, owner)) {
      upload.write(ByteBuffer.wrap(content));
      assertThat(upload.finish()).hasBinaryContent(content);
      upload.commit();
    }
    clock.advance(Duration.ofSeconds(1));
    return id;
  }

  @Test
  void theLeastRecentlyUsedKeysMakeRoom() throws IOException {
    KeyId first = put(1, 400, "x");
    KeyId second = put(2, 400, "y");
    assertThat(store.touch(first)).isTrue();
    clock.advance(Duration.ofSeconds(1));
    KeyId third = put(3, 400, "z");
    assertThat(store.touch(first)).isTrue();
    assertThat(store.touch(second)).isFalse();
    assertThat(store.touch(third)).isTrue();
    assertThat(store.storedBytes()).isEqualTo(800);
    assertThat(store.read(second, KeyStoreTest::bytes)).isEmpty();
    assertThat(store.read(first, KeyStoreTest::bytes)).contains(content(1, 400));
  }

  @Test
  void aClientReplacesItsOwnKeysBeforeThoseOfOthers() throws IOException {
    KeyId other = put(1, 10, "other");
    KeyId oldest = put(2, 10, "greedy");
    put(3, 10, "greedy");
    put(4, 10, "greedy");
    put(5, 10, "greedy");
    assertThat(store.touch(other)).isTrue();
    assertThat(store.touch(oldest)).isFalse();
    assertThat(store.size()).isEqualTo(4);
  }

  @Test
  void unusedKeysExpire() throws IOException {
    KeyId used = put(1, 10, "x");
    KeyId unused = put(2, 10, "x");
    clock.advance(Duration.ofDays(6));
    assertThat(store.touch(used)).isTrue();
    clock.advance(Duration.ofDays(2));
    store.deleteExpired();
    assertThat(store.touch(used)).isTrue();
    assertThat(store.touch(unused)).isFalse();
  }

  @Test
  void keysAndTheirLastUseSurviveARestart() throws IOException {
    KeyId first = put(1, 400, "x");
    KeyId second = put(2, 400, "y");
    clock.advance(Duration.ofMinutes(5));
    assertThat(store.touch(first)).isTrue();
    store.close();
    open();
    assertThat(store.storedBytes()).isEqualTo(800);
    put(3, 400, "z");
    assertThat(store.touch(first)).isTrue();
    assertThat(store.touch(second)).isFalse();
  }

  @Test
  void halfWrittenUploadsAreGoneAfterARestart() throws IOException {
    Files.write(folder.resolve("incoming").resolve("left.part"), new byte[100]);
    store.close();
    open();
    assertThat(folder.resolve("incoming")).isEmptyDirectory();
    assertThat(store.size()).isZero();
  }

  @Test
  void announcementsTakeNoRoomAndMakeNoFile() throws IOException {
    KeyId stored = put(1, 400, "x");
    for (int i = 0; i < 100; i++) {
      assertThat(store.begin(id(content(i, 1)), "attacker")).isNotNull();
    }
    assertThat(folder.resolve("incoming")).isEmptyDirectory();
    assertThat(store.touch(stored)).isTrue();
    put(2, 600, "y");
    assertThat(store.touch(stored)).isTrue();
  }

  /** A quarter of the quota may be arriving, of which a client may have a quarter, or one set. */
  @Test
  void whatArrivesIsChargedToItsSender() throws IOException {
    store.close();
    store = new KeyStore(folder, limits(100), clock, KeyStore::create);
    KeyId id = id(content(1, 1));
    try (KeyUpload first = store.begin(id, "x");
        KeyUpload second = store.begin(id, "x");
        KeyUpload other = store.begin(id, "y")) {
      first.write(ByteBuffer.wrap(content(1, 90)));
      assertThatThrownBy(() -> second.write(ByteBuffer.wrap(content(1, 11))))
          .isInstanceOf(StorageFullException.class)
          .hasMessageContaining("taken");
      other.write(ByteBuffer.wrap(content(1, 100)));
      assertThat(store.arrivingBytes()).isEqualTo(190);
    }
    assertThat(store.arrivingBytes()).isZero();
    assertThat(folder.resolve("incoming")).isEmptyDirectory();
  }

  @Test
  void whoHasMostMakesRoomForOthers() throws IOException {
    KeyId small = put(1, 200, "small");
    KeyId large = put(2, 250, "large");
    clock.advance(Duration.ofSeconds(1));
    assertThat(store.touch(large)).isTrue();
    put(3, 240, "third");
    put(4, 240, "fourth");
    KeyId last = put(5, 100, "fifth");
    assertThat(store.touch(small)).isTrue();
    assertThat(store.touch(large)).isFalse();
    assertThat(store.touch(last)).isTrue();
  }

  @Test
  void aClientHasAQuarterOfTheQuota() throws IOException {
    KeyId first = put(1, 100, "x");
    KeyId second = put(2, 100, "x");
    KeyId third = put(3, 100, "x");
    assertThat(store.touch(first)).isFalse();
    assertThat(store.touch(second)).isTrue();
    assertThat(store.touch(third)).isTrue();
  }

  @Test
  void keysLargerThanTheQuotaAreRefusedAndCostNobodyTheirs() throws IOException {
    store.close();
    store = new KeyStore(folder, limits(2000), clock, KeyStore::create);
    KeyId stored = put(1, 400, "x");
    assertThatThrownBy(() -> put(2, 1001, "y")).isInstanceOf(StorageFullException.class);
    assertThat(store.touch(stored)).isTrue();
  }

  @Test
  void bytesWithAnotherDigestAreNotKept() throws IOException {
    KeyId id = id(content(1, 10));
    try (KeyUpload upload = store.begin(id, "x")) {
      upload.write(ByteBuffer.wrap(content(2, 10)));
      assertThatThrownBy(upload::finish)
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("SHA-256");
    }
    assertThat(store.touch(id)).isFalse();
    assertThat(folder.resolve("incoming")).isEmptyDirectory();
  }

  @Test
  void aFullDiskLeavesNothingBehind() throws IOException {
    store.close();
    KeyStore.ChannelOpener full =
        file ->
            new FaultyChannel(KeyStore.create(file)) {
              @Override
              public void force(boolean metaData) throws IOException {
                throw new IOException("No space left on device");
              }
            };
    store = new KeyStore(folder, LIMITS, clock, full);
    assertThatThrownBy(() -> put(1, 10, "x")).isInstanceOf(StorageFullException.class);
    assertThat(folder.resolve("incoming")).isEmptyDirectory();
    store.close();
    open();
    put(1, 1000, "x");
    assertThat(store.storedBytes()).isEqualTo(1000);
  }

  @Test
  void keysThatChangedOnDiskAreDeleted() throws IOException {
    KeyId id = put(1, 10, "x");
    Path file = store.file(id);
    assertThat(file).isNotNull();
    Files.write(file, content(2, 10));
    assertThat(store.read(id, KeyStoreTest::bytes)).isEmpty();
    assertThat(store.touch(id)).isFalse();
    assertThat(file).doesNotExist();
  }

  @Test
  void aTemporaryFolderLeavesNothing() throws IOException {
    put(1, 10, "x");
    store.deleteFolder();
    assertThat(folder).doesNotExist();
    assertThat(store.size()).isZero();
  }

  @Test
  void twoServersDoNotShareAFolder() {
    assertThatThrownBy(() -> new KeyStore(folder, LIMITS, clock, KeyStore::create))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("in use by another server");
  }
}
