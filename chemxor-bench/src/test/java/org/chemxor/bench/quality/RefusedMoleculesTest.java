package org.chemxor.bench.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.chemxor.core.InvalidInputException;
import org.chemxor.core.Network;
import org.chemxor.core.ReferenceEvaluator;
import org.chemxor.core.Sample;
import org.chemxor.core.UnfitPlanException;
import org.chemxor.core.olinda.OlindaNet;
import org.chemxor.data.dataset.OlindaRegressionData;
import org.chemxor.data.split.SplitRule;
import org.chemxor.fhe.compile.ProgramCompiler;
import org.chemxor.fhe.forecast.ProgramReport;
import org.chemxor.fhe.program.EncryptedProgram;
import org.chemxor.fhe.program.Plan;
import org.chemxor.fhe.simulate.Rehearsal;
import org.chemxor.models.train.Training;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whether clients refuse real molecules: 10,000 of them, trained networks, every plan. Run with the
 * profile {@code measuring} and the files of {@link ModelQualityTest}; {@code
 * chemxor.measuring.epochs} says how long to train, {@code chemxor.measuring.molecules} how many to
 * ask about, {@code chemxor.measuring.networks} which networks, as a regular expression that is
 * found in {@code zero, tuned}.
 */
@Tag("measuring")
class RefusedMoleculesTest {
  private static final int MOLECULES = Integer.getInteger("chemxor.measuring.molecules", 10_000);
  private static final int EPOCHS = Integer.getInteger("chemxor.measuring.epochs", 5);

  private static final Pattern NETWORKS =
      Pattern.compile(System.getProperty("chemxor.measuring.networks", ""));

  private static OlindaRegressionData data() {
    Path file =
        Path.of(System.getProperty("chemxor.shared.data", "../../shared/data"), "eos2r5a.csv");
    assumeTrue(Files.exists(file), () -> "skipped: there is no " + file.toAbsolutePath());
    return OlindaRegressionData.from(file)
        .learnImages(1)
        .split(SplitRule.chemxor())
        .keepDuplicates()
        .load();
  }

  private static List<Plan> plans() {
    return List.of(
        Plan.partitioned(),
        Plan.singleRound(),
        Plan.batch(4096),
        Plan.singleRound().withBatch(4096));
  }

  private static Stream<Arguments> networks() {
    return Stream.of(
            "zero, tuned",
            "zero, improved",
            "olinda, tuned",
            "olinda, improved",
            "one, tuned",
            "one, improved")
        .filter(NETWORKS.asPredicate())
        .map(network -> Arguments.of((Object[]) network.split(", ", -1)));
  }

  @ParameterizedTest
  @MethodSource("networks")
  void everyPlanReadsRealMoleculesRightOrSaysSoWhenItIsCompiled(String name, String settings) {
    OlindaRegressionData data = data();
    OlindaNet net = OlindaNet.named(name);
    Training training = settings.equals("tuned") ? Training.tuned(net) : Training.improved(net);
    Network network = training.epochs(EPOCHS).fit(data.train(), data.validate()).network();
    List<Sample> samples = data.all().stream().limit(MOLECULES).toList();
    for (Plan plan : plans()) {
      String label = name + ", " + settings + ", " + plan;
      try {
        EncryptedProgram program = ProgramCompiler.compile(network, plan);
        List<String> faults = faults(network, program, samples);
        ProgramReport.of(program)
            .lines()
            .filter(line -> line.matches("  (images|values|precision) .*"))
            .forEach(line -> print("%s", line));
        print("%s: %d of %d refused or wrong", label, faults.size(), samples.size());
        assertThat(faults).as(label).isEmpty();
      } catch (UnfitPlanException e) {
        print("%s: not compiled, %s", label, e.getMessage());
      }
    }
  }

  private static List<String> faults(
      Network network, EncryptedProgram program, List<Sample> samples) {
    ReferenceEvaluator reference = new ReferenceEvaluator(network);
    Rehearsal rehearsal = new Rehearsal(program);
    List<String> faults = new ArrayList<>();
    for (Sample sample : samples) {
      double[] image = sample.image().toArray();
      double expected = reference.evaluate(image)[0];
      try {
        double read = rehearsal.evaluate(image)[0];
        if (!(Math.abs(read - expected) <= 1e-6 * Math.max(1, Math.abs(expected)))) {
          faults.add(expected + " read as " + read);
        }
      } catch (InvalidInputException e) {
        faults.add(String.valueOf(e.getMessage()));
      }
    }
    return faults;
  }

  private static void print(String format, Object... arguments) {
    System.out.println(String.format(Locale.ROOT, format, arguments));
  }
}
