package org.chemxor.service.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import org.chemxor.core.InvalidInputException;
import org.chemxor.service.protocol.Digests;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Who may ask, until when. */
class AccessTokensTest {
  private static final String TOKEN = "4PqmJ0cYz1uVnZKcW8Qx7g";
  private static final String OTHER = "another-token-of-length";

  @TempDir private Path folder;
  private final MovableClock clock = new MovableClock();

  private AccessTokens tokens(String text) throws IOException {
    return new AccessTokens(Files.writeString(folder.resolve("tokens"), text), clock);
  }

  @Test
  void holdersAreKnownByTokenOrItsDigest() throws IOException {
    String digest = Digests.sha256Hex(OTHER.getBytes(StandardCharsets.UTF_8));
    AccessTokens tokens =
        tokens("# name token\n\nberlin " + TOKEN + "\nbasel  sha256:" + digest + "  2027-01-01\n");
    assertThat(tokens.holder("Bearer " + TOKEN)).contains("berlin");
    assertThat(tokens.holder("bearer " + OTHER)).contains("basel");
    assertThat(tokens.holder("Bearer " + TOKEN + "x")).isEmpty();
    assertThat(tokens.holder("Bearer ")).isEmpty();
    assertThat(tokens.holder("Basic " + TOKEN)).isEmpty();
    assertThat(tokens.holder("Bearer sha256:" + digest)).isEmpty();
    assertThat(tokens.holder("Bearer " + digest)).isEmpty();
    AccessTokens capitals = tokens("basel SHA256:" + digest + "\n");
    assertThat(capitals.holder("Bearer " + OTHER)).contains("basel");
    assertThat(capitals.holder("Bearer SHA256:" + digest)).isEmpty();
  }

  @Test
  void tokensExpireAtTheEndOfTheirDayOrAtTheirInstant() throws IOException {
    AccessTokens tokens =
        tokens("day " + TOKEN + " 2026-11-21\ninstant " + OTHER + " 2026-11-21T13:00:00Z\n");
    assertThat(tokens.holder("Bearer " + OTHER)).contains("instant");
    clock.advance(Duration.ofHours(1));
    assertThat(tokens.holder("Bearer " + OTHER)).isEmpty();
    clock.advance(Duration.ofHours(10));
    assertThat(tokens.holder("Bearer " + TOKEN)).contains("day");
    clock.advance(Duration.ofHours(1));
    assertThat(tokens.holder("Bearer " + TOKEN)).isEmpty();
  }

  @Test
  void aChangedFileIsReadAgainEvenWithItsOldTime() throws IOException {
    AccessTokens tokens = tokens("berlin " + TOKEN + "\n");
    rewrite("basel " + OTHER + "\n");
    assertThat(tokens.holder("Bearer " + TOKEN)).isEmpty();
    assertThat(tokens.holder("Bearer " + OTHER)).contains("basel");
    assertThat(tokens.size()).isEqualTo(1);
  }

  @Test
  void revokingTheLastTokenLetsNobodyIn() throws IOException {
    AccessTokens tokens = tokens("berlin " + TOKEN + "\n");
    rewrite("# berlin has left\n");
    assertThat(tokens.holder("Bearer " + TOKEN)).isEmpty();
    assertThat(tokens.size()).isZero();
    rewrite("basel " + OTHER + "\n");
    assertThat(tokens.holder("Bearer " + OTHER)).contains("basel");
  }

  @Test
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void aPipeInThePlaceOfTheFileIsNotWaitedFor() throws Exception {
    AccessTokens tokens = tokens("berlin " + TOKEN + "\n");
    Path file = folder.resolve("tokens");
    Files.delete(file);
    try {
      assertThat(new ProcessBuilder("mkfifo", file.toString()).start().waitFor()).isZero();
    } catch (IOException e) {
      Files.createDirectory(file);
    }
    clock.advance(Duration.ofSeconds(2));
    assertThat(tokens.holder("Bearer " + TOKEN)).isEmpty();
    assertThatThrownBy(() -> new AccessTokens(file, clock))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("file is needed");
    Files.delete(file);
    rewrite("berlin " + TOKEN + "\n");
    assertThat(tokens.holder("Bearer " + TOKEN)).contains("berlin");
  }

  @Test
  void aWrongOrMissingFileLetsNobodyInUntilItIsMended() throws IOException {
    AccessTokens tokens = tokens("berlin " + TOKEN + "\n");
    rewrite("berlin " + TOKEN + "\nnonsense\n");
    assertThat(tokens.holder("Bearer " + TOKEN)).isEmpty();
    rewrite("berlin " + TOKEN + "\n");
    assertThat(tokens.holder("Bearer " + TOKEN)).contains("berlin");
    Files.delete(folder.resolve("tokens"));
    clock.advance(Duration.ofSeconds(2));
    assertThat(tokens.holder("Bearer " + TOKEN)).isEmpty();
    rewrite("berlin " + TOKEN + "\n");
    assertThat(tokens.holder("Bearer " + TOKEN)).contains("berlin");
  }

  /** As some tools write files: with the time that the old one had. */
  private void rewrite(String text) throws IOException {
    Path file = Files.writeString(folder.resolve("tokens"), text);
    Files.setLastModifiedTime(file, FileTime.fromMillis(0));
    clock.advance(Duration.ofSeconds(2));
  }

  @Test
  void mistakesNameTheLineAndNeverTheToken() {
    for (String line :
        new String[] {
          "berlin",
          "berlin short",
          "berlin " + TOKEN + " tomorrow",
          "berlin " + TOKEN + " 2027-01-01 more",
          "berlin sha256:" + TOKEN,
          "a " + TOKEN + "\nb " + TOKEN
        }) {
      assertThatThrownBy(() -> tokens("# first\n" + line))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("line ")
          .hasMessageNotContaining(TOKEN);
    }
    assertThatThrownBy(() -> tokens("# nothing\n"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("no token");
  }
}
