package org.chemxor.fhe;

import java.util.ArrayList;
import java.util.List;
import org.chemxor.ckks.Ciphertext;
import org.chemxor.ckks.CkksContext;
import org.chemxor.ckks.CkksException;
import org.chemxor.ckks.wire.PackedFormat;
import org.chemxor.core.InvalidInputException;
import org.chemxor.fhe.circuit.Signature;

/** Reads and writes the ciphertexts of a message, and checks that they are the expected ones. */
final class Ciphertexts {
  private static final double SCALE_TOLERANCE = 0x1p-20;

  private Ciphertexts() {}

  static List<byte[]> write(List<Ciphertext> ciphertexts, PackedFormat format) {
    return ciphertexts.stream().map(format::pack).toList();
  }

  /**
   * @param message whose objects to read
   * @param format of its objects
   * @param context for which parameters
   * @param count how many there must be
   * @param expected their level and scale
   */
  static List<Ciphertext> read(
      Message message, PackedFormat format, CkksContext context, int count, Signature expected) {
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
      Ciphertext ciphertext = readOne(part, format, context, ciphertexts.size());
      require(ciphertext, expected, message.step());
      ciphertexts.add(ciphertext);
    }
    return ciphertexts;
  }

  private static Ciphertext readOne(
      byte[] part, PackedFormat format, CkksContext context, int index) {
    try {
      return format.readCiphertext(part, context);
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
