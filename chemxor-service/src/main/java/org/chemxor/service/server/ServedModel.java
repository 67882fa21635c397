package org.chemxor.service.server;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.chemxor.core.Network;
import org.chemxor.core.Shape;
import org.chemxor.data.confidence.ModelConfidence;
import org.chemxor.data.featurise.MoleculeFeaturiser;
import org.chemxor.fhe.FheModel;
import org.chemxor.fhe.forecast.ProgramReport;
import org.chemxor.fhe.program.EncryptedProgram;
import org.chemxor.fhe.program.Plan;
import org.chemxor.service.protocol.Digests;
import org.chemxor.service.protocol.ModelDescription;
import org.jspecify.annotations.Nullable;

/**
 * A model as a server offers it: the encrypted program and what clients must know besides.
 * Immutable; whoever made the {@link FheModel} closes it after the server.
 *
 * @param name what clients ask for: letters, digits, dot, dash and underscore, at most 64
 * @param model what computes
 * @param featuriser settings of the featuriser that makes the images; empty when clients bring
 *     their own
 * @param task "regression", "classification" or empty
 * @param target what is predicted; may be empty
 * @param targets names of what is predicted where that is more than one thing, one output each;
 *     else empty
 * @param classes names of the classes in output order; may be empty
 * @param confidence how far predictions can be trusted, as JSON; empty when clients are not told
 * @param batch name of another model of the same server, the same network by a batch plan; empty
 *     when there is none
 * @param predictedMillis how long this machine takes for one request of every round; 0 when unknown
 */
public record ServedModel(
    String name,
    FheModel model,
    String featuriser,
    String task,
    String target,
    List<String> targets,
    List<String> classes,
    String confidence,
    String batch,
    double predictedMillis) {

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]{0,63}");

  /** Checks the name and the featuriser. */
  public ServedModel {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "a model's name has 1 to 64 letters, digits, dots, dashes or underscores and starts with"
              + " none of the first two signs, got \""
              + name
              + "\"");
    }
    targets = List.copyOf(targets);
    classes = List.copyOf(classes);
    parse(featuriser);
    ModelConfidence.fromJson(confidence).requireFits(outputs(model));
  }

  private static int outputs(FheModel model) {
    return model.program().network().outputShape().size();
  }

  /** A model under its network's name; clients bring images. */
  public static ServedModel of(FheModel model) {
    return of(model.program().network().name().replaceAll("[^A-Za-z0-9._-]", "_"), model);
  }

  /** A model under a name; clients bring images. */
  public static ServedModel of(String name, FheModel model) {
    return new ServedModel(name, model, "", "", "", List.of(), List.of(), "", "", 0);
  }

  /** The same with the featuriser that clients must use. */
  public ServedModel withFeaturiser(MoleculeFeaturiser featuriser) {
    return new ServedModel(
        name,
        model,
        featuriser.toJson(),
        task,
        target,
        targets,
        classes,
        confidence,
        batch,
        predictedMillis);
  }

  /** The same with what is predicted. */
  public ServedModel withTarget(String task, String target, List<String> classes) {
    return new ServedModel(
        name,
        model,
        featuriser,
        task,
        target,
        targets,
        classes,
        confidence,
        batch,
        predictedMillis);
  }

  /** The same with the names of several targets, one output each; one name or none is left out. */
  public ServedModel withTargets(List<String> names) {
    List<String> several = names.size() > 1 ? names : List.of();
    return new ServedModel(
        name,
        model,
        featuriser,
        task,
        target,
        several,
        classes,
        confidence,
        batch,
        predictedMillis);
  }

  /**
   * The same with what clients are told about the trust that predictions deserve; see {@link
   * ModelConfidence} for what that discloses, and how to leave parts out.
   */
  public ServedModel withConfidence(ModelConfidence told) {
    return new ServedModel(
        name,
        model,
        featuriser,
        task,
        target,
        targets,
        classes,
        told.isEmpty() ? "" : told.toJson(),
        batch,
        predictedMillis);
  }

  /** The same with the name of the model that clients may use for many molecules. */
  public ServedModel withBatch(String other) {
    return new ServedModel(
        name,
        model,
        featuriser,
        task,
        target,
        targets,
        classes,
        confidence,
        other,
        predictedMillis);
  }

  /**
   * The same with how long one request of every round takes, which clients go by when they choose
   * between this model and its batch.
   */
  public ServedModel withPredictedMillis(double millis) {
    return new ServedModel(
        name, model, featuriser, task, target, targets, classes, confidence, batch, millis);
  }

  private static @Nullable JsonNode parse(String featuriser) {
    if (featuriser.isEmpty()) {
      return null;
    }
    MoleculeFeaturiser.fromJson(featuriser);
    return tree(featuriser);
  }

  /** What another reader has accepted as JSON already. */
  private static JsonNode tree(String json) {
    try {
      return new ObjectMapper().readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("what was read before is no JSON", e);
    }
  }

  /** What clients are told. */
  ModelDescription describe() {
    EncryptedProgram program = model.program();
    Network network = program.network();
    Shape shape = network.inputShape();
    return new ModelDescription(
        name,
        Digests.hex(program.outline().id()),
        program.outline().toBytes(),
        parse(featuriser),
        task,
        target,
        targets,
        classes,
        confidence.isEmpty() ? null : tree(confidence),
        List.of(shape.channels(), shape.height(), shape.width()),
        outputs(model),
        plan(program.plan()),
        program.outline().maxSamples(),
        batch,
        predictedMillis,
        new ModelDescription.Parameters(
            "CKKS",
            program.parameters().polyModulusDegree(),
            program.parameters().logPq(),
            program.parameters().security().bits()),
        program.rotations().steps().size(),
        model.costs().keyBytes(),
        model.costs().requestBytes(),
        model.costs().replyBytes(),
        program.expectedError(),
        ProgramReport.disclosures(program.outline()));
  }

  private static String plan(Plan plan) {
    if (plan.isBatch()) {
      return "batch";
    }
    return plan.kind().name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
