package org.chemxor.seal;

import java.util.Arrays;
import org.chemxor.ckks.CkksParameters;
import org.chemxor.ckks.parallel.Parallelism;
import org.chemxor.ckks.spi.GaloisGroup;
import org.chemxor.ckks.wire.seal.WireParameters;
import org.chemxor.seal.binding.NativeHandle;
import org.chemxor.seal.binding.SealLibrary;

/** What everything of one context shares. */
final class Core implements AutoCloseable {
  private final CkksParameters parameters;
  private final Parallelism parallelism;
  private final WireParameters wireParameters;
  private final GaloisGroup galois;
  private final NativeHandle context;

  Core(CkksParameters parameters, Parallelism parallelism) {
    this.parameters = parameters;
    this.parallelism = parallelism;
    this.galois = new GaloisGroup(parameters.polyModulusDegree());
    long[] primes = Arrays.copyOf(parameters.dataPrimes(), parameters.maxLevel() + 2);
    primes[primes.length - 1] = parameters.specialPrimes()[0];
    this.wireParameters = WireParameters.of(degree(), primes);
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

  WireParameters wireParameters() {
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

  /** The automorphisms. */
  GaloisGroup galois() {
    return galois;
  }

  @Override
  public void close() {
    context.close();
  }
}
