package org.chemxor.seal;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.chemxor.ckks.bytes.Compression;
import org.chemxor.ckks.secret.SecretKeyAccess;
import org.chemxor.ckks.wire.seal.WireCiphertext;
import org.chemxor.ckks.wire.seal.WireKeySwitchKeys;
import org.chemxor.ckks.wire.seal.WireObject;
import org.chemxor.ckks.wire.seal.WirePlaintext;
import org.chemxor.ckks.wire.seal.WirePublicKey;
import org.chemxor.ckks.wire.seal.WireSecretKey;
import org.chemxor.ckks.wire.seal.WireSeed;
import org.chemxor.seal.binding.Native;
import org.chemxor.seal.binding.NativeHandle;
import org.chemxor.seal.binding.SealLibrary;
import org.jspecify.annotations.Nullable;

/**
 * From native objects to bytes, through ChemXor's codec of SEAL's format: so every compression
 * works whatever SEAL was built with, and seeded objects stay seeded.
 */
final class Wire {
  private Wire() {}

  /** A call that copies a polynomial out. */
  private interface Export {
    long into(long[] residues);
  }

  private static long[] residues(Core core, int primes, Export export) {
    long[] residues = new long[core.words(primes)];
    Native.check(export.into(residues));
    return residues;
  }

  static WirePlaintext of(SealPlaintext plaintext) {
    Core core = plaintext.core();
    int primes = plaintext.level() + 1;
    try (NativeHandle.Use use = plaintext.use()) {
      long[] residues =
          residues(
              core, primes, out -> SealLibrary.plaintextExport(use.address(), out, out.length));
      return WirePlaintext.of(core.wireParameters(), primes, plaintext.scale(), residues);
    }
  }

  static WireCiphertext of(SealCiphertext c) {
    Core core = c.core();
    int primes = c.level() + 1;
    WireSeed seed = c.seed();
    long[][] components = new long[seed == null ? c.size() : 1][];
    try (NativeHandle.Use use = c.use()) {
      Arrays.setAll(
          components,
          k ->
              residues(
                  core,
                  primes,
                  out -> SealLibrary.ciphertextExport(use.address(), k, out, out.length)));
    }
    return seed == null
        ? WireCiphertext.of(core.wireParameters(), primes, c.scale(), components)
        : WireCiphertext.seeded(core.wireParameters(), primes, c.scale(), components[0], seed);
  }

  /** A copy of the secret in Java's memory; closing it wipes it. */
  static WireSecretKey of(SealSecretKey key, SecretKeyAccess access) {
    Objects.requireNonNull(access);
    Core core = key.core();
    try (NativeHandle.Use use = key.use()) {
      long[] residues =
          residues(
              core,
              core.primeCount(),
              out -> SealLibrary.secretKeyExport(use.address(), out, out.length));
      return WireSecretKey.of(core.wireParameters(), residues);
    }
  }

  static WirePublicKey of(SealPublicKey key) {
    return WirePublicKey.of(part(key, 0, 0, key.seed()));
  }

  static WireKeySwitchKeys of(SealSwitchKeys keys) {
    boolean seeded =
        keys.seeds().values().stream().flatMap(Arrays::stream).allMatch(seed -> seed != null);
    return WireKeySwitchKeys.lazy(
        keys.core().wireParameters(),
        keys.kind(),
        seeded,
        keys.seeds().navigableKeySet(),
        index -> digits(keys, index, seeded));
  }

  private static List<WireCiphertext> digits(SealSwitchKeys keys, int index, boolean seeded) {
    List<WireCiphertext> digits = new ArrayList<>();
    @Nullable WireSeed[] seeds = keys.seeds().get(index);
    for (int digit = 0; digit <= keys.core().parameters().maxLevel(); digit++) {
      digits.add(part(keys, index, digit, seeded ? seeds[digit] : null));
    }
    return digits;
  }

  /** One encryption of zero, or of a key, at the keys' level. */
  private static WireCiphertext part(
      SealObject keys, int index, int digit, @Nullable WireSeed seed) {
    Core core = keys.core();
    int primes = core.primeCount();
    long[][] components = new long[seed == null ? 2 : 1][];
    try (NativeHandle.Use use = keys.use()) {
      Arrays.setAll(
          components,
          k ->
              residues(
                  core,
                  primes,
                  out -> SealLibrary.keyExport(use.address(), index, digit, k, out, out.length)));
    }
    return seed == null
        ? WireCiphertext.of(core.wireParameters(), primes, 1, components)
        : WireCiphertext.seeded(core.wireParameters(), primes, 1, components[0], seed);
  }

  /** Writes and counts. */
  static long write(WireObject object, OutputStream out, Compression compression)
      throws IOException {
    CountingStream counting = new CountingStream(out);
    object.write(counting, compression);
    return counting.count;
  }

  private static final class CountingStream extends FilterOutputStream {
    private long count;

    CountingStream(OutputStream out) {
      super(out);
    }

    @Override
    public void write(int b) throws IOException {
      out.write(b);
      count++;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      out.write(bytes, offset, length);
      count += length;
    }
  }
}
