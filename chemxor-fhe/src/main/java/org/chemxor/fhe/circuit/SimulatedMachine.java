package org.chemxor.fhe.circuit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.chemxor.ckks.CkksParameters;
import org.chemxor.ckks.ScalarMatrix;
import org.chemxor.ckks.parallel.Parallelism;

/**
 * The slot machine on plain numbers: same packing, levels and scales, and at every step noise drawn
 * from {@link NoiseModel}. Deterministic in its seed.
 */
public final class SimulatedMachine
    implements SlotMachine<SimulatedMachine.SimulatedVector, SimulatedMachine.SimulatedConstant> {

  /**
   * A vector in the clear with the level and scale its ciphertext would have.
   *
   * @param level index of the last data prime
   * @param scale what the values would be multiplied by
   * @param slots the values; not copied
   */
  @SuppressWarnings("ArrayRecordComponent")
  public record SimulatedVector(int level, double scale, double[] slots) {}

  /**
   * An encoded constant in the clear.
   *
   * @param scale what the values would be multiplied by
   * @param slots the values after rounding; not copied
   */
  @SuppressWarnings("ArrayRecordComponent")
  public record SimulatedConstant(double scale, double[] slots) {}

  private final CkksParameters parameters;
  private final NoiseModel noise;
  private final Rotations rotations;

  /**
   * @param parameters primes and ring degree
   * @param noise what is added at every step
   * @param rotations the steps that would have keys
   */
  public SimulatedMachine(CkksParameters parameters, NoiseModel noise, Rotations rotations) {
    this.parameters = parameters;
    this.noise = noise;
    this.rotations = rotations;
  }

  /** Encodes constants with the rounding that encoding costs. */
  public static ConstantEncoder<SimulatedConstant> encoder(NoiseModel noise) {
    return (slots, scale, level) ->
        new SimulatedConstant(scale, noise.add(slots, noise.encoding(scale)));
  }

  /** Encrypts in simulation. */
  public SimulatedVector encrypt(double[] slots, LevelAndScale levelAndScale) {
    return new SimulatedVector(
        levelAndScale.level(),
        levelAndScale.scale(),
        noise.add(slots, noise.encryption(levelAndScale.scale())));
  }

  @Override
  public SimulatedVector add(SimulatedVector a, SimulatedVector b) {
    return sum(a, b.level(), b.scale(), b.slots());
  }

  @Override
  public SimulatedVector addConstant(SimulatedVector a, SimulatedConstant constant) {
    return sum(a, a.level(), constant.scale(), constant.slots());
  }

  private static SimulatedVector sum(SimulatedVector a, int level, double scale, double[] b) {
    requireEqualLevels(a.level(), level);
    if (Math.abs(a.scale() - scale) > 0x1p-20 * scale) {
      throw new IllegalArgumentException("scales differ: " + a.scale() + " and " + scale);
    }
    double[] slots = a.slots().clone();
    for (int i = 0; i < slots.length; i++) {
      slots[i] += b[i];
    }
    return new SimulatedVector(a.level(), a.scale(), slots);
  }

  private static void requireEqualLevels(int a, int b) {
    if (a != b) {
      throw new IllegalArgumentException("levels differ: " + a + " and " + b);
    }
  }

  @Override
  public SimulatedVector addNumber(SimulatedVector a, double value) {
    return new SimulatedVector(
        a.level(), a.scale(), Arrays.stream(a.slots()).map(v -> v + value).toArray());
  }

  @Override
  public LinearSum<SimulatedVector> newLinearSum(ScalarMatrix matrix) {
    return new SimulatedSum(matrix);
  }

  @Override
  public SimulatedVector negate(SimulatedVector a) {
    return new SimulatedVector(
        a.level(), a.scale(), Arrays.stream(a.slots()).map(v -> -v).toArray());
  }

  @Override
  public SimulatedVector sumOfProducts(
      List<SimulatedVector> vectors, List<SimulatedConstant> constants) {
    double[] sum = new double[vectors.get(0).slots().length];
    for (int k = 0; k < vectors.size(); k++) {
      requireEqualLevels(vectors.get(0).level(), vectors.get(k).level());
      double[] a = vectors.get(k).slots();
      double[] b = constants.get(k).slots();
      for (int i = 0; i < sum.length; i++) {
        sum[i] += a[i] * b[i];
      }
    }
    SimulatedVector first = vectors.get(0);
    return new SimulatedVector(first.level(), first.scale() * constants.get(0).scale(), sum);
  }

  @Override
  public SimulatedVector square(SimulatedVector a) {
    return multiply(a, a);
  }

  @Override
  public SimulatedVector multiply(SimulatedVector a, SimulatedVector b) {
    return relinearize(product(a, b));
  }

  private static SimulatedVector product(SimulatedVector a, SimulatedVector b) {
    requireEqualLevels(a.level(), b.level());
    double[] slots = a.slots().clone();
    for (int i = 0; i < slots.length; i++) {
      slots[i] *= b.slots()[i];
    }
    return new SimulatedVector(a.level(), a.scale() * b.scale(), slots);
  }

  @Override
  public SimulatedVector squareLazily(SimulatedVector a) {
    return product(a, a);
  }

  @Override
  public SimulatedVector relinearize(SimulatedVector a) {
    return new SimulatedVector(
        a.level(), a.scale(), noise.add(a.slots(), noise.keySwitch(a.level(), a.scale())));
  }

  @Override
  public SimulatedVector rescale(SimulatedVector a) {
    double scale = a.scale() / parameters.dataPrime(a.level());
    return new SimulatedVector(a.level() - 1, scale, noise.add(a.slots(), noise.rescale(scale)));
  }

  @Override
  public SimulatedVector dropToLevel(SimulatedVector a, int level) {
    return new SimulatedVector(level, a.scale(), a.slots());
  }

  @Override
  public List<SimulatedVector> rotateMany(SimulatedVector a, int[] steps) {
    List<SimulatedVector> rotated = new ArrayList<>();
    for (int step : steps) {
      if (!rotations.steps().contains(step)) {
        throw new IllegalArgumentException("no key for a rotation by " + step);
      }
      double[] slots = new double[a.slots().length];
      Arrays.setAll(slots, i -> a.slots()[(i + step) % slots.length]);
      rotated.add(
          new SimulatedVector(
              a.level(), a.scale(), noise.add(slots, noise.keySwitch(a.level(), a.scale()))));
    }
    return rotated;
  }

  @Override
  public Rotations rotations() {
    return rotations;
  }

  @Override
  public Parallelism parallelism() {
    return Parallelism.sequential();
  }
}
