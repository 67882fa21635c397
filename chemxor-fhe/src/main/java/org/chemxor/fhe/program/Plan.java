package org.chemxor.fhe.program;

import java.util.Optional;
import org.chemxor.ckks.PolynomialRing;
import org.chemxor.ckks.PolynomialRing.RingType;
import org.chemxor.ckks.SecurityLevel;

/**
 * How a network is to be evaluated under encryption. Immutable; start with {@link #partitioned()}.
 * Nobody picks primes: {@code ProgramCompiler} does, from what is asked for here.
 */
public final class Plan {

  /** The ways to run a network. */
  public enum Kind {
    /** Shallow parts; between them the client decrypts, re-lays and encrypts again. */
    PARTITIONED,
    /** The whole network in one request: nothing intermediate is disclosed to the client. */
    SINGLE_ROUND
  }

  /** Stands for "the smallest ring degree that is large enough". */
  public static final int CHOOSE_DEGREE = 0;

  /** Stands for the default limit, which grows with the ring degree. */
  private static final long DEFAULT_KEY_BYTES = 0;

  /** At N = 8192 and below. */
  private static final long KEY_BYTES_AT_8192 = 16_000_000;

  private static final int MAX_BATCH = 32768;

  private static final int MIN_DEGREE = 4096;
  private static final int MAX_DEGREE = 32768;

  private final Kind kind;
  private final int batchSize;
  private final int polyModulusDegree;
  private final boolean isCyclotomic;
  private final SecurityLevel security;
  private final double targetPrecision;
  private final long maxKeyBytes;
  private final double minInput;
  private final double maxInput;

  private Plan(Builder builder) {
    this.kind = builder.kind;
    this.batchSize = builder.batchSize;
    this.polyModulusDegree = builder.polyModulusDegree;
    this.isCyclotomic = builder.isCyclotomic;
    this.security = builder.security;
    this.targetPrecision = builder.targetPrecision;
    this.maxKeyBytes = builder.maxKeyBytes;
    this.minInput = builder.minInput;
    this.maxInput = builder.maxInput;
  }

  /** Shallow parts on N = 8192, the client re-encrypting between them; 128-bit security. */
  public static Plan partitioned() {
    return new Builder(Kind.PARTITIONED).build();
  }

  /**
   * The whole network in one request on N = 8192, 16384 or 32768, whichever of those that fit is
   * fastest: the client learns nothing but the output; 128-bit security.
   */
  public static Plan singleRound() {
    Builder builder = new Builder(Kind.SINGLE_ROUND);
    builder.polyModulusDegree = CHOOSE_DEGREE;
    return builder.build();
  }

  /**
   * Many molecules in one request, one in every slot: for screening. In parts on N = 8192 up to
   * 8192 molecules, on a larger ring beyond; {@code singleRound().withBatch(size)} does it in one
   * round. More than N/2 molecules take the conjugate-invariant ring, where a request of the same
   * bytes has N slots: full batches cost least for each molecule.
   *
   * @param size the most molecules in a request, from 1 to 32768
   */
  public static Plan batch(int size) {
    return partitioned().withBatch(size);
  }

  /** Which way. */
  public Kind kind() {
    return kind;
  }

  /** The most molecules in a request, one in every slot; 0 when a request carries one molecule. */
  public int batchSize() {
    return batchSize;
  }

  /** Whether every slot carries a molecule of its own. */
  public boolean isBatch() {
    return batchSize > 0;
  }

  /** The ring degree N asked for; 0 when the compiler chooses it. */
  public int polyModulusDegree() {
    return polyModulusDegree;
  }

  /**
   * The ring that the plan takes at a degree: the conjugate-invariant one for a batch that the
   * slots of the cyclotomic one cannot hold, unless {@link #withCyclotomicRing} rules it out.
   *
   * @param degree the ring degree N
   */
  public PolynomialRing ring(int degree) {
    boolean needsSlots = batchSize > degree / 2 && !isCyclotomic;
    return new PolynomialRing(
        needsSlots ? RingType.CONJUGATE_INVARIANT : RingType.CYCLOTOMIC, degree);
  }

