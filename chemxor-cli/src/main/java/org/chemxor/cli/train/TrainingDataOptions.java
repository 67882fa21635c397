package org.chemxor.cli.train;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.chemxor.cli.options.CsvOptions;
import org.chemxor.data.csv.MoleculeCsv;
import org.chemxor.data.dataset.ClassThresholds;
import org.chemxor.data.dataset.DrugSet;
import org.chemxor.data.dataset.OlindaClassificationData;
import org.chemxor.data.dataset.OlindaData;
import org.chemxor.data.dataset.OlindaDataBuilder;
import org.chemxor.data.dataset.OlindaRegressionData;
import org.chemxor.data.dataset.Replicates;
import org.chemxor.data.dataset.ValueTransform;
import org.chemxor.data.featurise.CircularFingerprint;
import org.chemxor.data.featurise.DepictionFeaturiser;
import org.chemxor.data.featurise.GridFingerprintFeaturiser;
import org.chemxor.data.featurise.MoleculeFeaturiser;
import org.chemxor.data.split.SplitRule;
import org.chemxor.models.trained.Task;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which molecules a model learns from: the file, its task, the split and the images. */
final class TrainingDataOptions {
  private static final int MAX_UNIT = 40;
  private static final String AUTO = "auto";

  /** What an image shows. */
  enum Images {
    LEARNED,
    DESCRIPTORS,
    DRUGS,
    STANDARD,
    DEPICTION
  }

  /** How molecules are divided. */
  enum Split {
    RANDOM,
    SCAFFOLD,
    CHEMXOR,
    GIVEN
  }

  @CommandLine.Spec(CommandLine.Spec.Target.MIXEE)
  private CommandLine.Model.CommandSpec spec;

  @Mixin private CsvOptions csv = new CsvOptions();

  @Option(
      names = "--task",
      defaultValue = "regression",
      description = "regression or classification (default: ${DEFAULT-VALUE}).")
  private Task task;

  @Option(
      names = "--threshold",
      split = ",",
      paramLabel = "VALUE",
      description =
          "For a classification: class 0 up to and including the first value, class 1 up "
              + "to and including the second, and so on. Without it the values are class "
              + "numbers.")
  private List<Double> thresholds = new ArrayList<>();

  @Option(
      names = "--split",
      defaultValue = "random",
      description =
          "random, scaffold (Bemis-Murcko: a harder test), chemxor (as ChemXor does), all "
              + "three 70/20/10; or given, as --split-column says (default: ${DEFAULT-VALUE}).")
  private Split split;

  private boolean isPrivate;

  @Option(
      names = "--split-column",
      paramLabel = "COLUMN",
      description = "Column that says train, validate or test; for --split given.")
  private @Nullable String splitColumn;

  @Option(
      names = "--images",
      defaultValue = "learned",
      description =
          "learned: a pixel for each of the 1024 surroundings most frequent in the "
              + "training part, those that vary together side by side; descriptors: the same with 32 physico-chemical "
              + "descriptors, such as logP, in 32 of the pixels; drugs: that, learned from the "
              + "drugs that come with the library and not from the file, as --private needs it; standard: all "
              + "surroundings folded by hash, in the layout that ships; depiction: the drawn "
              + "structure (default: ${DEFAULT-VALUE}).")
  private Images images;

  @Option(
      names = "--fingerprint",
      paramLabel = "NAME",
      description =
          "What is counted: ecfp or fcfp with the diameter 2 (default), 4 or 6; or auto, ecfp2 or"
              + " ecfp4, whichever a quadratic model predicts the validation part from better.")
  private @Nullable String fingerprint;

  @Option(
      names = "--keep-duplicates",
      description = "Use rows whose molecule stands in an earlier row, too.")
  private boolean keepDuplicates;

  @Option(
      names = "--replicates",
      paramLabel = "RULE",
      defaultValue = "first",
      description =
          "What becomes of several rows of one molecule: first, mean or median; of classes, median"
              + " is the class of most rows, and a molecule without one is left out (default:"
              + " ${DEFAULT-VALUE}).")
  private Replicates replicates;

  @Option(
      names = "--replicates-within",
      paramLabel = "X",
      description = "Leave molecules out whose rows differ by more than X, in units of the target.")
  private @Nullable Double replicatesWithin;

