package org.chemxor.app.history;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.chemxor.app.model.Cost;
import org.chemxor.app.model.PredictedBy;
import org.chemxor.app.model.RowAnswer;
import org.chemxor.app.runs.Run;
import org.chemxor.app.runs.RunRow;
import org.chemxor.app.runs.RunState;
import org.chemxor.app.runs.RunSummary;
import org.chemxor.core.InvalidInputException;
import org.chemxor.data.confidence.DomainVerdict;
import org.chemxor.data.confidence.ModelConfidence;
import org.chemxor.data.csv.MoleculeRow;
import org.chemxor.data.predictions.ModelOutputs;
import org.chemxor.data.predictions.PredictedMolecule;

/** A run as a file: JSON with its summary, whose predictions they are, and its rows. */
final class RunFile {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final String FORMAT = "chemxor-run-1";

  private RunFile() {}

  static byte[] write(Run run) throws JsonProcessingException {
    RunSummary summary = run.summary();
    ObjectNode json = MAPPER.createObjectNode();
    json.put("format", FORMAT);
    json.put("id", summary.id());
    json.put("title", summary.title());
    json.put("created", summary.created().toString());
    json.put("seconds", summary.seconds());
    json.put("requests", summary.requests());
    json.put("bytesUp", summary.bytesUp());
    json.put("bytesDown", summary.bytesDown());
    run.predictedBy().ifPresent(by -> write(by, json.putObject("predictedBy")));
    ArrayNode rows = json.putArray("rows");
    run.rows().forEach(row -> write(row, rows.addObject()));
    return MAPPER.writeValueAsBytes(json);
  }

  private static void write(PredictedBy by, ObjectNode json) {
    json.put("name", by.name());
    json.put("program", by.program());
    json.put("decimals", by.decimals());
    json.put("coverage", by.coverage());
    json.put("confidence", by.confidence().toJson());
    json.put("isClassification", by.outputs().isClassification());
    json.put("outputs", by.outputs().count());
    by.outputs().targets().forEach(json.putArray("targets")::add);
    by.outputs().classes().forEach(json.putArray("classes")::add);
  }

  private static void write(RunRow row, ObjectNode json) {
    json.put("row", row.asked().row());
    json.put("name", row.asked().name());
    json.put("smiles", row.asked().smiles());
    row.answer().ifPresent(answer -> write(answer, json));
  }

  private static void write(RowAnswer answer, ObjectNode json) {
    json.put("error", answer.molecule().error());
    answer.molecule().outputs().forEach(json.putArray("outputs")::add);
    answer.plain().forEach(json.putArray("plain")::add);
    json.put("domain", answer.molecule().domain().map(DomainVerdict::name).orElse(""));
    json.put("millis", answer.cost().millis());
    json.put("bytesUp", answer.cost().bytesUp());
    json.put("bytesDown", answer.cost().bytesDown());
    json.put("together", answer.cost().rows());
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @throws InvalidInputException when it is something else
   */
  static Run read(byte[] bytes) {
    try {
      JsonNode json = MAPPER.readTree(bytes);
      if (!FORMAT.equals(json.path("format").asText())
          || !json.path("id").asText().matches("[0-9a-f]{32}")) {
        throw new InvalidInputException("it is no run of this version");
      }
      List<RunRow> rows = new ArrayList<>();
      for (JsonNode row : json.path("rows")) {
        rows.add(row(rows.size(), row));
      }
      Optional<PredictedBy> by =
          Optional.ofNullable(json.get("predictedBy")).map(RunFile::predictedBy);
      rows.stream().filter(row -> !row.isPending()).forEach(row -> requireFits(row, by));
      return Run.restored(summary(json, rows.size()), rows, by);
    } catch (IOException | DateTimeException | IllegalArgumentException e) {
      throw new InvalidInputException("it cannot be read: " + e.getMessage(), e);
    }
  }

  private static void requireFits(RunRow row, Optional<PredictedBy> by) {
    int outputs = by.map(b -> b.outputs().count()).orElse(0);
    if (!row.isFailed() && row.answer().orElseThrow().molecule().outputs().size() != outputs) {
      throw new InvalidInputException("its rows do not have the " + outputs + " outputs it says");
    }
  }

  private static RunSummary summary(JsonNode json, int rows) {
    return new RunSummary(
        json.path("id").asText(),
        json.path("title").asText(),
        Instant.parse(json.path("created").asText()),
        RunState.STOPPED,
        "",
        rows,
        0,
        0,
        0,
        0,
        0,
        json.path("requests").asLong(),
        json.path("bytesUp").asLong(),
        json.path("bytesDown").asLong(),
        json.path("seconds").asDouble(),
        -1,
        0);
  }

  private static PredictedBy predictedBy(JsonNode json) {
    ModelOutputs outputs =
        new ModelOutputs(
            json.path("isClassification").asBoolean(),
            texts(json.path("targets")),
            texts(json.path("classes")),
            json.path("outputs").asInt());
    PredictedBy by =
        new PredictedBy(
            json.path("name").asText(),
            json.path("program").asText(),
            outputs,
            ModelConfidence.fromJson(json.path("confidence").asText()),
            json.path("decimals").asInt(),
            json.path("coverage").asDouble());
    by.columns();
    by.format(0);
    return by;
  }

  private static RunRow row(int index, JsonNode json) {
    String name = json.path("name").asText();
    String smiles = json.path("smiles").asText();
    long line = json.path("row").asLong();
    MoleculeRow asked = new MoleculeRow(line, name, smiles, List.of(), "");
    if (!json.has("error")) {
      return new RunRow(index, asked, Optional.empty());
    }
    String domain = json.path("domain").asText();
    PredictedMolecule molecule =
        new PredictedMolecule(
            line,
            name,
            smiles,
            numbers(json.path("outputs")),
            domain.isEmpty() ? Optional.empty() : Optional.of(DomainVerdict.valueOf(domain)),
            json.path("error").asText());
    Cost cost =
        new Cost(
            json.path("millis").asDouble(),
            json.path("bytesUp").asLong(),
            json.path("bytesDown").asLong(),
            json.path("together").asInt());
    RowAnswer answer = new RowAnswer(molecule, numbers(json.path("plain")), cost);
    return new RunRow(index, asked, Optional.of(answer));
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(text -> texts.add(text.asText()));
    return texts;
  }

  private static List<Double> numbers(JsonNode array) {
    List<Double> numbers = new ArrayList<>();
    array.forEach(number -> numbers.add(number.asDouble()));
    return numbers;
  }
}
