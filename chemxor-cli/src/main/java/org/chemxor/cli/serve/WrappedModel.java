package org.chemxor.cli.serve;

import org.chemxor.cli.options.LoadedModel;
import org.chemxor.cli.options.PlanName;
import org.chemxor.data.confidence.ModelConfidence;
import org.chemxor.fhe.FheModel;
import org.chemxor.models.trained.ModelInfo;
import org.chemxor.models.trained.Task;
import org.chemxor.service.server.ServedModel;

/** A model folder made ready to be served. */
public final class WrappedModel {
  private WrappedModel() {}

  /**
   * Compiles a model.
   *
   * @param name under which it is served
   * @param loaded the model
   * @param plan how it is evaluated
   * @param told what clients are told about its confidence
   * @return whose model the caller closes
   */
  static ServedModel of(String name, LoadedModel loaded, PlanName plan, ModelConfidence told) {
    return of(name, loaded, FheModel.wrap(loaded.model().network(), plan.plan()), told);
  }

  /**
   * What clients are told of a compiled model.
   *
   * @param name under which it is offered
   * @param loaded the model
   * @param compiled its network; whoever made it closes it
   * @param told what clients are told about its confidence
   */
  public static ServedModel of(
      String name, LoadedModel loaded, FheModel compiled, ModelConfidence told) {
    ModelInfo info = loaded.model().info();
    return ServedModel.of(name, compiled)
        .withFeaturiser(loaded.featuriser())
        .withConfidence(told)
        .withTarget(
            info.task() == Task.CLASSIFICATION ? "classification" : "regression",
            info.target(),
            info.classes())
        .withTargets(info.targets());
  }
}
