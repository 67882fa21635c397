package org.chemxor.data.featurise;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.chemxor.data.dataset.DrugSet;

/**
 * Writes the layout that ships with the library, learned on its drug set with ECFP of radius 1 and
 * seed 1. Run it by hand when the drug set has changed; the file to write is its only argument.
 */
final class StandardLayoutTool {
  private static final long SEED = 1;

  private StandardLayoutTool() {}

  public static void main(String[] arguments) throws IOException {
    Files.writeString(Path.of(arguments[0]), FeaturiserJson.write(learn()) + "\n");
  }

  static GridLayout learn() {
    FingerprintStatistics statistics = statistics();
    return GridLayoutLearner.learn(statistics, SEED);
  }

  static FingerprintStatistics statistics() {
    FingerprintStatistics statistics = new FingerprintStatistics();
    for (DrugSet.Drug drug : DrugSet.load()) {
      statistics.add(GridFingerprintFeaturiser.standard().fingerprint().counts(drug.smiles()));
    }
    return statistics;
  }
}
