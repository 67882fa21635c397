package org.chemxor.data.split;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.chemxor.core.Hashes;
import org.chemxor.core.InvalidInputException;

/** Carries out split rules on the numbers 0 to n - 1. */
public final class Splitting {
  private Splitting() {}

  /** The parts a file can name. */
  public enum Part {
    /** To learn from. */
    TRAIN,
    /** To choose the best model by. */
    VALIDATE,
    /** To judge by. */
    TEST;

    /** What a word means, if anything. */
    public static Optional<Part> of(String word) {
      return switch (word.toLowerCase(Locale.ROOT)) {
        case "train", "training" -> Optional.of(TRAIN);
        case "validate", "validation", "valid", "val" -> Optional.of(VALIDATE);
        case "test", "testing" -> Optional.of(TEST);
        default -> Optional.empty();
      };
    }
  }

  /**
   * Divides molecules.
   *
   * @param molecules what is known of each
   * @return indices into {@code molecules}
   * @throws InvalidInputException when there is nothing to train on
   */
  public static DataSplit<Integer> split(SplitRule rule, List<? extends SplitItem> molecules) {
    List<Integer> all = IntStream.range(0, molecules.size()).boxed().toList();
    DataSplit<Integer> split;
    if (rule instanceof SplitRule.Random random) {
      split = DataSplit.random(all, random.seed(), random.trainShare(), random.validateShare());
    } else if (rule instanceof SplitRule.ChemXor) {
      split = DataSplit.chemxor(all);
    } else if (rule instanceof SplitRule.Scaffold scaffold) {
      split = byScaffold(scaffold, molecules);
    } else if (rule instanceof SplitRule.Independent independent) {
      split = eachByItself(independent, molecules);
    } else {
      split = asGiven(molecules);
    }
    if (split.train().isEmpty()) {
      throw new InvalidInputException(
          "the split leaves no molecule to train on, of " + molecules.size() + " usable ones");
    }
    return split;
  }

  private static DataSplit<Integer> byScaffold(
      SplitRule.Scaffold shares, List<? extends SplitItem> molecules) {
    // By name, so that the order of the file makes no difference.
    Map<String, List<Integer>> groups = new TreeMap<>();
    for (int i = 0; i < molecules.size(); i++) {
      groups.computeIfAbsent(molecules.get(i).scaffold(), s -> new ArrayList<>()).add(i);
    }
    long trainRoom = Math.round(shares.trainShare() * molecules.size());
    long validateRoom = Math.round(shares.validateShare() * molecules.size());
    List<Integer> train = new ArrayList<>();
    List<Integer> validate = new ArrayList<>();
    List<Integer> test = new ArrayList<>();
    List<List<Integer>> largestFirst = new ArrayList<>(groups.values());
    Collections.shuffle(largestFirst, new Random(shares.seed()));
    largestFirst.sort(Comparator.comparing((List<Integer> group) -> group.size()).reversed());
    for (List<Integer> group : largestFirst) {
      if (train.isEmpty() || train.size() + group.size() <= trainRoom) {
        train.addAll(group);
      } else if (validate.size() + group.size() <= validateRoom) {
        validate.addAll(group);
      } else {
        test.addAll(group);
      }
    }
    return new DataSplit<>(train, validate, test);
  }

  private static DataSplit<Integer> eachByItself(
      SplitRule.Independent shares, List<? extends SplitItem> molecules) {
    List<Integer> train = new ArrayList<>();
    List<Integer> validate = new ArrayList<>();
    List<Integer> test = new ArrayList<>();
    for (int i = 0; i < molecules.size(); i++) {
      double place = place(shares.seed(), molecules.get(i).molecule());
      if (place < shares.trainShare()) {
        train.add(i);
      } else {
        (place < shares.trainShare() + shares.validateShare() ? validate : test).add(i);
      }
    }
    return new DataSplit<>(train, validate, test);
  }

  /** From 0 to below 1, evenly, the same for a molecule and a seed on every machine. */
  private static double place(long seed, String molecule) {
    byte[] hash = Hashes.sha256().digest((seed + " " + molecule).getBytes(StandardCharsets.UTF_8));
    return (ByteBuffer.wrap(hash).getLong() >>> 11) * 0x1p-53;
  }

  private static DataSplit<Integer> asGiven(List<? extends SplitItem> molecules) {
    Map<Part, List<Integer>> parts = new LinkedHashMap<>();
    for (Part part : Part.values()) {
      parts.put(part, new ArrayList<>());
    }
    for (int i = 0; i < molecules.size(); i++) {
      String word = molecules.get(i).part();
      Part part =
          Part.of(word)
              .orElseThrow(() -> new IllegalStateException("unchecked split word " + word));
      parts.getOrDefault(part, List.of()).add(i);
    }
    return new DataSplit<>(
        parts.getOrDefault(Part.TRAIN, List.of()),
        parts.getOrDefault(Part.VALIDATE, List.of()),
        parts.getOrDefault(Part.TEST, List.of()));
  }
}
