// Encoding, encryption, and the homomorphic operations.
#include "objects.h"

using namespace chemxor;

namespace {

const char *const TRANSPARENT =
    "the product is zero in every slot and would be sent unencrypted: do not multiply by zero";

// Runs an operation of SEAL's evaluator that writes into a new ciphertext.
template <class Operation> int64_t produce(Operation &&operation) {
  return guarded([&] {
    auto result = std::make_unique<Ciphertext>();
    operation(result->value);
    return handle_of(std::move(result));
  });
}

const seal::Ciphertext &ciphertext(int64_t handle) { return as<Ciphertext>(handle).value; }

const seal::Evaluator &evaluator(int64_t context) { return as<Context>(context).evaluator; }

// The plaintext over the ciphertext's primes, copied into room only when it has more.
const seal::Plaintext &at_level_of(const Context &context, const seal::Ciphertext &c,
    const seal::Plaintext &plain, seal::Plaintext &room) {
  if (plain.parms_id() == c.parms_id()) {
    return plain;
  }
  // Dropping rows is all that is done, so SEAL's bound on the scale at the lower level can wait.
  room = plain;
  double scale = room.scale();
  room.scale() = 1.0;
  context.evaluator.mod_switch_to_inplace(room, c.parms_id());
  room.scale() = scale;
  return room;
}

// Callers have compared the scales; SEAL wants them equal to the last bits.
template <class Operation>
int64_t sum(int64_t first, int64_t second, Operation &&operation) {
  return produce([&](seal::Ciphertext &out) {
    const seal::Ciphertext &a = ciphertext(first);
    const seal::Ciphertext &b = ciphertext(second);
    out = a;
    out.scale() = b.scale();
    operation(out, b);
    out.scale() = a.scale();
  });
}

bool multiply_plain(const Context &context, const seal::Ciphertext &c, const seal::Plaintext &plain,
    seal::Ciphertext &out) {
  seal::Plaintext room;
  const seal::Plaintext &fitting = at_level_of(context, c, plain, room);
  if (fitting.is_zero()) {
    return false;
  }
  context.evaluator.multiply_plain(c, fitting, out);
  return true;
}

} // namespace

