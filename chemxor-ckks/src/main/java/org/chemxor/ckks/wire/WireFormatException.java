package org.chemxor.ckks.wire;

import org.chemxor.ckks.CkksException;

/**
 * Bytes that are not a valid SEAL object for the parameters in use, or values that cannot be
 * written as one. {@link #damage()} tells the kinds apart; the message names the value and the
 * limit.
 */
public final class WireFormatException extends CkksException {

  private static final long serialVersionUID = 1L;

  /** What is wrong with the bytes. */
  public enum Damage {
    /** The first two bytes are not SEAL's magic number. */
    BAD_MAGIC,
    /** The header contradicts itself or its surroundings. */
    BAD_HEADER,
    /** Written by a SEAL version with another major number. */
    UNSUPPORTED_VERSION,
    /** The compression byte is none of none, zlib, zstd. */
    UNKNOWN_COMPRESSION,
    /** The compressed stream is broken. */
    CORRUPT_COMPRESSION,
    /** The object is larger than the reader's limits allow. */
    TOO_LARGE,
    /** The input ends before the object does. */
    TRUNCATED,
    /** Bytes are left over after the object, in the input or in the decompressed body. */
    TRAILING_DATA,
    /** The parameters are not for CKKS. */
    WRONG_SCHEME,
    /** The polynomial degree is not a power of two in range, or not the one expected. */
    BAD_DEGREE,
    /** A modulus is not a distinct prime that is 1 modulo twice the degree. */
    BAD_PRIME,
    /** A number of primes, polynomials, digits or keys is out of range. */
    BAD_COUNT,
    /** The parameters id belongs to no level of the parameters in use, or to the wrong one. */
    UNKNOWN_PARAMETERS,
    /** The object is not in NTT form, which CKKS requires. */
    NOT_NTT,
    /** A residue is not smaller than its prime. */
    RESIDUE_OUT_OF_RANGE,
    /** The scale is not a positive, finite, normal number. */
    BAD_SCALE,
    /** The correction factor, a BGV quantity, is not 1. */
    BAD_CORRECTION_FACTOR,
    /** The seed names a generator that is neither Blake2xb nor SHAKE256. */
    UNKNOWN_GENERATOR
  }

  /** The kind of damage found. */
  private final Damage damage;

  public WireFormatException(Damage damage, String message) {
    super(message);
    this.damage = damage;
  }

  public WireFormatException(Damage damage, String message, Throwable cause) {
    super(message, cause);
    this.damage = damage;
  }

  /** Returns the kind of damage found. */
  public Damage damage() {
    return damage;
  }
}
