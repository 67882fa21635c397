package org.chemxor.fhe.domain;

/**
 * What is certain about one round's result.
 *
 * @param accepted the values that the client goes on with
 * @param largest no magnitude of the result is larger, or, with guard bits, none is taken for right
 *     that is
 * @param support what is known of the values that the round reads
 */
public record PartRange(ValueRange accepted, double largest, Support support) {}
