package org.chemxor.cli.options;

import java.util.EnumSet;
import java.util.Set;
import org.chemxor.data.confidence.ModelConfidence;
import picocli.CommandLine.Option;

/** Which parts of a model's public description are not told. */
public final class LeaveOutOption {
  @Option(
      names = "--leave-out",
      split = ",",
      paramLabel = "PART",
      description =
          "What the public description does not tell: domain (which bins of the images are familiar"
              + " from the training part, and its sizes), intervals (quantiles of the errors on the"
              + " validation part), or both.")
  private Set<Told> leftOut = EnumSet.noneOf(Told.class);

  /** Parts of the public description that can be left out. */
  enum Told {
    DOMAIN,
    INTERVALS
  }

  /** What is told of what is known. */
  public ModelConfidence told(ModelConfidence confidence) {
    ModelConfidence told = confidence;
    if (leftOut.contains(Told.DOMAIN)) {
      told = told.withoutDomain();
    }
    return leftOut.contains(Told.INTERVALS) ? told.withoutIntervals() : told;
  }
}
