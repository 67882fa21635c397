package org.chemxor.data.csv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.chemxor.core.InvalidInputException;
import org.chemxor.core.Sample;
import org.chemxor.data.dataset.MoleculeTable;
import org.chemxor.data.featurise.GridFingerprintFeaturiser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MoleculeCsvTest {
  private static final GridFingerprintFeaturiser FEATURISER = GridFingerprintFeaturiser.standard();

  @TempDir private Path folder;

  private Path file(String text) throws IOException {
    return Files.writeString(folder.resolve("molecules.csv"), text);
  }

  private Path file(byte[] bytes) throws IOException {
    return Files.write(folder.resolve("molecules.csv"), bytes);
  }

  private MoleculeTable read(String text) throws IOException {
    return MoleculeTable.read(MoleculeCsv.open(file(text)), FEATURISER);
  }

  @Test
  void takesTheTargetFirstByDefault() throws IOException {
    MoleculeTable table = read("logp,structure\n-0.31,CCO\n2.13,c1ccccc1\n");

    assertThat(table.problems()).isEmpty();
    assertThat(table.samples()).extracting(Sample::smiles).containsExactly("CCO", "c1ccccc1");
    assertThat(table.samples()).extracting(Sample::target).containsExactly(-0.31, 2.13);
    assertThat(table.samples().get(0).image()).isEqualTo(FEATURISER.image("CCO"));
  }

  @Test
  void findsTheSmilesColumnByItsNameWhereverItIs() throws IOException {
    MoleculeTable table = read("SMILES,name,logp\nCCO,ethanol,-0.31\n");

    assertThat(table.samples()).isEmpty();
    assertThat(table.problems())
        .extracting(RowProblem::message)
        .containsExactly("the value 'ethanol' is not a finite number");
  }

  @Test
  void takesColumnsByName() throws IOException {
    Path path = file("id,structure,x,logp\nethanol,CCO,7,-0.31\n");

    Sample sample =
        MoleculeTable.read(
                MoleculeCsv.open(path)
                    .valueColumn("logP")
                    .smilesColumn("structure")
                    .nameColumn("id"),
                FEATURISER)
            .samples()
            .get(0);

    assertThat(sample.name()).isEqualTo("ethanol");
    assertThat(sample.smiles()).isEqualTo("CCO");
    assertThat(sample.target()).isEqualTo(-0.31);
  }

  @Test
  void takesColumnsByPositionWithoutAHeader() throws IOException {
    MoleculeTable table =
        MoleculeTable.read(
            MoleculeCsv.open(file("ethanol,CCO,1.5\n"))
                .withoutHeader()
                .valueColumn(2)
                .smilesColumn(1)
                .nameColumn(0),
            FEATURISER);

    assertThat(table.samples()).extracting(Sample::name).containsExactly("ethanol");
    assertThat(table.samples()).extracting(Sample::target).containsExactly(1.5);
  }

  @Test
  void readsMoleculesWithoutValues() throws IOException {
    MoleculeTable table =
        MoleculeTable.read(
            MoleculeCsv.open(file("smiles\nCCO\nCCN\n")).withoutValues(), FEATURISER);

    assertThat(table.samples()).hasSize(2).noneMatch(Sample::hasTarget);
  }

  @ParameterizedTest
  @ValueSource(chars = {',', ';', '\t'})
  void guessesTheSeparator(char separator) throws IOException {
    MoleculeTable table = read("\"a,b;c;d\te\"" + separator + "smiles\n1.5" + separator + "CCO\n");

    assertThat(table.samples()).extracting(Sample::target).containsExactly(1.5);
  }

  @Test
  void usesTheSeparatorItIsGiven() throws IOException {
    MoleculeTable table =
        MoleculeTable.read(
            MoleculeCsv.open(file("a,b,c|smiles\n1.5|CCO\n")).separator('|'), FEATURISER);

    assertThat(table.samples()).hasSize(1);
  }

  @Test
  void understandsQuotes() throws IOException {
    Path path =
        file("value,smiles,name\n\"1.5\",\"CCO\",\"1,2-\"\"ethane\"\"\nsecond line\"\n2,CC,x\n");

    MoleculeTable table = MoleculeTable.read(MoleculeCsv.open(path).nameColumn("name"), FEATURISER);

    assertThat(table.samples())
        .extracting(Sample::name)
        .containsExactly("1,2-\"ethane\"\nsecond line", "x");
  }

  @Test
  void ignoresAByteOrderMark() throws IOException {
    Path path = file("\ufeffvalue,smiles\n1,CCO\n");

    assertThat(
            MoleculeTable.read(MoleculeCsv.open(path).valueColumn("value"), FEATURISER).samples())
        .hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-16LE", "UTF-16BE"})
  void readsUtf16WithAByteOrderMark(String charset) throws IOException {
    Path path = file("\ufeffvalue,smiles\n1,CCO\n".getBytes(Charset.forName(charset)));

    assertThat(MoleculeTable.read(MoleculeCsv.open(path), FEATURISER).samples()).hasSize(1);
  }

  @Test
  void unpacksGzip() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write("value,smiles\n1,CCO\n".getBytes(StandardCharsets.UTF_8));
    }

    assertThat(
            MoleculeTable.read(MoleculeCsv.open(file(bytes.toByteArray())), FEATURISER).samples())
        .hasSize(1);
  }

  @Test
  void refusesGzipThatEndsEarly() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write("value,smiles\n1,CCO\n".getBytes(StandardCharsets.UTF_8));
    }
    byte[] cut = java.util.Arrays.copyOf(bytes.toByteArray(), bytes.size() - 12);
    MoleculeCsv csv = MoleculeCsv.open(file(cut));

    assertThatThrownBy(() -> MoleculeTable.read(csv, FEATURISER))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("cannot read")
        .hasMessageContaining("molecules.csv");
  }

  @Test
  void reportsBadRowsByNumberAndGoesOn() throws IOException {
    MoleculeTable table =
        read(
            """
            value,smiles
            1,CCO
            2,C1CC
            3,
            n/a,CC
            "1,5",CC
            NaN,CC
            1e999,CC
            7

            8,[H][H]
            9,CCN
            """);

    assertThat(table.samples()).extracting(Sample::target).containsExactly(1.0, 9.0);
    assertThat(table.problems())
        .extracting(RowProblem::row)
        .containsExactly(3L, 4L, 5L, 6L, 7L, 8L, 9L, 11L);
    List<String> messages = table.problems().stream().map(RowProblem::message).toList();
    assertThat(messages.get(0)).startsWith("the SMILES 'C1CC' cannot be read: ");
    assertThat(messages.get(1)).isEqualTo("the SMILES cell is empty");
    assertThat(messages.get(2)).isEqualTo("the value 'n/a' is not a finite number");
    assertThat(messages.get(3))
        .isEqualTo("the value '1,5' is not a finite number; write decimals with a point");
    assertThat(messages.get(4)).isEqualTo("the value 'NaN' is not a finite number");
    assertThat(messages.get(5)).isEqualTo("the value '1e999' is not a finite number");
    assertThat(messages.get(6))
        .isEqualTo("there is no SMILES cell: the row has 1 cells, the SMILES is number 2");
    assertThat(messages.get(7)).isEqualTo("the SMILES '[H][H]' has no atom other than hydrogen");
    assertThat(table.toString())
        .startsWith(
            "2 molecules, 8 rows left out (values with a decimal comma or marks for thousands: 1);"
                + " first: row 3: the");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0x1p3", "1d", "1f", "Infinity", "--1", "1.2.3"})
  void acceptsPlainDecimalNumbersOnly(String value) throws IOException {
    assertThat(read("value,smiles\n" + value + ",CCO\n").problems())
        .extracting(RowProblem::message)
        .containsExactly("the value '" + value + "' is not a finite number");
  }

  @Test
  void namesAMissingFile() {
    Path missing = folder.resolve("missing.csv");

    assertThatThrownBy(() -> MoleculeCsv.open(missing))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage("there is no file " + missing);
  }

  @Test
  void refusesAFolder() {
    assertThatThrownBy(() -> MoleculeCsv.open(folder))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("is a folder");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n\n", "\ufeff"})
  void refusesAnEmptyFile(String text) throws IOException {
    MoleculeCsv csv = MoleculeCsv.open(file(text));

    assertThatThrownBy(() -> MoleculeTable.read(csv, FEATURISER))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageEndingWith("molecules.csv is empty; a CSV file with molecules is needed");
  }

  @Test
  void refusesAHeaderWithoutRows() throws IOException {
    MoleculeCsv csv = MoleculeCsv.open(file("value,smiles\n"));

    assertThatThrownBy(() -> MoleculeTable.read(csv, FEATURISER))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageEndingWith("has a header but no row below it");
  }

  @Test
  void listsTheColumnsThereAreWhenOneIsWrong() throws IOException {
    MoleculeCsv csv = MoleculeCsv.open(file("logS,smiles\n1,CCO\n"));

    assertThatThrownBy(() -> MoleculeTable.read(csv.valueColumn("logP"), FEATURISER))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageEndingWith(
            "molecules.csv has no value column 'logP'; it has the columns 0 'logS', 1 'smiles'");
    assertThatThrownBy(() -> MoleculeTable.read(csv.smilesColumn(5), FEATURISER))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("no SMILES column at position 5; it has the columns 0 'logS'");
    assertThatThrownBy(() -> MoleculeTable.read(csv.nameColumn("id"), FEATURISER))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("no name column 'id'");
    assertThatThrownBy(() -> csv.valueColumn(-1))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("counts from 0, got -1");
  }

  @Test
  void refusesAnAmbiguousColumn() throws IOException {
    MoleculeCsv csv = MoleculeCsv.open(file("x,x,smiles\n1,2,CCO\n")).valueColumn("x");

    assertThatThrownBy(() -> MoleculeTable.read(csv, FEATURISER))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("2 columns called 'x', at positions [0, 1]");
  }

  @Test
  void refusesNamesWithoutAHeader() throws IOException {
    MoleculeCsv csv = MoleculeCsv.open(file("1,CCO\n")).withoutHeader().valueColumn("x");

    assertThatThrownBy(() -> MoleculeTable.read(csv, FEATURISER))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("read without a header; give its position");
  }

  @Test
  void refusesAQuoteThatNeverCloses() throws IOException {
    MoleculeCsv csv = MoleculeCsv.open(file("value,smiles\n1,\"CCO\n2,CC\n"));

    assertThatThrownBy(() -> MoleculeTable.read(csv, FEATURISER))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("molecules.csv is not a readable CSV file");
  }

  @Test
  void refusesBytesThatAreNotTextUnlessToldTheEncoding() throws IOException {
    Path path =
        file("value,smiles,name\n1,CCO,Kr\u00e4uter\n".getBytes(StandardCharsets.ISO_8859_1));
    MoleculeCsv csv = MoleculeCsv.open(path).nameColumn("name");

    assertThatThrownBy(() -> MoleculeTable.read(csv, FEATURISER))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("is not UTF-8 text; save it as UTF-8, or say how it is encoded");
    assertThat(MoleculeTable.read(csv.charset(StandardCharsets.ISO_8859_1), FEATURISER).samples())
        .extracting(Sample::name)
        .containsExactly("Kr\u00e4uter");
  }
}
