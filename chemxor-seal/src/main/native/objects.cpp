// Contexts, keys, plaintexts and ciphertexts: making them, filling them, reading them.
#include "objects.h"

using namespace chemxor;

namespace {

seal::EncryptionParameters parameters(std::size_t degree, const std::vector<seal::Modulus> &primes) {
  seal::EncryptionParameters result(seal::scheme_type::ckks);
  result.set_poly_modulus_degree(degree);
  result.set_coeff_modulus(primes);
  return result;
}

template <class Saved> std::int64_t saved(const Saved &object) {
  auto result = std::make_unique<Bytes>();
  result->value.resize(static_cast<std::size_t>(object.save_size(seal::compr_mode_type::none)));
  std::streamoff written =
      object.save(result->value.data(), result->value.size(), seal::compr_mode_type::none);
  result->value.resize(static_cast<std::size_t>(written));
  return handle_of(std::move(result));
}

void copy_in(std::uint64_t *to, const std::int64_t *from, std::size_t words) {
  std::memcpy(to, from, words * sizeof(std::uint64_t));
}

void copy_out(std::int64_t *to, const std::uint64_t *from, std::size_t words) {
  std::memcpy(to, from, words * sizeof(std::uint64_t));
}

void fill(seal::Plaintext &plain, const seal::parms_id_type &level, double scale,
    const std::int64_t *residues, std::size_t words) {
  plain.parms_id() = seal::parms_id_zero;
  plain.resize(words);
  copy_in(plain.data(), residues, words);
  plain.parms_id() = level;
  plain.scale() = scale;
}

// Overwrites what it holds when it goes.
struct WipedWords {
  explicit WipedWords(std::size_t count) : words(count) {}
  ~WipedWords() { seal::util::seal_memzero(words.data(), words.size() * sizeof(std::uint64_t)); }
  std::vector<std::uint64_t> words;
};

// Refuses what is not one polynomial with coefficients -1, 0 and 1, the same modulo every prime. No
// branch and no address depends on the key before the verdict.
void require_ternary(const Context &context, const std::int64_t *residues) {
  const std::size_t n = context.degree;
  const seal::util::NTTTables *tables = context.seal.key_context_data()->small_ntt_tables();
  WipedWords first(n);
  WipedWords row(n);
  std::uint64_t deviation = 0;
  for (std::size_t i = 0; i < context.primes.size(); i++) {
    const std::uint64_t prime = context.primes[i].value();
    copy_in(row.words.data(), residues + i * n, n);
    seal::util::inverse_ntt_negacyclic_harvey(
        seal::util::CoeffIter(row.words.data()), tables[i]);
    for (std::size_t x = 0; x < n; x++) {
      // 0, 1, 2 for -1, 0, 1; anything else is above 2.
      const std::uint64_t up = row.words[x] + 1;
      const std::uint64_t below = std::uint64_t(0) - static_cast<std::uint64_t>(up != prime);
      row.words[x] = up & below;
      deviation |= static_cast<std::uint64_t>(row.words[x] > 2);
      deviation |= i == 0 ? 0 : row.words[x] ^ first.words[x];
    }
    if (i == 0) {
      first.words = row.words;
    }
  }
  if (deviation != 0) {
    throw std::invalid_argument("the secret key is damaged or of another kind: its coefficients are not"
                                " all -1, 0 or 1 and the same modulo every prime; read it again from a"
                                " good copy");
  }
}

void shape(seal::Ciphertext &ciphertext, const Context &context, const seal::parms_id_type &level,
    std::size_t size, double scale) {
  ciphertext.resize(context.seal, level, size);
  ciphertext.is_ntt_form() = true;
  ciphertext.scale() = scale;
}

std::size_t words_of(const seal::Ciphertext &ciphertext, std::int32_t component, std::int64_t words) {
  std::size_t expected = ciphertext.poly_modulus_degree() * ciphertext.coeff_modulus_size();
  if (component < 0 || static_cast<std::size_t>(component) >= ciphertext.size()) {
    throw std::out_of_range("there is no polynomial " + std::to_string(component));
  }
  if (words < 0 || static_cast<std::size_t>(words) != expected) {
    throw std::invalid_argument(
        "a polynomial has " + std::to_string(expected) + " words, got " + std::to_string(words));
  }
  return expected;
}

seal::Ciphertext &digit_to_fill(
    const Context &context, seal::KSwitchKeys &keys, std::int32_t index, std::int32_t digit) {
  std::size_t digits = context.primes.size() - 1;
  if (index < 0 || static_cast<std::size_t>(index) >= context.degree || digit < 0 ||
      static_cast<std::size_t>(digit) >= digits) {
    throw std::out_of_range("there is no such key digit");
  }
  auto &all = keys.data();
  if (all.size() <= static_cast<std::size_t>(index)) {
    all.resize(static_cast<std::size_t>(index) + 1);
  }
  auto &key = all[static_cast<std::size_t>(index)];
  key.resize(digits);
  return key[static_cast<std::size_t>(digit)].data();
}

const seal::Ciphertext &digit_of(
    const seal::KSwitchKeys &keys, std::int32_t index, std::int32_t digit) {
  return keys.data().at(static_cast<std::size_t>(index)).at(static_cast<std::size_t>(digit)).data();
}

seal::Ciphertext &part_to_fill(
    const Context &context, Object &keys, std::int32_t index, std::int32_t digit) {
  switch (keys.kind) {
  case Kind::public_key:
    return static_cast<PublicKey &>(keys).value.data();
  case Kind::relinearization_keys:
    return digit_to_fill(context, static_cast<RelinearizationKeys &>(keys).value, index, digit);
  case Kind::galois_keys:
    return digit_to_fill(context, static_cast<GaloisKeys &>(keys).value, index, digit);
  default:
    throw std::invalid_argument("the object is not a public key");
  }
}

const seal::Ciphertext &part_of(const Object &keys, std::int32_t index, std::int32_t digit) {
  switch (keys.kind) {
  case Kind::public_key:
    return static_cast<const PublicKey &>(keys).value.data();
  case Kind::relinearization_keys:
    return digit_of(static_cast<const RelinearizationKeys &>(keys).value, index, digit);
  case Kind::galois_keys:
    return digit_of(static_cast<const GaloisKeys &>(keys).value, index, digit);
  default:
    throw std::invalid_argument("the object is not a public key");
  }
}

} // namespace

