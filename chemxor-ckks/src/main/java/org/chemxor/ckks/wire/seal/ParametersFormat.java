package org.chemxor.ckks.wire.seal;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import org.chemxor.ckks.CkksException;
import org.chemxor.ckks.CkksParameters;
import org.chemxor.ckks.bytes.Compression;
import org.chemxor.ckks.bytes.WireLimits;

/**
 * Parameters as Microsoft SEAL writes and reads them: ring degree and primes. SEAL's format holds
 * neither scale nor security level.
 */
public final class ParametersFormat {
  private ParametersFormat() {}

  /**
   * The ring degree and the primes as Microsoft SEAL writes them.
   *
   * @throws CkksException when SEAL has no such parameters; see {@link
   *     CkksParameters#isSealCompatible()}
   */
  public static byte[] write(CkksParameters parameters, Compression compression) {
    if (!parameters.ring().isCyclotomic()) {
      throw new CkksException("SEAL's format knows no conjugate-invariant ring");
    }
    if (!parameters.isSealCompatible()) {
      throw new CkksException(
          "SEAL's format holds one special prime and one prime a digit, these parameters have "
              + parameters.specialPrimes().length
              + " and "
              + parameters.digitSize());
    }
    return WireParameters.of(parameters).toByteArray(compression);
  }

  /**
   * Starts from parameters that Microsoft SEAL wrote, with {@link WireLimits#DEFAULT}. The scale is
   * not in them and must be set.
   *
   * @param in the stream; what follows the parameters is left unread
   * @return a builder; {@code build()} refuses primes of more than {@value
   *     CkksParameters#MAX_PRIME_BITS} bits, which SEAL allows
   * @throws org.chemxor.ckks.wire.WireFormatException when the bytes are damaged or exceed a limit
   */
  public static CkksParameters.Builder read(InputStream in) {
    return read(in, WireLimits.DEFAULT);
  }

  /**
   * Starts from parameters that Microsoft SEAL wrote, as {@link #read(InputStream)}.
   *
   * @param limits what to accept at most
   */
  public static CkksParameters.Builder read(InputStream in, WireLimits limits) {
    WireParameters read;
    try {
      read = WireParameters.read(in, limits);
    } catch (IOException e) {
      throw new UncheckedIOException("reading parameters failed: " + e.getMessage(), e);
    }
    long[] primes = read.primes();
    int data = read.dataPrimeCount();
    return CkksParameters.builder()
        .polyModulusDegree(read.degree())
        .dataPrimes(Arrays.copyOf(primes, data))
        .specialPrimes(Arrays.copyOfRange(primes, data, primes.length));
  }
}
