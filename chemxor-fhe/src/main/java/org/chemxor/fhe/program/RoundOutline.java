package org.chemxor.fhe.program;

import java.util.List;
import org.chemxor.fhe.circuit.LevelAndScale;
import org.chemxor.fhe.domain.ValueRange;
import org.chemxor.fhe.message.ReplyForm;
import org.chemxor.fhe.packing.FeatureLayout;

/**
 * One round as the client sees it.
 *
 * @param sources the values the client lays end to end: 0 is the input
 * @param produces index of the value that the reply holds
 * @param input where its features go
 * @param request level and scale of the request's ciphertexts
 * @param copies how often their slots repeat when only one period is sent; 1 when they are sent
 *     whole
 * @param output where the reply's features are
 * @param reply level and scale of the reply's ciphertexts
 * @param form how these travel
 * @param range which of the reply's values the client accepts
 */
public record RoundOutline(
    List<Integer> sources,
    int produces,
    FeatureLayout input,
    LevelAndScale request,
    int copies,
    FeatureLayout output,
    LevelAndScale reply,
    ReplyForm form,
    ValueRange range) {
  /** Copies the list. */
  public RoundOutline {
    sources = List.copyOf(sources);
  }
}
