package org.chemxor.fhe.circuit;

/**
 * The level and scale of a vector, known before anything runs.
 *
 * @param level index of its last data prime
 * @param scale what its values are multiplied by
 */
public record LevelAndScale(int level, double scale) {}
