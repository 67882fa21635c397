package org.chemxor.cli.train;

import java.util.Locale;
import java.util.Optional;
import org.chemxor.core.InvalidInputException;
import org.chemxor.core.olinda.OlindaNet;

/**
 * What is to be fitted, the option {@code --model}.
 *
 * @param net the network trained step by step, if there is one
 * @param hasQuadratic whether a quadratic model is fitted
 * @param isChosen whether the best of both and of their mean is taken, on the validation part
 */
record ModelName(Optional<OlindaNet> net, boolean hasQuadratic, boolean isChosen) {
  static final String QUADRATIC = "quadratic";

  private static final String AUTO = "auto";

  /**
   * Reads {@code auto}, {@code quadratic}, the name of an OlindaNet, or the two of them with a
   * plus.
   *
   * @throws InvalidInputException when it is something else
   */
  static ModelName of(String text) {
    String name = text.toLowerCase(Locale.ROOT).trim();
    if (name.equals(AUTO)) {
      return new ModelName(Optional.of(OlindaNet.zero()), true, true);
    }
    if (name.equals(QUADRATIC)) {
      return new ModelName(Optional.empty(), true, false);
    }
    String[] parts = name.split("\\+", -1);
    if (parts.length == 1) {
      return new ModelName(Optional.of(net(text, name)), false, false);
    }
    if (parts.length == 2 && parts[1].equals(QUADRATIC)) {
      return new ModelName(Optional.of(net(text, parts[0])), true, false);
    }
    if (parts.length == 2 && parts[0].equals(QUADRATIC)) {
      return new ModelName(Optional.of(net(text, parts[1])), true, false);
    }
    throw unknown(text);
  }

  private static OlindaNet net(String text, String name) {
    try {
      return OlindaNet.named(name);
    } catch (InvalidInputException e) {
      throw unknown(text);
    }
  }

  private static InvalidInputException unknown(String text) {
    return new InvalidInputException(
        "no model is called \""
            + text
            + "\"; there are zero, olinda, one and quadratic, zero+quadratic and the like for the"
            + " mean of two, and auto");
  }
}
