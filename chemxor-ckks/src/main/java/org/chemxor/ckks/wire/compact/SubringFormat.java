package org.chemxor.ckks.wire.compact;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.chemxor.ckks.Ciphertext;
import org.chemxor.ckks.CkksContext;
import org.chemxor.ckks.CkksParameters;
import org.chemxor.ckks.modular.ShoupProduct;
import org.chemxor.ckks.wire.BitPacking;
import org.chemxor.ckks.wire.WireFormatException;
import org.chemxor.ckks.wire.WireFormatException.Damage;
import org.chemxor.ckks.wire.seal.WireCiphertext;
import org.chemxor.ckks.wire.seal.WireParameters;
import org.chemxor.ckks.wire.seal.WireSeed;

/**
 * Fresh seeded ciphertexts whose slots repeat, in a k-th of the bytes: for the way from whoever
 * encrypts to the evaluator.
 *
 * <p>Slots that repeat with period {@code p = N / 2k}, a power of two of at least 2, are a
 * polynomial in X^k. Of a seeded ciphertext (c_0, seed) only the coefficients of c_0 at multiples
 * of k are sent, the others are zero for the reader. The phase {@code c_0 + c_1 s} is then right at
 * multiples of k and random elsewhere. The trace to the subring of polynomials in X^k, which is the
 * sum over all rotations by multiples of p, cancels everything else exactly and multiplies what is
 * right by k. So whoever reads such a ciphertext must do {@code c += rotate(c, p), c += rotate(c,
 * 2p), ...} up to N / 4 before anything else (the trace is the one of Chen, Dai, Kim, Song,
 * ia.cr/2020/015, turned around), and whoever encrypts divides the slots by k. Leaving coefficients
 * out tells nobody more than sending them.
 *
 * <p>In the transformed domain the projection to multiples of k is the mean over every k
 * neighbouring evaluations in bit-reversed order, so no transform is needed on either side.
 *
 * <p>Bytes, little-endian:
 *
 * <pre>
 * offset  bytes  content
 *      0      1  format, 4
 *      1      1  log2 k
 *      2      1  primes of the level
 *      3      1  generator of the seed as in SEAL's format
 *      4      8  first bytes of the level's parameters id
 *     12      8  scale
 *     20     64  the seed
 *     84         by prime: N / k residues in as many bits as the prime has
 * </pre>
 *
 * Immutable and thread-safe.
 */
public final class SubringFormat {
  private static final int FORMAT = 4;
  private static final int HEADER_BYTES = 4 + 2 * Long.BYTES + PackedCiphertext.SEED_BYTES;

  private final WireParameters parameters;
  private final int factor;

  private SubringFormat(WireParameters parameters, int factor) {
    this.parameters = parameters;
    this.factor = factor;
    if (!parameters.ring().isCyclotomic()) {
      throw new IllegalArgumentException("slots of the conjugate-invariant ring are sent whole");
    }
    if (Integer.bitCount(factor) != 1 || factor < 2 || factor > parameters.degree() / 4) {
      throw new IllegalArgumentException(
          "slots can repeat a power of two times from 2 to N/4 = "
              + parameters.degree() / 4
              + ", got "
              + factor);
    }
  }

  /**
   * The format for ciphertexts of some parameters.
   *
   * @param factor k: how often the slots repeat; a power of two from 2 to N/4
   */
  public static SubringFormat of(CkksParameters parameters, int factor) {
    return new SubringFormat(WireParameters.of(parameters), factor);
  }

  /** Bytes of a ciphertext at a level. */
  public long sizeBytes(int level) {
    long bytes = HEADER_BYTES;
    for (int i = 0; i <= level; i++) {
      bytes += BitPacking.bytes(count(), width(i));
    }
    return bytes;
  }

  /** Residues of each prime: N / k. */
  private int count() {
    return parameters.degree() / factor;
  }

  private int width(int prime) {
    return BitPacking.width(parameters.prime(prime));
  }

  /**
   * Packs a ciphertext.
   *
   * @param ciphertext seeded; coefficients of its message that are not at multiples of k are lost
   * @throws IllegalArgumentException when it has no seed
   */
  public byte[] pack(Ciphertext ciphertext) {
    WireCiphertext c = WireCiphertext.of(ciphertext, parameters);
    WireSeed seed =
        c.seed()
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "only fresh, seeded ciphertexts can leave coefficients out: encrypt with"
                            + " the secret key"));
    int primes = c.primeCount();
    ByteBuffer out =
        ByteBuffer.allocate(Math.toIntExact(sizeBytes(primes - 1))).order(ByteOrder.LITTLE_ENDIAN);
    out.put((byte) FORMAT).put((byte) Integer.numberOfTrailingZeros(factor)).put((byte) primes);
    out.put((byte) seed.generator().code());
    out.putLong(c.parmsId().word0()).putDouble(c.scale());
    PackedCiphertext.putSeed(seed, out);
    for (int i = 0; i < primes; i++) {
      long[] means = means(c.component(0), i);
      BitPacking.write(means, 0, means.length, width(i), out);
    }
    return out.array();
  }

  /** The mean of every k neighbouring evaluations modulo a prime. */
  private long[] means(long[] words, int primeIndex) {
    long prime = parameters.prime(primeIndex);
    long inverse = BigInteger.valueOf(factor).modInverse(BigInteger.valueOf(prime)).longValue();
    long quotient = ShoupProduct.quotient(inverse, prime);
    long[] means = new long[count()];
    int from = primeIndex * parameters.degree();
    for (int i = 0; i < means.length; i++) {
      long sum = 0;
      for (int j = 0; j < factor; j++) {
        sum = ShoupProduct.lower(sum + words[from++], prime);
      }
      means[i] = ShoupProduct.of(sum, inverse, quotient, prime);
    }
    return means;
  }

  /**
   * Reads a ciphertext. Before anything else its rotations by multiples of the period must be
   * summed, see above.
   *
   * @param bytes what {@link #pack} returned, and nothing after it
   * @throws org.chemxor.ckks.CkksException when the bytes are damaged or of another form
   */
  public Ciphertext read(byte[] bytes, CkksContext context) {
    PackedCiphertext.requireSize(bytes.length, HEADER_BYTES);
    ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    PackedCiphertext.requireFormat(in.get(), FORMAT);
    int log = in.get();
    if (log != Integer.numberOfTrailingZeros(factor)) {
      throw new WireFormatException(
          Damage.BAD_HEADER,
          "slots that repeat 2^" + log + " times, expected " + factor + " times");
    }
    int primes = in.get() & 0xFF;
    int generator = in.get() & 0xFF;
    PackedCiphertext.requirePrimeCount(parameters, primes);
    PackedCiphertext.requireId(parameters, in.getLong(), primes);
    double scale = in.getDouble();
    PackedCiphertext.requireExactSize(bytes.length, sizeBytes(primes - 1));
    WireSeed seed = PackedCiphertext.getSeed(WireSeed.Generator.ofCode(generator), in);
    long[] words = new long[primes * parameters.degree()];
    for (int i = 0; i < primes; i++) {
      readRow(in, words, i);
    }
    return WireCiphertext.seeded(parameters, primes, scale, words, seed).into(context);
  }

  /** Every evaluation k times. */
  private void readRow(ByteBuffer in, long[] words, int prime) {
    long[] row = new long[count()];
    BitPacking.read(in, row, 0, row.length, width(prime));
    int to = prime * parameters.degree();
    for (long word : row) {
      Arrays.fill(words, to, to + factor, word);
      to += factor;
    }
  }
}
