package org.chemxor.cli.audit;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.chemxor.audit.AuditedCompounds;
import org.chemxor.audit.ClientView;
import org.chemxor.audit.PrivacyAudit;
import org.chemxor.audit.curve.Recognised;
import org.chemxor.audit.report.AuditFiles;
import org.chemxor.audit.report.AuditJson;
import org.chemxor.audit.report.AuditReport;
import org.chemxor.audit.report.Finding;
import org.chemxor.audit.report.Measured;
import org.chemxor.audit.report.Sentences;
import org.chemxor.cli.options.CsvOptions;
import org.chemxor.cli.options.JsonFile;
import org.chemxor.cli.options.LoadedModel;
import org.chemxor.cli.options.PlanName;
import org.chemxor.cli.terminal.Progress;
import org.chemxor.core.InvalidInputException;
import org.chemxor.models.report.SavedModelCard;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code chemxor audit}: how well strangers can tell what a model learned from. */
@Command(
    name = "audit",
    description =
        "Finds out how well a stranger who may ask a model can tell which compounds it was trained"
            + " on.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    usageHelpAutoWidth = true)
public final class AuditCommand implements Callable<Integer> {
  /** In a model's folder, where its audit goes unless told otherwise. */
  public static final String FOLDER = "audit";

  private static final String CARD_HEADING = "What it gives away about its training compounds";

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  @Option(
      names = "--model",
      required = true,
      paramLabel = "FOLDER",
      description = "The model that train has written.")
  private Path model = Path.of("");

  @Mixin private CsvOptions csv = new CsvOptions();

  @Option(
      names = "--against",
      paramLabel = "FILE",
      description =
          "More compounds, with values, that the model never saw; those of the training file are"
              + " left out. Without it the test part of the training file is all there is.")
  private @Nullable Path against;

  @Option(
      names = "--out",
      paramLabel = "FOLDER",
      description = "Where the report goes (default: the folder audit in the model's).")
  private @Nullable Path out;

  @Option(
      names = "--references",
      paramLabel = "N",
      defaultValue = "8",
      description =
          "Reference models to train, an even number from 6 on (default: ${DEFAULT-VALUE}).")
  private int references;

  @Option(
      names = "--plan",
      split = ",",
      paramLabel = "PLAN",
      converter = PlanName.Converter.class,
      description =
          "Plans whose clients are looked at: partitioned, single-round, batch (default: the first"
              + " two).")
  private List<PlanName> plans =
      new ArrayList<>(List.of(PlanName.PARTITIONED, PlanName.SINGLE_ROUND));

  @Option(
      names = "--round",
      paramLabel = "DECIMALS",
      description = "Look also at answers rounded to so many decimals; may be repeated.")
  private List<Integer> decimals = new ArrayList<>();

  @Option(
      names = "--noise",
      paramLabel = "DEVIATION",
      description = "Look also at answers with Gaussian noise of this deviation; may be repeated.")
  private List<Double> deviations = new ArrayList<>();

  @Option(
      names = "--seed",
      defaultValue = "7",
      description = "Of halves, reference models and intervals (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--without-molecules",
      description = "Keep structures out of the report; row numbers stay.")
  private boolean withoutMolecules;

  @Option(names = "--json", paramLabel = "FILE", description = "Write the findings as JSON.")
  private @Nullable Path json;

  @Override
  public Integer call() throws Exception {
    JsonFile.requireWritable(json);
    LoadedModel loaded = LoadedModel.of(model).requireMoleculeImages();
    Path folder = out == null ? model.resolve(FOLDER) : out;
    if (Files.exists(folder) && !Files.isDirectory(folder)) {
      throw new InvalidInputException("--out is a folder, and " + folder + " is a file");
    }
    Compounds reader = new Compounds(loaded, model);
    PrivacyAudit audit = audit(loaded);
    AuditedCompounds compounds = reader.read(csv, against);
    PrintWriter console = spec.commandLine().getOut();
    console.println(csv.columns());
    console.println(
        compounds.members().size()
            + " compounds that the model learned from, "
            + compounds.others().size()
            + " that it never saw, "
            + compounds.undecided().size()
            + " that its settings were chosen by");
    if (reader.excluded() > 0) {
      console.println(
          "left out, as they are in the training file or twice in the other one: "
              + reader.excluded());
    }
    console.flush();
    audit.views(views(loaded, console));
    Files.createDirectories(folder);
    AuditReport report;
    try (Progress progress =
        Progress.of("reference models", references, spec.commandLine().getErr())) {
      report = audit.progress(done -> progress.step("")).run(compounds);
    }
    AuditFiles.save(report, folder);
    SavedModelCard.put(model, CARD_HEADING, Sentences.card(report));
    print(console, report);
    console.println("the report is in " + folder);
    console.flush();
    if (json != null) {
      JsonFile.write(json, AuditJson.of(report));
    }
    return 0;
  }

  private PrivacyAudit audit(LoadedModel loaded) {
    try {
      PrivacyAudit audit = PrivacyAudit.of(loaded.model()).references(references).seed(seed);
      return withoutMolecules ? audit.withoutMolecules() : audit;
    } catch (IllegalArgumentException e) {
      throw new CommandLine.ParameterException(
          spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
  }

  private List<ClientView> views(LoadedModel loaded, PrintWriter console) {
    Views views = new Views();
    try {
      decimals.forEach(views::addRounded);
      deviations.forEach(views::addFlooded);
    } catch (IllegalArgumentException e) {
      throw new InvalidInputException(String.valueOf(e.getMessage()), e);
    }
    plans.stream().distinct().forEach(plan -> views.add(loaded.model().network(), plan));
    views.unfit().forEach(reason -> console.println("not looked at: " + reason));
    return views.all();
  }

  private static void print(PrintWriter console, AuditReport report) {
    console.println();
    console.println(String.format("%-77s %18s %32s", "", "this model", "trained the same way"));
    console.println(
        String.format(
            "%-77s %6s %11s %6s %11s %13s",
            "client and attack", "area", "at 1 %", "area", "at 1 %", "at 0.1 %"));
    for (Finding finding : report.findings()) {
      Measured of = finding.model().measured();
      Measured same = finding.recipe().measured();
      console.println(
          String.format(
              Locale.ROOT,
              "%-77s %6.3f %11s %6.3f %11s %13s",
              finding.view() + ": " + finding.attack(),
              of.area(),
              rate(of, 0),
              same.area(),
              rate(same, 0),
              rate(same, 1)));
    }
    console.println();
    Sentences.of(report).forEach(console::println);
    report.remarks().forEach(remark -> console.println("note: " + remark));
  }

  private static String rate(Measured measured, int which) {
    Recognised recognised = measured.recognised().get(which);
    return Sentences.percent(recognised.rate());
  }
}
