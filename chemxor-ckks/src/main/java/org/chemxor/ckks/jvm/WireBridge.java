package org.chemxor.ckks.jvm;

import java.io.InputStream;
import java.io.OutputStream;
import org.chemxor.ckks.CkksParameters;
import org.chemxor.ckks.Compression;

/** Between this engine's objects and Microsoft SEAL's wire format. */
@SuppressWarnings("DoNotCallSuggester")
final class WireBridge {
  private WireBridge() {}

  static long keyBytes(CkksParameters parameters, int keys) {
    int rows = parameters.dataPrimes().length + parameters.specialPrimes().length;
    long digits = parameters.digitCount(parameters.maxLevel());
    return keys * digits * rows * parameters.polyModulusDegree() * Long.BYTES;
  }

  static long write(Object o, OutputStream out, Compression c) {
    throw new UnsupportedOperationException();
  }

  static JvmPlaintext readPlaintext(Ring ring, InputStream in) {
    throw new UnsupportedOperationException();
  }

  static JvmCiphertext readCiphertext(Ring ring, InputStream in) {
    throw new UnsupportedOperationException();
  }

  static JvmPublicKey readPublicKey(Ring ring, InputStream in) {
    throw new UnsupportedOperationException();
  }

  static JvmSecretKey readSecretKey(Ring ring, InputStream in) {
    throw new UnsupportedOperationException();
  }

  static JvmRelinearizationKey readRelinearizationKey(Ring ring, InputStream in) {
    throw new UnsupportedOperationException();
  }

  static JvmGaloisKeys readGaloisKeys(Ring ring, InputStream in) {
    throw new UnsupportedOperationException();
  }
}
