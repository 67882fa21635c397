package org.chemxor.fhe.circuit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.chemxor.fhe.packing.DiagonalForm;
import org.jspecify.annotations.Nullable;

/**
 * The products and rotations of a {@link DiagonalForm}. The baby rotations of every input are made
 * once, the weights are pre-rotated, and the giant steps are joined in pairs, {@code u_0 + rot(u_1,
 * G)}, pairs of pairs by 2 G and so on: as many rotations as Horner's rule makes, by few keys, and
 * those of one size independent of each other, so that threads can share them. Folds come before
 * the rescale, where the scale is large and the noise of their key switches does not count. One
 * level.
 */
public final class DiagonalProduct implements Operation {
  private final DiagonalForm form;
  private final LevelAndScale input;
  private final LevelAndScale result;
  private final double constantScale;
  private final List<Integer> usedBabies;

  /**
   * @param form what is computed
   * @param input level and scale of the inputs
   * @param outScale scale of the result
   * @param lastPrime the prime the result is divided by
   */
  public DiagonalProduct(
      DiagonalForm form, LevelAndScale input, double outScale, double lastPrime) {
    this.form = form;
    this.input = input;
    this.constantScale = outScale * lastPrime / input.scale();
    this.result = new LevelAndScale(input.level() - 1, input.scale() * constantScale / lastPrime);
    this.usedBabies =
        IntStream.range(0, form.steps().babySteps().size()).filter(this::isUsed).boxed().toList();
  }

  private boolean isUsed(int baby) {
    return IntStream.range(0, form.steps().giants())
        .anyMatch(g -> IntStream.range(0, form.inputs()).anyMatch(i -> !form.isZero(i, g, baby)));
  }

  @Override
  public LevelAndScale result() {
    return result;
  }

  private List<Integer> babySteps() {
    return usedBabies.stream().map(form.steps().babySteps()::get).toList();
  }

  @Override
  public RotationDemand rotations() {
    List<Integer> single = new ArrayList<>();
    int step = form.steps().giantStep();
    for (int count = form.steps().giants(); count > 1; count = (count + 1) / 2) {
      single.addAll(Collections.nCopies(count / 2, step));
      step = twice(step, form.slots());
    }
    Arrays.stream(form.foldSteps()).forEach(single::add);
    return new RotationDemand(
        input.level(), Collections.nCopies(form.inputs(), babySteps()), single);
  }

  private static int twice(int step, int slots) {
    return 2 * step % slots;
  }

  @Override
  public long weightNumbers(boolean isCompact) {
    long diagonals = (long) form.inputs() * usedBabies.size() * form.steps().giants();
    return diagonals * (isCompact ? 1 : input.level() + 1) * 2 * form.slots();
  }

  @Override
  public String describe() {
    return "multiply "
        + form.inputs()
        + (form.inputs() == 1 ? " vector" : " vectors")
        + " by "
        + usedBabies.size() * form.steps().giants()
        + " diagonals each ("
        + usedBabies.size()
        + " baby steps, "
        + form.steps().giants()
        + " giant steps of "
        + form.steps().giantStep()
        + " slots)"
        + (form.foldSteps().length == 0 ? "" : ", fold by " + Arrays.toString(form.foldSteps()));
  }

  @Override
  public <P> Encoded<P> encode(ConstantEncoder<P> encoder) {
    List<List<@Nullable P>> constants = new ArrayList<>();
    for (int g = 0; g < form.steps().giants(); g++) {
      List<@Nullable P> row = new ArrayList<>();
      for (int i = 0; i < form.inputs(); i++) {
        for (int baby : usedBabies) {
          row.add(
              form.isZero(i, g, baby)
                  ? null
                  : encoder.encode(form.shiftedWeights(i, g, baby), constantScale, input.level()));
        }
      }
      constants.add(row);
    }
    return new Product<>(
        form.slots(),
        babySteps(),
        form.steps().giantStep(),
        Arrays.stream(form.foldSteps()).boxed().toList(),
        constants);
  }

  /** The product with its weights encoded: by giant step, then by input and baby step. */
  private record Product<P>(
      int slots,
      List<Integer> babySteps,
      int giantStep,
      List<Integer> foldSteps,
      List<List<@Nullable P>> constants)
      implements Encoded<P> {

    @Override
    public <V> V run(SlotMachine<V, P> machine, List<V> inputs) {
      List<V> rotated = rotateInputs(machine, inputs);
      List<@Nullable V> parts =
          joinPairs(machine, constants.size(), g -> innerSum(machine, rotated, g), giantStep);
      for (int step = twice(giantStep, slots); parts.size() > 1; step = twice(step, slots)) {
        parts = joinPairs(machine, parts.size(), parts::get, step);
      }
      V folded = Objects.requireNonNull(parts.get(0));
      for (int step : foldSteps) {
        folded = machine.add(folded, machine.rotations().rotate(machine, folded, step));
      }
      return machine.rescale(folded);
    }

    /** {@code part(2 i) + rot(part(2 i + 1), step)} for all i; the last may be alone. */
    private static <V> List<@Nullable V> joinPairs(
        SlotMachine<V, ?> machine, int count, IntFunction<@Nullable V> part, int step) {
      List<@Nullable V> joined = new ArrayList<>(Collections.nCopies((count + 1) / 2, null));
      machine
          .parallelism()
          .forEach(
              joined.size(),
              i -> {
                V second = 2 * i + 1 < count ? part.apply(2 * i + 1) : null;
                joined.set(i, join(machine, part.apply(2 * i), second, step));
              });
      return joined;
    }

    /** {@code a + rot(b, step)}, where nothing counts as zero. */
    private static <V> @Nullable V join(
        SlotMachine<V, ?> machine, @Nullable V a, @Nullable V b, int step) {
      if (b == null) {
        return a;
      }
      V moved = machine.rotations().rotate(machine, b, step);
      return a == null ? moved : machine.add(a, moved);
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

    /** The sum of a giant step; nothing when all its weights are zero. */
    private <V> @Nullable V innerSum(SlotMachine<V, P> machine, List<V> vectors, int giant) {
      List<@Nullable P> row = constants.get(giant);
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
