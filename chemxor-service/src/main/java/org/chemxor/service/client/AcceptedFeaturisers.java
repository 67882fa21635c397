package org.chemxor.service.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.List;
import org.chemxor.core.InvalidInputException;
import org.chemxor.data.featurise.GridFingerprintFeaturiser;
import org.chemxor.data.featurise.MoleculeFeaturiser;
import org.chemxor.fhe.program.ProgramOutline;
import org.chemxor.service.protocol.ModelDescription;

/**
 * Which ways of making images a client lets a server choose. They decide which molecules can be
 * asked about at all, so a server that chose them freely would learn from every silence. Immutable.
 */
final class AcceptedFeaturisers {
  private final List<MoleculeFeaturiser> accepted;
  private final boolean isAnyAccepted;

  private AcceptedFeaturisers(List<MoleculeFeaturiser> accepted, boolean isAnyAccepted) {
    this.accepted = List.copyOf(accepted);
    this.isAnyAccepted = isAnyAccepted;
  }

  /** The one that comes with the library. */
  static AcceptedFeaturisers known() {
    return only(GridFingerprintFeaturiser.standard());
  }

  /** These and no others. */
  static AcceptedFeaturisers only(MoleculeFeaturiser... featurisers) {
    return new AcceptedFeaturisers(Arrays.asList(featurisers), false);
  }

  /** Whatever the model had when it was first seen; for connections with pins. */
  static AcceptedFeaturisers pinned() {
    return new AcceptedFeaturisers(List.of(), true);
  }

  /**
   * Checks a model.
   *
   * @throws InvalidInputException when its featuriser is not accepted, or it takes less than what
   *     images hold
   */
  void check(ModelDescription description, ProgramOutline outline) {
    JsonNode settings = description.featuriser();
    if (settings == null) {
      return;
    }
    MoleculeFeaturiser featuriser = MoleculeFeaturiser.fromJson(settings.toString());
    if (!isAnyAccepted && !accepted.contains(featuriser)) {
      throw new InvalidInputException(
          "the server makes images by the featuriser "
              + kind(settings)
              + " with settings that this client was not told to accept. They decide which molecules"
              + " can be asked about: get them from the model's owner and accept them by name"
              + " (--featuriser FILE, ClientBuilder.featurisers), or keep a file of pins");
    }
    if (!(outline.minInput() <= 0 && outline.maxInput() >= 1)) {
      throw new InvalidInputException(
          "images have values from 0 to 1 and this model takes values from "
              + outline.minInput()
              + " to "
              + outline.maxInput()
              + ": whether a molecule is asked about would tell the server something about it");
    }
  }

  /** Its name, as far as it can be one. */
  private static String kind(JsonNode settings) {
    String name = settings.path("featuriser").asText("");
    return name.matches("[A-Za-z0-9._-]{1,40}") ? name : "of no known name";
  }
}
