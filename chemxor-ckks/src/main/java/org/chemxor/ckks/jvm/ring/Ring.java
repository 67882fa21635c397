package org.chemxor.ckks.jvm.ring;

import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.chemxor.ckks.CkksParameters;
import org.chemxor.ckks.MismatchException;
import org.chemxor.ckks.jvm.arithmetic.ConjugateFold;
import org.chemxor.ckks.jvm.arithmetic.Kernels;
import org.chemxor.ckks.jvm.arithmetic.Modulus;
import org.chemxor.ckks.jvm.arithmetic.NttTables;
import org.chemxor.ckks.jvm.arithmetic.ScratchPool;
import org.chemxor.ckks.parallel.Parallelism;
import org.chemxor.ckks.spi.GaloisGroup;

/**
 * The ring Z[X]/(X^N + 1), or its conjugate-invariant kin ({@link
 * org.chemxor.ckks.PolynomialRing.RingType}), modulo each prime of one parameter set: data primes
 * first, special primes after them. Holds every constant that operations need; immutable but for
 * caches.
 *
 * <p>A polynomial is a {@code double[][]}: row i has the residues modulo prime i. A polynomial at
 * level l has rows 0 ... l; one in the extended basis has k more rows for the special primes.
 */
public final class Ring {
  private final CkksParameters parameters;
  private final Parallelism parallelism;
  private final Kernels kernels;
  private final Modulus[] moduli;
  private final NttTables[] tables;

  /** For each prime; none in the cyclotomic ring. */
  private final ConjugateFold[] folds;

  private final int dataCount;
  private final GaloisGroup galois;
  private final ArrayPool pool;
  private final ScratchPool transformScratch;
  private final ArrayPool chunks = new ArrayPool(Kernels.CHUNK);
  private final Map<Integer, int[]> automorphisms = new ConcurrentHashMap<>();

  public Ring(CkksParameters parameters, Parallelism parallelism, Kernels kernels) {
    this.parameters = parameters;
    this.parallelism = parallelism;
    this.kernels = kernels;
    long[] data = parameters.dataPrimes();
    long[] special = parameters.specialPrimes();
    this.dataCount = data.length;
    this.galois = new GaloisGroup(parameters.polyModulusDegree());
    this.moduli = new Modulus[data.length + special.length];
    this.tables = new NttTables[moduli.length];
    ScratchPool scratch = new ScratchPool(n());
    for (int i = 0; i < moduli.length; i++) {
      moduli[i] = new Modulus(i < dataCount ? data[i] : special[i - dataCount]);
      tables[i] = new NttTables(parameters.ring(), moduli[i], scratch);
    }
    this.folds =
        isCyclotomic()
            ? new ConjugateFold[0]
            : Arrays.stream(tables).map(ConjugateFold::new).toArray(ConjugateFold[]::new);
    this.transformScratch = scratch;
    this.pool = new ArrayPool(n());
  }

  public CkksParameters parameters() {
    return parameters;
  }

  public Parallelism parallelism() {
    return parallelism;
  }

  public Kernels kernels() {
    return kernels;
  }

  /** Scratch vectors of length N. */
  public ArrayPool pool() {
    return pool;
  }

  /** Scratch chunks of vectors. */
  public ArrayPool chunks() {
    return chunks;
  }

  /** Degree N. */
  public int n() {
    return parameters.polyModulusDegree();
  }

  /** Number of data primes. */
  public int dataCount() {
    return dataCount;
  }

  /** Number of special primes. */
  public int specialCount() {
    return moduli.length - dataCount;
  }

  /** Number of all primes. */
  public int primeCount() {
    return moduli.length;
  }

  /** Prime {@code index}: data primes, then special primes. */
  public Modulus modulus(int index) {
    return moduli[index];
  }

  /** Transform constants of prime {@code index}. */
  NttTables tables(int index) {
    return tables[index];
  }

  /** The prime of row {@code row} of a polynomial in the extended basis at {@code level}. */
  public int extendedPrime(int row, int level) {
    return row <= level ? row : row - level - 1 + dataCount;
  }

  /** A zero polynomial of {@code rows} rows. */
  public double[][] allocate(int rows) {
    return new double[rows][n()];
  }

  /** Whether this is Z[X]/(X^N + 1) and not its conjugate-invariant kin. */
  public boolean isCyclotomic() {
    return parameters.ring().isCyclotomic();
  }

  /** Coefficients to evaluations modulo prime {@code prime}, in place. */
  public void forward(double[] a, int prime) {
    if (!isCyclotomic()) {
      folds[prime].fold(a);
    }
    kernels.nttForward(a, tables[prime]);
  }

  /** Evaluations to coefficients, in place. */
  public void inverse(double[] a, int prime) {
    kernels.nttInverse(a, tables[prime]);
    if (!isCyclotomic()) {
      folds[prime].unfold(a);
    }
  }

  /**
   * How the automorphism X to X^element moves evaluations: {@code out[i] = in[table[i]]} in
   * bit-reversed order.
   *
   * @param element odd, below 2N
   */
  public int[] automorphism(int element) {
    return automorphisms.computeIfAbsent(element, this::buildAutomorphism);
  }

  private int[] buildAutomorphism(int element) {
    int n = n();
    int shift = Integer.SIZE - Integer.numberOfTrailingZeros(n);
    int[] table = new int[n];
    for (int i = 0; i < n; i++) {
      long exponent = 2L * (Integer.reverse(i) >>> shift) + 1;
      int source = (int) (exponent * element % (2L * n));
      table[i] = Integer.reverse((source - 1) / 2) >>> shift;
    }
    return table;
  }

  /**
   * The automorphisms.
   *
   * @throws MismatchException in the conjugate-invariant ring, where none are offered
   */
  public GaloisGroup galois() {
    if (!isCyclotomic()) {
      throw new MismatchException(
          "the conjugate-invariant ring has no rotations here: use RingType.CYCLOTOMIC");
    }
    return galois;
  }

  /** Overwrites what transforms of something secret have left in their scratch matrices. */
  void wipeTransformScratch() {
    transformScratch.wipe();
  }

  /** Overwrites a polynomial that held something secret. */
  public static void wipe(double[][] polynomial) {
    for (double[] row : polynomial) {
      Arrays.fill(row, 0);
    }
  }
}
