package org.chemxor.fhe.packing;

/** Where the features of one or many samples lie in the slots of ciphertexts. Immutable. */
public sealed interface FeatureLayout permits SlotLayout, BatchLayout {

  /** Number of features of a sample. */
  int featureCount();

  /** Number of ciphertexts. */
  int ciphertexts();

  /** Number of slots of each ciphertext. */
  int slots();

  /** How many samples can be laid out together. */
  int maxSamples();

  /**
   * Lays samples out.
   *
   * @param samples by sample and feature; from 1 to {@link #maxSamples} of them
   * @return slot values by ciphertext; slots beyond those given are empty
   */
  double[][] packSamples(double[][] samples);

  /**
   * Reads samples back.
   *
   * @param slots slot values by ciphertext
   * @param samples how many
   * @return by sample and feature
   */
  double[][] unpackSamples(double[][] slots, int samples);
}
