package org.chemxor.seal;

import java.util.Optional;
import org.chemxor.ckks.CkksContext;
import org.chemxor.ckks.CkksEngine;
import org.chemxor.ckks.CkksParameters;
import org.chemxor.ckks.MismatchException;
import org.chemxor.ckks.parallel.Parallelism;
import org.chemxor.seal.binding.Native;

/** Microsoft SEAL as an engine. */
final class SealEngine implements CkksEngine {
  /** The name it is loaded by. */
  static final String NAME = "seal";

  private final String version = Native.version();

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String description() {
    return "seal, Microsoft SEAL " + version + " through JavaCPP";
  }

  /** 1: what SEAL was compiled for cannot be asked of it; its own code is scalar. */
  @Override
  public int simdLanes() {
    return 1;
  }

  @Override
  public Optional<String> unsupportedReason(CkksParameters parameters) {
    if (parameters.isSealCompatible()) {
      return Optional.empty();
    }
    if (!parameters.ring().isCyclotomic()) {
      return Optional.of(
          "SEAL has no conjugate-invariant ring: use RingType.CYCLOTOMIC (Plan.withRing), or the"
              + " engine jvm");
    }
    return Optional.of(
        "SEAL works with one special prime and one data prime a digit; these parameters have "
            + parameters.specialPrimes().length
            + " special primes and digits of "
            + parameters.digitSize()
            + ": use specialPrimeBits(one number) and digitSize(1), or the engine jvm");
  }

  @Override
  public CkksContext context(CkksParameters parameters, Parallelism parallelism) {
    unsupportedReason(parameters)
        .ifPresent(
            reason -> {
              throw new MismatchException(reason);
            });
    return new SealContext(this, new Core(parameters, parallelism));
  }
}
