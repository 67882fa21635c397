package org.chemxor.seal;

import org.bytedeco.javacpp.annotation.Cast;
import org.bytedeco.javacpp.annotation.Const;
import org.bytedeco.javacpp.annotation.CriticalRegion;
import org.bytedeco.javacpp.annotation.Name;
import org.bytedeco.javacpp.annotation.NoException;
import org.bytedeco.javacpp.annotation.Platform;
import org.jspecify.annotations.Nullable;

/**
 * JavaCPP's declarations of the C face {@code chemxor_seal.h}, where every function is described.
 * Results below zero are failures: pass every result through {@link Native#check}.
 *
 * <p>JavaCPP generates the JNI glue from this class when the native part is built.
 */
@Platform(include = "chemxor_seal.h", library = SealLibrary.LIBRARY)
@NoException
final class SealLibrary {
  /** The file name without the platform's prefix and suffix. */
  static final String LIBRARY = "jnichemxor_seal";

  private SealLibrary() {}

  @Name("chx_version")
  static native long version();

  @Name("chx_release")
  static native long release(long object);

  @Name("chx_message")
  static native long message(long failure, @Cast("int8_t*") byte[] text, int capacity);

  @Name("chx_context")
  static native long context(int degree, @Cast("const int64_t*") long[] primes, int primeCount);

  @Name("chx_bytes_size")
  static native long bytesSize(long bytes);

  @Name("chx_bytes_copy")
  static native long bytesCopy(long bytes, @Cast("int8_t*") byte[] out, long size);

  @Name("chx_secret_key_new")
  static native long secretKeyNew(long context);

  // In a critical region the JVM gives C++ the array itself: a copy of a secret in native memory
  // would be freed without being overwritten.
  @CriticalRegion
  @Name("chx_secret_key_import")
  static native long secretKeyImport(
      long context, @Cast("const int64_t*") long[] residues, long words);

  @CriticalRegion
  @Name("chx_secret_key_export")
  static native long secretKeyExport(long key, @Cast("int64_t*") long[] residues, long words);

  @Name("chx_public_key_bytes")
  static native long publicKeyBytes(long context, long secretKey);

  @Name("chx_relinearization_key_bytes")
  static native long relinearizationKeyBytes(long context, long secretKey);

  @Name("chx_galois_key_bytes")
  static native long galoisKeyBytes(long context, long secretKey, int element);

  @Name("chx_public_key_new")
  static native long publicKeyNew(long context);

  @Name("chx_relinearization_keys_new")
  static native long relinearizationKeysNew(long context);

  @Name("chx_galois_keys_new")
  static native long galoisKeysNew(long context);

  @Name("chx_key_import")
  static native long keyImport(
      long context,
      long keys,
      int index,
      int digit,
      int component,
      @Cast("const int64_t*") long[] residues,
      long words);

  @Name("chx_key_export")
  static native long keyExport(
      long keys,
      int index,
      int digit,
      int component,
      @Cast("int64_t*") long[] residues,
      long words);

  @Name("chx_plaintext_import")
  static native long plaintextImport(
      long context,
      int primeCount,
      double scale,
      @Cast("const int64_t*") long[] residues,
      long words);

  @Name("chx_plaintext_export")
  static native long plaintextExport(long plaintext, @Cast("int64_t*") long[] residues, long words);

  @Name("chx_encode")
  static native long encode(
      long context,
      int primeCount,
      double scale,
      @Const double[] real,
      @Const double @Nullable [] imaginary,
      int count);

  @Name("chx_encode_constant")
  static native long encodeConstant(long context, int primeCount, double scale, double value);

  @Name("chx_decode")
  static native long decode(
      long context, long plaintext, double[] real, double[] imaginary, int slots);

  @Name("chx_plaintext_add")
  static native long plaintextAdd(long context, long a, long b);

  @Name("chx_ciphertext_new")
  static native long ciphertextNew(long context, int primeCount, int size, double scale);

  @Name("chx_ciphertext_import")
  static native long ciphertextImport(
      long context,
      long ciphertext,
      int component,
      @Cast("const int64_t*") long[] residues,
      long words);

  @Name("chx_ciphertext_export")
  static native long ciphertextExport(
      long ciphertext, int component, @Cast("int64_t*") long[] residues, long words);

  @Name("chx_ciphertext_shape")
  static native long ciphertextShape(long ciphertext, double[] shape);

  @Name("chx_encrypt")
  static native long encrypt(long context, long publicKey, long plaintext);

  @Name("chx_encrypt_symmetric_bytes")
  static native long encryptSymmetricBytes(long secretKey, long plaintext);

  @Name("chx_decrypt")
  static native long decrypt(long secretKey, long ciphertext);

  @Name("chx_add")
  static native long add(long context, long a, long b);

  @Name("chx_subtract")
  static native long subtract(long context, long a, long b);

  @Name("chx_negate")
  static native long negate(long context, long a);

  @Name("chx_add_plain")
  static native long addPlain(long context, long a, long plaintext);

  @Name("chx_multiply_plain")
  static native long multiplyPlain(long context, long a, long plaintext);

  @Name("chx_sum_of_products")
  static native long sumOfProducts(
      long context,
      @Cast("const int64_t*") long[] ciphertexts,
      @Cast("const int64_t*") long[] plaintexts,
      int count);

  @Name("chx_multiply")
  static native long multiply(long context, long a, long b);

  @Name("chx_square")
  static native long square(long context, long a);

  @Name("chx_relinearize")
  static native long relinearize(long context, long a, long keys);

  @Name("chx_rescale")
  static native long rescale(long context, long a);

  @Name("chx_drop")
  static native long drop(long context, long a, int primeCount);

  @Name("chx_automorphism")
  static native long automorphism(long context, long a, int element, long keys);
}