  /**
   * The plan {@link #withCyclotomicRing}, where this one takes the other ring at some degree and a
   * cyclotomic one holds the batch.
   */
  public Optional<Plan> inCyclotomicRing() {
    int least = polyModulusDegree == CHOOSE_DEGREE ? 2 * MIN_DEGREE : polyModulusDegree;
    return ring(least).isCyclotomic() || batchSize > MAX_DEGREE / 2
        ? Optional.empty()
        : Optional.of(withCyclotomicRing());
  }

  /** The table that parameters must respect. */
  public SecurityLevel security() {
    return security;
  }

  /** The largest error wanted, relative to the range of the network's outputs. */
  public double targetPrecision() {
    return targetPrecision;
  }

  /**
   * Limit on the bytes of all evaluation keys as they are sent. Unless it was set: 16 MB up to N =
   * 8192, 64 MB at 16384, 240 MB at 32768.
   *
   * @param degree the ring degree N
   */
  public long maxKeyBytes(int degree) {
    if (maxKeyBytes != DEFAULT_KEY_BYTES) {
      return maxKeyBytes;
    }
    return degree <= 8192
        ? KEY_BYTES_AT_8192
        : degree == 16384 ? 4 * KEY_BYTES_AT_8192 : 15 * KEY_BYTES_AT_8192;
  }

  /** The least pixel value the plan is made for. */
  public double minInput() {
    return minInput;
  }

  /** The greatest pixel value the plan is made for. */
  public double maxInput() {
    return maxInput;
  }

  private Builder copy() {
    return new Builder(this);
  }

  /**
   * The same plan with another largest error, relative to the range of the outputs; from 2^-24 to
   * 0.5.
   */
  public Plan withTargetPrecision(double precision) {
    if (!(precision >= 0x1p-24 && precision <= 0.5)) {
      throw new IllegalArgumentException(
          "target precision must be from 2^-24 to 0.5, got " + precision);
    }
    Builder builder = copy();
    builder.targetPrecision = precision;
    return builder.build();
  }

  /**
   * The same plan with a molecule in every slot.
   *
   * @param size the most molecules in a request, from 1 to {@value #MAX_BATCH}
   */
  public Plan withBatch(int size) {
    if (size < 1 || size > MAX_BATCH) {
      throw new IllegalArgumentException(
          "a batch has from 1 to " + MAX_BATCH + " molecules, got " + size + ": send several");
    }
    Builder builder = copy();
    builder.batchSize = size;
    builder.chooseDegree();
    return builder.build();
  }

  /**
   * The same plan in the cyclotomic ring alone, Microsoft SEAL's and that of most implementations:
   * a ring of degree N then holds N/2 molecules of a batch, so full batches take twice the bytes
   * and the time a molecule.
   *
   * @throws IllegalArgumentException when no ring holds the batch
   */
  public Plan withCyclotomicRing() {
    if (batchSize > MAX_DEGREE / 2) {
      throw new IllegalArgumentException(
          "the cyclotomic ring holds " + MAX_DEGREE / 2 + " molecules at most, got " + batchSize);
    }
    Builder builder = copy();
    builder.isCyclotomic = true;
    builder.chooseDegree();
    return builder.build();
  }

