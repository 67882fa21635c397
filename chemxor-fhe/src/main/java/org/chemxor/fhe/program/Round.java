package org.chemxor.fhe.program;

import java.util.List;
import org.chemxor.fhe.circuit.RoundCircuit;
import org.chemxor.fhe.packing.FeatureLayout;

/**
 * One round of an {@link EncryptedProgram}: the client packs and encrypts by {@code input}, the
 * evaluator runs {@code circuit}, the client decrypts and unpacks by {@code output}.
 *
 * @param index position in the program, from 0
 * @param name the layers it evaluates
 * @param sources the values the client lays end to end: 0 is the image, i + 1 what stage i computed
 * @param produces the value that the output holds
 * @param input where the client puts its features
 * @param copies how often the slots of {@code input} repeat when only one period of them is sent,
 *     see {@link org.chemxor.ckks.wire.compact.SubringFormat}; 1 when they are sent whole
 * @param circuit what the evaluator computes
 * @param output where the result's features are
 */
public record Round(
    int index,
    String name,
    List<Integer> sources,
    int produces,
    FeatureLayout input,
    int copies,
    RoundCircuit circuit,
    FeatureLayout output) {
  /** Copies the list. */
  public Round {
    sources = List.copyOf(sources);
  }
}
