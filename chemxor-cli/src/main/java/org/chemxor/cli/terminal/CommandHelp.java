package org.chemxor.cli.terminal;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;

/** What the help of every command has in common: examples at its end, and exit codes. */
public final class CommandHelp {
  private static final Map<String, String> EXIT_CODES = new LinkedHashMap<>();

  /** By the name of a command with all that are above it. */
  private static final Map<String, List<String>> EXAMPLES =
      Map.ofEntries(
          Map.entry("chemxor", List.of("chemxor demo", "chemxor train --help")),
          Map.entry("chemxor demo", List.of("chemxor demo --epochs 20 --molecules 10")),
          Map.entry(
              "chemxor train",
              List.of(
                  "chemxor train --csv data.csv --out model",
                  "chemxor train --csv data.csv --value-column active --smiles-column smiles"
                      + " --task classification --model quadratic --out model",
                  "chemxor train --csv data.csv --private --target-range=-12,2 --out model")),
          Map.entry(
              "chemxor evaluate",
              List.of("chemxor evaluate --model model --csv test.csv --encrypted")),
          Map.entry(
              "chemxor predict",
              List.of(
                  "chemxor predict --model model --encrypted CCO",
                  "chemxor predict --model model --input molecules.csv --output predictions.csv")),
          Map.entry("chemxor audit", List.of("chemxor audit --model model --csv data.csv")),
          Map.entry(
              "chemxor plan",
              List.of(
                  "chemxor plan --model model --plan single-round",
                  "chemxor plan --onnx model.onnx")),
          Map.entry("chemxor import", List.of("chemxor import --onnx model.onnx --out model")),
          Map.entry("chemxor export", List.of("chemxor export --model model --onnx model.onnx")),
          Map.entry("chemxor image", List.of("chemxor image CCO ethanol.png")),
          Map.entry(
              "chemxor serve",
              List.of(
                  "chemxor serve model",
                  "chemxor serve model --plan batch --budget 10000/day --budget-file budget")),
          Map.entry(
              "chemxor query",
              List.of(
                  "chemxor query http://localhost:8080 CCO",
                  "chemxor query http://localhost:8080 --input molecules.csv --output"
                      + " predictions.csv")),
          Map.entry(
              "chemxor app",
              List.of("chemxor app --server http://localhost:8080", "chemxor app --model model")),
          Map.entry("chemxor screen", List.of("chemxor screen prepare --help")),
          Map.entry(
              "chemxor screen program",
              List.of("chemxor screen program --model model --out program.json")),
          Map.entry(
              "chemxor screen prepare",
              List.of(
                  "chemxor screen prepare --input library.csv --program program.json --out"
                      + " requests")),
          Map.entry(
              "chemxor screen run",
              List.of("chemxor screen run --requests requests --model model --out replies")),
          Map.entry(
              "chemxor screen collect",
              List.of(
                  "chemxor screen collect --replies replies --secret requests.secret --out"
                      + " predictions.csv --top 1000")),
          Map.entry("chemxor bench", List.of("chemxor bench primitives --help")),
          Map.entry("chemxor bench primitives", List.of("chemxor bench primitives --compare seal")),
          Map.entry(
              "chemxor bench inference",
              List.of("chemxor bench inference --model zero --plan single-round --threads 2")),
          Map.entry("chemxor bench referee", List.of("chemxor bench referee --json referee.json")),
          Map.entry("chemxor bench shared", List.of("chemxor bench shared --stream")),
          Map.entry("chemxor mpc", List.of("chemxor mpc demo")),
          Map.entry("chemxor mpc demo", List.of("chemxor mpc demo")),
          Map.entry("chemxor mpc draw", List.of("chemxor mpc draw --out drawings")),
          Map.entry(
              "chemxor mpc train",
              List.of("chemxor mpc train --images drawings --out model --epochs 8")),
          Map.entry("chemxor mpc dealer", List.of("chemxor mpc dealer --port 7602")),
          Map.entry(
              "chemxor mpc model-owner",
              List.of("chemxor mpc model-owner --model model --port 7601 --dealer localhost:7602")),
          Map.entry(
              "chemxor mpc predict",
              List.of(
                  "chemxor mpc predict --smiles CCO --model-owner localhost:7601 --dealer"
                      + " localhost:7602")),
          Map.entry(
              "chemxor mpc label",
              List.of(
                  "chemxor mpc label --images folder --model-owner localhost:7601 --dealer"
                      + " localhost:7602")),
          Map.entry(
              "chemxor referee-step",
              List.of("chemxor referee-step wire --harness ml-inference --model digits")));

  static {
    EXIT_CODES.put("0", "done");
    EXIT_CODES.put("1", "failed: a sentence on standard error says why (--debug says where)");
    EXIT_CODES.put("2", "wrong usage");
  }

  private CommandHelp() {}

  /** Adds them to the help of a command and of all below it. */
  public static void addTo(CommandLine command) {
    CommandLine.Model.UsageMessageSpec help = command.getCommandSpec().usageMessage();
    List<String> examples =
        EXAMPLES.getOrDefault(command.getCommandSpec().qualifiedName(), List.of());
    if (!examples.isEmpty()) {
      help.footerHeading("%nExamples:%n");
      help.footer(examples.stream().map(example -> "  " + example).toArray(String[]::new));
    }
    help.exitCodeListHeading("%nExit codes:%n");
    help.exitCodeList(EXIT_CODES);
    command.getSubcommands().values().forEach(CommandHelp::addTo);
  }
}