Context::Context(std::size_t n, const std::vector<seal::Modulus> &moduli)
    : Object(KIND), degree(n), primes(moduli),
      seal(parameters(n, moduli), true, seal::sec_level_type::none), evaluator(seal), encoder(seal) {
  if (!seal.parameters_set()) {
    throw std::invalid_argument(
        std::string("SEAL refuses the parameters: ") + seal.parameter_error_message());
  }
  levels.resize(primes.size() + 1);
  for (auto data = seal.key_context_data(); data; data = data->next_context_data()) {
    levels[data->parms().coeff_modulus().size()] = data->parms_id();
  }
}

const seal::parms_id_type &Context::level(std::int64_t prime_count) const {
  if (prime_count < 1 || static_cast<std::size_t>(prime_count) >= levels.size()) {
    throw std::out_of_range("there is no level with " + std::to_string(prime_count) + " primes");
  }
  return levels[static_cast<std::size_t>(prime_count)];
}

void Context::check_words(std::int64_t prime_count, std::int64_t words) const {
  level(prime_count);
  if (words != prime_count * static_cast<std::int64_t>(degree)) {
    throw std::invalid_argument("a polynomial of " + std::to_string(prime_count) +
                                " primes does not have " + std::to_string(words) + " words");
  }
}

void Context::check_residues(std::size_t prime_count, const std::int64_t *residues) const {
  required(residues);
  for (std::size_t i = 0; i < prime_count; i++) {
    const std::uint64_t prime = primes[i].value();
    for (std::size_t x = 0; x < degree; x++) {
      if (static_cast<std::uint64_t>(residues[i * degree + x]) >= prime) {
        throw std::invalid_argument("a residue is not below its prime " + std::to_string(prime));
      }
    }
  }
}