  @Option(
      names = "--transform",
      paramLabel = "NAME",
      defaultValue = "none",
      description =
          "Learn the decimal logarithm of the values (log10), or minus that of concentrations in M,"
              + " uM or nM, as pIC50 is (p-M, p-uM, p-nM); kept with the model (default:"
              + " ${DEFAULT-VALUE}).")
  private String transform = "none";

  @Option(
      names = "--unit",
      paramLabel = "TEXT",
      description = "Unit of the values, such as mg/L, for the report; nothing is converted.")
  private String unit = "";

  @Option(
      names = "--cache",
      paramLabel = "FOLDER",
      description =
          "Keep images there, on disk instead of in memory, and find them there the next "
              + "time. They tell about the molecules: keep the folder as private as the file.")
  private @Nullable Path cache;

  Task task() {
    return task;
  }

  CsvOptions csv() {
    return csv;
  }

  /** What turns values into classes, unless they are class numbers or the task is a regression. */
  Optional<ClassThresholds> thresholds() {
    return thresholds.isEmpty() ? Optional.empty() : Optional.of(new ClassThresholds(thresholds));
  }

  /** What is learned instead of the values. */
  ValueTransform transform() {
    return ValueTransform.named(transform);
  }

  /** The unit of what is learned, in words; empty when it is not known. */
  String unit() {
    return switch (transform()) {
      case NONE -> unit;
      case LOG10 -> unit.isEmpty() ? "" : "log10 of " + unit;
      case P_MOLAR, P_MICROMOLAR, P_NANOMOLAR -> "-log10 of mol/L";
    };
  }

  /** In words, for the model card. */
  String describeSplit(long seed) {
    return switch (split) {
      case RANDOM ->
          isPrivate
              ? "each molecule by itself, about 70/20/10, seed " + seed
              : "random 70/20/10, seed " + seed;
      case SCAFFOLD -> "by scaffold, 70/20/10, seed " + seed;
      case CHEMXOR -> "ChemXor's 70/20/10";
      case GIVEN -> "as given in column " + splitColumn;
    };
  }

  /**
   * Reads the file.
   *
   * @param seed of the split and of what is learned for the images
   */
  OlindaData load(long seed) {
    return load(seed, featuriser(seed), images == Images.LEARNED || images == Images.DESCRIPTORS);
  }

  /** Whether the validation part chooses the fingerprint. */
  boolean choosesFingerprint() {
    return AUTO.equalsIgnoreCase(fingerprint);
  }

  /**
   * Reads the file with images of a fingerprint.
   *
   * @param name such as ecfp4
   */
  OlindaData load(long seed, String name) {
    fingerprint = name;
    return load(seed);
  }

  /** Reads the file with the images that a model was made for. */
  OlindaData loadFor(long seed, MoleculeFeaturiser featuriser) {
    return load(seed, featuriser, false);
  }

  /**
   * Goes on with a model's task.
   *
   * @throws CommandLine.ParameterException when another one was asked for
   */
  void requireTask(Task given) {
    if (task != given && spec.commandLine().getParseResult().hasMatchedOption("--task")) {
      throw wrongUsage(
          "--task "
              + task.name().toLowerCase(Locale.ROOT)
              + " is not the model's, which is "
              + given.name().toLowerCase(Locale.ROOT)
              + ": leave it out");
    }
    task = given;
  }

  private OlindaData load(long seed, MoleculeFeaturiser featuriser, boolean learnsImages) {
    requireConsistent();
    MoleculeCsv file = open();
    if (task == Task.CLASSIFICATION) {
      OlindaClassificationData.Builder builder =
          configured(OlindaClassificationData.from(file), featuriser, learnsImages, seed);
      thresholds().ifPresent(builder::thresholds);
      return builder.load();
    }
    return configured(OlindaRegressionData.from(file), featuriser, learnsImages, seed).load();
  }

  /** Refuses images and rows that would break a promise of privacy, and takes such that do not. */
  void makePrivate() {
    if (!spec.commandLine().getParseResult().hasMatchedOption("--images")) {
      images = Images.DRUGS;
    }
    if (images == Images.LEARNED || images == Images.DESCRIPTORS) {
      throw wrongUsage(
          "--images "
              + images.name().toLowerCase(Locale.ROOT)
              + " learns from the training part and would disclose it: with --private, images are"
              + " drugs (the default), standard or depiction");
    }
    if (choosesFingerprint()) {
      throw wrongUsage(
          "--fingerprint auto fits models to the training part without noise: name one with"
              + " --private");
    }
    if (split == Split.SCAFFOLD || split == Split.CHEMXOR) {
      throw wrongUsage(
          "--split "
              + split.name().toLowerCase(Locale.ROOT)
              + " moves other molecules when one is left out, and would disclose it: with --private,"
              + " the split is random (the default), each molecule by itself, or given");
    }
    isPrivate = true;
    if (keepDuplicates) {
      throw wrongUsage(
          "--private protects rows: --keep-duplicates would give a molecule several of them");
    }
  }

