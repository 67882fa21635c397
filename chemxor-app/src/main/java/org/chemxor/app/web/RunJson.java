package org.chemxor.app.web;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.chemxor.app.model.PredictedBy;
import org.chemxor.app.runs.Run;
import org.chemxor.app.runs.RunSummary;

/** A run as JSON. */
final class RunJson {
  private RunJson() {}

  static ObjectNode of(Run run) {
    RunSummary summary = run.summary();
    ObjectNode json = Reply.MAPPER.createObjectNode();
    json.put("id", summary.id());
    json.put("title", summary.title());
    json.put("created", summary.created().toString());
    json.put("state", summary.state().toString());
    json.put("message", summary.message());
    json.put("rows", summary.rows());
    json.put("done", summary.done());
    json.put("failed", summary.failed());
    json.putObject("domain")
        .put("in", summary.in())
        .put("edge", summary.edge())
        .put("out", summary.out());
    json.put("requests", summary.requests());
    json.put("bytesUp", summary.bytesUp());
    json.put("bytesDown", summary.bytesDown());
    json.put("seconds", summary.seconds());
    json.put("secondsLeft", summary.secondsLeft());
    json.put("largestDifference", summary.largestDifference());
    json.put("model", run.predictedBy().map(PredictedBy::name).orElse(""));
    ArrayNode columns = json.putArray("columns");
    run.predictedBy().map(by -> by.columns().header()).orElse(List.of()).forEach(columns::add);
    return json;
  }
}
