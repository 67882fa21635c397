package org.chemxor.ckks.wire.compact;

import java.nio.ByteBuffer;
import org.chemxor.ckks.Ciphertext;
import org.chemxor.ckks.CkksContext;
import org.chemxor.ckks.CkksParameters;
import org.chemxor.ckks.GaloisKeys;
import org.chemxor.ckks.RelinearizationKey;
import org.chemxor.ckks.bytes.Compression;
import org.chemxor.ckks.bytes.WireLimits;
import org.chemxor.ckks.wire.ByteSource;
import org.chemxor.ckks.wire.seal.WireCiphertext;
import org.chemxor.ckks.wire.seal.WireKeySwitchKeys.Kind;
import org.chemxor.ckks.wire.seal.WireParameters;

/**
 * Ciphertexts and evaluation keys with every residue in as many bits as its prime has, instead of
 * SEAL's 64: nothing is lost, and seeds stay seeds. Ciphertexts are made from an engine's residues,
 * keys from SEAL's format digit by digit, so it works with every engine. Only ChemXor reads it;
 * what others read is SEAL's.
 *
 * <p>Whatever is read is hostile, as everywhere in this package: sizes first, then shape, then the
 * range of every residue. Immutable and thread-safe.
 */
public final class PackedFormat {
  private final WireParameters parameters;
  private final PackedCiphertext ciphertexts;
  private final PackedKeys keys;

  private PackedFormat(WireParameters parameters) {
    this.parameters = parameters;
    this.ciphertexts = new PackedCiphertext(parameters);
    this.keys = new PackedKeys(parameters);
  }

  /** The format for the objects of some parameters. */
  public static PackedFormat of(CkksParameters parameters) {
    return new PackedFormat(WireParameters.of(parameters));
  }

  /** Bytes of a ciphertext of two polynomials at a level; half of it when seeded. */
  public long ciphertextBytes(int level, boolean seeded) {
    return ciphertexts.sizeBytes(level + 1, seeded ? 1 : 2, seeded);
  }

  /** Bytes of a relinearisation key or of {@code count} Galois keys, seeded. */
  public long keysBytes(int count) {
    return keys.sizeBytes(count, true);
  }

  /** Packs a ciphertext. */
  public byte[] pack(Ciphertext ciphertext) {
    return ciphertexts.pack(WireCiphertext.of(ciphertext, parameters));
  }

  /** Packs a relinearisation key. */
  public byte[] pack(RelinearizationKey key) {
    return packKeys(key.toBytes(Compression.NONE), Kind.RELINEARIZATION);
  }

  /** Packs Galois keys. */
  public byte[] pack(GaloisKeys galoisKeys) {
    return packKeys(galoisKeys.toBytes(Compression.NONE), Kind.GALOIS);
  }

  private byte[] packKeys(byte[] seal, Kind kind) {
    return keys.pack(ByteBuffer.wrap(seal), kind);
  }

  /**
   * Reads a ciphertext.
   *
   * @param packed what {@link #pack(Ciphertext)} returned, and nothing after it
   * @throws org.chemxor.ckks.CkksException when the bytes are damaged or for other parameters
   */
  public Ciphertext readCiphertext(byte[] packed, CkksContext context) {
    return ciphertexts.unpack(packed).into(context);
  }

  /**
   * Reads a relinearisation key.
   *
   * @throws org.chemxor.ckks.CkksException when the bytes are damaged or for other parameters
   */
  public RelinearizationKey readRelinearizationKey(ByteSource packed, CkksContext context) {
    WireLimits limits = WireLimits.DEFAULT;
    return context.readRelinearizationKey(
        keys.unpack(packed, Kind.RELINEARIZATION, limits).stream(), limits);
  }

  /**
   * Reads Galois keys.
   *
   * @param limits what to accept at most: {@code WireLimits.DEFAULT.withMaxKeys(...)}
   * @throws org.chemxor.ckks.CkksException when the bytes are damaged, for other parameters, or
   *     more keys than allowed
   */
  public GaloisKeys readGaloisKeys(ByteSource packed, CkksContext context, WireLimits limits) {
    return context.readGaloisKeys(keys.unpack(packed, Kind.GALOIS, limits).stream(), limits);
  }

  /** Reads a relinearisation key from memory. */
  public RelinearizationKey readRelinearizationKey(byte[] packed, CkksContext context) {
    return readRelinearizationKey(ByteSource.of(packed), context);
  }

  /** Reads Galois keys from memory. */
  public GaloisKeys readGaloisKeys(byte[] packed, CkksContext context, WireLimits limits) {
    return readGaloisKeys(ByteSource.of(packed), context, limits);
  }

  /** Reads Galois keys within {@link WireLimits#DEFAULT}. */
  public GaloisKeys readGaloisKeys(byte[] packed, CkksContext context) {
    return readGaloisKeys(ByteSource.of(packed), context, WireLimits.DEFAULT);
  }
}
