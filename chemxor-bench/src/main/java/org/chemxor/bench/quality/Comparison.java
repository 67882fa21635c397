package org.chemxor.bench.quality;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.chemxor.core.ReferenceEvaluator;
import org.chemxor.core.olinda.OlindaNet;
import org.chemxor.data.dataset.MoleculeDataset;
import org.chemxor.data.dataset.OlindaData;
import org.chemxor.data.featurise.DescriptorStrip;
import org.chemxor.models.train.Training;
import org.chemxor.models.trained.Task;
import org.chemxor.models.trained.TrainedModel;

/**
 * Our models beside a random forest and boosted trees, the same molecules in the same splits, over
 * several seeds:
 *
 * <pre>{@code
 * chemxor-bench/quality models=compare file=data.csv value=COLUMN[,COLUMN...] smiles=COLUMN
 *   [task=regression|classification] [rule=random|scaffold] [seeds=3] [threads=2] [epochs=60]
 *   [of=zero:learned:ECFP1,quadratic:descriptors:ECFP2,forest:learned:ECFP2,boosted:descriptors:ECFP2]
 *   [means=zero:descriptors:ECFP1+quadratic:descriptors:ECFP1]
 * }</pre>
 *
 * <p>A model is named by its kind (an OlindaNet, quadratic, forest or boosted), what its images
 * show, and the fingerprint with its radius. Trees take the images' pixels as features, and the
 * descriptors as they are, neither scaled nor clamped. A line for each seed and model has the
 * metric (R2, or ROC-AUC, the mean over several targets) on the validation and on the test part.
 */
final class Comparison {
  /**
   * Trees first: XGBoost's native library aborts the process ("munmap_chunk(): invalid pointer")
   * when it is loaded after PyTorch's, not before.
   */
  private static final String MEMBERS =
      "forest:learned:ECFP2,forest:descriptors:ECFP2,boosted:descriptors:ECFP2,"
          + "zero:learned:ECFP1,zero:descriptors:ECFP1,quadratic:learned:ECFP1,"
          + "quadratic:descriptors:ECFP1,quadratic:descriptors:ECFP2";

  private static final String MEANS = "zero:descriptors:ECFP1+quadratic:descriptors:ECFP1";

  private static final float[] NONE = {};

  private final NamedOptions options;
  private final QualityData source;
  private final Task task;
  private final Map<String, float[]> descriptors = new ConcurrentHashMap<>();

  private Comparison(NamedOptions options) {
    this.options = options;
    this.source = QualityData.of(options);
    this.task = source.task();
  }

  static Comparison of(NamedOptions options) {
    return new Comparison(options);
  }

  /** Measures and prints a line for each seed and model, and the means over the seeds. */
  void run(PrintStream out) {
    int seeds = Integer.parseInt(options.get("seeds", "3"));
    List<String> members = List.of(options.get("of", MEMBERS).split(",", -1));
    List<String> means =
        Arrays.stream(options.get("means", MEANS).split(",", -1))
            .filter(m -> !m.isEmpty())
            .toList();
    Map<String, List<double[]>> scores = new LinkedHashMap<>();
    for (int seed = 1; seed <= seeds; seed++) {
      Map<String, Outputs> outputs = new LinkedHashMap<>();
      Map<String, OlindaData> loaded = new LinkedHashMap<>();
      for (String member : members) {
        OlindaData data = loaded(member, seed, loaded);
        outputs.put(member, outputs(member, data, seed));
        report(out, seed, member, data, outputs.get(member), scores);
      }
      for (String mean : means) {
        List<String> parts = List.of(mean.split("\\+", -1));
        OlindaData data = loaded(parts.get(0), seed, loaded);
        List<Outputs> all = parts.stream().map(part -> required(outputs, part)).toList();
        report(out, seed, mean, data, Outputs.mean(all), scores);
      }
    }
    scores.forEach(
        (name, rows) ->
            out.printf(
                Locale.ROOT,
                "%s, %d seeds: validation %.4f, test %.4f%n",
                name,
                rows.size(),
                rows.stream().mapToDouble(row -> row[0]).average().orElseThrow(),
                rows.stream().mapToDouble(row -> row[1]).average().orElseThrow()));
  }

  private static Outputs required(Map<String, Outputs> outputs, String name) {
    Outputs found = outputs.get(name);
    if (found == null) {
      throw new IllegalArgumentException(
          "means=... has "
              + name
              + ", which is not among of="
              + String.join(",", outputs.keySet()));
    }
    return found;
  }