  /**
   * The same plan on a ring of a degree that its caller chooses: shallow networks run in one round
   * on N = 8192, with smaller messages and in less time than on the rings that {@link
   * #singleRound()} tries. The plan's security stays: what does not fit the degree is refused when
   * it is compiled.
   *
   * @param degree N, a power of two from {@value #MIN_DEGREE} to {@value #MAX_DEGREE}; at least the
   *     batch, twice that in the cyclotomic ring alone
   */
  public Plan withDegree(int degree) {
    if (Integer.bitCount(degree) != 1 || degree < MIN_DEGREE || degree > MAX_DEGREE) {
      throw new IllegalArgumentException(
          "a ring degree is a power of two from "
              + MIN_DEGREE
              + " to "
              + MAX_DEGREE
              + ", got "
              + degree);
    }
    int slots = ring(degree).slotCount();
    if (slots < batchSize) {
      throw new IllegalArgumentException(
          "a ring degree of "
              + degree
              + " has "
              + slots
              + " slots, too few for a batch of "
              + batchSize
              + ": use a larger degree or a smaller batch");
    }
    Builder builder = copy();
    builder.polyModulusDegree = degree;
    return builder.build();
  }

  /** The same plan against another security table; {@code INSECURE} has its own method. */
  public Plan withSecurity(SecurityLevel level) {
    if (level == SecurityLevel.INSECURE) {
      throw new IllegalArgumentException(
          "a plan without a security bound needs insecureWithDegree(), by that name");
    }
    Builder builder = copy();
    builder.security = level;
    return builder.build();
  }

  /** The same plan with another limit on the bytes of all evaluation keys. */
  public Plan withMaxKeyBytes(long bytes) {
    if (bytes < 1) {
      throw new IllegalArgumentException("maxKeyBytes must be at least 1, got " + bytes);
    }
    Builder builder = copy();
    builder.maxKeyBytes = bytes;
    return builder.build();
  }

  /** The same plan for pixels from {@code min} to {@code max}, both finite. */
  public Plan withInputRange(double min, double max) {
    if (!Double.isFinite(min) || !Double.isFinite(max) || min >= max) {
      throw new IllegalArgumentException(
          "the input range must be finite and not empty, got " + min + " to " + max);
    }
    Builder builder = copy();
    builder.minInput = min;
    builder.maxInput = max;
    return builder.build();
  }

  /**
   * The same plan on a ring of any degree with no security at all: for tests and for data that is
   * not secret. Clients refuse it unless their policy says otherwise.
   */
  public Plan insecureWithDegree(int degree) {
    Builder builder = copy();
    builder.polyModulusDegree = degree;
    builder.security = SecurityLevel.INSECURE;
    return builder.build();
  }

  @Override
  public String toString() {
    return kind
        + "["
        + (isBatch() ? "batch of " + batchSize + ", " : "")
        + (polyModulusDegree == CHOOSE_DEGREE ? "" : "N=" + polyModulusDegree + ", ")
        + (isCyclotomic && isBatch() ? "cyclotomic, " : "")
        + security
        + "]";
  }

  /** Collects a plan. */
  private static final class Builder {
    private final Kind kind;
    private int batchSize;
    private int polyModulusDegree = 8192;
    private boolean isCyclotomic;
    private SecurityLevel security = SecurityLevel.GUIDELINES_2024;
    private double targetPrecision = 0x1p-12;
    private long maxKeyBytes = DEFAULT_KEY_BYTES;
    private double minInput;
    private double maxInput = 1;

    Builder(Kind kind) {
      this.kind = kind;
    }

    Builder(Plan plan) {
      this(plan.kind);
      this.batchSize = plan.batchSize;
      this.polyModulusDegree = plan.polyModulusDegree;
      this.isCyclotomic = plan.isCyclotomic;
      this.security = plan.security;
      this.targetPrecision = plan.targetPrecision;
      this.maxKeyBytes = plan.maxKeyBytes;
      this.minInput = plan.minInput;
      this.maxInput = plan.maxInput;
    }

    /** The least degree whose slots hold a batch in parts. */
    void chooseDegree() {
      if (batchSize > 0 && kind == Kind.PARTITIONED && security != SecurityLevel.INSECURE) {
        int slots = Integer.highestOneBit(2 * batchSize - 1);
        polyModulusDegree = Math.max(8192, isCyclotomic ? 2 * slots : slots);
      }
    }

    Plan build() {
      return new Plan(this);
    }
  }
}
