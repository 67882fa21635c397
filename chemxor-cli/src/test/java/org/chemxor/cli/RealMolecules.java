package org.chemxor.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.chemxor.ckks.CkksEngine;
import org.chemxor.ckks.parallel.Parallelism;
import org.chemxor.core.MoleculeImage;
import org.chemxor.core.Network;
import org.chemxor.core.ReferenceEvaluator;
import org.chemxor.core.Sample;
import org.chemxor.core.olinda.OlindaNet;
import org.chemxor.data.dataset.DrugSet;
import org.chemxor.data.featurise.GridFingerprintFeaturiser;
import org.chemxor.data.featurise.MoleculeFeaturiser;
import org.chemxor.data.split.DataSplit;
import org.chemxor.fhe.FheModel;
import org.chemxor.fhe.FheResult;
import org.chemxor.fhe.client.FheClient;
import org.chemxor.fhe.evaluator.EvaluationKeys;
import org.chemxor.fhe.program.EncryptedProgram;
import org.chemxor.fhe.program.Plan;
import org.chemxor.fhe.simulate.Simulation;
import org.chemxor.models.train.Training;

/** Networks trained on the drug set, images of molecules, and how far predictions are apart. */
final class RealMolecules {
  private static final MoleculeFeaturiser FEATURISER = GridFingerprintFeaturiser.standard();
  private static final double MEDIAN_LOGP = 2;

  private RealMolecules() {}

  /** The three architectures. */
  enum Net {
    ZERO,
    STANDARD,
    ONE;

    private OlindaNet architecture() {
      return switch (this) {
        case ZERO -> OlindaNet.zero();
        case STANDARD -> OlindaNet.standard();
        case ONE -> OlindaNet.one();
      };
    }

    /** Learns the logP of the drugs. */
    Network regression() {
      return trained(Training.of(architecture()), drugs());
    }

    /** Learns which drugs have a logP above 2: outputs are logits of no and yes. */
    Network classification() {
      List<Sample> labelled =
          drugs().stream()
              .map(
                  s ->
                      new Sample(s.name(), s.smiles(), s.image(), s.target() > MEDIAN_LOGP ? 1 : 0))
              .toList();
      return trained(Training.of(architecture().withOutputs(2)).classification(), labelled);
    }

    private static Network trained(Training training, List<Sample> samples) {
      DataSplit<Sample> split = DataSplit.random(samples, 3);
      return training.epochs(8).batchSize(32).fit(split.train()).network();
    }
  }

  /** The ways to run a network. */
  enum Way {
    PARTITIONED,
    SINGLE_ROUND,
    BATCH;

    Plan plan(int samples) {
      return switch (this) {
        case PARTITIONED -> Plan.partitioned();
        case SINGLE_ROUND -> Plan.singleRound();
        case BATCH -> Plan.batch(samples);
      };
    }
  }

  static List<Sample> drugs() {
    return DrugSet.load().samples(FEATURISER);
  }

  static double[][] images(List<Sample> samples, int count) {
    return samples.stream()
        .limit(count)
        .map(sample -> sample.image().toArray())
        .toArray(double[][]::new);
  }

  /** The drugs, then drugs with an atom more at their first carbon: a thousand molecules. */
  static double[][] thousand() {
    List<DrugSet.Drug> drugs = new ArrayList<>();
    DrugSet.load().forEach(drugs::add);
    Stream<String> plain = drugs.stream().map(DrugSet.Drug::smiles);
    Stream<String> longer =
        Stream.of("C", "O", "N", "F", "S")
            .flatMap(
                atom ->
                    drugs.stream()
                        .map(DrugSet.Drug::smiles)
                        .filter(smiles -> smiles.matches("C[^lau@].*") && !smiles.contains("."))
                        .map(smiles -> atom + smiles));
    return Stream.concat(plain, longer)
        .limit(1000)
        .map(FEATURISER::image)
        .map(MoleculeImage::toArray)
        .toArray(double[][]::new);
  }

  /**
   * How predictions differ from the reference.
   *
   * @param worst the largest difference
   * @param range difference between the largest and the least output in the clear
   * @param flipped samples whose largest output is another one
   * @param samples how many there were
   */
  record Agreement(double worst, double range, int flipped, int samples) {
    double relative() {
      return worst / range;
    }
  }

  static Agreement compare(Network network, double[][] inputs, UnaryOperator<double[][]> runner) {
    ReferenceEvaluator reference = new ReferenceEvaluator(network);
    double[][] actual = runner.apply(inputs);
    double worst = 0;
    double least = Double.POSITIVE_INFINITY;
    double most = Double.NEGATIVE_INFINITY;
    int flipped = 0;
    for (int i = 0; i < inputs.length; i++) {
      double[] expected = reference.evaluate(inputs[i]);
      for (int o = 0; o < expected.length; o++) {
        worst = Math.max(worst, Math.abs(actual[i][o] - expected[o]));
        least = Math.min(least, expected[o]);
        most = Math.max(most, expected[o]);
      }
      flipped += largest(actual[i]) == largest(expected) ? 0 : 1;
    }
    return new Agreement(worst, most - least, flipped, inputs.length);
  }

  /** One by one on all cores, or as one batch. */
  static UnaryOperator<double[][]> simulated(EncryptedProgram program) {
    Simulation simulation = new Simulation(program, 1);
    return inputs ->
        program.outline().maxSamples() > 1
            ? simulation.evaluate(inputs)
            : Arrays.stream(inputs).parallel().map(simulation::evaluate).toArray(double[][]::new);
  }

  /** With fresh keys, every byte through both roles. */
  static double[][] encrypted(Network network, Plan plan, double[][] inputs) {
    ExecutorService executor = Executors.newFixedThreadPool(2);
    try (FheModel model =
            FheModel.wrap(network, plan, CkksEngine.load(), Parallelism.of(executor, 2));
        FheClient client = model.newClient()) {
      EvaluationKeys keys = model.evaluator().readKeys(client.evaluationKeys());
      int size = client.outline().maxSamples();
      List<double[]> outputs = new ArrayList<>();
      for (int from = 0; from < inputs.length; from += size) {
        int to = Math.min(inputs.length, from + size);
        FheResult result = model.evaluateBatch(client, keys, Arrays.copyOfRange(inputs, from, to));
        result
            .samples()
            .forEach(o -> outputs.add(o.stream().mapToDouble(Double::doubleValue).toArray()));
      }
      return outputs.toArray(double[][]::new);
    } finally {
      executor.shutdownNow();
    }
  }

  private static int largest(double[] values) {
    int index = 0;
    for (int i = 1; i < values.length; i++) {
      index = values[i] > values[index] ? i : index;
    }
    return index;
  }
}
