package org.chemxor.audit.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.chemxor.audit.curve.Interval;
import org.chemxor.audit.curve.Recognised;
import org.chemxor.models.json.Json;

/** An audit for programs. */
public final class AuditJson {
  /** The format, and its version. */
  static final String FORMAT = "chemxor-audit";

  static final int VERSION = 1;

  private AuditJson() {}

  /** The report as JSON, curves left out. */
  public static ObjectNode of(AuditReport report) {
    ObjectNode json = Json.MAPPER.createObjectNode();
    json.put("format", FORMAT).put("version", VERSION);
    json.put("model", report.model()).put("digest", report.digest()).put("task", report.task());
    json.put("seed", report.seed()).put("references", report.references());
    json.put("members", report.members()).put("others", report.others());
    json.put("undecided", report.undecided());
    json.put("nearDuplicates", report.nearDuplicates());
    json.put("nearDuplicatesNamed", report.nearDuplicatesNamed());
    json.put("leak", report.leak());
    json.put("strongestView", report.strongest().view());
    json.put("strongestAttack", report.strongest().attack());
    texts(json.putArray("sentences"), Sentences.of(report));
    texts(json.putArray("remarks"), report.remarks());
    ArrayNode findings = json.putArray("findings");
    for (Finding finding : report.findings()) {
      ObjectNode one = findings.addObject();
      one.put("view", finding.view()).put("attack", finding.attack());
      one.set("model", measured(finding.model().measured()));
      one.set("recipe", measured(finding.recipe().measured()));
    }
    ArrayNode traits = json.putArray("traits");
    for (Trait trait : report.traits()) {
      traits
          .addObject()
          .put("name", trait.name())
          .put("atRisk", trait.atRisk())
          .put("sizeAtRisk", trait.sizeAtRisk())
          .put("all", trait.all())
          .put("size", trait.size())
          .put("chance", trait.chance());
    }
    ArrayNode atRisk = json.putArray("atRisk");
    report.atRisk().forEach(compound -> atRisk.add(atRisk(compound)));
    return json;
  }

  private static void texts(ArrayNode array, Iterable<String> texts) {
    texts.forEach(array::add);
  }

  private static ObjectNode measured(Measured measured) {
    ObjectNode json = Json.MAPPER.createObjectNode();
    json.put("members", measured.members()).put("others", measured.others());
    json.put("area", measured.area());
    interval(json, "areaInterval", measured.areaInterval());
    ArrayNode recognised = json.putArray("recognised");
    for (Recognised one : measured.recognised()) {
      ObjectNode rate = recognised.addObject();
      rate.put("falsePositiveRate", one.falsePositiveRate()).put("rate", one.rate());
      interval(rate, "interval", one.interval());
      rate.put("falsePositives", one.falsePositives());
    }
    return json;
  }

  private static void interval(ObjectNode json, String name, Interval interval) {
    json.putArray(name).add(interval.low()).add(interval.high());
  }

  private static ObjectNode atRisk(AtRisk compound) {
    ObjectNode json = Json.MAPPER.createObjectNode();
    json.put("rank", compound.rank()).put("name", compound.name());
    json.put("smiles", compound.smiles()).put("known", compound.known());
    json.put("score", compound.score()).put("recognised", compound.recognised());
    texts(json.putArray("traits"), compound.traits());
    return json;
  }
}
