package org.chemxor.fhe.circuit;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.chemxor.fhe.packing.DiagonalForm;
import org.jspecify.annotations.Nullable;

/**
 * The products and rotations of a {@link DiagonalForm}, without its folds, by baby steps and giant
 * steps: diagonal {@code d = g b + s} is pre-rotated by g giant steps, the b baby rotations of
 * every input are made once, and the giant steps are taken by Horner's rule, {@code (... rot(u_2,
 * G) + u_1, G) + u_0}, so that one key serves all of them. One level.
 */
public final class DiagonalProduct implements Operation {
  private final DiagonalForm form;
  private final int babies;
  private final int giants;
  private final Signature input;
  private final Signature result;
  private final double constantScale;

  /**
   * @param form what is computed
   * @param babies b, a power of two
   * @param input level and scale of the inputs
   * @param outScale scale of the result
   * @param lastPrime the prime the result is divided by
   */
  public DiagonalProduct(
      DiagonalForm form, int babies, Signature input, double outScale, double lastPrime) {
    this.form = form;
    this.babies = Math.min(babies, form.diagonals());
    this.giants = (form.diagonals() + this.babies - 1) / this.babies;
    this.input = input;
    this.constantScale = outScale * lastPrime / input.scale();
    this.result = new Signature(input.level() - 1, input.scale() * constantScale / lastPrime);
  }

  @Override
  public Signature result() {
    return result;
  }

  private int giantStep() {
    return babies * form.unit();
  }

  private List<Integer> babySteps() {
    return IntStream.range(0, babies)
        .filter(s -> IntStream.range(0, giants).anyMatch(g -> isUsed(g, s)))
        .map(s -> s * form.unit())
        .boxed()
        .toList();
  }

  private boolean isUsed(int giant, int baby) {
    int d = giant * babies + baby;
    return d < form.diagonals()
        && IntStream.range(0, form.inputs()).anyMatch(i -> !form.isZero(i, d));
  }

  @Override
  public RotationDemand rotations() {
    List<Integer> steps = babySteps();
    return new RotationDemand(
        Collections.nCopies(form.inputs(), steps), Collections.nCopies(giants - 1, giantStep()));
  }

  @Override
  public String describe() {
    return "multiply "
        + form.inputs()
        + " vectors by "
        + form.diagonals()
        + " diagonals each ("
        + babies
        + " baby, "
        + giants
        + " giant steps of "
        + giantStep()
        + " slots)";
  }

  @Override
  public <P> Encoded<P> encode(ConstantEncoder<P> encoder) {
    List<Integer> steps = babySteps();
    List<List<@Nullable P>> constants = new ArrayList<>();
    for (int g = 0; g < giants; g++) {
      List<@Nullable P> row = new ArrayList<>();
      for (int i = 0; i < form.inputs(); i++) {
        for (int step : steps) {
          int d = g * babies + step / form.unit();
          boolean isZero = d >= form.diagonals() || form.isZero(i, d);
          row.add(
              isZero
                  ? null
                  : encoder.encode(
                      form.diagonal(i, d, g * giantStep()), constantScale, input.level()));
        }
      }
      constants.add(row);
    }
    return new Product<>(steps, giantStep(), constants);
  }

  /** The product with its weights encoded: by giant step, then by input and baby step. */
  private record Product<P>(
      List<Integer> babySteps, int giantStep, List<List<@Nullable P>> constants)
      implements Encoded<P> {

    @Override
    public <V> V run(SlotMachine<V, P> machine, List<V> inputs) {
      List<V> rotated = rotateInputs(machine, inputs);
      List<@Nullable V> inner = new ArrayList<>(Collections.nCopies(constants.size(), null));
      machine
          .parallelism()
          .forEach(constants.size(), g -> inner.set(g, sum(machine, rotated, constants.get(g))));
      @Nullable V sum = null;
      for (int g = constants.size() - 1; g >= 0; g--) {
        V moved = sum == null ? null : machine.rotations().rotate(machine, sum, giantStep);
        V term = inner.get(g);
        sum = moved == null ? term : term == null ? moved : machine.add(moved, term);
      }
      return machine.rescale(java.util.Objects.requireNonNull(sum));
    }

    private <V> List<V> rotateInputs(SlotMachine<V, P> machine, List<V> inputs) {
      List<List<V>> rotated = new ArrayList<>(Collections.nCopies(inputs.size(), List.of()));
      machine
          .parallelism()
          .forEach(
              inputs.size(),
              i ->
                  rotated.set(i, machine.rotations().rotateAll(machine, inputs.get(i), babySteps)));
      return rotated.stream().flatMap(List::stream).toList();
    }

    private <V> @Nullable V sum(SlotMachine<V, P> machine, List<V> vectors, List<@Nullable P> row) {
      List<V> used = new ArrayList<>();
      List<P> weights = new ArrayList<>();
      for (int i = 0; i < row.size(); i++) {
        P constant = row.get(i);
        if (constant != null) {
          used.add(vectors.get(i));
          weights.add(constant);
        }
      }
      return used.isEmpty() ? null : machine.sumOfProducts(used, weights);
    }
  }
}
