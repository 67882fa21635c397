// What the handles of the C face point at, and how a C++ exception becomes a failure.
#ifndef CHEMXOR_SEAL_OBJECTS_H
#define CHEMXOR_SEAL_OBJECTS_H

#include "chemxor_seal.h"
#include <algorithm>
#include <complex>
#include <cstring>
#include <memory>
#include <new>
#include <seal/seal.h>
#include <seal/util/common.h>
#include <seal/util/iterator.h>
#include <seal/util/ntt.h>
#include <stdexcept>
#include <string>
#include <vector>

namespace chemxor {

enum class Kind : std::uint64_t {
  context = 0x4358484331,
  secret_key,
  public_key,
  relinearization_keys,
  galois_keys,
  plaintext,
  ciphertext,
  bytes,
  failure
};

struct Object {
  explicit Object(Kind k) : kind(k) {}
  virtual ~Object() = default;
  const Kind kind;
};

struct Context final : Object {
  static constexpr Kind KIND = Kind::context;
  static constexpr const char *NAME = "context";
  Context(std::size_t degree, const std::vector<seal::Modulus> &primes);
  // The id of the level with the first prime_count primes; all primes is the keys' level.
  const seal::parms_id_type &level(std::int64_t prime_count) const;
  void check_words(std::int64_t prime_count, std::int64_t words) const;
  void check_residues(std::size_t prime_count, const std::int64_t *residues) const;

  std::size_t degree;
  std::vector<seal::Modulus> primes;
  seal::SEALContext seal;
  std::vector<seal::parms_id_type> levels;
  seal::Evaluator evaluator;
  seal::CKKSEncoder encoder;
};

// SEAL wipes the memory of keys, and of the copies its decryptor and encryptor hold, on destruction.
struct SecretKey final : Object {
  static constexpr Kind KIND = Kind::secret_key;
  static constexpr const char *NAME = "secret key";
  SecretKey(const Context &context, const seal::SecretKey &value)
      : Object(KIND), key(value), decryptor(context.seal, value), encryptor(context.seal, value) {}
  seal::SecretKey key;
  seal::Decryptor decryptor;
  seal::Encryptor encryptor;
};

template <class Value, Kind K> struct Holder : Object {
  static constexpr Kind KIND = K;
  Holder() : Object(K) {}
  Value value;
};

struct PublicKey final : Holder<seal::PublicKey, Kind::public_key> {
  static constexpr const char *NAME = "public key";
};
struct RelinearizationKeys final : Holder<seal::RelinKeys, Kind::relinearization_keys> {
  static constexpr const char *NAME = "relinearization key";
};
struct GaloisKeys final : Holder<seal::GaloisKeys, Kind::galois_keys> {
  static constexpr const char *NAME = "set of Galois keys";
};
struct Plaintext final : Holder<seal::Plaintext, Kind::plaintext> {
  static constexpr const char *NAME = "plaintext";
};
struct Ciphertext final : Holder<seal::Ciphertext, Kind::ciphertext> {
  static constexpr const char *NAME = "ciphertext";
};
struct Bytes final : Holder<std::vector<seal::seal_byte>, Kind::bytes> {
  static constexpr const char *NAME = "block of bytes";
};
struct Failure final : Holder<std::string, Kind::failure> {
  static constexpr const char *NAME = "failure";
};

inline Object &object(std::int64_t handle) {
  if (handle <= 0) {
    throw std::invalid_argument("the handle is null");
  }
  return *reinterpret_cast<Object *>(handle);
}

template <class T> T &as(std::int64_t handle) {
  Object &found = object(handle);
  if (found.kind != T::KIND) {
    throw std::invalid_argument(std::string("the object is not a ") + T::NAME);
  }
  return static_cast<T &>(found);
}

template <class T> std::int64_t handle_of(std::unique_ptr<T> object) {
  return reinterpret_cast<std::int64_t>(static_cast<Object *>(object.release()));
}

inline std::int64_t failure(const char *message) noexcept {
  try {
    auto result = std::make_unique<Failure>();
    result->value = message;
    return -handle_of(std::move(result));
  } catch (...) {
    return CHX_OUT_OF_MEMORY;
  }
}

template <class Body> std::int64_t guarded(Body &&body) noexcept {
  try {
    return body();
  } catch (const std::bad_alloc &) {
    return CHX_OUT_OF_MEMORY;
  } catch (const std::exception &e) {
    return failure(e.what());
  } catch (...) {
    return failure("an exception that is not a std::exception");
  }
}

template <class T> T *required(T *pointer) {
  if (pointer == nullptr) {
    throw std::invalid_argument("an array is null");
  }
  return pointer;
}

} // namespace chemxor
#endif
