package org.chemxor.app.web;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.chemxor.app.given.GivenMolecules;
import org.chemxor.app.results.ResultFiles;
import org.chemxor.app.results.RowQuery;
import org.chemxor.app.runs.Run;
import org.chemxor.app.runs.RunRow;
import org.chemxor.core.InvalidInputException;
import org.chemxor.core.text.PrintableText;

/** The interface behind the page; {@code openapi.json} describes it. */
final class Api {
  /** Of a file of molecules. */
  static final int MAX_BODY_BYTES = 64_000_000;

  /** Of settings and single molecules. */
  static final int MAX_SMALL_BYTES = 64_000;

  private static final int MAX_PAGE = 500;
  private static final int TITLE_LENGTH = 80;

  private final Workbench workbench;
  private final StatusJson status;
  private final RowJson rows;

  Api(Workbench workbench, boolean hasEditor) {
    this.workbench = workbench;
    this.status = new StatusJson(workbench, hasEditor);
    this.rows = new RowJson(workbench);
  }

  Reply reply(Call call) throws IOException {
    return switch (call.operation()) {
      case "GET status" -> Reply.json(status.of());
      case "POST connect" -> connect();
      case "POST history" -> history(call);
      case "POST runs" -> Reply.json(RunJson.of(begin(call)));
      case "GET runs/*" -> Reply.json(RunJson.of(run(call)));
      case "DELETE runs/*" -> remove(run(call));
      case "POST runs/*/stop" -> stop(run(call));
      case "POST runs/*/resume" -> resume(run(call));
      case "GET runs/*/rows" -> Reply.json(page(call));
      case "GET runs/*/rows/*" -> Reply.json(rows.details(run(call), row(call)));
      case "GET runs/*/rows/*/drawing" -> drawing(row(call).asked().smiles());
      case "POST drawing" -> drawing(text(call));
      case "GET runs/*/results.csv" -> csv(call);
      case "GET runs/*/results.sdf" -> sd(call);
      default -> throw ApiException.notFound("operation");
    };
  }

  private Reply connect() {
    workbench.link().renew();
    Connecting.begin(workbench.link());
    return Reply.json(status.of());
  }

  private Reply history(Call call) {
    boolean isKept =
        switch (call.text("kept", "")) {
          case "true" -> true;
          case "false" -> false;
          default -> throw new InvalidInputException("the history is kept=true or kept=false");
        };
    workbench.history().keep(isKept, workbench.runs().all());
    return Reply.json(status.of());
  }

  private Run begin(Call call) throws IOException {
    byte[] body = call.body(MAX_BODY_BYTES);
    String name = call.text("name", "");
    List<GivenMolecules.Row> given =
        name.isEmpty()
            ? GivenMolecules.typed(new String(body, StandardCharsets.UTF_8))
            : GivenMolecules.ofFile(name, body, columns(call));
    String title = name.isEmpty() ? given.get(0).molecule().smiles() : name;
    String more = name.isEmpty() && given.size() > 1 ? " and " + (given.size() - 1) + " more" : "";
    return workbench.runs().begin(PrintableText.line(title, TITLE_LENGTH) + more, given);
  }

  private static GivenMolecules.Columns columns(Call call) {
    return new GivenMolecules.Columns(
        Optional.of(call.text("smilesColumn", "")).filter(text -> !text.isEmpty()),
        Optional.of(call.text("nameColumn", "")).filter(text -> !text.isEmpty()));
  }

  private Run run(Call call) {
    return workbench.runs().find(call.name(1)).orElseThrow(() -> ApiException.notFound("run"));
  }

  private RunRow row(Call call) {
    int index = Call.number(call.name(3), "a row", 0, GivenMolecules.MAX_ROWS);
    return run(call).row(index).orElseThrow(() -> ApiException.notFound("row"));
  }

  private Reply remove(Run run) {
    workbench.runs().remove(run);
    workbench.history().remove(run);
    return Reply.json(status.of());
  }

  private Reply stop(Run run) {
    workbench.runs().stop(run);
    return Reply.json(RunJson.of(run));
  }

  private Reply resume(Run run) {
    if (!workbench.runs().resume(run)) {
      throw new ApiException(
          409, "the run cannot be gone on with now: it is " + run.summary().state());
    }
    return Reply.json(RunJson.of(run));
  }

  private static RowQuery query(Call call) {
    return new RowQuery(
        call.text("show", "all"),
        call.text("search", ""),
        call.text("sort", "row"),
        call.text("descending", "false").equals("true"));
  }

  private ObjectNode page(Call call) {
    Run run = run(call);
    int offset = call.number("offset", 0, 0, GivenMolecules.MAX_ROWS);
    int limit = call.number("limit", 25, 1, MAX_PAGE);
    return rows.page(run, query(call).of(run), offset, limit);
  }

  private static String text(Call call) throws IOException {
    return new String(call.body(MAX_SMALL_BYTES), StandardCharsets.UTF_8).strip();
  }

  private Reply drawing(String smiles) {
    String svg =
        workbench
            .pictures()
            .orElseThrow(() -> new ApiException(404, "this Java has no fonts to draw with"))
            .svg(smiles);
    return Reply.of(200, "image/svg+xml", svg.getBytes(StandardCharsets.UTF_8));
  }

  private Reply csv(Call call) {
    Run run = run(call);
    List<RunRow> chosen = query(call).of(run);
    return new Reply(200, "text/csv; charset=utf-8", out -> ResultFiles.csv(run, chosen, out));
  }

  private Reply sd(Call call) {
    Run run = run(call);
    List<RunRow> chosen = query(call).of(run);
    return new Reply(200, "chemical/x-mdl-sdfile", out -> ResultFiles.sd(run, chosen, out));
  }
}
