package org.chemxor.app.model;

import org.chemxor.data.confidence.ModelConfidence;
import org.chemxor.data.predictions.ModelOutputs;
import org.chemxor.data.predictions.PredictionColumns;
import org.chemxor.data.predictions.PredictionLines;
import org.chemxor.fhe.reply.ReplyPolicy;
import org.chemxor.service.client.ModelClient;

/**
 * Whose predictions they are: enough to show them when the model is not there any more.
 *
 * @param name of the model
 * @param program id of its encrypted program, in hexadecimal
 * @param outputs what its outputs are
 * @param confidence what is known about the trust that they deserve
 * @param decimals of outputs
 * @param coverage how often intervals and sets are to hold the truth
 */
public record PredictedBy(
    String name,
    String program,
    ModelOutputs outputs,
    ModelConfidence confidence,
    int decimals,
    double coverage) {

  /** The model of a connection. */
  public static PredictedBy of(ModelClient client, double coverage) {
    return new PredictedBy(
        client.description().name(),
        client.description().program(),
        client.description().modelOutputs(),
        client.description().readConfidence(),
        client.replies().decimals(),
        coverage);
  }

  /** The columns of a prediction. */
  public PredictionColumns columns() {
    return new PredictionColumns(outputs, confidence, coverage);
  }

  /** Its lines in a CSV file. */
  public PredictionLines lines() {
    return new PredictionLines(columns(), this::format);
  }

  /** Writes an output. */
  public String format(double value) {
    return ReplyPolicy.standard().withDecimals(decimals).format(value);
  }
}
