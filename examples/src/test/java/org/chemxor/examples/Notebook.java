package org.chemxor.examples;

import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;

/** A Jupyter notebook (format 4) with code cells that print. */
final class Notebook {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path file;
  private final JsonNode root;
  private final List<ObjectNode> code = new ArrayList<>();

  private Notebook(Path file, JsonNode root) {
    this.file = file;
    this.root = root;
    for (JsonNode cell : root.get("cells")) {
      if (cell.get("cell_type").asText().equals("code")) {
        code.add((ObjectNode) cell);
      }
    }
  }

  static Notebook read(Path file) throws IOException {
    return new Notebook(file, JSON.readTree(file.toFile()));
  }

  int size() {
    return code.size();
  }

  String kernelLanguage() {
    return root.at("/metadata/kernelspec/language").asText();
  }

  /** The lines of a code cell. */
  List<String> source(int cell) {
    return lines(code.get(cell).get("source"));
  }

  /** What a code cell is stored to have printed. */
  String output(int cell) {
    StringBuilder text = new StringBuilder();
    for (JsonNode output : code.get(cell).get("outputs")) {
      lines(output.get("text")).forEach(line -> text.append(line).append('\n'));
    }
    return text.toString();
  }

  private static List<String> lines(JsonNode source) {
    return StreamSupport.stream(source.spliterator(), false)
        .map(line -> line.asText().stripTrailing())
        .toList();
  }

  /** Stores what the cells have printed. */
  void store(List<String> printed) throws IOException {
    for (int i = 0; i < printed.size(); i++) {
      ObjectNode cell = code.get(i);
      cell.put("execution_count", i + 1);
      ArrayNode outputs = cell.putArray("outputs");
      if (!printed.get(i).isEmpty()) {
        ArrayNode text =
            outputs.addObject().put("name", "stdout").put("output_type", "stream").putArray("text");
        printed.get(i).lines().forEach(line -> text.add(line + "\n"));
      }
    }
    DefaultIndenter indent = new DefaultIndenter(" ", "\n");
    DefaultPrettyPrinter printer =
        new DefaultPrettyPrinter(
            Separators.createDefaultInstance()
                .withObjectFieldValueSpacing(Separators.Spacing.AFTER)
                .withArrayEmptySeparator("")
                .withObjectEmptySeparator(""));
    printer.indentObjectsWith(indent);
    printer.indentArraysWith(indent);
    String text = JSON.writer(printer).writeValueAsString(root) + "\n";
    Files.write(file, text.getBytes(StandardCharsets.UTF_8));
  }
}
