package org.chemxor.service.server;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
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

/**
 * A model as a server offers it: the encrypted program and what clients must know besides.
 * Immutable: {@link #of}, then a {@code with} for each thing that clients are told. Whoever made
 * the {@link FheModel} closes it after the server.
 */
public final class ServedModel {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]{0,63}");

  private final String name;
  private final FheModel model;
  private final Told told;

  private ServedModel(String name, FheModel model, Told told) {
    this.name = name;
    this.model = model;
    this.told = told;
  }

  /** A model under its network's name; clients bring images. */
  public static ServedModel of(FheModel model) {
    return of(model.program().network().name().replaceAll("[^A-Za-z0-9._-]", "_"), model);
  }

  /**
   * A model under a name; clients bring images.
   *
   * @param name what clients ask for: letters, digits, dot, dash and underscore, at most 64
   * @param model what computes
   * @throws IllegalArgumentException when the name is none
   */
  public static ServedModel of(String name, FheModel model) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "a model's name has 1 to 64 letters, digits, dots, dashes or underscores and starts with"
              + " none of the first two signs, got \""
              + name
              + "\"");
    }
    return new ServedModel(name, model, new Told());
  }

  private ServedModel with(Consumer<Told> change) {
    Told changed = new Told(told);
    change.accept(changed);
    return new ServedModel(name, model, changed);
  }

  /** What clients ask for. */
  public String name() {
    return name;
  }

  /** What computes. */
  public FheModel model() {
    return model;
  }

  /** The same with the featuriser that clients must use; without one they bring images. */
  public ServedModel withFeaturiser(MoleculeFeaturiser featuriser) {
    return with(told -> told.featuriser = featuriser.toJson());
  }

  /**
   * The same with what is predicted.
   *
   * @param task "regression", "classification" or empty
   * @param target what is predicted; may be empty
   * @param classes names of the classes in output order; may be empty
   */
  public ServedModel withTarget(String task, String target, List<String> classes) {
    List<String> names = List.copyOf(classes);
    return with(
        told -> {
          told.task = task;
          told.target = target;
          told.classes = names;
        });
  }

  /** The same with the names of several targets, one output each; one name or none is left out. */
  public ServedModel withTargets(List<String> names) {
    List<String> several = names.size() > 1 ? List.copyOf(names) : List.of();
    return with(told -> told.targets = several);
  }

  /**
   * The same with what clients are told about the trust that predictions deserve; see {@link
   * ModelConfidence} for what that discloses, and how to leave parts out.
   *
   * @throws IllegalArgumentException when it is for another number of outputs
   */
  public ServedModel withConfidence(ModelConfidence confidence) {
    confidence.requireFits(outputs());
    return with(told -> told.confidence = confidence.isEmpty() ? "" : confidence.toJson());
  }

  /** The same with the name of the model that clients may use for many molecules. */
  public ServedModel withBatch(String other) {
    return with(told -> told.batch = other);
  }

  /**
   * The same with how long one request of every round takes, which clients go by when they choose
   * between this model and its batch.
   *
   * @param millis of this machine; 0 when unknown
   */
  public ServedModel withPredictedMillis(double millis) {
    return with(told -> told.predictedMillis = millis);
  }

  /** Names a batch plan of the same network; empty when there is none. */
  String batch() {
    return told.batch;
  }

  private int outputs() {
    return model.program().network().outputShape().size();
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
  public ModelDescription describe() {
    EncryptedProgram program = model.program();
    Network network = program.network();
    Shape shape = network.inputShape();
    return new ModelDescription(
        name,
        Digests.hex(program.outline().id()),
        program.outline().toBytes(),
        told.featuriser.isEmpty() ? null : tree(told.featuriser),
        told.task,
        told.target,
        told.targets,
        told.classes,
        told.confidence.isEmpty() ? null : tree(told.confidence),
        List.of(shape.channels(), shape.height(), shape.width()),
        outputs(),
        plan(program.plan()),
        program.outline().maxSamples(),
        told.batch,
        told.predictedMillis,
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

  /** What clients are told besides the program; changed only before a model holds it. */
  private static final class Told {
    private String featuriser = "";
    private String task = "";
    private String target = "";
    private List<String> targets = List.of();
    private List<String> classes = List.of();
    private String confidence = "";
    private String batch = "";
    private double predictedMillis;

    private Told() {}

    private Told(Told other) {
      featuriser = other.featuriser;
      task = other.task;
      target = other.target;
      targets = other.targets;
      classes = other.classes;
      confidence = other.confidence;
      batch = other.batch;
      predictedMillis = other.predictedMillis;
    }
  }
}
