/*
 * ChemXor's C face of Microsoft SEAL: CKKS only, plain C types, no exception ever leaves it.
 *
 * Objects are handles. Every function that returns int64_t returns a handle, a count or 0 when it
 * succeeds and a negative number when it fails; -result is then the handle of a failure, whose text
 * chx_message reads. The one exception is CHX_OUT_OF_MEMORY, which is no handle. Whatever is
 * returned is freed by chx_release. Handles carry their kind: a null handle, or one of another
 * kind, is a failure and not a crash; a handle that has been released is not recognised as such.
 *
 * Polynomials cross as 64-bit residues below their primes, prime after prime, transformed (SEAL's
 * NTT order), prime_count * N words.
 *
 * Objects are never changed after they have been filled. Every function may be called from any
 * number of threads, as long as no object is released or filled meanwhile.
 */
#ifndef CHEMXOR_SEAL_H
#define CHEMXOR_SEAL_H

#include <stdint.h>

#define CHX_OUT_OF_MEMORY INT64_MIN

#ifdef __cplusplus
extern "C" {
#endif

/* SEAL's version as major * 1000000 + minor * 1000 + patch. */
int64_t chx_version(void);
int64_t chx_release(int64_t object);
/* Copies at most capacity - 1 bytes and a terminating zero; returns the bytes copied. */
int64_t chx_message(int64_t failure, int8_t *text, int32_t capacity);

/* All primes, the special one last. SEAL's own security table is not consulted. */
int64_t chx_context(int32_t degree, const int64_t *primes, int32_t prime_count);

/* Objects in SEAL's own uncompressed format, as its seeded ("Serializable") results can only be had. */
int64_t chx_bytes_size(int64_t bytes);
int64_t chx_bytes_copy(int64_t bytes, int8_t *out, int64_t size);

int64_t chx_secret_key_new(int64_t context);
int64_t chx_secret_key_import(int64_t context, const int64_t *residues, int64_t words);
int64_t chx_secret_key_export(int64_t key, int64_t *residues, int64_t words);

/* Fresh keys for a secret key, seeded, in SEAL's format. */
int64_t chx_public_key_bytes(int64_t context, int64_t secret_key);
int64_t chx_relinearization_key_bytes(int64_t context, int64_t secret_key);
int64_t chx_galois_key_bytes(int64_t context, int64_t secret_key, int32_t element);

/* Empty keys, filled polynomial by polynomial. A public key is index 0, digit 0. */
int64_t chx_public_key_new(int64_t context);
int64_t chx_relinearization_keys_new(int64_t context);
int64_t chx_galois_keys_new(int64_t context);
int64_t chx_key_import(int64_t context, int64_t keys, int32_t index, int32_t digit,
    int32_t component, const int64_t *residues, int64_t words);
int64_t chx_key_export(int64_t keys, int32_t index, int32_t digit, int32_t component,
    int64_t *residues, int64_t words);

int64_t chx_plaintext_import(int64_t context, int32_t prime_count, double scale,
    const int64_t *residues, int64_t words);
int64_t chx_plaintext_export(int64_t plaintext, int64_t *residues, int64_t words);
int64_t chx_encode(int64_t context, int32_t prime_count, double scale, const double *real,
    const double *imaginary, int32_t count);
int64_t chx_encode_constant(int64_t context, int32_t prime_count, double scale, double value);
int64_t chx_decode(int64_t context, int64_t plaintext, double *real, double *imaginary, int32_t slots);
/* The sum of two plaintexts of one level, at the first one's scale. */
int64_t chx_plaintext_add(int64_t context, int64_t a, int64_t b);

int64_t chx_ciphertext_new(int64_t context, int32_t prime_count, int32_t size, double scale);
int64_t chx_ciphertext_import(int64_t context, int64_t ciphertext, int32_t component,
    const int64_t *residues, int64_t words);
int64_t chx_ciphertext_export(int64_t ciphertext, int32_t component, int64_t *residues, int64_t words);
/* Writes the number of primes, the number of polynomials and the scale. */
int64_t chx_ciphertext_shape(int64_t ciphertext, double *shape);

int64_t chx_encrypt(int64_t context, int64_t public_key, int64_t plaintext);
/* Seeded, in SEAL's format. */
int64_t chx_encrypt_symmetric_bytes(int64_t secret_key, int64_t plaintext);
int64_t chx_decrypt(int64_t secret_key, int64_t ciphertext);

int64_t chx_add(int64_t context, int64_t a, int64_t b);
int64_t chx_subtract(int64_t context, int64_t a, int64_t b);
int64_t chx_negate(int64_t context, int64_t a);
int64_t chx_add_plain(int64_t context, int64_t a, int64_t plaintext);
int64_t chx_multiply_plain(int64_t context, int64_t a, int64_t plaintext);
int64_t chx_sum_of_products(int64_t context, const int64_t *ciphertexts, const int64_t *plaintexts,
    int32_t count);
int64_t chx_multiply(int64_t context, int64_t a, int64_t b);
int64_t chx_square(int64_t context, int64_t a);
int64_t chx_relinearize(int64_t context, int64_t a, int64_t keys);
int64_t chx_rescale(int64_t context, int64_t a);
int64_t chx_drop(int64_t context, int64_t a, int32_t prime_count);
int64_t chx_automorphism(int64_t context, int64_t a, int32_t element, int64_t keys);

#ifdef __cplusplus
}
#endif
#endif