  private void report(
      PrintStream out,
      int seed,
      String name,
      OlindaData data,
      Outputs outputs,
      Map<String, List<double[]>> scores) {
    double[] row = {
      Outputs.metric(task, data.validate().targetRows(), outputs.validation()),
      Outputs.metric(task, data.test().targetRows(), outputs.test())
    };
    scores.computeIfAbsent(name, n -> new ArrayList<>()).add(row);
    out.printf(
        Locale.ROOT, "seed %d, %s: validation %.4f, test %.4f%n", seed, name, row[0], row[1]);
    out.flush();
  }

  private OlindaData loaded(String member, int seed, Map<String, OlindaData> loaded) {
    String images = member.substring(member.indexOf(':') + 1);
    return loaded.computeIfAbsent(images, name -> load(name, seed));
  }

  private Outputs outputs(String member, OlindaData data, int seed) {
    String kind = member.substring(0, member.indexOf(':'));
    return switch (kind) {
      case "forest", "boosted" -> trees(kind, member.contains(":descriptors:"), data);
      case "quadratic" -> outputs(source.quadratic(data), data);
      default -> outputs(network(kind, data, seed), data);
    };
  }

  private TrainedModel network(String kind, OlindaData data, int seed) {
    int outputs = data.targetCount() == 1 && task == Task.CLASSIFICATION ? 2 : data.targetCount();
    Training training = Training.improved(OlindaNet.named(kind).withOutputs(outputs)).seed(seed);
    if (task == Task.CLASSIFICATION) {
      training.classification();
    }
    options.find("epochs").map(Integer::parseInt).ifPresent(training::epochs);
    return data.targetCount() > 1
        ? training.fitSeveral(
            data.train(), data.train().targetRows(), data.validate(), data.validate().targetRows())
        : training.fit(data.train(), data.validate());
  }

  private Outputs outputs(TrainedModel model, OlindaData data) {
    ReferenceEvaluator evaluator = new ReferenceEvaluator(model.network());
    boolean isPair = data.targetCount() == 1 && task == Task.CLASSIFICATION;
    return new Outputs(
        outputs(evaluator, data.validate(), isPair), outputs(evaluator, data.test(), isPair));
  }

  private static double[][] outputs(
      ReferenceEvaluator evaluator, MoleculeDataset part, boolean isPair) {
    return IntStream.range(0, part.size())
        .mapToObj(i -> evaluator.evaluate(part.image(i)))
        .map(out -> isPair ? new double[] {out[1] - out[0]} : out)
        .toArray(double[][]::new);
  }

  private Outputs trees(String kind, boolean withDescriptors, OlindaData data) {
    TreeModels trees = new TreeModels(task, Integer.parseInt(options.get("threads", "2")));
    TreeModels.Part train = part(data.train(), withDescriptors);
    TreeModels.Part validate = part(data.validate(), withDescriptors);
    TreeModels.Part test = part(data.test(), withDescriptors);
    return kind.equals("forest")
        ? trees.forest(train, validate, test)
        : trees.boosted(train, validate, test);
  }

  private TreeModels.Part part(MoleculeDataset molecules, boolean withDescriptors) {
    return new TreeModels.Part(
        IntStream.range(0, molecules.size())
            .parallel()
            .mapToObj(
                i ->
                    features(
                        molecules.image(i).toArray(), molecules.smiles().get(i), withDescriptors))
            .toArray(float[][]::new),
        molecules.targetRows());
  }

  private float[] features(double[] pixels, String smiles, boolean withDescriptors) {
    float[] more = withDescriptors ? descriptors.computeIfAbsent(smiles, this::values) : NONE;
    float[] features = new float[pixels.length + more.length];
    for (int i = 0; i < pixels.length; i++) {
      features[i] = (float) pixels[i];
    }
    System.arraycopy(more, 0, features, pixels.length, more.length);
    return features;
  }

  private float[] values(String smiles) {
    double[] values = DescriptorStrip.values(smiles);
    float[] single = new float[values.length];
    for (int i = 0; i < single.length; i++) {
      single[i] = (float) values[i];
    }
    return single;
  }

  private OlindaData load(String images, int seed) {
    String[] parts = images.split(":", -1);
    if (parts.length != 2) {
      throw new IllegalArgumentException(
          "a model is named KIND:IMAGES:FINGERPRINT, such as zero:learned:ECFP1; got " + images);
    }
    return source.load(parts[0], parts[1], seed);
  }
}
