package org.chemxor.service.protocol;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.chemxor.core.InvalidInputException;
import org.chemxor.data.confidence.ModelConfidence;
import org.chemxor.data.predictions.ModelOutputs;
import org.jspecify.annotations.Nullable;

/**
 * What a server tells anybody about one of its models.
 *
 * @param name what to ask for
 * @param program id of the encrypted program, in hexadecimal; changes with the weights
 * @param outline {@link org.chemxor.fhe.program.ProgramOutline#toBytes}, base64 in JSON
 * @param featuriser settings of the featuriser that makes the images; null when clients bring their
 *     own images
 * @param task "regression", "classification" or empty
 * @param target what is predicted; may be empty
 * @param targets names of what is predicted where that is more than one thing, one output each;
 *     else empty
 * @param classes names of the classes in output order; may be empty
 * @param confidence how far predictions can be trusted, see {@link
 *     org.chemxor.data.confidence.ModelConfidence}; null when the server does not say
 * @param inputShape channels, height and width
 * @param outputs how many numbers come out
 * @param plan how it is evaluated
 * @param samples how many samples one request may hold; above 1 for batch plans
 * @param batch another model of this server, the same network by a batch plan; empty when there is
 *     none
 * @param predictedMillis how long the server takes for one request of every round; 0 when unknown
 * @param parameters of the encryption
 * @param rotationKeys rotations that need a key
 * @param keyBytes bytes of all evaluation keys
 * @param requestBytes bytes of the request of each round
 * @param replyBytes bytes of the reply of each round
 * @param expectedError largest error to expect at the outputs
 * @param disclosures what each party learns, a sentence each
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record ModelDescription(
    String name,
    String program,
    byte[] outline,
    @Nullable JsonNode featuriser,
    String task,
    String target,
    List<String> targets,
    List<String> classes,
    @Nullable JsonNode confidence,
    List<Integer> inputShape,
    int outputs,
    String plan,
    int samples,
    String batch,
    double predictedMillis,
    Parameters parameters,
    int rotationKeys,
    long keyBytes,
    List<Long> requestBytes,
    List<Long> replyBytes,
    double expectedError,
    List<String> disclosures) {

  /** Copies the lists. */
  public ModelDescription {
    featuriser = featuriser == null || featuriser.isNull() ? null : featuriser;
    confidence = confidence == null || confidence.isNull() ? null : confidence;
    targets = List.copyOf(targets);
    classes = List.copyOf(classes);
    inputShape = List.copyOf(inputShape);
    requestBytes = List.copyOf(requestBytes);
    replyBytes = List.copyOf(replyBytes);
    disclosures = List.copyOf(disclosures);
  }

  private static final ObjectMapper MAPPER =
      new ObjectMapper()
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES);

  /**
   * Parameters of the encryption, for people and monitoring; the outline holds them in full.
   *
   * @param scheme "CKKS"
   * @param ringDegree N
   * @param logPq bits of all primes together
   * @param securityBits classical security promised; 0 when none is
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Parameters(String scheme, int ringDegree, double logPq, int securityBits) {}

  /** As JSON, UTF-8. */
  public byte[] toJson() {
    try {
      return MAPPER.writeValueAsBytes(this);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException("a description always makes JSON", e);
    }
  }

  /**
   * Reads a description that came from elsewhere.
   *
   * @throws InvalidInputException when it is none
   */
  public static ModelDescription read(byte[] json) {
    try {
      return MAPPER.readValue(json, ModelDescription.class);
    } catch (IOException e) {
      throw new InvalidInputException(
          "the server's answer is no model description; is this a ChemXor server?", e);
    }
  }

  /**
   * What the server says about the trust that predictions deserve.
   *
   * @throws InvalidInputException when it is not that, or is for another number of outputs
   */
  public ModelConfidence readConfidence() {
    ModelConfidence read =
        ModelConfidence.fromJson(confidence == null ? "" : confidence.toString());
    read.requireFits(outputs);
    return read;
  }

  /** What the outputs are. */
  public ModelOutputs modelOutputs() {
    return new ModelOutputs(task.equals("classification"), targets, classes, outputs);
  }

  /**
   * How long the server takes for many samples, one request after the other.
   *
   * @return milliseconds; 0 when unknown
   */
  public double predictedMillis(long count) {
    return Math.ceil((double) count / Math.max(1, samples)) * predictedMillis;
  }
}
