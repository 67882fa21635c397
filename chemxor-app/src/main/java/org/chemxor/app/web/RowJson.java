package org.chemxor.app.web;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.chemxor.app.model.Cost;
import org.chemxor.app.model.PredictedBy;
import org.chemxor.app.model.RowAnswer;
import org.chemxor.app.results.Cells;
import org.chemxor.app.runs.Run;
import org.chemxor.app.runs.RunRow;
import org.chemxor.core.InvalidInputException;
import org.chemxor.core.MoleculeImage;
import org.chemxor.service.client.ModelClient;

/** Rows as JSON. */
final class RowJson {
  private final Workbench workbench;

  RowJson(Workbench workbench) {
    this.workbench = workbench;
  }

  /** Some of the rows that were chosen. */
  ObjectNode page(Run run, List<RunRow> chosen, int offset, int limit) {
    ObjectNode json = Reply.MAPPER.createObjectNode();
    json.put("total", chosen.size());
    json.put("offset", offset);
    json.set("run", RunJson.of(run));
    ArrayNode rows = json.putArray("rows");
    int from = Math.min(offset, chosen.size());
    int to = Math.min(chosen.size(), from + limit);
    chosen.subList(from, to).forEach(row -> rows.add(row(run, row)));
    return json;
  }

  private static ObjectNode row(Run run, RunRow row) {
    ObjectNode json = Reply.MAPPER.createObjectNode();
    json.put("index", row.index());
    json.put("row", row.asked().row());
    json.put("name", row.asked().name());
    json.put("smiles", row.asked().smiles());
    json.put("state", row.isPending() ? "pending" : row.isFailed() ? "error" : "predicted");
    json.put("domain", row.domain());
    json.put("error", row.error());
    ArrayNode cells = json.putArray("cells");
    run.predictedBy().map(by -> Cells.of(row, by)).orElse(List.of()).forEach(cells::add);
    return json;
  }

  /** A row with all that is known about it. */
  ObjectNode details(Run run, RunRow row) {
    ObjectNode json = row(run, row);
    row.answer().ifPresent(answer -> addAnswer(json, run, answer));
    workbench.link().current().ifPresent(client -> addImage(json, client, row.asked().smiles()));
    return json;
  }

  private static void addAnswer(ObjectNode json, Run run, RowAnswer answer) {
    ArrayNode encrypted = json.putArray("encrypted");
    answer.molecule().outputs().forEach(encrypted::add);
    ArrayNode plain = json.putArray("plain");
    answer.plain().forEach(plain::add);
    json.put("difference", answer.difference());
    run.predictedBy()
        .filter(by -> !answer.molecule().isFailed())
        .ifPresent(by -> json.put("words", words(by, answer)));
    Cost cost = answer.cost();
    json.putObject("cost")
        .put("millis", cost.millis())
        .put("bytesUp", cost.bytesUp())
        .put("bytesDown", cost.bytesDown())
        .put("rows", cost.rows());
  }

  private static String words(PredictedBy by, RowAnswer answer) {
    return by.columns()
        .inWords(answer.molecule().outputs(), answer.molecule().domain(), by::format);
  }

  /** A molecule without an image has none; its error says why. */
  private static void addImage(ObjectNode json, ModelClient client, String smiles) {
    try {
      MoleculeImage image = client.image(smiles);
      ObjectNode pixels = json.putObject("image");
      pixels.put("width", image.width());
      pixels.put("height", image.height());
      ArrayNode values = pixels.putArray("pixels");
      for (double pixel : image.toArray()) {
        values.add(Math.round(pixel * 1e4) / 1e4);
      }
    } catch (InvalidInputException e) {
      json.put("noImage", String.valueOf(e.getMessage()));
    }
  }
}
