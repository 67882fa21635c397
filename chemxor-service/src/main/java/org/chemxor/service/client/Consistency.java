package org.chemxor.service.client;

import java.util.List;
import org.chemxor.core.InvalidInputException;
import org.chemxor.core.Shape;
import org.chemxor.fhe.program.ProgramOutline;
import org.chemxor.service.protocol.Digests;
import org.chemxor.service.protocol.ModelDescription;

/**
 * Whether a server's description says what the program in it says. Tables are laid out and results
 * named by the description, so that it must not be believed where the outline can be asked.
 */
final class Consistency {
  private Consistency() {}

  /**
   * Checks a description.
   *
   * @param outline what the description holds
   * @throws InvalidInputException when the two differ, or a number makes no sense
   */
  static void require(ModelDescription description, ProgramOutline outline) {
    Shape shape = outline.inputShape();
    int outputs = outline.rounds().get(outline.rounds().size() - 1).output().featureCount();
    requireEqual("program", description.program(), Digests.hex(outline.id()));
    requireEqual("outputs", description.outputs(), outputs);
    requireEqual("samples", description.samples(), outline.maxSamples());
    requireEqual(
        "inputShape",
        description.inputShape(),
        List.of(shape.channels(), shape.height(), shape.width()));
    boolean isSeveral = !description.targets().isEmpty();
    if (isSeveral) {
      requireEqual("number of targets", description.targets().size(), outputs);
    }
    if (!description.classes().isEmpty()) {
      requireEqual("number of classes", description.classes().size(), isSeveral ? 2 : outputs);
    }
    description.readConfidence();
    double error = description.expectedError();
    if (!(error >= 0 && error < Double.POSITIVE_INFINITY)) {
      throw new InvalidInputException("the server expects an error of " + error);
    }
  }

  private static void requireEqual(String what, Object said, Object found) {
    if (!said.equals(found)) {
      throw new InvalidInputException(
          "the server's description contradicts itself: "
              + what
              + " "
              + said
              + ", and "
              + found
              + " in its program");
    }
  }
}
