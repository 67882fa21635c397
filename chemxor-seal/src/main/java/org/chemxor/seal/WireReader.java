package org.chemxor.seal;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.chemxor.ckks.WireLimits;
import org.chemxor.ckks.spi.OperandChecks;
import org.chemxor.ckks.wire.seal.SealCiphertext;
import org.chemxor.ckks.wire.seal.SealKeySwitchKeys;
import org.chemxor.ckks.wire.seal.SealKeySwitchKeys.Kind;
import org.chemxor.ckks.wire.seal.SealPlaintext;
import org.chemxor.ckks.wire.seal.SealPublicKey;
import org.chemxor.ckks.wire.seal.SealSecretKey;
import org.chemxor.ckks.wire.seal.SealSeed;
import org.jspecify.annotations.Nullable;

/**
 * From bytes to native objects. What comes from outside is read and checked by ChemXor's codec;
 * SEAL's own parser sees no byte of it, only residues below their primes.
 */
final class WireReader {
  private final Core core;

  WireReader(Core core) {
    this.core = core;
  }

  private interface Reading<T> {
    T read() throws IOException;
  }

  private static <T> T reading(Reading<T> reading) {
    try {
      return reading.read();
    } catch (IOException e) {
      throw new UncheckedIOException("reading failed: " + e.getMessage(), e);
    }
  }

  NativePlaintext plaintext(InputStream in, WireLimits limits) {
    SealPlaintext read = reading(() -> SealPlaintext.read(in, core.wireParameters(), limits));
    long[] residues = read.residues();
    try (NativeHandle.Use context = core.use()) {
      long result =
          SealLibrary.plaintextImport(
              context.address(), read.primeCount(), read.scale(), residues, residues.length);
      return NativePlaintext.own(core, result, read.primeCount() - 1, read.scale());
    }
  }

  /** What SEAL has just written. */
  NativeCiphertext ciphertext(byte[] bytes) {
    return ciphertext(new ByteArrayInputStream(bytes), WireLimits.DEFAULT);
  }

  NativeCiphertext ciphertext(InputStream in, WireLimits limits) {
    SealCiphertext read = reading(() -> SealCiphertext.read(in, core.wireParameters(), limits));
    long[][] components = new long[read.size()][];
    for (int k = 0; k < components.length; k++) {
      components[k] = read.component(k);
    }
    refuseTransparent(components);
    int primes = read.primeCount();
    long bytes = read.size() * core.polynomialBytes(primes);
    try (NativeHandle.Use context = core.use()) {
      NativeHandle handle =
          NativeHandle.own(
              SealLibrary.ciphertextNew(context.address(), primes, read.size(), read.scale()),
              bytes,
              "ciphertext");
      try (NativeHandle.Use use = handle.use()) {
        for (int k = 0; k < components.length; k++) {
          Native.check(
              SealLibrary.ciphertextImport(
                  context.address(), use.address(), k, components[k], components[k].length));
        }
      }
      return new NativeCiphertext(
          core, handle, primes - 1, read.size(), read.scale(), read.seed().orElse(null));
    }
  }

  private static void refuseTransparent(long[][] components) {
    for (int k = 1; k < components.length; k++) {
      for (long residue : components[k]) {
        if (residue != 0) {
          return;
        }
      }
    }
    throw OperandChecks.transparentInput();
  }

  NativeSecretKey secretKey(InputStream in, WireLimits limits) {
    try (SealSecretKey read = reading(() -> SealSecretKey.read(in, core.wireParameters(), limits));
        NativeHandle.Use context = core.use()) {
      long[] residues = read.residues();
      return NativeSecretKey.own(
          core, SealLibrary.secretKeyImport(context.address(), residues, residues.length));
    }
  }

  NativePublicKey publicKey(InputStream in, WireLimits limits) {
    SealCiphertext read =
        reading(() -> SealPublicKey.read(in, core.wireParameters(), limits)).encryption();
    try (NativeHandle.Use context = core.use()) {
      NativeHandle handle =
          NativeHandle.own(SealLibrary.publicKeyNew(context.address()), 0, "public key");
      fill(handle, 0, 0, read);
      return new NativePublicKey(core, handle, read.seed().orElse(null));
    }
  }

  private void fill(NativeHandle keys, int index, int digit, SealCiphertext part) {
    keys.grow(2 * core.polynomialBytes(core.primeCount()));
    try (NativeHandle.Use context = core.use();
        NativeHandle.Use use = keys.use()) {
      for (int k = 0; k < 2; k++) {
        long[] residues = part.component(k);
        Native.check(
            SealLibrary.keyImport(
                context.address(), use.address(), index, digit, k, residues, residues.length));
      }
    }
  }

  /** Key-switching keys that arrive in one or more pieces. */
  final class Keys {
    private final Kind kind;
    private final NativeHandle handle;
    private final NavigableMap<Integer, @Nullable SealSeed[]> seeds = new TreeMap<>();

    Keys(Kind kind) {
      this.kind = kind;
      try (NativeHandle.Use context = core.use()) {
        long result =
            kind == Kind.GALOIS
                ? SealLibrary.galoisKeysNew(context.address())
                : SealLibrary.relinearizationKeysNew(context.address());
        this.handle = NativeHandle.own(result, 0, "set of keys");
      }
    }

    Keys read(InputStream in, WireLimits limits) {
      reading(
          () -> {
            SealKeySwitchKeys.read(in, core.wireParameters(), kind, limits, this::digit);
            return kind;
          });
      return this;
    }

    private void digit(int index, int digit, SealCiphertext part) {
      fill(handle, index, digit, part);
      int digits = core.parameters().maxLevel() + 1;
      seeds.computeIfAbsent(index, i -> new SealSeed[digits])[digit] = part.seed().orElse(null);
    }

    NativeRelinearizationKey relinearizationKey() {
      if (!seeds.containsKey(0)) {
        throw OperandChecks.missingRelinearizationKey();
      }
      return new NativeRelinearizationKey(core, handle, seeds);
    }

    NativeGaloisKeys galoisKeys() {
      return new NativeGaloisKeys(core, handle, seeds);
    }
  }
}
