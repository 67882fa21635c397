package org.chemxor.data.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.chemxor.core.InvalidInputException;
import org.chemxor.core.MoleculeImage;
import org.chemxor.core.Sample;
import org.chemxor.data.csv.MoleculeCsv;
import org.chemxor.data.csv.RowProblem;
import org.chemxor.data.featurise.DepictionFeaturiser;
import org.chemxor.data.featurise.GridFingerprintFeaturiser;
import org.chemxor.data.featurise.MoleculeFeaturiser;
import org.chemxor.data.smiles.MoleculeIdentity;
import org.chemxor.data.smiles.Molecules;
import org.chemxor.data.split.SplitRule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OlindaDataTest {
  @TempDir private Path folder;

  private Path file(String text) throws IOException {
    return Files.writeString(folder.resolve("molecules.csv"), text);
  }

  /** The shipped drugs as a user's file. */
  private Path drugs() throws IOException {
    StringBuilder text = new StringBuilder("logp,smiles,name\n");
    for (DrugSet.Drug drug : DrugSet.load()) {
      text.append(drug.value()).append(',').append(drug.smiles()).append(",\"");
      text.append(drug.name()).append("\"\n");
    }
    return file(text.toString());
  }

  /** Alkanes of 1 to n carbons, all different, with their number as value. */
  private static String alkanes(int n) {
    StringBuilder text = new StringBuilder("value,smiles\n");
    IntStream.rangeClosed(1, n)
        .forEach(i -> text.append(i).append(',').append("C".repeat(i)).append('\n'));
    return text.toString();
  }

  @Test
  void dividesRealMoleculesSeventyTwentyTen() throws IOException {
    OlindaRegressionData data = OlindaRegressionData.from(drugs()).load();
    int size = DrugSet.load().size();

    assertThat(data.report().toString())
        .isEqualTo(size + " rows: " + size + " used, 0 invalid, 0 duplicates");
    assertThat(data.all()).hasSize(size);
    assertThat(data.train()).hasSize((int) Math.round(0.7 * size));
    assertThat(data.validate()).hasSize((int) Math.round(0.2 * size));
    Set<String> seen = new HashSet<>();
    for (MoleculeDataset part : List.of(data.train(), data.validate(), data.test())) {
      part.smiles().forEach(s -> assertThat(seen.add(s)).as(s).isTrue());
    }
    assertThat(seen).hasSize(size);
  }

  @Test
  void keepsImagesValuesAndNamesTogether() throws IOException {
    MoleculeCsv csv = MoleculeCsv.open(drugs()).nameColumn("name");
    OlindaRegressionData data = OlindaRegressionData.from(csv).load();

    Sample sample = data.train().get(5);

    DrugSet.Drug drug =
        DrugSet.load().drugs().stream()
            .filter(d -> d.name().equals(sample.name()))
            .findFirst()
            .orElseThrow();
    assertThat(sample.smiles()).isEqualTo(drug.smiles());
    assertThat(sample.target()).isEqualTo(drug.value());
    assertThat(sample.image()).isEqualTo(data.featuriser().image(drug.smiles()));
    assertThat(data.train().targets()[5]).isEqualTo(drug.value());
  }

  @Test
  void reportsDuplicatesHoweverWrittenAndLeavesThemOut() throws IOException {
    String text =
        alkanes(12)
            + "7,OCC\n8,[H]OC([H])([H])C\n1,c1ccccc1O\n2,C1=CC=CC=C1O\n3,C[C@H](N)O\n3,C[C@@H](N)O\n"
            + "oops,CC\n4,C1C\n";

    OlindaRegressionData data = OlindaRegressionData.from(file(text)).load();

    assertThat(data.report().rows()).isEqualTo(20);
    assertThat(data.report().used()).isEqualTo(15);
    assertThat(data.report().duplicates())
        .extracting(RowProblem::toString)
        .containsExactly(
            "row 15: is the same molecule as row 14, with the value 8.0 instead of 7.0",
            "row 17: is the same molecule as row 16, with the value 2.0 instead of 1.0",
            "row 19: is the same molecule as row 18");
    assertThat(data.report().invalid()).extracting(RowProblem::row).containsExactly(20L, 21L);
    assertThat(data.all()).hasSize(15);
  }

  @Test
  void keepsDuplicatesOnRequestAndStillReportsThem() throws IOException {
    OlindaRegressionData data =
        OlindaRegressionData.from(file(alkanes(12) + "1,CC\n")).keepDuplicates().load();

    assertThat(data.all()).hasSize(13);
    assertThat(data.report().rows()).isEqualTo(13);
    assertThat(data.report().duplicates()).hasSize(1);
  }

  @Test
  void aScaffoldIsNeverInTwoParts() throws IOException {
    OlindaRegressionData data =
        OlindaRegressionData.from(drugs()).split(SplitRule.scaffold(1)).load();

    Set<String> train = scaffolds(data.train());
    Set<String> validate = scaffolds(data.validate());
    Set<String> test = scaffolds(data.test());
    assertThat(train).doesNotContainAnyElementsOf(validate).doesNotContainAnyElementsOf(test);
    assertThat(validate).doesNotContainAnyElementsOf(test);
    assertThat(data.train()).hasSizeBetween(250, (int) Math.round(0.7 * data.all().size()));
    assertThat(data.validate()).isNotEmpty();
    assertThat(data.test()).isNotEmpty();
  }

  private static Set<String> scaffolds(MoleculeDataset part) {
    Set<String> scaffolds = new HashSet<>();
    part.smiles().forEach(s -> scaffolds.add(MoleculeIdentity.of(s).scaffold()));
    return scaffolds;
  }

  @Test
  void scaffoldsDisregardSideChainsChargesAndNotation() {
    String indole = MoleculeIdentity.of("c1ccc2[nH]ccc2c1").scaffold();

    assertThat(MoleculeIdentity.of("CN1C=C(CCN)C2=CC=CC=C21").scaffold()).isEqualTo(indole);
    assertThat(MoleculeIdentity.of("c1ccc2occc2c1").scaffold()).isNotEqualTo(indole);
    assertThat(MoleculeIdentity.of("c1ccccc1CCc1ccccc1").scaffold())
        .isNotEqualTo(MoleculeIdentity.of("c1ccccc1").scaffold());
    assertThat(MoleculeIdentity.of("CC(C)CO").scaffold()).isEmpty();
  }

  @Test
  void takesTheSplitTheFileGives() throws IOException {
    Path path =
        file(
            "value,smiles,set\n1,C,train\n2,CC,Test\n3,CCC,valid\n4,CCCC,TRAIN\n5,CCO,other\n6,CN\n");

    OlindaRegressionData data =
        OlindaRegressionData.from(MoleculeCsv.open(path).splitColumn("set"))
            .split(SplitRule.given())
            .load();

    assertThat(data.train().targets()).containsExactly(1, 4);
    assertThat(data.validate().targets()).containsExactly(3);
    assertThat(data.test().targets()).containsExactly(2);
    assertThat(data.report().invalid())
        .extracting(RowProblem::toString)
        .containsExactly(
            "row 6: the split cell says 'other', it must be train, validate or test",
            "row 7: there is no split cell: the row has 2 cells, the split is number 3");
  }

  @Test
  void aGivenSplitNeedsItsColumn() throws IOException {
    OlindaRegressionData.Builder builder =
        OlindaRegressionData.from(file(alkanes(12))).split(SplitRule.given());

    assertThatThrownBy(builder::load)
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("splitColumn(...)");
  }

  @Test
  void thresholdsTurnValuesIntoClasses() throws IOException {
    OlindaClassificationData data =
        OlindaClassificationData.from(file(alkanes(20))).thresholds(5, 10.5).load();

    assertThat(data.classes()).isEqualTo(3);
    for (int i = 0; i < data.all().size(); i++) {
      double value = data.all().row(i).value();
      assertThat(data.all().target(i)).isEqualTo(value <= 5 ? 0 : value <= 10.5 ? 1 : 2);
    }
  }

  @Test
  void classWeightsMakeUpForUnequalClasses() throws IOException {
    OlindaClassificationData data =
        OlindaClassificationData.from(file(alkanes(40))).thresholds(30).load();
    int[] counts = data.classCounts();
    double[] weights = data.classWeights();

    assertThat(counts[0] + counts[1]).isEqualTo(28);
    assertThat(weights[0] * counts[0]).isCloseTo(weights[1] * counts[1], within(1e-12));
    assertThat(weights[0] * counts[0] + weights[1] * counts[1]).isCloseTo(28, within(1e-12));
  }

  @Test
  void valuesCanBeClassNumbersThemselves() throws IOException {
    StringBuilder text = new StringBuilder("class,smiles\n");
    IntStream.range(1, 31)
        .forEach(i -> text.append(i % 3).append(',').append("C".repeat(i)).append('\n'));
    text.append("1.5,CCO\n-1,CCN\n");

    OlindaClassificationData data = OlindaClassificationData.from(file(text.toString())).load();

    assertThat(data.classes()).isEqualTo(3);
    assertThat(data.report().invalid())
        .extracting(RowProblem::message)
        .allMatch(m -> m.contains("is not a whole number from 0 to 999; set thresholds(...)"))
        .hasSize(2);
  }

  @Test
  void refusesClassesThatAreNone() throws IOException {
    Path path = file(alkanes(20).replaceAll("(?m)^\\d+", "0"));
    OlindaClassificationData.Builder builder = OlindaClassificationData.from(path);

    assertThatThrownBy(builder::load)
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("all molecules are of class 0");
    assertThatThrownBy(() -> builder.thresholds(2, 1))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("increasing order, got [2.0, 1.0]");
    OlindaClassificationData oneSided = builder.thresholds(100).load();
    assertThatThrownBy(oneSided::classWeights)
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("class 1 of 2 has no molecule");
  }

  @Test
  void refusesAFileWithoutAUsableRow() throws IOException {
    OlindaRegressionData.Builder builder =
        OlindaRegressionData.from(file("value,smiles\n1,C1C\nx,CC\n"));

    assertThatThrownBy(builder::load)
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("no usable row: 2 rows: 0 used, 2 invalid")
        .hasMessageContaining("first: row 2");
  }

  @Test
  void theLastWayOfLearningImagesIsTheOneThatCounts() throws IOException {
    OlindaRegressionData.Builder builder =
        OlindaRegressionData.from(drugs()).learnImagesWithDescriptors(3).learnImages(3);
    assertThat(((GridFingerprintFeaturiser) builder.load().featuriser()).descriptors()).isEmpty();
    builder.learnImagesWithDescriptors(3);
    assertThat(((GridFingerprintFeaturiser) builder.load().featuriser()).descriptors()).isPresent();
  }

  @Test
  void learnsImagesFromTheTrainingPartOnly() throws IOException {
    OlindaRegressionData data = OlindaRegressionData.from(drugs()).learnImages(3).load();

    assertThat(data.featuriser())
        .isEqualTo(GridFingerprintFeaturiser.standard().learnedFrom(data.train().smiles(), 3));
    Sample test = data.test().get(0);
    assertThat(test.image()).isEqualTo(data.featuriser().image(test.smiles()));
  }

  @Test
  void depictionsCannotBeLearned() throws IOException {
    OlindaRegressionData.Builder builder =
        OlindaRegressionData.from(file(alkanes(20)))
            .featuriser(new DepictionFeaturiser())
            .learnImages(1);

    assertThatThrownBy(builder::load)
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("only a GridFingerprintFeaturiser can learn");
  }

  @Test
  void readsMoleculesToPredictWithTheSameImages() throws IOException {
    OlindaRegressionData data =
        OlindaRegressionData.from(file(alkanes(20))).featuriser(new DepictionFeaturiser()).load();
    Path asked = Files.writeString(folder.resolve("asked.csv"), "smiles\nCCO\nC1C\nCCO\n");

    OlindaPredictionData prediction = data.predict(asked);

    assertThat(prediction.molecules()).hasSize(2).noneMatch(Sample::hasTarget);
    assertThat(prediction.molecules().image(1)).isEqualTo(new DepictionFeaturiser().image("CCO"));
    assertThat(prediction.report().invalid()).hasSize(1);
  }

  @Test
  void aRowWhoseImageCannotBeMadeIsReportedAndTheOthersAreUsed() throws IOException {
    MoleculeFeaturiser refusing = new RefusingFeaturiser("CCCCC");

    OlindaRegressionData data =
        OlindaRegressionData.from(file(alkanes(20))).featuriser(refusing).load();

    assertThat(data.all()).hasSize(19);
    assertThat(data.train().size() + data.validate().size() + data.test().size()).isEqualTo(19);
    assertThat(data.report().toString())
        .isEqualTo(
            "20 rows: 19 used, 1 invalid, 0 duplicates; first: row 6: its image cannot be made: refused");
  }

  private record RefusingFeaturiser(String refused) implements MoleculeFeaturiser {
    @Override
    public MoleculeImage image(String smiles) {
      if (smiles.equals(refused)) {
        throw new InvalidInputException("refused");
      }
      return GridFingerprintFeaturiser.standard().image(smiles);
    }

    @Override
    public String toJson() {
      return "{}";
    }
  }

  @Test
  void imagesComeFromTheCacheTheSecondTime() throws IOException {
    Path path = drugs();
    Path cache = folder.resolve("cache");
    CountingFeaturiser counting = new CountingFeaturiser();

    OlindaRegressionData first =
        OlindaRegressionData.from(path).featuriser(counting).cacheIn(cache).load();
    int made = counting.made.get();
    OlindaRegressionData second =
        OlindaRegressionData.from(path).featuriser(counting).cacheIn(cache).load();

    assertThat(made).isEqualTo(first.all().size());
    assertThat(counting.made.get()).isEqualTo(made);
    assertThat(second.all()).isEqualTo(first.all());
  }

  @Test
  void aDamagedCacheIsMadeAnew() throws IOException {
    Path path = drugs();
    Path cache = folder.resolve("cache");
    OlindaRegressionData first = OlindaRegressionData.from(path).cacheIn(cache).load();
    Path file;
    try (Stream<Path> files = Files.list(cache)) {
      file = files.findFirst().orElseThrow();
    }
    byte[] good = Files.readAllBytes(file);

    for (int damage : new int[] {0, 5, 9, 1000, good.length - 1}) {
      byte[] bad = good.clone();
      bad[damage] ^= 0x40;
      Files.write(file, bad);
      OlindaRegressionData again = OlindaRegressionData.from(path).cacheIn(cache).load();
      assertThat(again.all()).as("damage at %d", damage).isEqualTo(first.all());
      assertThat(Files.readAllBytes(file)).as("damage at %d", damage).isEqualTo(good);
    }
    Files.write(file, Arrays.copyOf(good, good.length / 2));
    assertThat(OlindaRegressionData.from(path).cacheIn(cache).load().all()).isEqualTo(first.all());
  }

  /** Counts how many images it makes. */
  private static final class CountingFeaturiser implements MoleculeFeaturiser {
    private final AtomicInteger made = new AtomicInteger();

    @Override
    public MoleculeImage image(String smiles) {
      made.incrementAndGet();
      return GridFingerprintFeaturiser.standard().image(smiles);
    }

    @Override
    public String toJson() {
      return GridFingerprintFeaturiser.standard().toJson();
    }
  }

  @Test
  void hundredThousandRowsStreamInOrder() throws IOException {
    Path path = folder.resolve("large.csv");
    try (var out = Files.newBufferedWriter(path)) {
      out.write("value,smiles\n");
      for (int i = 0; i < 100_000; i++) {
        out.write(i + "," + (i % 1000 == 999 ? "C1C" : "C".repeat(1 + i % 7)) + "\n");
      }
    }
    List<Double> order = new ArrayList<>();
    List<Double> problems = new ArrayList<>();

    MoleculeTable.forEachSample(
        MoleculeCsv.open(path),
        new DepthlessFeaturiser(),
        sample -> order.add(sample.target()),
        problem -> {
          order.add(problem.row() - 2.0);
          problems.add(problem.row() - 2.0);
        });

    assertThat(order).hasSize(100_000).isSorted();
    assertThat(problems).hasSize(100).allMatch(row -> row % 1000 == 999);
  }

  /** Reads the molecule but always draws the same. */
  private static final class DepthlessFeaturiser implements MoleculeFeaturiser {
    private final MoleculeImage image = new MoleculeImage(1, 1, new double[1]);

    @Override
    public MoleculeImage image(String smiles) {
      Molecules.standard(smiles);
      return image;
    }

    @Override
    public String toJson() {
      return "{}";
    }
  }
}
