package org.chemxor.fhe.domain;

/**
 * What is certain about one round's result.
 *
 * @param accepted the values that the client goes on with
 * @param largest no magnitude of the result is larger, or, with guard bits, none is taken for right
 *     that is
 * @param support what is known of the values that the round reads
 * @param coarseBits by how many bits the second copy of the result is smaller; 0 when there is none
 * @param droppedBits leading bits of the modulus that a reply with a second copy does without
 */
public record RoundRange(
    ValueRange accepted, double largest, Support support, int coarseBits, int droppedBits) {

  /** Without a second copy. */
  public RoundRange(ValueRange accepted, double largest, Support support) {
    this(accepted, largest, support, 0, 0);
  }
}
