package org.chemxor.audit.curve;

/**
 * Members that an attack recognises while it wrongly names few others.
 *
 * @param falsePositiveRate the largest share of non-members it may name
 * @param threshold the score from which it says "member"; infinite when none can be named
 * @param rate share of the members that it recognises
 * @param interval of the rate, as if the threshold were given
 * @param falsePositives non-members that it named
 */
public record Recognised(
    double falsePositiveRate,
    double threshold,
    double rate,
    Interval interval,
    int falsePositives) {}
