package org.chemxor.fhe.checked;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.chemxor.core.InvalidInputException;
import org.chemxor.fhe.client.EncryptedInference;
import org.chemxor.fhe.client.FheClient;

/**
 * One evaluation of a batch plan with checks in some of its slots. Exchange messages by {@link
 * #inference}, then read {@link #outputs}. Not thread-safe.
 */
public final class CheckedBatch implements AutoCloseable {
  private final FheClient client;
  private final CheckedQuestions<double[]> questions;
  private final EncryptedInference inference;

  private CheckedBatch(
      FheClient client, CheckedQuestions<double[]> questions, EncryptedInference inference) {
    this.client = client;
    this.questions = questions;
    this.inference = inference;
  }

  /**
   * Starts the evaluation.
   *
   * @param client of a program that takes batches
   * @param inputs by sample, each in {@code [channels, height, width]} order
   * @param known samples with known outputs
   * @param policy how much is checked
   * @throws InvalidInputException when samples and checks are more than a batch takes, or one of
   *     them is not what the program takes
   */
  public static CheckedBatch start(
      FheClient client,
      List<double[]> inputs,
      List<KnownAnswer<double[]>> known,
      CheckPolicy policy) {
    int size = client.outline().maxSamples();
    if (inputs.size() + policy.places() > size) {
      throw new InvalidInputException(
          inputs.size()
              + " samples with "
              + policy.places()
              + " checks are more than the "
              + size
              + " of a batch: split them, or compile with a larger Plan.batch");
    }
    CheckedQuestions<double[]> questions = CheckedQuestions.of(inputs, known, policy);
    return new CheckedBatch(
        client, questions, client.startBatch(questions.asked().toArray(double[][]::new)));
  }

  /** The evaluation to run to its last round. */
  public EncryptedInference inference() {
    return inference;
  }

  /**
   * The outputs, checked.
   *
   * @return by sample, in the order in which they were given
   * @throws AlteredAnswersException when a check came back wrong; the client's keys are burned
   * @throws org.chemxor.core.ChemXorException as {@link EncryptedInference#outputs(int)} does
   */
  public List<List<Double>> outputs() {
    List<List<Double>> replies = new ArrayList<>();
    for (int sample = 0; sample < inference.samples(); sample++) {
      replies.add(Arrays.stream(inference.outputs(sample)).boxed().toList());
    }
    try {
      return questions.answers(replies);
    } catch (AlteredAnswersException e) {
      client.burnKeys(String.valueOf(e.getMessage()));
      throw e;
    }
  }

  /** Overwrites all values decrypted so far. */
  @Override
  public void close() {
    inference.close();
  }
}
