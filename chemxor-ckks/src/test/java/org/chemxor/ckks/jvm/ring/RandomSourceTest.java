package org.chemxor.ckks.jvm.ring;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a random source holds when it has been closed: nothing but counters. */
class RandomSourceTest {
  /** Words that an object and all it refers to hold in arrays. */
  private static List<Long> words(Object object) throws IllegalAccessException {
    List<Long> words = new ArrayList<>();
    collect(object, words);
    return words;
  }

  private static void collect(Object object, List<Long> words) throws IllegalAccessException {
    if (object instanceof long[] array) {
      for (long word : array) {
        words.add(word);
      }
      return;
    }
    if (object.getClass().isArray()) {
      for (int i = 0; i < Array.getLength(object); i++) {
        collect(Array.get(object, i), words);
      }
      return;
    }
    for (Field field : object.getClass().getDeclaredFields()) {
      if (!Modifier.isStatic(field.getModifiers()) && !field.getType().isPrimitive()) {
        field.setAccessible(true);
        collect(field.get(object), words);
      }
    }
  }

  @Test
  void nothingOfTheKeyOrTheOutputIsLeftAfterClosing() throws IllegalAccessException {
    RandomSource random = new RandomSource(new SecureRandom());
    long drawn = 0;
    for (int i = 0; i < 1000; i++) {
      drawn |= random.nextLong();
    }
    assertThat(drawn).isEqualTo(-1);
    assertThat(words(random).stream().filter(word -> word != 0).count())
        .as("control: an open source holds its key, its state and its output")
        .isGreaterThan(1500);
    random.close();
    // The number of blocks drawn is no secret.
    assertThat(words(random).stream().filter(word -> word != 0)).containsExactly(2L);
  }

  @Test
  void sourcesAreIndependentAndDoNotRepeat() {
    try (RandomSource one = new RandomSource(new SecureRandom());
        RandomSource two = RandomSource.ofCipher(new SecureRandom())) {
      List<Long> drawn = new ArrayList<>();
      for (int i = 0; i < 3000; i++) {
        drawn.add(one.nextLong());
        drawn.add(two.nextLong());
      }
      assertThat(drawn).doesNotHaveDuplicates();
    }
  }
}