  private void requireConsistent() {
    if (task == Task.REGRESSION && !thresholds.isEmpty()) {
      throw wrongUsage("--threshold makes classes: add --task classification");
    }
    thresholds();
    if (keepDuplicates && (replicates != Replicates.FIRST || replicatesWithin != null)) {
      throw wrongUsage("--keep-duplicates keeps the rows that --replicates makes one: choose one");
    }
    if (task == Task.CLASSIFICATION && replicates == Replicates.MEAN) {
      throw wrongUsage(
          "classes have no mean: use --replicates median, the class of most rows, or"
              + " --replicates-within 0");
    }
    if (unit.length() > MAX_UNIT || unit.chars().anyMatch(Character::isISOControl)) {
      throw wrongUsage("--unit is a word or two, of at most " + MAX_UNIT + " characters");
    }
    if (!unit.isEmpty() && (task == Task.CLASSIFICATION || transform().isConcentration())) {
      throw wrongUsage(
          "--unit is for values as they are or their log10: classes have none, and --transform "
              + transform
              + " says its own");
    }
    if ((split == Split.GIVEN) != (splitColumn != null)) {
      throw wrongUsage("--split given and --split-column COLUMN go together");
    }
  }

  private MoleculeCsv open() {
    MoleculeCsv file = csv.open();
    return CsvOptions.choose(splitColumn, file, file::splitColumn, file::splitColumn);
  }

  private <B extends OlindaDataBuilder<B>> B configured(
      B builder, MoleculeFeaturiser featuriser, boolean learnsImages, long seed) {
    B configured =
        builder
            .featuriser(featuriser)
            .split(rule(seed))
            .replicates(replicates)
            .transform(transform());
    if (replicatesWithin != null) {
      configured = configured.replicatesWithin(replicatesWithin);
    }
    if (learnsImages) {
      configured =
          images == Images.DESCRIPTORS
              ? configured.learnImagesWithDescriptors(seed)
              : configured.learnImages(seed);
    }
    if (keepDuplicates) {
      configured = configured.keepDuplicates();
    }
    return cache == null ? configured : configured.cacheIn(cache);
  }

  private SplitRule rule(long seed) {
    return switch (split) {
      case RANDOM -> isPrivate ? SplitRule.independent(seed) : SplitRule.random(seed);
      case SCAFFOLD -> SplitRule.scaffold(seed);
      case CHEMXOR -> SplitRule.chemxor();
      case GIVEN -> SplitRule.given();
    };
  }

  private MoleculeFeaturiser featuriser(long seed) {
    if (images == Images.DEPICTION) {
      if (fingerprint != null) {
        throw wrongUsage("--fingerprint has no meaning for --images depiction");
      }
      return new DepictionFeaturiser();
    }
    GridFingerprintFeaturiser standard = GridFingerprintFeaturiser.standard();
    GridFingerprintFeaturiser counting =
        fingerprint == null ? standard : standard.withFingerprint(named(fingerprint));
    return images == Images.DRUGS
        ? counting.learnedWithDescriptorsFrom(DrugSet.load().smiles(), seed)
        : counting;
  }

  /** Fingerprints are named by kind and diameter, twice the radius. */
  private CircularFingerprint named(String given) {
    String name = given.toLowerCase(Locale.ROOT);
    if (!name.matches("[ef]cfp[246]")) {
      throw wrongUsage(
          "--fingerprint is ecfp2, ecfp4, ecfp6, fcfp2, fcfp4, fcfp6 or auto, got " + given);
    }
    CircularFingerprint.Kind kind =
        name.startsWith("e") ? CircularFingerprint.Kind.ECFP : CircularFingerprint.Kind.FCFP;
    return new CircularFingerprint(kind, (name.charAt(4) - '0') / 2);
  }

  private CommandLine.ParameterException wrongUsage(String message) {
    return new CommandLine.ParameterException(spec.commandLine(), message);
  }
}
