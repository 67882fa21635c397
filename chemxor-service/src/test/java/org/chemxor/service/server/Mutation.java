package org.chemxor.service.server;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;

/**
 * A message spoilt in one of several ways.
 *
 * @param name which way
 * @param bytes the result
 * @param mayBeAccepted whether the result can still be a valid message: another ciphertext, say
 */
record Mutation(String name, byte[] bytes, boolean mayBeAccepted) {
  private static final int HEADER = 56;
  private static final int PROGRAM = 8;
  private static final int INFERENCE = 40;
  private static final int STEP = 48;
  private static final int COUNT = 52;
  private static final int WAYS = 9;

  static Mutation of(Random random, byte[] valid) {
    byte[] copy = valid.clone();
    ByteBuffer view = ByteBuffer.wrap(copy);
    return switch (random.nextInt(WAYS)) {
      case 0 -> new Mutation("cut off", Arrays.copyOf(copy, random.nextInt(copy.length)), false);
      case 1 ->
          new Mutation(
              "too long", Arrays.copyOf(copy, copy.length + 1 + random.nextInt(1000)), false);
      case 2 -> {
        copy[PROGRAM + random.nextInt(INFERENCE - PROGRAM)] ^= (byte) (1 + random.nextInt(255));
        yield new Mutation("another program", copy, false);
      }
      case 3 -> {
        view.putInt(STEP, notZero(random));
        yield new Mutation("another step", copy, false);
      }
      case 4 -> {
        view.putInt(COUNT, view.getInt(COUNT) + notZero(random));
        yield new Mutation("another number of objects", copy, false);
      }
      case 5 -> {
        view.putInt(HEADER, view.getInt(HEADER) + notZero(random));
        yield new Mutation("another length", copy, false);
      }
      case 6 -> {
        copy[random.nextInt(PROGRAM)] ^= (byte) (1 + random.nextInt(255));
        yield new Mutation("another kind of message", copy, false);
      }
      case 7 -> {
        int bit = random.nextInt((copy.length - HEADER - Integer.BYTES) * Byte.SIZE);
        copy[HEADER + Integer.BYTES + bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
        yield new Mutation("a bit of an object", copy, true);
      }
      default -> {
        byte[] noise = new byte[random.nextInt(valid.length)];
        random.nextBytes(noise);
        yield new Mutation("noise", noise, false);
      }
    };
  }

  private static int notZero(Random random) {
    int value = random.nextInt();
    return value == 0 ? 1 : value;
  }
}
