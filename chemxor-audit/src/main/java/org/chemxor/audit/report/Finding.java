package org.chemxor.audit.report;

/**
 * One attack on what one kind of client sees.
 *
 * @param view what the client sees
 * @param attack how it attacks
 * @param model against the model itself: its training compounds and those it never saw
 * @param recipe against models trained the same way on random halves, where members and others are
 *     many and drawn alike
 */
public record Finding(
    String view, String attack, Measured.WithCurve model, Measured.WithCurve recipe) {}
