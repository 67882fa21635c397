package org.chemxor.app.model;

import java.util.ArrayList;
import java.util.List;
import org.chemxor.core.MoleculeImage;
import org.chemxor.data.csv.MoleculeRow;
import org.chemxor.data.predictions.AskedMolecule;
import org.chemxor.data.predictions.PredictedMolecule;
import org.chemxor.service.client.AskedRows;
import org.chemxor.service.client.ModelClient;
import org.chemxor.service.client.Prediction;

/** Rows asked about in one request a round. */
public final class RowsQuestion {
  private RowsQuestion() {}

  /**
   * Asks, and computes in the clear what can be.
   *
   * @param link whom
   * @param client its connection
   * @param rows at most as many as the model's plan takes
   * @return in the order of the rows
   * @throws org.chemxor.core.ChemXorException when the server is away or something is wrong
   */
  public static List<RowAnswer> ask(ModelLink link, ModelClient client, List<MoleculeRow> rows) {
    List<AskedMolecule> asked = rows.stream().map(row -> AskedMolecule.of(row, client)).toList();
    Asking asking = new Asking(client);
    List<PredictedMolecule> predicted = AskedRows.predict(client, asked, asking::outputs);
    List<RowAnswer> answers = new ArrayList<>();
    for (int i = 0; i < asked.size(); i++) {
      List<Double> plain = asked.get(i).image().map(link::plain).orElse(List.of());
      Cost cost = asked.get(i).image().isPresent() ? asking.cost : Cost.NONE;
      answers.add(new RowAnswer(predicted.get(i), plain, cost));
    }
    return answers;
  }

  private static final class Asking {
    private final ModelClient client;
    private Cost cost = Cost.NONE;

    Asking(ModelClient client) {
      this.client = client;
    }

    List<List<Double>> outputs(List<MoleculeImage> images) {
      List<Prediction> predictions = client.queryBatch(images);
      Prediction first = predictions.get(0);
      cost = new Cost(first.millis(), first.bytesUp(), first.bytesDown(), images.size());
      return predictions.stream().map(Prediction::outputs).toList();
    }
  }
}
