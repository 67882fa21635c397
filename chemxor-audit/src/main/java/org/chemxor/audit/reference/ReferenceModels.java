package org.chemxor.audit.reference;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.chemxor.core.InvalidInputException;
import org.chemxor.core.Sample;
import org.chemxor.models.trained.TrainedModel;

/**
 * Reference models: what each learned from, and what it says about every compound. The models
 * themselves are let go one after the other.
 *
 * @param halves what each learned from
 * @param answers of each model
 */
public record ReferenceModels(Halves halves, List<Answers> answers) {
  /** Copies the list. */
  public ReferenceModels {
    answers = List.copyOf(answers);
  }

  /**
   * Trains them.
   *
   * @param recipe the audited model's
   * @param pool all compounds
   * @param models an even number, at least 2
   * @param validateShare share of the compounds that settings are chosen by
   * @param seed of the halves, and with its number of each model
   * @param progress is told the number of models that are done
   * @throws InvalidInputException when a half cannot be learned from, or a model has other outputs
   *     than the first
   */
  public static ReferenceModels train(
      Recipe recipe,
      List<Sample> pool,
      int models,
      double validateShare,
      long seed,
      IntConsumer progress) {
    Halves halves = Halves.draw(pool.size(), models, validateShare, seed);
    List<Answers> answers = new ArrayList<>();
    for (int m = 0; m < models; m++) {
      TrainedModel model =
          recipe.train(
              chosen(pool, halves.train()[m]), chosen(pool, halves.validate()[m]), seed + 1 + m);
      answers.add(Answers.of(model, pool));
      progress.accept(m + 1);
    }
    return new ReferenceModels(halves, answers);
  }

  private static List<Sample> chosen(List<Sample> pool, boolean[] isChosen) {
    return IntStream.range(0, isChosen.length)
        .filter(i -> isChosen[i])
        .mapToObj(pool::get)
        .toList();
  }
}
