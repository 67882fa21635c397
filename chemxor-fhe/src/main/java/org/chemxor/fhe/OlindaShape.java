package org.chemxor.fhe;

import java.util.ArrayList;
import java.util.List;
import org.chemxor.core.InvalidInputException;
import org.chemxor.core.Layer;
import org.chemxor.core.Network;

/** The layers that make a network one of the three OlindaNets. */
enum OlindaShape {
  ZERO("OlindaNetZero", List.of("conv 1-32/3", "linear 3200-512", "linear 512-256")),
  PLAIN(
      "OlindaNet",
      List.of(
          "conv 1-32/3", "conv 32-32/1", "linear 2048-1024", "linear 1024-512", "linear 512-256")),
  ONE(
      "OlindaNetOne",
      List.of(
          "conv 1-32/3",
          "conv 32-32/1",
          "conv 32-64/1",
          "conv 64-64/1",
          "linear 1024-1024",
          "linear 1024-512",
          "linear 512-256"));

  private final String title;

  @SuppressWarnings("ImmutableEnumChecker") // made by List.of
  private final List<String> hidden;

  OlindaShape(String title, List<String> hidden) {
    this.title = title;
    this.hidden = hidden;
  }

  /**
   * @throws InvalidInputException when the network has other layers
   */
  void check(Network network) {
    List<String> found = new ArrayList<>();
    for (Network.Node node : network.nodes()) {
      if (node.layer() instanceof Layer.Conv2d conv) {
        found.add("conv " + conv.inChannels() + "-" + conv.outChannels() + "/" + conv.stride());
      } else if (node.layer() instanceof Layer.Linear linear) {
        found.add("linear " + linear.inFeatures() + "-" + linear.outFeatures());
      }
    }
    List<String> last = found.subList(Math.max(0, found.size() - 1), found.size());
    if (found.size() != hidden.size() + 1
        || !found.subList(0, hidden.size()).equals(hidden)
        || !last.get(0).startsWith("linear 256-")) {
      throw new InvalidInputException(
          title
              + " has "
              + hidden
              + " and a last linear 256-out, network "
              + network.name()
              + " has "
              + found
              + ": use FheModel.wrap for other networks");
    }
  }
}