extern "C" {

int64_t chx_version(void) {
  return SEAL_VERSION_MAJOR * 1000000 + SEAL_VERSION_MINOR * 1000 + SEAL_VERSION_PATCH;
}

int64_t chx_release(int64_t handle) {
  return guarded([&]() -> int64_t {
    delete &object(handle);
    return 0;
  });
}

int64_t chx_message(int64_t handle, int8_t *text, int32_t capacity) {
  return guarded([&]() -> int64_t {
    const std::string &message = as<Failure>(handle).value;
    if (capacity < 1) {
      throw std::invalid_argument("no room for a message");
    }
    std::size_t length = std::min(message.size(), static_cast<std::size_t>(capacity) - 1);
    std::memcpy(required(text), message.data(), length);
    text[length] = 0;
    return static_cast<int64_t>(length);
  });
}

int64_t chx_context(int32_t degree, const int64_t *primes, int32_t prime_count) {
  return guarded([&] {
    if (degree < 2 || prime_count < 2) {
      throw std::invalid_argument("a context needs a degree and two primes at least");
    }
    std::vector<seal::Modulus> moduli;
    for (int32_t i = 0; i < prime_count; i++) {
      moduli.emplace_back(static_cast<std::uint64_t>(required(primes)[i]));
    }
    return handle_of(std::make_unique<Context>(static_cast<std::size_t>(degree), moduli));
  });
}

int64_t chx_bytes_size(int64_t handle) {
  return guarded([&] { return static_cast<int64_t>(as<Bytes>(handle).value.size()); });
}

int64_t chx_bytes_copy(int64_t handle, int8_t *out, int64_t size) {
  return guarded([&]() -> int64_t {
    const auto &bytes = as<Bytes>(handle).value;
    if (size < 0 || static_cast<std::size_t>(size) != bytes.size()) {
      throw std::invalid_argument("the array has another size");
    }
    std::memcpy(required(out), bytes.data(), bytes.size());
    return 0;
  });
}

int64_t chx_secret_key_new(int64_t context_handle) {
  return guarded([&] {
    Context &context = as<Context>(context_handle);
    seal::KeyGenerator generator(context.seal);
    return handle_of(std::make_unique<SecretKey>(context, generator.secret_key()));
  });
}

int64_t chx_secret_key_import(int64_t context_handle, const int64_t *residues, int64_t words) {
  return guarded([&] {
    Context &context = as<Context>(context_handle);
    context.check_words(static_cast<std::int64_t>(context.primes.size()), words);
    context.check_residues(context.primes.size(), residues);
    require_ternary(context, residues);
    seal::SecretKey key;
    fill(key.data(), context.seal.key_parms_id(), 1.0, residues, static_cast<std::size_t>(words));
    return handle_of(std::make_unique<SecretKey>(context, key));
  });
}

int64_t chx_secret_key_export(int64_t handle, int64_t *residues, int64_t words) {
  return guarded([&]() -> int64_t {
    const seal::Plaintext &plain = as<SecretKey>(handle).key.data();
    if (words < 0 || static_cast<std::size_t>(words) != plain.coeff_count()) {
      throw std::invalid_argument("the array has another size");
    }
    copy_out(required(residues), plain.data(), plain.coeff_count());
    return 0;
  });
}

int64_t chx_public_key_bytes(int64_t context, int64_t secret_key) {
  return guarded([&] {
    seal::KeyGenerator generator(as<Context>(context).seal, as<SecretKey>(secret_key).key);
    return saved(generator.create_public_key());
  });
}

int64_t chx_relinearization_key_bytes(int64_t context, int64_t secret_key) {
  return guarded([&] {
    seal::KeyGenerator generator(as<Context>(context).seal, as<SecretKey>(secret_key).key);
    return saved(generator.create_relin_keys());
  });
}

int64_t chx_galois_key_bytes(int64_t context, int64_t secret_key, int32_t element) {
  return guarded([&] {
    seal::KeyGenerator generator(as<Context>(context).seal, as<SecretKey>(secret_key).key);
    std::vector<std::uint32_t> elements{static_cast<std::uint32_t>(element)};
    return saved(generator.create_galois_keys(elements));
  });
}

int64_t chx_public_key_new(int64_t context_handle) {
  return guarded([&] {
    as<Context>(context_handle);
    return handle_of(std::make_unique<PublicKey>());
  });
}

int64_t chx_relinearization_keys_new(int64_t context_handle) {
  return guarded([&] {
    auto result = std::make_unique<RelinearizationKeys>();
    result->value.parms_id() = as<Context>(context_handle).seal.key_parms_id();
    return handle_of(std::move(result));
  });
}

int64_t chx_galois_keys_new(int64_t context_handle) {
  return guarded([&] {
    auto result = std::make_unique<GaloisKeys>();
    result->value.parms_id() = as<Context>(context_handle).seal.key_parms_id();
    return handle_of(std::move(result));
  });
}

int64_t chx_key_import(int64_t context_handle, int64_t keys, int32_t index, int32_t digit,
    int32_t component, const int64_t *residues, int64_t words) {
  return guarded([&]() -> int64_t {
    Context &context = as<Context>(context_handle);
    seal::Ciphertext &part = part_to_fill(context, object(keys), index, digit);
    if (part.size() == 0) {
      shape(part, context, context.seal.key_parms_id(), 2, 1.0);
    }
    std::size_t count = words_of(part, component, words);
    context.check_residues(context.primes.size(), residues);
    copy_in(part.data(static_cast<std::size_t>(component)), residues, count);
    return 0;
  });
}

int64_t chx_key_export(int64_t keys, int32_t index, int32_t digit, int32_t component,
    int64_t *residues, int64_t words) {
  return guarded([&]() -> int64_t {
    const seal::Ciphertext &part = part_of(object(keys), index, digit);
    std::size_t count = words_of(part, component, words);
    copy_out(required(residues), part.data(static_cast<std::size_t>(component)), count);
    return 0;
  });
}

int64_t chx_plaintext_import(int64_t context_handle, int32_t prime_count, double scale,
    const int64_t *residues, int64_t words) {
  return guarded([&] {
    Context &context = as<Context>(context_handle);
    context.check_words(prime_count, words);
    context.check_residues(static_cast<std::size_t>(prime_count), residues);
    auto result = std::make_unique<Plaintext>();
    fill(result->value, context.level(prime_count), scale, residues, static_cast<std::size_t>(words));
    return handle_of(std::move(result));
  });
}

int64_t chx_plaintext_export(int64_t handle, int64_t *residues, int64_t words) {
  return guarded([&]() -> int64_t {
    const seal::Plaintext &plain = as<Plaintext>(handle).value;
    if (words < 0 || static_cast<std::size_t>(words) != plain.coeff_count()) {
      throw std::invalid_argument("the array has another size");
    }
    copy_out(required(residues), plain.data(), plain.coeff_count());
    return 0;
  });
}

int64_t chx_ciphertext_new(
    int64_t context_handle, int32_t prime_count, int32_t size, double scale) {
  return guarded([&] {
    Context &context = as<Context>(context_handle);
    if (size < 2) {
      throw std::invalid_argument("a ciphertext has two polynomials at least");
    }
    auto result = std::make_unique<Ciphertext>();
    shape(result->value, context, context.level(prime_count), static_cast<std::size_t>(size), scale);
    return handle_of(std::move(result));
  });
}

int64_t chx_ciphertext_import(int64_t context_handle, int64_t handle, int32_t component,
    const int64_t *residues, int64_t words) {
  return guarded([&]() -> int64_t {
    seal::Ciphertext &ciphertext = as<Ciphertext>(handle).value;
    std::size_t count = words_of(ciphertext, component, words);
    as<Context>(context_handle).check_residues(ciphertext.coeff_modulus_size(), residues);
    copy_in(ciphertext.data(static_cast<std::size_t>(component)), residues, count);
    return 0;
  });
}

int64_t chx_ciphertext_export(int64_t handle, int32_t component, int64_t *residues, int64_t words) {
  return guarded([&]() -> int64_t {
    const seal::Ciphertext &ciphertext = as<Ciphertext>(handle).value;
    std::size_t count = words_of(ciphertext, component, words);
    copy_out(required(residues), ciphertext.data(static_cast<std::size_t>(component)), count);
    return 0;
  });
}

int64_t chx_ciphertext_shape(int64_t handle, double *shape) {
  return guarded([&]() -> int64_t {
    const seal::Ciphertext &ciphertext = as<Ciphertext>(handle).value;
    required(shape)[0] = static_cast<double>(ciphertext.coeff_modulus_size());
    shape[1] = static_cast<double>(ciphertext.size());
    shape[2] = ciphertext.scale();
    return 0;
  });
}

int64_t chx_encrypt_symmetric_bytes(int64_t secret_key, int64_t plaintext) {
  return guarded([&] {
    const SecretKey &key = as<SecretKey>(secret_key);
    return saved(key.encryptor.encrypt_symmetric(as<Plaintext>(plaintext).value));
  });
}

} // extern "C"
