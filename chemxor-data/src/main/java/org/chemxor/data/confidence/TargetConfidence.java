package org.chemxor.data.confidence;

/** What validation says about the predictions of one target. */
public sealed interface TargetConfidence permits ValueIntervals, ClassSets {}
