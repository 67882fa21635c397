package org.chemxor.cli.options;

import java.nio.file.Files;
import java.nio.file.Path;
import org.chemxor.core.Network;
import org.chemxor.core.olinda.OlindaNet;

/** A network by a model folder or, untrained, by the name of an architecture. */
public final class NetworkOption {
  private NetworkOption() {}

  /**
   * Finds the network that somebody means.
   *
   * @param name a model folder, or zero, olinda, one or quadratic
   * @throws org.chemxor.core.InvalidInputException when it is neither
   */
  public static Network of(String name) {
    Path folder = Path.of(name);
    if (Files.isDirectory(folder)) {
      return LoadedModel.of(folder).model().network();
    }
    return name.equalsIgnoreCase("quadratic")
        ? RandomNetworks.quadratic()
        : RandomNetworks.of(OlindaNet.named(name));
  }
}
