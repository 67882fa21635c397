package org.chemxor.fhe.compile;

import java.util.ArrayList;
import java.util.List;
import org.chemxor.ckks.CkksParameters;
import org.chemxor.ckks.PolynomialRing;
import org.chemxor.fhe.circuit.RoundCircuit;
import org.chemxor.fhe.domain.Certificate;
import org.chemxor.fhe.domain.RoundRange;
import org.chemxor.fhe.graph.StageGraph;
import org.chemxor.fhe.message.ReplyForm;
import org.chemxor.fhe.program.EncryptedProgram;
import org.chemxor.fhe.program.EncryptedProgram.Accuracy;
import org.chemxor.fhe.program.Plan;
import org.chemxor.fhe.program.ProgramOutline;
import org.chemxor.fhe.program.Round;
import org.chemxor.fhe.program.RoundOutline;

/**
 * All that a compiler has decided about a program. What its replies look like, its public part and
 * the error to expect follow from it.
 *
 * @param graph stages and weights
 * @param plan what the user wants
 * @param keys parameters and rotations
 * @param rounds the rounds in order
 * @param magnitudes how large values get on synthetic inputs
 * @param certificate which inputs are taken
 * @param isJoined whether the only square shares a level with the map after it
 */
record Draft(
    StageGraph graph,
    Plan plan,
    KeyPlan keys,
    List<Round> rounds,
    Magnitudes magnitudes,
    Certificate certificate,
    boolean isJoined) {

  /** The program's public part, with the form of every reply. */
  ProgramOutline outline() {
    List<RoundOutline> outlines = new ArrayList<>();
    ReplyPlanner replies = replyPlanner();
    for (Round round : rounds) {
      RoundCircuit circuit = round.circuit();
      RoundRange range = certificate.rounds().get(round.index());
      outlines.add(
          new RoundOutline(
              round.sources(),
              round.produces(),
              round.input(),
              circuit.input(),
              round.copies(),
              round.output(),
              circuit.output(),
              replies.choose(round, range, isLast(round)),
              range.accepted()));
    }
    return new ProgramOutline(
        ProgramDigest.of(
            graph, plan, parameters(), keys.rotations().steps(), certificate.domain(), outlines),
        graph.network().name(),
        parameters(),
        keys.rotations().steps(),
        graph.network().inputShape(),
        certificate.domain(),
        outlines,
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

  private boolean isLast(Round round) {
    return round.index() == rounds.size() - 1;
  }

  /**
   * The largest error to expect at the outputs, five standard deviations, from the noise of one
   * rescale, how much the network amplifies it, and the rounding of replies. A simulation is closer
   * and slower.
   *
   * @param outline this draft's
   */
  double expectedError(ProgramOutline outline) {
    PolynomialRing ring = parameters().ring();
    double scale = isJoined ? JoinedLevel.operandScale(parameters()) : parameters().scale();
    double variance = Math.pow(ParameterChoice.largestError(ring, scale, magnitudes), 2);
    if (isJoined) {
      variance += Math.pow(JoinedLevel.largestWeightError(ring.degree(), graph, plan), 2);
    }
    for (Round round : rounds) {
      ReplyForm form = outline.rounds().get(round.index()).form();
      variance += Math.pow(replyPlanner().largestError(round, form, isLast(round)), 2);
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
        rounds,
        certificate,
        new Accuracy(magnitudes.outputRange(), expectedError));
  }
}
