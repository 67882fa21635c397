package org.chemxor.fhe;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import org.chemxor.ckks.Ciphertext;
import org.chemxor.ckks.CkksContext;
import org.chemxor.ckks.CkksEncoder;
import org.chemxor.ckks.CkksEngine;
import org.chemxor.ckks.Evaluator;
import org.chemxor.ckks.wire.compact.SwitchedFormat;
import org.chemxor.fhe.evaluator.EvaluationKeys;
import org.chemxor.fhe.message.CiphertextCodec;
import org.chemxor.fhe.message.Message;
import org.chemxor.fhe.program.ProgramOutline;
import org.chemxor.fhe.program.RoundOutline;

/** Replies that no honest evaluator sends. Knows what an evaluator knows, and no secret. */
public final class ForgedReply {
  private ForgedReply() {}

  /** A reply with the same header and other ciphertexts. */
  public static byte[] with(Message message, List<byte[]> parts) {
    return new Message(
            message.kind(), message.program(), message.inference(), message.round(), parts)
        .toBytes();
  }

  /**
   * A reply of one number whose phase is {@code constant + factor X^(N - shift) s} modulo 2^bits,
   * so that coefficient 0 of it is {@code constant - factor s_shift} for a shift above 0.
   *
   * @param honest what to replace the only ciphertext of
   */
  public static byte[] probe(
      ProgramOutline outline, Message honest, long constant, long factor, int shift) {
    RoundOutline round = outline.rounds().get(honest.round());
    SwitchedFormat.Form form = round.form().onWire(outline.parameters());
    int degree = round.form().parameters(outline.parameters()).polyModulusDegree();
    byte[] part = honest.parts().get(0).clone();
    int header = part.length;
    header -= runBytes(form.coefficients(), form.bits()) + runBytes(degree, form.bits());
    ByteBuffer bytes = ByteBuffer.wrap(part).order(ByteOrder.LITTLE_ENDIAN);
    Arrays.fill(part, header, part.length, (byte) 0);
    put(bytes, header, 0, form.bits(), constant);
    int second = header + runBytes(form.coefficients(), form.bits());
    put(bytes, second, degree - shift, form.bits(), factor);
    return with(honest, List.of(part));
  }

  private static int runBytes(int count, int bits) {
    return (count * bits + Byte.SIZE - 1) / Byte.SIZE;
  }

  /** Number i of a run, least significant bit first. */
  private static void put(ByteBuffer bytes, int start, int i, int bits, long value) {
    for (int bit = 0; bit < bits; bit++) {
      if ((value >> bit & 1) != 0) {
        int at = i * bits + bit;
        int index = start + at / Byte.SIZE;
        bytes.put(index, (byte) (bytes.get(index) | 1 << at % Byte.SIZE));
      }
    }
  }

  /**
   * The honest reply to the first request of a partitioned program, plus {@code factor i x_slot} in
   * the slot where the request holds pixel x: computed on ciphertexts, as a cheating evaluator does
   * it.
   */
  public static byte[] addImaginaryPixel(
      FheModel model, EvaluationKeys keys, byte[] request, int slot, double factor) {
    ProgramOutline outline = model.program().outline();
    RoundOutline round = outline.rounds().get(0);
    Message honest =
        Message.read(model.evaluator().evaluate(keys, request), Message.Kind.REPLY, outline.id());
    try (CkksContext context = CkksEngine.load().context(outline.parameters())) {
      CiphertextCodec wire = new CiphertextCodec(context, outline.ringSwitch());
      Message asked = Message.read(request, Message.Kind.REQUEST, outline.id());
      Ciphertext image = wire.readRequest(asked.parts().get(0), round.copies());
      Evaluator evaluator = context.evaluator();
      Ciphertext low = evaluator.dropToLevel(image, round.reply().level() + 1);
      double prime = outline.parameters().dataPrime(round.reply().level() + 1);
      double scale = round.reply().scale() * prime / low.scale();
      double[] imaginary = new double[outline.parameters().slotCount()];
      imaginary[slot] = factor * round.copies();
      CkksEncoder encoder = context.encoder();
      Ciphertext pixel =
          evaluator.rescale(
              evaluator.multiplyPlain(
                  low,
                  encoder.encode(new double[imaginary.length], imaginary, scale, low.level())));
      Ciphertext reply = wire.readReply(honest, 1, round.reply(), round.form(), context).get(0);
      Ciphertext forged = evaluator.add(reply, pixel);
      return with(honest, List.of(wire.packed().pack(forged)));
    }
  }
}
