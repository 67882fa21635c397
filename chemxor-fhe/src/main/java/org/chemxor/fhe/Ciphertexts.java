package org.chemxor.fhe;

import java.util.ArrayList;
import java.util.List;
import org.chemxor.ckks.Ciphertext;
import org.chemxor.ckks.CkksContext;
import org.chemxor.ckks.CkksException;
import org.chemxor.ckks.wire.PackedFormat;
import org.chemxor.ckks.wire.SwitchedFormat;
import org.chemxor.core.InvalidInputException;
import org.chemxor.fhe.circuit.Signature;

/**
 * Reads and writes the ciphertexts of messages for one context, and checks that they are the
 * expected ones. Thread-safe.
 */
final class Ciphertexts {
  private static final double SCALE_TOLERANCE = 0x1p-20;

  private final CkksContext context;
  private final PackedFormat packed;
  private final SwitchedFormat switched;

  Ciphertexts(CkksContext context) {
    this.context = context;
    this.packed = PackedFormat.of(context.parameters());
    this.switched = SwitchedFormat.of(context.parameters());
  }

  /** The format of whole ciphertexts and of keys. */
  PackedFormat packed() {
    return packed;
  }

  List<byte[]> write(List<Ciphertext> ciphertexts, ReplyForm form) {
    if (form.kind() == ReplyForm.Kind.WHOLE) {
      return ciphertexts.stream().map(packed::pack).toList();
    }
    SwitchedFormat.Form onWire = onWire(form);
    return ciphertexts.stream().map(c -> switched.pack(c, onWire)).toList();
  }

  private SwitchedFormat.Form onWire(ReplyForm form) {
    return form.onWire(context.parameters().polyModulusDegree());
  }

  /**
   * @param message whose objects to read
   * @param count how many there must be
   * @param expected their level and scale
   * @param form how they were sent
   */
  List<Ciphertext> read(Message message, int count, Signature expected, ReplyForm form) {
    if (message.parts().size() != count) {
      throw new InvalidInputException(
          "step "
              + message.step()
              + " takes "
              + count
              + " ciphertexts in a message, got "
              + message.parts().size());
    }
    List<Ciphertext> ciphertexts = new ArrayList<>();
    for (byte[] part : message.parts()) {
      ciphertexts.add(readOne(part, message.step(), ciphertexts.size(), expected, form));
    }
    return ciphertexts;
  }

  private Ciphertext readOne(byte[] part, int step, int index, Signature expected, ReplyForm form) {
    try {
      if (form.kind() == ReplyForm.Kind.WHOLE) {
        Ciphertext ciphertext = packed.readCiphertext(part, context);
        require(ciphertext, expected, step);
        return ciphertext;
      }
      return switched.read(part, onWire(form), expected.scale(), context);
    } catch (CkksException e) {
      throw new InvalidInputException(
          "ciphertext " + index + " cannot be read: " + e.getMessage(), e);
    }
  }

  private static void require(Ciphertext ciphertext, Signature expected, int step) {
    if (ciphertext.level() != expected.level() || ciphertext.size() != 2) {
      throw new InvalidInputException(
          "step "
              + step
              + " takes ciphertexts of 2 polynomials at level "
              + expected.level()
              + ", got "
              + ciphertext.size()
              + " polynomials at level "
              + ciphertext.level());
    }
    if (!(Math.abs(ciphertext.scale() / expected.scale() - 1) < SCALE_TOLERANCE)) {
      throw new InvalidInputException(
          "step "
              + step
              + " takes ciphertexts of scale "
              + expected.scale()
              + ", got "
              + ciphertext.scale());
    }
  }
}
