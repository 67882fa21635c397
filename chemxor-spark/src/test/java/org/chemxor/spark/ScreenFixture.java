package org.chemxor.spark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaSparkContext;
import org.chemxor.ckks.CkksEngine;
import org.chemxor.ckks.parallel.Parallelism;
import org.chemxor.ckks.secret.InsecureSecretKeyAccess;
import org.chemxor.core.Layer;
import org.chemxor.core.Network;
import org.chemxor.core.ReferenceEvaluator;
import org.chemxor.core.Shape;
import org.chemxor.core.Tensor;
import org.chemxor.data.csv.MoleculeCsv;
import org.chemxor.data.dataset.InventedMolecules;
import org.chemxor.data.featurise.GridFingerprintFeaturiser;
import org.chemxor.data.featurise.MoleculeFeaturiser;
import org.chemxor.fhe.FheModel;
import org.chemxor.fhe.client.KeyProtection;
import org.chemxor.service.protocol.ModelDescription;
import org.chemxor.service.server.ServedModel;
import org.chemxor.spark.client.MoleculeSource;
import org.chemxor.spark.client.ScreenPreparation;
import org.chemxor.spark.run.ScreenPlan;
import org.chemxor.spark.run.Sparks;

/** Small models that read few pixels, and molecules for them. */
final class ScreenFixture {
  static final KeyProtection UNPROTECTED =
      KeyProtection.insecureNone(InsecureSecretKeyAccess.get());
  static final MoleculeFeaturiser IMAGES = GridFingerprintFeaturiser.standard();
  private static final int PIXELS = 16;

  private ScreenFixture() {}

  /** Spark in this JVM, on two cores. */
  static JavaSparkContext local() {
    return Sparks.context(Optional.of("local[2]"), Map.of());
  }

  static List<String> smiles(int count) {
    List<String> smiles = new ArrayList<>();
    InventedMolecules.invent(count, 7).forEach(molecule -> smiles.add(molecule.smiles()));
    return smiles;
  }

  /** One linear map, a square and another: a batch takes one round. */
  static Network quadratic() {
    return network("Quadratic", 1);
  }

  /** Five squares one after the other: a partitioned batch takes several rounds. */
  static Network deep() {
    return network("Deep", 5);
  }

  private static Network network(String name, int squares) {
    Random random = new Random(11);
    int inputs = Shape.image(1, 32, 32).size();
    int[] pixels = pixels();
    double[] first = new double[4 * inputs];
    for (int row = 0; row < 4; row++) {
      for (int pixel : pixels) {
        first[row * inputs + pixel] = random.nextDouble(-1, 1) / 2;
      }
    }
    Network.Builder builder =
        Network.builder(name, Shape.image(1, 32, 32))
            .add(new Layer.Flatten())
            .add(new Layer.Linear(Tensor.of(first, 4, inputs), vector(random, 4)));
    for (int i = 0; i < squares; i++) {
      builder.add(Layer.Polynomial.of(0.1, 0.5, 0.4));
      int outputs = i == squares - 1 ? 1 : 4;
      builder.add(
          new Layer.Linear(
              Tensor.of(random.doubles(4L * outputs, -1, 1).toArray(), outputs, 4),
              vector(random, outputs)));
    }
    return builder.build();
  }

  private static Tensor vector(Random random, int size) {
    return Tensor.of(random.doubles(size, -0.5, 0.5).toArray(), size);
  }

  /** Those that are set most often. */
  private static int[] pixels() {
    double[] sums = new double[Shape.image(1, 32, 32).size()];
    for (String smiles : smiles(100)) {
      double[] image = IMAGES.image(smiles).toArray();
      IntStream.range(0, image.length).forEach(i -> sums[i] += image[i]);
    }
    return IntStream.range(0, sums.length)
        .boxed()
        .sorted(Comparator.comparingDouble(i -> -sums[i]))
        .limit(PIXELS)
        .mapToInt(i -> i)
        .toArray();
  }

  /** What a model's owner tells clients. */
  static ModelDescription describe(Network network, ScreenPlan plan) {
    try (FheModel model =
        FheModel.wrap(network, plan.plan(), CkksEngine.load(), Parallelism.sequential())) {
      return ServedModel.of("model", model).withFeaturiser(IMAGES).describe();
    }
  }

  /** A file of molecules, called by their position. */
  static MoleculeSource molecules(Path file, List<String> smiles) throws IOException {
    List<String> lines =
        Stream.concat(
                Stream.of("smiles,id"),
                IntStream.range(0, smiles.size()).mapToObj(i -> smiles.get(i) + ",m" + i))
            .toList();
    Files.write(file, lines);
    return MoleculeSource.of(MoleculeCsv.open(file).smilesColumn("smiles").nameColumn("id"));
  }

  /** Requests and secrets in folders of {@code folder}. */
  static ScreenPreparation.Result prepare(
      Path folder, ModelDescription model, MoleculeSource molecules) throws IOException {
    return new ScreenPreparation(
            model, folder.resolve("requests").toString(), folder.resolve("secret"), UNPROTECTED)
        .prepare(molecules);
  }

  /** What the network says of a molecule in the clear. */
  static double plain(Network network, String smiles) {
    return new ReferenceEvaluator(network).evaluate(IMAGES.image(smiles))[0];
  }
}
