package org.chemxor.service.client;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.chemxor.core.MoleculeImage;
import org.chemxor.data.predictions.AskedMolecule;
import org.chemxor.data.predictions.PredictedMolecule;

/**
 * Rows that are asked about together. What cannot be asked about is an error of its row; where the
 * client's policy hides refused inputs, zeros are asked about in its place, so that the server does
 * not see that there was one.
 */
public final class AskedRows {
  private AskedRows() {}

  /**
   * Asks about some rows.
   *
   * @param client whose policy it is
   * @param rows looked at
   * @param ask gives the outputs for images, in their order; not called when there is none
   * @return the rows in their order
   */
  public static List<PredictedMolecule> predict(
      ModelClient client,
      List<AskedMolecule> rows,
      Function<List<MoleculeImage>, List<List<Double>>> ask) {
    boolean isHidden = client.replies().hidesRefusedInputs();
    List<MoleculeImage> images =
        rows.stream()
            .flatMap(
                row ->
                    row.image().isEmpty() && isHidden
                        ? Stream.of(client.dummyImage())
                        : row.image().stream())
            .toList();
    List<List<Double>> answers = images.isEmpty() ? List.of() : ask.apply(images);
    Iterator<List<Double>> outputs = answers.iterator();
    List<PredictedMolecule> predicted = new ArrayList<>();
    for (AskedMolecule row : rows) {
      boolean isAsked = row.image().isPresent() || isHidden;
      List<Double> answer = isAsked ? outputs.next() : List.of();
      predicted.add(row.image().isPresent() ? row.predicted(answer) : row.failed());
    }
    return predicted;
  }
}
