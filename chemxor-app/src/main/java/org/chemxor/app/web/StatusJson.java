package org.chemxor.app.web;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import org.chemxor.app.given.GivenMolecules;
import org.chemxor.app.model.ModelLink;
import org.chemxor.app.model.ServerTold;
import org.chemxor.app.model.WhoLearnsWhat;
import org.chemxor.service.client.ModelClient;
import org.chemxor.service.protocol.ModelDescription;

/** How everything stands, as JSON. */
final class StatusJson {
  private final Workbench workbench;
  private final boolean hasEditor;

  StatusJson(Workbench workbench, boolean hasEditor) {
    this.workbench = workbench;
    this.hasEditor = hasEditor;
  }

  ObjectNode of() {
    ObjectNode json = Reply.MAPPER.createObjectNode();
    ModelLink link = workbench.link();
    ServerTold server = link.server();
    json.put("mode", server.isDemo() ? "demo" : "server");
    json.put("server", server.address());
    ModelLink.Status status = link.status();
    json.putObject("connection")
        .put("state", status.state().name().toLowerCase(Locale.ROOT))
        .put("message", status.message());
    json.put("coverage", link.coverage());
    json.put("editor", hasEditor);
    json.put("drawing", workbench.pictures().isPresent());
    json.put("plain", link.hasPlain());
    json.putObject("history")
        .put("kept", workbench.history().isKept())
        .put("folder", workbench.history().folder().toString())
        .put("message", workbench.history().message());
    json.putObject("limits")
        .put("bodyBytes", Api.MAX_BODY_BYTES)
        .put("rows", GivenMolecules.MAX_ROWS);
    link.current().ifPresent(client -> addModel(json, client, server));
    ArrayNode runs = json.putArray("runs");
    workbench.runs().all().forEach(run -> runs.add(RunJson.of(run)));
    return json;
  }

  private static void addModel(ObjectNode json, ModelClient client, ServerTold server) {
    ModelDescription description = client.description();
    ObjectNode model = json.putObject("model");
    model.put("name", description.name());
    model.put("task", description.task());
    model.put("target", description.target());
    ArrayNode classes = model.putArray("classes");
    description.classes().forEach(classes::add);
    model.put("plan", description.plan());
    model.put("rounds", client.outline().rounds().size());
    model.put("together", client.outline().maxSamples());
    model.put("ringDegree", description.parameters().ringDegree());
    model.put("securityBits", description.parameters().securityBits());
    model.put("keyBytes", description.keyBytes());
    model.put("requestBytes", sum(description.requestBytes()));
    model.put("replyBytes", sum(description.replyBytes()));
    model.put("expectedError", description.expectedError());
    model.put("renewals", client.renewals());
    ArrayNode learns = json.putArray("learns");
    for (WhoLearnsWhat.Party party : WhoLearnsWhat.of(client, server)) {
      ObjectNode who = learns.addObject().put("who", party.who());
      ArrayNode sentences = who.putArray("learns");
      party.learns().forEach(sentences::add);
    }
  }

  private static long sum(java.util.List<Long> bytes) {
    return bytes.stream().mapToLong(Long::longValue).sum();
  }
}
