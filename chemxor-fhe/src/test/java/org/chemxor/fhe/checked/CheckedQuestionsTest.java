package org.chemxor.fhe.checked;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Checks hidden among questions, against evaluators that answer as they like. */
class CheckedQuestionsTest {
  private static final int TRIALS = 2000;

  private static List<Integer> numbers(int from, int count) {
    return IntStream.range(from, from + count).boxed().toList();
  }

  private static double answer(int question) {
    return question * 0.37 - 4;
  }

  private static List<KnownAnswer<Integer>> known(int count) {
    return numbers(10_000, count).stream()
        .map(q -> new KnownAnswer<>(q, List.of(answer(q))))
        .toList();
  }

  /** Honest answers but at some places, where an amount is added. */
  private static List<List<Double>> replies(
      CheckedQuestions<Integer> questions, List<Integer> altered, double amount) {
    List<Integer> asked = questions.asked();
    List<List<Double>> replies = new ArrayList<>();
    for (int place = 0; place < asked.size(); place++) {
      double added = altered.contains(place) ? amount : 0;
      replies.add(List.of(answer(asked.get(place)) + added));
    }
    return replies;
  }

  @Test
  void honestAnswersComeBackInTheOrderOfTheQuestions() {
    for (int count : new int[] {1, 3, 40}) {
      CheckedQuestions<Integer> questions =
          CheckedQuestions.of(numbers(0, count), known(20), CheckPolicy.of(5, 4));
      assertThat(questions.asked()).hasSize(count + Math.min(5, count) + 4);
      assertThat(questions.answers(replies(questions, List.of(), 0)))
          .isEqualTo(numbers(0, count).stream().map(q -> List.of(answer(q))).toList());
    }
  }

  @Test
  void whatErrorsAllowIsTolerated() {
    CheckPolicy policy = CheckPolicy.of(5, 5).withTolerance(0.01);
    CheckedQuestions<Integer> questions = CheckedQuestions.of(numbers(0, 10), known(5), policy);
    List<Integer> half = numbers(0, 10);
    assertThat(questions.answers(replies(questions, half, 0.0099))).hasSize(10);
    List<Integer> all = numbers(0, 20);
    assertThatThrownBy(() -> questions.answers(replies(questions, all, 0.0101)))
        .isInstanceOfSatisfying(
            AlteredAnswersException.class,
            e -> {
              assertThat(e.knownAnswers()).isEqualTo(5);
              assertThat(e.duplicates()).isZero();
            })
        .hasMessageContaining("0 of 5 duplicates and 5 of 5 known answers");
  }

  @Test
  void answersThatAreNoNumbersOrTooFewAreCaught() {
    CheckedQuestions<Integer> questions =
        CheckedQuestions.of(numbers(0, 1), known(1), CheckPolicy.of(1, 1));
    for (List<Double> wrong : List.of(List.of(Double.NaN), List.<Double>of(), List.of(1.0, 2.0))) {
      assertThatThrownBy(() -> questions.answers(Collections.nCopies(3, wrong)))
          .isInstanceOf(AlteredAnswersException.class);
    }
    assertThatThrownBy(() -> questions.answers(List.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /** An evaluator that alters m places of its choice is caught as often as the formula says. */
  @ParameterizedTest
  @CsvSource({"40,6,5,1", "40,6,5,4", "40,0,6,4", "40,10,0,4", "40,10,0,40", "100,4,2,30"})
  void alterationsAreCaughtAsOftenAsTheFormulaSays(
      int count, int duplicates, int knownAnswers, int altered) {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    int places = count + duplicates + knownAnswers;
    List<Integer> all = new ArrayList<>(numbers(0, places));
    int unnoticed = 0;
    for (int trial = 0; trial < TRIALS; trial++) {
      CheckedQuestions<Integer> questions =
          CheckedQuestions.of(
              numbers(0, count), known(50), CheckPolicy.of(duplicates, knownAnswers));
      Collections.shuffle(all, random);
      List<List<Double>> replies = replies(questions, all.subList(0, altered), 0.5);
      try {
        questions.answers(replies);
        unnoticed++;
      } catch (AlteredAnswersException e) {
        assertThat(e.duplicates() + e.knownAnswers()).isPositive();
      }
    }
    double expected = Detection.unnoticed(places, altered, duplicates, knownAnswers);
    double deviation = Math.sqrt(expected * (1 - expected) / TRIALS);
    assertThat(Math.abs((double) unnoticed / TRIALS - expected))
        .as("seed %d: expected %s, measured %s", seed, expected, (double) unnoticed / TRIALS)
        .isLessThanOrEqualTo(5 * deviation + 1e-12);
  }

  /** Where a question stands tells nothing: every kind is everywhere equally often. */
  @Test
  void everyPlaceHoldsEveryKindEquallyOften() {
    int places = 16;
    Map<Integer, int[]> counts = new HashMap<>();
    for (int trial = 0; trial < TRIALS; trial++) {
      List<Integer> asked =
          CheckedQuestions.of(numbers(0, 10), known(8), CheckPolicy.of(3, 3)).asked();
      assertThat(asked).hasSize(places);
      for (int place = 0; place < places; place++) {
        int q = asked.get(place);
        int kind = q >= 10_000 ? 2 : asked.indexOf(q) != asked.lastIndexOf(q) ? 1 : 0;
        counts.computeIfAbsent(kind, k -> new int[places])[place]++;
      }
    }
    double[] expected = {TRIALS * 7.0 / 16, TRIALS * 6.0 / 16, TRIALS * 3.0 / 16};
    for (int kind = 0; kind < 3; kind++) {
      double p = expected[kind] / TRIALS;
      double deviation = Math.sqrt(TRIALS * p * (1 - p));
      for (int count : counts.get(kind)) {
        assertThat(Math.abs(count - expected[kind])).as("kind %d", kind).isLessThan(6 * deviation);
      }
    }
  }

  @Test
  void tooFewKnownAnswersAreRefused() {
    assertThatThrownBy(() -> CheckedQuestions.of(numbers(0, 3), known(2), CheckPolicy.of(0, 3)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("3 known answers, got 3 and 2");
  }
}
