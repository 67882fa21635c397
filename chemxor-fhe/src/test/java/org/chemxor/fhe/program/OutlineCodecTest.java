package org.chemxor.fhe.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import org.chemxor.core.InvalidInputException;
import org.chemxor.core.Network;
import org.chemxor.core.Shape;
import org.chemxor.fhe.Networks;
import org.chemxor.fhe.compile.ProgramCompiler;
import org.chemxor.fhe.message.ProgramId;
import org.junit.jupiter.api.Test;

/** Where each number of an outline stands, and what is refused there. */
class OutlineCodecTest {
  private static final Network NETWORK =
      Network.builder("n", Shape.vector(8)).add(Networks.linear(new Random(1), 8, 3)).build();
  private static final ProgramOutline OUTLINE =
      ProgramCompiler.compile(NETWORK, Plan.partitioned().insecureWithDegree(1024)).outline();
  private static final byte[] BYTES = OutlineCodec.write(OUTLINE);

  /** Magic, version, id, a name of one character behind its length. */
  private static final int DEGREE = 8 + ProgramId.SIZE_BYTES + 3;

  private static final int PRIMES = DEGREE + 4 + 4 + 4 + 8;

  private static byte[] with(int at, int number) {
    return ByteBuffer.wrap(BYTES.clone()).putInt(at, number).array();
  }

  private static byte[] with(int at, double number) {
    return ByteBuffer.wrap(BYTES.clone()).putDouble(at, number).array();
  }

  private static void assertRefused(byte[] bytes, String message) {
    assertThatThrownBy(() -> OutlineCodec.read(bytes, OutlineLimits.standard()))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith("the program outline ")
        .hasMessageContaining(message);
  }

  @Test
  void numbersStandWhereTheFormatSays() {
    ByteBuffer bytes = ByteBuffer.wrap(BYTES);
    assertThat(bytes.getInt()).isEqualTo(0x4358464F);
    assertThat(bytes.getInt()).isEqualTo(5);
    byte[] id = new byte[ProgramId.SIZE_BYTES];
    bytes.get(id);
    assertThat(id).isEqualTo(OUTLINE.id().toBytes());
    assertThat(bytes.getShort()).isEqualTo((short) 1);
    assertThat((char) bytes.get()).isEqualTo('n');
    assertThat(bytes.position()).isEqualTo(DEGREE);
    assertThat(bytes.getInt()).isEqualTo(1024);
    assertThat(bytes.getInt()).as("cyclotomic").isZero();
    assertThat(bytes.getInt()).isEqualTo(OUTLINE.parameters().digitSize());
    assertThat(bytes.getDouble()).isEqualTo(OUTLINE.parameters().scale());
    assertThat(bytes.getInt()).isEqualTo(OUTLINE.parameters().dataPrimes().length);
    assertThat(bytes.getLong()).isEqualTo(OUTLINE.parameters().dataPrime(0));
  }

  @Test
  void whatIsReadIsTheSameOutline() {
    ProgramOutline read = OutlineCodec.read(BYTES, OutlineLimits.standard());
    assertThat(read.name()).isEqualTo("n");
    assertThat(read.id()).isEqualTo(OUTLINE.id());
    assertThat(read.parameters()).isEqualTo(OUTLINE.parameters());
    assertThat(read.rotationSteps()).isEqualTo(OUTLINE.rotationSteps());
    assertThat(read.inputShape()).isEqualTo(NETWORK.inputShape());
    assertThat(read.domain()).isEqualTo(OUTLINE.domain());
    assertThat(read.outputScale()).isEqualTo(OUTLINE.outputScale());
    assertThat(OutlineCodec.write(read)).isEqualTo(BYTES);
  }

  @Test
  void otherFilesAndOtherVersionsAreNamed() {
    assertRefused(with(0, 0x504B0304), "does not start with CXFO");
    assertRefused(with(4, 4), "has version 4, this library reads version 5");
    assertRefused(new byte[0], "was cut off");
    assertRefused(Arrays.copyOf(BYTES, BYTES.length - 1), "was cut off");
  }

  @Test
  void parametersThatAreNoneAreRefused() {
    assertRefused(with(DEGREE, 1 << 17), "announces 131072 coefficients");
    assertRefused(with(DEGREE, -1024), "announces -1024 coefficients");
    assertRefused(with(DEGREE, 1000), "damaged");
    assertRefused(with(DEGREE + 4, 2), "names a ring of kind 2");
    assertRefused(with(DEGREE + 4, -1), "names a ring of kind -1");
    assertRefused(with(DEGREE + 8, 0), "damaged");
    assertRefused(with(DEGREE + 12, Double.NaN), "damaged");
    assertRefused(with(PRIMES, 65), "announces 65 primes, the limit is 64");
    assertRefused(with(PRIMES + 8, 4), "damaged");
  }

  @Test
  void moreBytesThanTheReaderAllowsAreNotLookedAt() {
    OutlineLimits few = new OutlineLimits(BYTES.length - 1, 1 << 16, 64, 1 << 18, 1 << 20);
    assertThatThrownBy(() -> OutlineCodec.read(BYTES, few))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("at most " + (BYTES.length - 1) + " are read");
  }

  @Test
  void shapesBeyondTheLimitAreRefused() {
    OutlineLimits few = new OutlineLimits(1 << 20, 1 << 16, 1, 4, 1 << 20);
    assertThatThrownBy(() -> OutlineCodec.read(BYTES, few))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("has 8 where 1 to 4 is expected");
  }
}
