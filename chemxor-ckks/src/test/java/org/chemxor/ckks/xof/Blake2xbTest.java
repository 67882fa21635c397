package org.chemxor.ckks.xof;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The BLAKE2 team's test vectors for keyed BLAKE2Xb: key 00..3f, input 00..ff. */
class Blake2xbTest {

  @ParameterizedTest
  @CsvSource({
    "64,"
        + "4324561d76c370ef35ac36a4adf8f3773a50d86504bd284f71f7ce9e2bc4c1f1d34a7fb2d675"
        + "61d101955d448b67577eb30dfee96a95c7f921ef53e20be8bc44",
    "128,"
        + "2d7dc80c19a1d12d5fe3963569547a5d1d3e821e6f06c5d5e2c09401f946c9f7e13cd019f2f9"
        + "a878b62dd850453b6294b99ccaa068e542993524b0f63832d48e865be31e8ec1ee103c718340"
        + "c904b32efb69170b67f038d50a3252794b1b4076c0620621ab3d91215d55ffea99f23d54e161"
        + "a90d8d4902fda5931d9f6a27146a",
    "256,"
        + "1e9b2c454e9de3a2d723d850331037dbf54133dbe27488ff757dd255833a27d8eb8a128ad12d"
        + "0978b6884e25737086a704fb289aaaccf930d5b582ab4df1f55f0c429b6875edec3fe45464fa"
        + "74164be056a55e243c4222c586bec5b18f39036aa903d98180f24f83d09a454dfa1e03a60e6a"
        + "3ba4613e99c35f874d790174ee48a557f4f021ade4d1b278d7997ef094569b37b3db0505951e"
        + "9ee8400adaea275c6db51b325ee730c69df97745b556ae41cd98741e28aa3a49544541eeb3da"
        + "1b1e8fa4e8e9100d66dd0c7f5e2c271b1ecc077de79c462b9fe4c273543ecd82a5bea63c5acc"
        + "01eca5fb780c7d7c8c9fe208ae8bd50cad1769693d92c6c8649d20d8"
  })
  void agreesWithThePublishedVectors(int bytes, String expected) {
    long[] output = new long[bytes / Long.BYTES];
    new Blake2xb().hash(counting(64), counting(256), 256, output, 0, output.length);
    ByteBuffer actual = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    actual.asLongBuffer().put(output);
    assertThat(HexFormat.of().formatHex(actual.array())).isEqualTo(expected);
  }

  private static long[] counting(int bytes) {
    ByteBuffer buffer = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < bytes; i++) {
      buffer.put(i, (byte) i);
    }
    long[] words = new long[bytes / Long.BYTES];
    buffer.asLongBuffer().get(words);
    return words;
  }
}
