package org.chemxor.cli.train;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import org.chemxor.data.dataset.OlindaData;

/**
 * {@code --fingerprint auto}: images of ECFP2 or of ECFP4, whichever a quadratic model, which is
 * fitted in seconds, predicts the validation part from better.
 */
final class FingerprintChoice {
  private static final String[] NAMES = {"ecfp2", "ecfp4"};

  private FingerprintChoice() {}

  /** The data with the images of the better one. */
  static OlindaData load(TrainingDataOptions data, TrainingOptions options, PrintWriter out) {
    ModelFitting fitting = new ModelFitting(options, out, out);
    Map<String, OlindaData> loaded = new LinkedHashMap<>();
    Map<String, Map<String, Double>> metrics = new LinkedHashMap<>();
    for (String name : NAMES) {
      OlindaData candidate = data.load(options.seed(), name);
      options.requireFits(candidate);
      loaded.put(name, candidate);
      metrics.put(name, ValidationChoice.metrics(candidate, fitting.quadratic(candidate)));
    }
    return loaded.get(ValidationChoice.best(metrics, out));
  }
}
