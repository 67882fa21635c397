package org.chemxor.seal.binding;

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
public final class SealLibrary {
  /** The file name without the platform's prefix and suffix. */
  static final String LIBRARY = "jnichemxor_seal";

  private SealLibrary() {}

  @Name("chx_version")
  public static native long version();

  @Name("chx_release")
  public static native long release(long object);

  @Name("chx_message")
  public static native long message(long failure, @Cast("int8_t*") byte[] text, int capacity);

  @Name("chx_context")
  public static native long context(
      int degree, @Cast("const int64_t*") long[] primes, int primeCount);

  @Name("chx_bytes_size")
  public static native long bytesSize(long bytes);

  @Name("chx_bytes_copy")
  public static native long bytesCopy(long bytes, @Cast("int8_t*") byte[] out, long size);

  @Name("chx_secret_key_new")
  public static native long secretKeyNew(long context);

  // In a critical region the JVM gives C++ the array itself: a copy of a secret in native memory
  // would be freed without being overwritten.
  @CriticalRegion
  @Name("chx_secret_key_import")
  public static native long secretKeyImport(
      long context, @Cast("const int64_t*") long[] residues, long words);

  @CriticalRegion
  @Name("chx_secret_key_export")
  public static native long secretKeyExport(
      long key, @Cast("int64_t*") long[] residues, long words);

  @Name("chx_public_key_bytes")
  public static native long publicKeyBytes(long context, long secretKey);

  @Name("chx_relinearization_key_bytes")
  public static native long relinearizationKeyBytes(long context, long secretKey);

  @Name("chx_galois_key_bytes")
  public static native long galoisKeyBytes(long context, long secretKey, int element);

  @Name("chx_public_key_new")
  public static native long publicKeyNew(long context);

  @Name("chx_relinearization_keys_new")
  public static native long relinearizationKeysNew(long context);

  @Name("chx_galois_keys_new")
  public static native long galoisKeysNew(long context);

  @Name("chx_key_import")
  public static native long keyImport(
      long context,
      long keys,
      int index,
      int digit,
      int component,
      @Cast("const int64_t*") long[] residues,
      long words);

  @Name("chx_key_export")
  public static native long keyExport(
      long keys,
      int index,
      int digit,
      int component,
      @Cast("int64_t*") long[] residues,
      long words);

  @Name("chx_plaintext_import")
  public static native long plaintextImport(
      long context,
      int primeCount,
      double scale,
      @Cast("const int64_t*") long[] residues,
      long words);

  @Name("chx_plaintext_export")
  public static native long plaintextExport(
      long plaintext, @Cast("int64_t*") long[] residues, long words);

  @Name("chx_encode")
  public static native long encode(
      long context,
      int primeCount,
      double scale,
      @Const double[] real,
      @Const double @Nullable [] imaginary,
      int count);

  @Name("chx_encode_constant")
  public static native long encodeConstant(
      long context, int primeCount, double scale, double value);

  @Name("chx_decode")
  public static native long decode(
      long context, long plaintext, double[] real, double[] imaginary, int slots);

  @Name("chx_plaintext_add")
  public static native long plaintextAdd(long context, long a, long b);

  @Name("chx_ciphertext_new")
  public static native long ciphertextNew(long context, int primeCount, int size, double scale);

  @Name("chx_ciphertext_import")
  public static native long ciphertextImport(
      long context,
      long ciphertext,
      int component,
      @Cast("const int64_t*") long[] residues,
      long words);

  @Name("chx_ciphertext_export")
  public static native long ciphertextExport(
      long ciphertext, int component, @Cast("int64_t*") long[] residues, long words);

  @Name("chx_ciphertext_shape")
  public static native long ciphertextShape(long ciphertext, double[] shape);

  @Name("chx_encrypt")
  public static native long encrypt(long context, long publicKey, long plaintext);

  @Name("chx_encrypt_symmetric_bytes")
  public static native long encryptSymmetricBytes(long secretKey, long plaintext);

  @Name("chx_decrypt")
  public static native long decrypt(long secretKey, long ciphertext);

  @Name("chx_add")
  public static native long add(long context, long a, long b);

  @Name("chx_subtract")
  public static native long subtract(long context, long a, long b);

  @Name("chx_negate")
  public static native long negate(long context, long a);

  @Name("chx_add_plain")
  public static native long addPlain(long context, long a, long plaintext);

  @Name("chx_multiply_plain")
  public static native long multiplyPlain(long context, long a, long plaintext);

  @Name("chx_sum_of_products")
  public static native long sumOfProducts(
      long context,
      @Cast("const int64_t*") long[] ciphertexts,
      @Cast("const int64_t*") long[] plaintexts,
      int count);

  @Name("chx_multiply")
  public static native long multiply(long context, long a, long b);

  @Name("chx_square")
  public static native long square(long context, long a);

  @Name("chx_relinearize")
  public static native long relinearize(long context, long a, long keys);

  @Name("chx_rescale")
  public static native long rescale(long context, long a);

  @Name("chx_drop")
  public static native long drop(long context, long a, int primeCount);

  @Name("chx_automorphism")
  public static native long automorphism(long context, long a, int element, long keys);
}
