package org.chemxor.fhe.message;

import java.util.Optional;
import org.chemxor.ckks.CkksParameters;
import org.chemxor.ckks.PolynomialRing;
import org.chemxor.ckks.ringswitch.RingSwitch;
import org.chemxor.ckks.wire.compact.SwitchedFormat;
import org.chemxor.fhe.guard.CoarseCopy;

/**
 * How the ciphertexts of a reply travel. Replies are only decrypted, so they need neither all of
 * their modulus nor, when they hold one number, all of their coefficients.
 *
 * @param kind what is sent
 * @param bits of each coefficient; 0 when whole
 * @param dropped leading bits left out because values are close to {@code centre}; 0 when whole
 * @param centre of the range where values lie; 0 unless they are single numbers
 * @param coarseBits by how many bits the second copy of the outputs is smaller that tells whether
 *     they wrapped around the modulus; 0 when there is none
 */
public record ReplyForm(Kind kind, int bits, int dropped, double centre, int coarseBits) {

  /** What is sent of a ciphertext. */
  public enum Kind {
    /** Both polynomials modulo the lowest prime. */
    WHOLE,
    /** Both polynomials, switched to a power of two. */
    SWITCHED,
    /**
     * Of a ciphertext with one number in all slots, which is a constant polynomial: a few
     * coefficients of the first polynomial, and the second one, switched to a power of two. The
     * coefficients after the first are zero in the clear, but for a coarse copy, and show whether
     * decryption worked.
     */
    CONSTANT,
    /** The same, after a switch to the smaller ring of {@link RingSwitch}. */
    SMALL_CONSTANT
  }

  /** Coefficients of the first polynomial that a constant reply has, at equal distances. */
  public static final int CONSTANT_COEFFICIENTS = 16;

  /** The form of replies that are sent as they are. */
  public static ReplyForm whole() {
    return new ReplyForm(Kind.WHOLE, 0, 0, 0, 0);
  }

  /** The same form with a coarse copy of the outputs. */
  public ReplyForm with(CoarseCopy copy) {
    return new ReplyForm(kind, bits, dropped, centre, copy.bits());
  }

  /** The coarse copy of the outputs, if there is one. */
  public Optional<CoarseCopy> coarse() {
    return CoarseCopy.ofBits(coarseBits);
  }

  /** Whether the reply holds a single number. */
  public boolean isConstant() {
    return kind == Kind.CONSTANT || isSmall();
  }

  /** Whether the reply is in a smaller ring than the request. */
  public boolean isSmall() {
    return kind == Kind.SMALL_CONSTANT;
  }

  /** The parameters under which the client decrypts. */
  public CkksParameters parameters(CkksParameters request) {
    return parameters(kind, request);
  }

  /** The same for any form of a kind. */
  public static CkksParameters parameters(Kind kind, CkksParameters request) {
    return kind == Kind.SMALL_CONSTANT ? ringSwitch(request).small() : request;
  }

  private static RingSwitch ringSwitch(CkksParameters request) {
    return RingSwitch.of(request)
        .orElseThrow(() -> new IllegalStateException("no smaller ring is secure for " + request));
  }

  /** Bytes of a ciphertext in this form, unless it is whole. */
  public long sizeBytes(CkksParameters request) {
    return SwitchedFormat.sizeBytes(parameters(request).polyModulusDegree(), onWire(request));
  }

  /** The form on the wire, unless it is whole. */
  public SwitchedFormat.Form onWire(CkksParameters request) {
    return new SwitchedFormat.Form(
        bits, dropped, isConstant() ? CONSTANT_COEFFICIENTS : request.polyModulusDegree());
  }

  /**
   * Standard deviation that it adds to a value. A coefficient's rounding is described at {@link
   * SwitchedFormat}; what that is in a slot, at {@link PolynomialRing#slotVariance}.
   *
   * @param parameters of the request: lowest prime and ring degree
   * @param scale of the reply
   */
  public double deviation(CkksParameters parameters, double scale) {
    if (kind == Kind.WHOLE) {
      return 0;
    }
    double back = Math.scalb(1.0, -dropped) / parameters.dataPrime(0);
    double rounding =
        unitDeviation(kind, parameters, scale) * Math.hypot(Math.scalb(1.0, -bits - dropped), back);
    return Math.hypot(rounding, switchDeviation(kind, parameters, scale));
  }

  /** What the switch to a smaller ring adds. */
  public static double switchDeviation(Kind kind, CkksParameters parameters, double scale) {
    return kind == Kind.SMALL_CONSTANT ? ringSwitch(parameters).noiseDeviation() / scale : 0;
  }

  /** The deviation for modulus 1. */
  public static double unitDeviation(Kind kind, CkksParameters parameters, double scale) {
    PolynomialRing ring = parameters(kind, parameters).ring();
    double terms = kind == Kind.SWITCHED ? ring.slotVariance() : 1;
    return SwitchedFormat.roundingDeviation(ring)
        * Math.sqrt(terms)
        * parameters.dataPrime(0)
        / scale;
  }

  /** Values must be closer to the centre than this. */
  public double limit(CkksParameters parameters, double scale) {
    return parameters.dataPrime(0) / (2 * scale * Math.scalb(1.0, dropped));
  }

  @Override
  public String toString() {
    return switch (kind) {
      case WHOLE -> "whole";
      case SWITCHED -> bits + " bits";
      case CONSTANT -> "one number, " + bits + " bits";
      case SMALL_CONSTANT -> "one number in a smaller ring, " + bits + " bits";
    };
  }
}
