package org.chemxor.fhe.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Random;
import org.chemxor.ckks.CkksEngine;
import org.chemxor.ckks.secret.InsecureSecretKeyAccess;
import org.chemxor.core.ChemXorException;
import org.chemxor.core.Hashes;
import org.chemxor.core.InvalidInputException;
import org.chemxor.core.Network;
import org.chemxor.core.ReferenceEvaluator;
import org.chemxor.fhe.FheModel;
import org.chemxor.fhe.Networks;
import org.chemxor.fhe.program.Plan;
import org.chemxor.fhe.program.ProgramOutline;
import org.chemxor.fhe.reply.KeysSpentException;
import org.chemxor.fhe.reply.ReplyPolicy;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keys in a file: what it holds, what it counts, and everything it must refuse. */
class ClientKeysTest {
  private static final int REPLIES = 5;
  private static final ClientPolicy POLICY =
      ClientPolicy.insecureWithoutFloor()
          .withReplies(ReplyPolicy.standard().withMaxReplies(REPLIES));
  private static final CkksEngine ENGINE = CkksEngine.load();
  private static final KeyProtection OPEN =
      KeyProtection.insecureNone(InsecureSecretKeyAccess.get());
  private static final KeyProtection CLOSED = KeyProtection.passphrase("rain".toCharArray());
  private static final double[][] INPUTS = {Networks.image(3, 20)};
  private static final Network NETWORK = Networks.oneSquare(1);
  private static FheModel model;
  private static FheModel other;
  @TempDir private Path folder;

  @BeforeAll
  static void wrap() {
    Plan plan = Plan.singleRound().withTargetPrecision(0x1p-8).insecureWithDegree(2048);
    model = FheModel.wrap(NETWORK, plan);
    other = FheModel.wrap(Networks.oneSquare(2), plan);
  }

  @AfterAll
  static void close() {
    model.close();
    other.close();
  }

  private static ProgramOutline outline() {
    return model.program().outline();
  }

  private static ClientKeys create() {
    return ClientKeys.create(outline(), ENGINE, POLICY);
  }

  private static ClientKeys load(Path file, KeyProtection protection) throws IOException {
    return ClientKeys.load(file, protection, outline(), ENGINE, POLICY);
  }

  private Path saved(KeyProtection protection) throws IOException {
    Path file = folder.resolve("a/b/set.keys");
    Files.deleteIfExists(file);
    try (ClientKeys keys = create()) {
      keys.save(file, protection);
    }
    return file;
  }

  private static void assertRight(FheClient client, byte[] evaluationKeys) {
    try (EncryptedInference inference = client.startBatch(INPUTS)) {
      byte[] request = inference.nextRequest();
      inference.acceptReply(
          model.evaluator().evaluate(model.evaluator().readKeys(evaluationKeys), request));
      double[] expected = new ReferenceEvaluator(NETWORK).evaluate(INPUTS[0]);
      double tolerance = model.program().outputRange() * 0x1p-8;
      for (int o = 0; o < expected.length; o++) {
        assertThat(inference.outputs(0)[o]).isCloseTo(expected[o], within(tolerance));
      }
    }
  }

  @Test
  void evaluationKeysOfTheFirstProcessServeTheNext() throws IOException {
    for (KeyProtection protection : new KeyProtection[] {OPEN, CLOSED}) {
      Path file = folder.resolve(protection.toString());
      byte[] sent;
      try (ClientKeys keys = create()) {
        keys.save(file, protection);
        sent = keys.evaluationKeys();
        assertRight(new FheClient(keys), sent);
      }
      try (ClientKeys keys = load(file, protection)) {
        assertThat(keys.evaluationKeysDigest()).isEqualTo(Hashes.sha256().digest(sent));
        assertRight(new FheClient(keys), sent);
        byte[] others = keys.evaluationKeys();
        assertThat(others).isNotEqualTo(sent);
        assertRight(new FheClient(keys), others);
        sent = others;
      }
      try (ClientKeys keys = load(file, protection)) {
        assertThat(keys.evaluationKeysDigest()).isEqualTo(Hashes.sha256().digest(sent));
        assertRight(new FheClient(keys), sent);
      }
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
          .isEqualTo("rw-------");
    }
  }

