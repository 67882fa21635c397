package org.chemxor.fhe.compile;

import java.util.ArrayList;
import java.util.List;
import org.chemxor.ckks.CkksParameters;
import org.chemxor.fhe.circuit.StepCircuit;
import org.chemxor.fhe.domain.Certificate;
import org.chemxor.fhe.domain.PartRange;
import org.chemxor.fhe.graph.StageGraph;
import org.chemxor.fhe.message.ReplyForm;
import org.chemxor.fhe.program.EncryptedProgram;
import org.chemxor.fhe.program.EncryptedProgram.Accuracy;
import org.chemxor.fhe.program.Partition;
import org.chemxor.fhe.program.Plan;
import org.chemxor.fhe.program.ProgramOutline;

/**
 * All that a compiler has decided about a program. What its replies look like, its public part and
 * the error to expect follow from it.
 *
 * @param graph stages and weights
 * @param plan what the user wants
 * @param keys parameters and rotations
 * @param partitions the rounds in order
 * @param magnitudes how large values get on synthetic inputs
 * @param certificate which inputs are taken
 */
record Draft(
    StageGraph graph,
    Plan plan,
    KeyPlan keys,
    List<Partition> partitions,
    Magnitudes magnitudes,
    Certificate certificate) {

  /** The program's public part, with the form of every reply. */
  ProgramOutline outline() {
    List<ProgramOutline.Step> steps = new ArrayList<>();
    ReplyPlanner replies = replyPlanner();
    for (Partition partition : partitions) {
      StepCircuit circuit = partition.circuit();
      PartRange range = certificate.parts().get(partition.index());
      steps.add(
          new ProgramOutline.Step(
              partition.sources(),
              partition.produces(),
              partition.input(),
              circuit.input(),
              partition.copies(),
              partition.output(),
              circuit.output(),
              replies.choose(partition, range, isLast(partition)),
              range.accepted()));
    }
    return new ProgramOutline(
        ProgramDigest.of(
            graph, plan, parameters(), keys.rotations().keys(), certificate.domain(), steps),
        graph.network().name(),
        parameters(),
        keys.rotations().keys(),
        graph.network().inputShape(),
        certificate.domain(),
        steps,
        graph.outputScale(),
        graph.outputShift());
  }

  private CkksParameters parameters() {
    return keys.parameters();
  }

  private ReplyPlanner replyPlanner() {
    return new ReplyPlanner(
        parameters(),
        plan.targetPrecision() * magnitudes.outputRange(),
        magnitudes,
        graph.outputScale());
  }

  private boolean isLast(Partition partition) {
    return partition.index() == partitions.size() - 1;
  }

  /**
   * The largest error to expect at the outputs, five standard deviations, from the noise of one
   * rescale, how much the network amplifies it, and the rounding of replies. A simulation is closer
   * and slower.
   *
   * @param outline this draft's
   */
  double expectedError(ProgramOutline outline) {
    double variance =
        Math.pow(
            ParameterChoice.largestError(
                parameters().polyModulusDegree(), parameters().scale(), magnitudes),
            2);
    for (Partition partition : partitions) {
      ReplyForm form = outline.steps().get(partition.index()).form();
      variance += Math.pow(replyPlanner().largestError(partition, form, isLast(partition)), 2);
    }
    return Math.sqrt(variance);
  }

  /**
   * The program.
   *
   * @param outline this draft's
   * @param expectedError at its outputs
   */
  EncryptedProgram program(ProgramOutline outline, double expectedError) {
    return new EncryptedProgram(
        graph,
        plan,
        outline,
        partitions,
        certificate,
        new Accuracy(magnitudes.outputRange(), expectedError));
  }
}
