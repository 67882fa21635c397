package org.chemxor.fhe.evaluator;

import java.util.ArrayList;
import java.util.List;
import org.chemxor.ckks.Ciphertext;
import org.chemxor.ckks.CkksContext;
import org.chemxor.ckks.CkksEngine;
import org.chemxor.fhe.FheModel;
import org.chemxor.fhe.ForgedReply;
import org.chemxor.fhe.message.CiphertextCodec;
import org.chemxor.fhe.message.Message;
import org.chemxor.fhe.program.ProgramOutline;
import org.chemxor.fhe.program.RoundOutline;

/** Evaluates as it should and then adds what it likes to the slots of the last reply. */
public final class CheatingEvaluator {
  private CheatingEvaluator() {}

  /**
   * The reply to a request of a program whose last replies are sent whole.
   *
   * @param added by slot, in units of the outputs; to every output
   */
  public static byte[] evaluate(
      FheModel model, EvaluationKeys keys, byte[] request, double[] added) {
    ProgramOutline outline = model.program().outline();
    byte[] reply = model.evaluator().evaluate(keys, request);
    Message honest = Message.read(reply, Message.Kind.REPLY, outline.id());
    RoundOutline round = outline.rounds().get(honest.round());
    if (honest.round() < outline.rounds().size() - 1) {
      return reply;
    }
    try (CkksContext context = CkksEngine.load().context(outline.parameters())) {
      CiphertextCodec wire = new CiphertextCodec(context, outline.ringSwitch());
      double[] slots = new double[outline.parameters().slotCount()];
      for (int i = 0; i < added.length; i++) {
        slots[i] = added[i] / outline.outputScale();
      }
      List<byte[]> parts = new ArrayList<>();
      int count = round.output().ciphertexts();
      for (Ciphertext c : wire.readReply(honest, count, round.reply(), round.form(), context)) {
        Ciphertext altered =
            context.evaluator().addPlain(c, context.encoder().encode(slots, c.scale(), c.level()));
        parts.add(wire.writeReply(List.of(altered), round.form(), keys.ringSwitchKey()).get(0));
      }
      return ForgedReply.with(honest, parts);
    }
  }
}
