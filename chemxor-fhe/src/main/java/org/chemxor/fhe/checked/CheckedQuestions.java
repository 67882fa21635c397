package org.chemxor.fhe.checked;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * Questions with checks hidden among them. {@link #asked} are all of them in secret order; {@link
 * #answers} checks the answers and gives those to the questions. Immutable.
 *
 * <p>What is asked twice, which known answers are asked, and who stands where is drawn by a {@link
 * SecureRandom}, so the place of a question tells nothing. Whoever asks must treat all alike: every
 * question its own fresh encryption, in the order of {@link #asked}.
 *
 * @param <T> a question
 */
public final class CheckedQuestions<T> {
  private final List<Item<T>> items;
  private final CheckPolicy policy;
  private final int questions;

  private CheckedQuestions(List<Item<T>> items, CheckPolicy policy, int questions) {
    this.items = items;
    this.policy = policy;
    this.questions = questions;
  }

  /**
   * One place.
   *
   * @param question what is asked
   * @param index of the question, or -1 for a known answer
   * @param known the answer it must get; empty for a question
   */
  private record Item<T>(T question, int index, List<Double> known) {}

  /**
   * Hides checks among questions.
   *
   * @param questions what to ask, at least one; of fewer than the policy's duplicates each is asked
   *     twice
   * @param known questions with known answers, at least as many as the policy asks
   * @param policy how much is checked
   * @throws IllegalArgumentException when there is no question, or too few known answers
   */
  public static <T> CheckedQuestions<T> of(
      List<T> questions, List<KnownAnswer<T>> known, CheckPolicy policy) {
    return of(questions, known, policy, new SecureRandom());
  }

  static <T> CheckedQuestions<T> of(
      List<T> questions, List<KnownAnswer<T>> known, CheckPolicy policy, SecureRandom random) {
    if (questions.isEmpty() || known.size() < policy.knownAnswers()) {
      throw new IllegalArgumentException(
          "checks take at least one question and "
              + policy.knownAnswers()
              + " known answers, got "
              + questions.size()
              + " and "
              + known.size());
    }
    List<Item<T>> items = new ArrayList<>();
    for (int i = 0; i < questions.size(); i++) {
      items.add(new Item<>(questions.get(i), i, List.of()));
    }
    int duplicates = Math.min(policy.duplicates(), questions.size());
    for (int index : choose(questions.size(), duplicates, random)) {
      items.add(new Item<>(questions.get(index), index, List.of()));
    }
    for (int index : choose(known.size(), policy.knownAnswers(), random)) {
      items.add(new Item<>(known.get(index).question(), -1, known.get(index).answer()));
    }
    Collections.shuffle(items, random);
    return new CheckedQuestions<>(List.copyOf(items), policy, questions.size());
  }

  /** Some of the numbers below a bound, each at most once. */
  private static List<Integer> choose(int bound, int count, SecureRandom random) {
    List<Integer> all = new ArrayList<>(IntStream.range(0, bound).boxed().toList());
    Collections.shuffle(all, random);
    return all.subList(0, count);
  }

  /** Everything to ask, in this order: the questions, duplicates and known answers. */
  public List<T> asked() {
    return items.stream().map(Item::question).toList();
  }

  /**
   * Checks the answers.
   *
   * @param replies to {@link #asked}, in its order
   * @return the answers to the questions, in their order
   * @throws AlteredAnswersException when a check came back wrong; then none of the answers is worth
   *     anything
   */
  public List<List<Double>> answers(List<List<Double>> replies) {
    if (replies.size() != items.size()) {
      throw new IllegalArgumentException(
          items.size() + " questions were asked, got " + replies.size() + " answers");
    }
    List<List<Double>> answers = new ArrayList<>(Collections.nCopies(questions, List.of()));
    Verdict verdict = new Verdict(policy.tolerance());
    for (int place = 0; place < items.size(); place++) {
      Item<T> item = items.get(place);
      List<Double> reply = replies.get(place);
      if (item.index() < 0) {
        verdict.known(item.known(), reply);
      } else if (answers.get(item.index()).isEmpty()) {
        answers.set(item.index(), Objects.requireNonNull(reply));
      } else {
        verdict.duplicate(answers.get(item.index()), reply);
      }
    }
    verdict.require();
    return answers;
  }

  /** Counts what differs. */
  private static final class Verdict {
    private final double tolerance;
    private int duplicates;
    private int wrongDuplicates;
    private int known;
    private int wrongKnown;
    private double largest;

    Verdict(double tolerance) {
      this.tolerance = tolerance;
    }

    void duplicate(List<Double> first, List<Double> second) {
      duplicates++;
      wrongDuplicates += differs(first, second) ? 1 : 0;
    }

    void known(List<Double> expected, List<Double> answer) {
      known++;
      wrongKnown += differs(expected, answer) ? 1 : 0;
    }

    private boolean differs(List<Double> a, List<Double> b) {
      double distance = a.size() == b.size() ? 0 : Double.POSITIVE_INFINITY;
      for (int i = 0; i < Math.min(a.size(), b.size()); i++) {
        double difference = Math.abs(a.get(i) - b.get(i));
        distance =
            Math.max(distance, Double.isNaN(difference) ? Double.POSITIVE_INFINITY : difference);
      }
      largest = Math.max(largest, distance);
      return distance > tolerance;
    }

    void require() {
      if (wrongDuplicates + wrongKnown > 0) {
        throw new AlteredAnswersException(
            String.format(
                Locale.ROOT,
                "%d of %d duplicates and %d of %d known answers came back different, by up to %.3g"
                    + " where %.3g is tolerated: the evaluator altered answers, or computes with"
                    + " another model than the known answers come from. None of these answers is"
                    + " used, and the keys are not used any more",
                wrongDuplicates,
                duplicates,
                wrongKnown,
                known,
                largest,
                tolerance),
            wrongDuplicates,
            wrongKnown);
      }
    }
  }
}
