package org.chemxor.cli.plan;

import java.util.Comparator;
import java.util.List;
import org.chemxor.ckks.CkksEngine;
import org.chemxor.ckks.CkksParameters;
import org.chemxor.fhe.FheResult;

/**
 * What {@code chemxor demo --json} writes.
 *
 * @param model name of the network
 * @param engine name of the CKKS engine
 * @param simd doubles per vector instruction, 1 for scalar
 * @param security parameters and what they promise
 * @param molecules the predictions
 * @param maxAbsError largest difference between encrypted and plain
 * @param latencyMillisMedian median time for one molecule, both sides and all rounds
 * @param bytesUp bytes to the evaluator for one molecule, without keys
 * @param bytesDown bytes from the evaluator for one molecule
 * @param rounds requests for one molecule
 */
public record DemoReport(
    String model,
    String engine,
    int simd,
    Security security,
    List<Molecule> molecules,
    double maxAbsError,
    double latencyMillisMedian,
    long bytesUp,
    long bytesDown,
    int rounds) {

  /**
   * Parameters and their promise.
   *
   * @param n ring degree
   * @param logPQ log2 of all primes together
   * @param bits bits of classical security
   */
  public record Security(int n, double logPQ, int bits) {
    public static Security of(CkksParameters parameters) {
      return new Security(
          parameters.polyModulusDegree(), parameters.logPq(), parameters.security().bits());
    }
  }

  /**
   * One prediction.
   *
   * @param name the molecule's name
   * @param smiles its structure
   * @param plain the prediction in the clear
   * @param encrypted the prediction under encryption
   * @param millis time for the encrypted one
   */
  public record Molecule(
      String name, String smiles, double plain, double encrypted, double millis) {
    public double difference() {
      return Math.abs(encrypted - plain);
    }
  }

  public static DemoReport of(
      String model,
      CkksEngine engine,
      CkksParameters parameters,
      List<Molecule> molecules,
      FheResult cost) {
    return new DemoReport(
        model,
        engine.name(),
        engine.simdLanes(),
        Security.of(parameters),
        List.copyOf(molecules),
        molecules.stream().mapToDouble(Molecule::difference).max().orElse(0),
        median(molecules),
        cost.bytesUp(),
        cost.bytesDown(),
        cost.rounds().size());
  }

  private static double median(List<Molecule> molecules) {
    List<Double> sorted =
        molecules.stream().map(Molecule::millis).sorted(Comparator.naturalOrder()).toList();
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }
}