  @Test
  void everyReplyCountsBeforeItIsAskedFor() throws IOException {
    Path file = saved(OPEN);
    Path crashed = folder.resolve("crashed.keys");
    try (FheClient client = new FheClient(load(file, OPEN))) {
      assertThat(client.repliesLeft()).isEqualTo(REPLIES);
      client.startBatch(INPUTS);
      client.startBatch(INPUTS);
      Files.copy(file, crashed, java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
    }
    for (Path path : new Path[] {file, crashed}) {
      try (FheClient client = new FheClient(load(path, OPEN))) {
        assertThat(client.repliesLeft()).isEqualTo(REPLIES - 2);
      }
    }
    try (FheClient client = new FheClient(load(file, OPEN))) {
      for (int i = 0; i < REPLIES - 2; i++) {
        client.startBatch(INPUTS);
      }
      assertThatThrownBy(() -> client.startBatch(INPUTS)).isInstanceOf(KeysSpentException.class);
    }
    try (FheClient client = new FheClient(load(file, OPEN))) {
      assertThat(client.repliesLeft()).isZero();
    }
  }

  @Test
  void aPolicyOfMoreRepliesDoesNotGiveKeysMoreThanTheyWereMadeFor() throws IOException {
    Path file = saved(OPEN);
    ClientPolicy generous =
        POLICY.withReplies(ReplyPolicy.standard().withMaxReplies(1000 * REPLIES));
    try (ClientKeys keys = ClientKeys.load(file, OPEN, outline(), ENGINE, generous)) {
      assertThat(new FheClient(keys).repliesLeft()).isEqualTo(REPLIES);
    }
    byte[] raised = Files.readAllBytes(file);
    raised[KeyFileHeader.LEFT_AT + 1] = 1;
    Files.write(file, raised);
    try (ClientKeys keys = ClientKeys.load(file, OPEN, outline(), ENGINE, generous)) {
      assertThat(new FheClient(keys).repliesLeft())
          .as("the count raised by hand")
          .isEqualTo(REPLIES);
    }
  }

  @Test
  void aRefusedReplyEndsTheKeysForAll() throws IOException {
    Path file = saved(OPEN);
    try (FheClient client = new FheClient(load(file, OPEN))) {
      client.burnKeys("a reply was wrong");
    }
    assertThatThrownBy(() -> load(file, OPEN))
        .isInstanceOfSatisfying(KeysSpentException.class, e -> assertThat(e.isBurned()).isTrue())
        .hasMessageContaining("Delete the file");
    try (ClientKeys keys = create()) {
      new FheClient(keys).burnKeys("a reply was wrong");
      Path never = folder.resolve("never.keys");
      assertThatThrownBy(() -> keys.save(never, OPEN)).isInstanceOf(KeysSpentException.class);
      assertThat(never).doesNotExist();
    }
  }

  @Test
  void oneClientAtATime() throws IOException {
    Path file = folder.resolve("set.keys");
    try (ClientKeys keys = create()) {
      keys.save(file, OPEN);
      assertThat(keys.isSaved()).isTrue();
      assertThatThrownBy(() -> load(file, OPEN))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("in use by another client");
      assertThatThrownBy(() -> keys.save(folder.resolve("again"), OPEN))
          .isInstanceOf(IllegalStateException.class);
      try (ClientKeys second = create()) {
        assertThatThrownBy(() -> second.save(file, OPEN))
            .isInstanceOf(InvalidInputException.class)
            .hasMessageContaining("already");
      }
    }
    load(file, OPEN).close();
    ClientKeys closed = create();
    closed.close();
    assertThatThrownBy(() -> closed.save(folder.resolve("closed"), OPEN))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void aRefusedLoadLetsGoOfTheFile() throws IOException {
    Path file = saved(CLOSED);
    assertThatThrownBy(() -> load(file, OPEN))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("a passphrase, and none is given");
    assertThatThrownBy(() -> load(file, KeyProtection.passphrase("sun".toCharArray())))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("not the one of");
    assertThatThrownBy(
            () -> ClientKeys.load(file, CLOSED, other.program().outline(), ENGINE, POLICY))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("the saved keys are for program " + outline().id());
    load(file, CLOSED).close();
    Path open = saved(OPEN);
    assertThatThrownBy(() -> load(open, CLOSED))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("and one is given");
  }

  @Test
  void aFileThatOthersMayUseIsRefused() throws IOException {
    Path file = saved(OPEN);
    for (String open : new String[] {"rw-r-----", "rw----r--", "rw--w----", "rwx-----x"}) {
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(open));
      assertThatThrownBy(() -> load(file, OPEN))
          .as(open)
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining(open);
    }
    assertThatThrownBy(() -> load(folder, OPEN)).isInstanceOf(InvalidInputException.class);
    assertThatThrownBy(() -> load(folder.resolve("none"), OPEN))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("there is no file");
  }

  @Test
  void damagedFilesAreRefusedByName() throws IOException {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (KeyProtection protection :
        new KeyProtection[] {OPEN, KeyProtection.passphrase(new char[] {'x'})}) {
      Path file = saved(protection);
      byte[] whole = Files.readAllBytes(file);
      for (int cut : new int[] {0, 1, 79, 80, 81, whole.length / 2, whole.length - 1}) {
        assertRefused(file, Arrays.copyOf(whole, cut), protection, "cut to " + cut);
      }
      assertRefused(file, Arrays.copyOf(whole, whole.length + 1), protection, "one byte more");
      int[] places = random.ints(protection == OPEN ? 200 : 8, 0, whole.length).toArray();
      for (int at = 0; at < KeyFileHeader.LEFT_AT; at += protection == OPEN ? 1 : 7) {
        assertRefused(
            file, changed(whole, at, random), protection, "byte " + at + ", seed " + seed);
      }
      for (int at : places) {
        if (at < KeyFileHeader.LEFT_AT || at >= KeyFileHeader.BYTES) {
          assertRefused(
              file, changed(whole, at, random), protection, "byte " + at + ", seed " + seed);
        }
      }
      Files.write(file, whole);
      load(file, protection).close();
    }
  }

  private static byte[] changed(byte[] whole, int at, Random random) {
    byte[] damaged = whole.clone();
    damaged[at] ^= (byte) (1 + random.nextInt(255));
    return damaged;
  }

  /** The work factor is bounded: no change of it keeps a reader busy for long. */
  private static void assertRefused(
      Path file, byte[] content, KeyProtection protection, String what) throws IOException {
    Files.write(file, content);
    assertThatThrownBy(() -> load(file, protection))
        .as(what)
        .isInstanceOf(ChemXorException.class)
        .hasMessageContaining(file.getFileName().toString());
  }

  @Test
  void secretsAreInNoText() {
    assertThat(CLOSED.toString()).doesNotContain("rain");
    assertThatThrownBy(() -> KeyProtection.passphrase(new char[0]))
        .isInstanceOf(InvalidInputException.class);
  }
}
