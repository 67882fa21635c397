package org.chemxor.models.trained;

/**
 * One pass over the training data.
 *
 * @param epoch from 1
 * @param epochs the most there will be
 * @param trainLoss mean over the epoch's batches
 * @param validationLoss after the epoch; NaN without validation data
 * @param learningRate of the epoch's last step
 * @param millis wall-clock time of the epoch
 * @param best whether the validation loss is the lowest so far
 */
public record EpochResult(
    int epoch,
    int epochs,
    double trainLoss,
    double validationLoss,
    double learningRate,
    long millis,
    boolean best) {}
