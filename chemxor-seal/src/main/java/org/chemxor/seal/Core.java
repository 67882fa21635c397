package org.chemxor.seal;

import java.util.Arrays;
import org.chemxor.ckks.CkksParameters;
import org.chemxor.ckks.Parallelism;
import org.chemxor.ckks.wire.SealParameters;

/** What everything of one context shares. */
final class Core implements AutoCloseable {
  private final CkksParameters parameters;
  private final Parallelism parallelism;
  private final SealParameters wireParameters;
  private final NativeHandle context;

  Core(CkksParameters parameters, Parallelism parallelism) {
    this.parameters = parameters;
    this.parallelism = parallelism;
    long[] primes = Arrays.copyOf(parameters.dataPrimes(), parameters.maxLevel() + 2);
    primes[primes.length - 1] = parameters.specialPrimes()[0];
    this.wireParameters = SealParameters.of(degree(), primes);
    // The transforms' tables and the key-switching constants: some ten vectors for each prime.
    long bytes = 10L * polynomialBytes(primes.length);
    this.context =
        NativeHandle.own(
            SealLibrary.context(degree(), primes, primes.length), bytes, "context of SEAL");
  }

  CkksParameters parameters() {
    return parameters;
  }

  Parallelism parallelism() {
    return parallelism;
  }

  SealParameters wireParameters() {
    return wireParameters;
  }

  int degree() {
    return parameters.polyModulusDegree();
  }

  /** All primes, the special one included. */
  int primeCount() {
    return parameters.maxLevel() + 2;
  }

  /** Residues of one polynomial. */
  int words(int primes) {
    return primes * degree();
  }

  /** Bytes of one polynomial. */
  long polynomialBytes(int primes) {
    return (long) Long.BYTES * words(primes);
  }

  /** SEAL's context, evaluator and encoder. */
  NativeHandle.Use use() {
    return context.use();
  }

  /** {@code 3^steps mod 2N}: the automorphism that rotates left by {@code steps}. */
  int rotationElement(int steps) {
    int slots = degree() / 2;
    int exponent = Math.floorMod(steps, slots);
    long mask = 2L * degree() - 1;
    long element = 1;
    for (int i = 0; i < exponent; i++) {
      element = element * 3 & mask;
    }
    return (int) element;
  }

  int conjugationElement() {
    return 2 * degree() - 1;
  }

  @Override
  public void close() {
    context.close();
  }
}
