package org.chemxor.seal;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.chemxor.ckks.bytes.WireLimits;
import org.chemxor.ckks.spi.OperandChecks;
import org.chemxor.ckks.wire.seal.WireCiphertext;
import org.chemxor.ckks.wire.seal.WireKeySwitchKeys;
import org.chemxor.ckks.wire.seal.WireKeySwitchKeys.Kind;
import org.chemxor.ckks.wire.seal.WirePlaintext;
import org.chemxor.ckks.wire.seal.WirePublicKey;
import org.chemxor.ckks.wire.seal.WireSecretKey;
import org.chemxor.ckks.wire.seal.WireSeed;
import org.chemxor.seal.binding.Native;
import org.chemxor.seal.binding.NativeHandle;
import org.chemxor.seal.binding.SealLibrary;
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

  SealPlaintext plaintext(InputStream in, WireLimits limits) {
    WirePlaintext read = reading(() -> WirePlaintext.read(in, core.wireParameters(), limits));
    long[] residues = read.residues();
    try (NativeHandle.Use context = core.use()) {
      long result =
          SealLibrary.plaintextImport(
              context.address(), read.primeCount(), read.scale(), residues, residues.length);
      return SealPlaintext.own(core, result, read.primeCount() - 1, read.scale());
    }
  }

  /** What SEAL has just written. */
  SealCiphertext ciphertext(byte[] bytes) {
    return ciphertext(new ByteArrayInputStream(bytes), WireLimits.DEFAULT);
  }

  SealCiphertext ciphertext(InputStream in, WireLimits limits) {
    return ciphertext(reading(() -> WireCiphertext.read(in, core.wireParameters(), limits)));
  }

  SealCiphertext ciphertext(WireCiphertext residues) {
    WireCiphertext read = residues.requireData(core.wireParameters());
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
      return new SealCiphertext(
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

  SealSecretKey secretKey(InputStream in, WireLimits limits) {
    try (WireSecretKey read = reading(() -> WireSecretKey.read(in, core.wireParameters(), limits));
        NativeHandle.Use context = core.use()) {
      long[] residues = read.residues();
      return SealSecretKey.own(
          core, SealLibrary.secretKeyImport(context.address(), residues, residues.length));
    }
  }

  SealPublicKey publicKey(InputStream in, WireLimits limits) {
    WireCiphertext read =
        reading(() -> WirePublicKey.read(in, core.wireParameters(), limits)).encryption();
    try (NativeHandle.Use context = core.use()) {
      NativeHandle handle =
          NativeHandle.own(SealLibrary.publicKeyNew(context.address()), 0, "public key");
      fill(handle, 0, 0, read);
      return new SealPublicKey(core, handle, read.seed().orElse(null));
    }
  }

  private void fill(NativeHandle keys, int index, int digit, WireCiphertext part) {
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
    private final NavigableMap<Integer, @Nullable WireSeed[]> seeds = new TreeMap<>();

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
            WireKeySwitchKeys.read(in, core.wireParameters(), kind, limits, this::digit);
            return kind;
          });
      return this;
    }

    private void digit(int index, int digit, WireCiphertext part) {
      fill(handle, index, digit, part);
      int digits = core.parameters().maxLevel() + 1;
      seeds.computeIfAbsent(index, i -> new WireSeed[digits])[digit] = part.seed().orElse(null);
    }

    SealRelinearizationKey relinearizationKey() {
      if (!seeds.containsKey(0)) {
        throw OperandChecks.missingRelinearizationKey();
      }
      return new SealRelinearizationKey(core, handle, seeds);
    }

    SealGaloisKeys galoisKeys() {
      return new SealGaloisKeys(core, handle, seeds);
    }
  }
}
