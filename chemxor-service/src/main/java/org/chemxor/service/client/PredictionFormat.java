package org.chemxor.service.client;

import org.chemxor.data.predictions.PredictedMolecule;
import org.chemxor.data.predictions.PredictionColumns;
import org.chemxor.data.predictions.PredictionLines;
import org.chemxor.fhe.reply.ReplyPolicy;
import org.chemxor.service.protocol.ModelDescription;

/**
 * The lines of a {@link BulkQuery}'s output. How many decimals is for the client's policy to say;
 * an error that leaves fewer exact makes them fewer, never more: see {@link ExactDecimals}.
 */
final class PredictionFormat {
  private final PredictionLines lines;
  private final ReplyPolicy policy;

  PredictionFormat(ModelDescription description, ReplyPolicy policy, double coverage) {
    int exact = ExactDecimals.of(description.expectedError());
    this.policy = policy.withDecimals(Math.min(exact, policy.decimals()));
    PredictionColumns columns =
        new PredictionColumns(description.modelOutputs(), description.readConfidence(), coverage);
    this.lines = new PredictionLines(columns, this.policy::format);
  }

  /** Decimals of the outputs. */
  int decimals() {
    return policy.decimals();
  }

  String header() {
    return lines.header();
  }

  String line(PredictedMolecule molecule) {
    return lines.line(molecule);
  }
}