extern "C" {

int64_t chx_encode(int64_t context_handle, int32_t prime_count, double scale, const double *real,
    const double *imaginary, int32_t count) {
  return guarded([&] {
    Context &context = as<Context>(context_handle);
    auto result = std::make_unique<Plaintext>();
    if (count < 0) {
      throw std::invalid_argument("a negative number of values");
    }
    std::size_t n = static_cast<std::size_t>(count);
    if (imaginary == nullptr) {
      std::vector<double> values(required(real), real + n);
      context.encoder.encode(values, context.level(prime_count), scale, result->value);
    } else {
      std::vector<std::complex<double>> values(n);
      for (std::size_t i = 0; i < n; i++) {
        values[i] = {required(real)[i], imaginary[i]};
      }
      context.encoder.encode(values, context.level(prime_count), scale, result->value);
    }
    return handle_of(std::move(result));
  });
}

int64_t chx_encode_constant(
    int64_t context_handle, int32_t prime_count, double scale, double value) {
  return guarded([&] {
    Context &context = as<Context>(context_handle);
    auto result = std::make_unique<Plaintext>();
    context.encoder.encode(value, context.level(prime_count), scale, result->value);
    return handle_of(std::move(result));
  });
}

int64_t chx_decode(
    int64_t context_handle, int64_t plaintext, double *real, double *imaginary, int32_t slots) {
  return guarded([&]() -> int64_t {
    std::vector<std::complex<double>> values;
    as<Context>(context_handle).encoder.decode(as<Plaintext>(plaintext).value, values);
    if (slots < 0 || static_cast<std::size_t>(slots) != values.size()) {
      throw std::invalid_argument("the arrays have another size");
    }
    for (std::size_t i = 0; i < values.size(); i++) {
      required(real)[i] = values[i].real();
      required(imaginary)[i] = values[i].imag();
    }
    return 0;
  });
}

int64_t chx_plaintext_add(int64_t context_handle, int64_t first, int64_t second) {
  return guarded([&] {
    Context &context = as<Context>(context_handle);
    const seal::Plaintext &a = as<Plaintext>(first).value;
    const seal::Plaintext &b = as<Plaintext>(second).value;
    if (a.parms_id() != b.parms_id() || a.coeff_count() != b.coeff_count()) {
      throw std::invalid_argument("the plaintexts are at different levels");
    }
    auto result = std::make_unique<Plaintext>();
    result->value = a;
    for (std::size_t x = 0; x < a.coeff_count(); x++) {
      const std::uint64_t prime = context.primes.at(x / context.degree).value();
      const std::uint64_t total = result->value[x] + b[x];
      result->value[x] = total >= prime ? total - prime : total;
    }
    return handle_of(std::move(result));
  });
}

int64_t chx_encrypt(int64_t context_handle, int64_t public_key, int64_t plaintext) {
  return produce([&](seal::Ciphertext &out) {
    seal::Encryptor encryptor(as<Context>(context_handle).seal, as<PublicKey>(public_key).value);
    encryptor.encrypt(as<Plaintext>(plaintext).value, out);
  });
}

int64_t chx_decrypt(int64_t secret_key, int64_t handle) {
  return guarded([&] {
    auto result = std::make_unique<Plaintext>();
    as<SecretKey>(secret_key).decryptor.decrypt(ciphertext(handle), result->value);
    return handle_of(std::move(result));
  });
}

int64_t chx_add(int64_t context, int64_t a, int64_t b) {
  return sum(a, b, [&](seal::Ciphertext &out, const seal::Ciphertext &other) {
    evaluator(context).add_inplace(out, other);
  });
}

int64_t chx_subtract(int64_t context, int64_t a, int64_t b) {
  return sum(a, b, [&](seal::Ciphertext &out, const seal::Ciphertext &other) {
    evaluator(context).sub_inplace(out, other);
  });
}

int64_t chx_negate(int64_t context, int64_t a) {
  return produce([&](seal::Ciphertext &out) { evaluator(context).negate(ciphertext(a), out); });
}

int64_t chx_add_plain(int64_t context_handle, int64_t a, int64_t plaintext) {
  return produce([&](seal::Ciphertext &out) {
    Context &context = as<Context>(context_handle);
    seal::Plaintext room;
    const seal::Plaintext &plain =
        at_level_of(context, ciphertext(a), as<Plaintext>(plaintext).value, room);
    out = ciphertext(a);
    out.scale() = plain.scale();
    context.evaluator.add_plain_inplace(out, plain);
    out.scale() = ciphertext(a).scale();
  });
}

int64_t chx_multiply_plain(int64_t context, int64_t a, int64_t plaintext) {
  return produce([&](seal::Ciphertext &out) {
    if (!multiply_plain(as<Context>(context), ciphertext(a), as<Plaintext>(plaintext).value, out)) {
      throw std::logic_error(TRANSPARENT);
    }
  });
}

int64_t chx_sum_of_products(
    int64_t context_handle, const int64_t *ciphertexts, const int64_t *plaintexts, int32_t count) {
  return produce([&](seal::Ciphertext &out) {
    Context &context = as<Context>(context_handle);
    seal::Ciphertext product;
    bool empty = true;
    for (int32_t t = 0; t < count; t++) {
      const seal::Ciphertext &c = ciphertext(required(ciphertexts)[t]);
      const seal::Plaintext &plain = as<Plaintext>(required(plaintexts)[t]).value;
      if (!multiply_plain(context, c, plain, empty ? out : product)) {
        continue;
      }
      if (!empty) {
        product.scale() = out.scale();
        context.evaluator.add_inplace(out, product);
      }
      empty = false;
    }
    if (empty) {
      throw std::logic_error(TRANSPARENT);
    }
  });
}

int64_t chx_multiply(int64_t context, int64_t a, int64_t b) {
  return produce([&](seal::Ciphertext &out) {
    evaluator(context).multiply(ciphertext(a), ciphertext(b), out);
  });
}

int64_t chx_square(int64_t context, int64_t a) {
  return produce([&](seal::Ciphertext &out) { evaluator(context).square(ciphertext(a), out); });
}

int64_t chx_relinearize(int64_t context, int64_t a, int64_t keys) {
  return produce([&](seal::Ciphertext &out) {
    evaluator(context).relinearize(ciphertext(a), as<RelinearizationKeys>(keys).value, out);
  });
}

int64_t chx_rescale(int64_t context, int64_t a) {
  return produce(
      [&](seal::Ciphertext &out) { evaluator(context).rescale_to_next(ciphertext(a), out); });
}

int64_t chx_drop(int64_t context_handle, int64_t a, int32_t prime_count) {
  return produce([&](seal::Ciphertext &out) {
    Context &context = as<Context>(context_handle);
    context.evaluator.mod_switch_to(ciphertext(a), context.level(prime_count), out);
  });
}

int64_t chx_automorphism(int64_t context, int64_t a, int32_t element, int64_t keys) {
  return produce([&](seal::Ciphertext &out) {
    evaluator(context).apply_galois(ciphertext(a), static_cast<std::uint32_t>(element),
        as<GaloisKeys>(keys).value, out);
  });
}

} // extern "C"
