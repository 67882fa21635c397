package org.chemxor.data.csv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.chemxor.core.InvalidInputException;
import org.chemxor.core.Sample;
import org.chemxor.data.dataset.MoleculeTable;
import org.chemxor.data.dataset.OlindaRegressionData;
import org.chemxor.data.featurise.GridFingerprintFeaturiser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that users reported, each of them one of a kind. */
class ReportedFilesTest {
  @TempDir private Path folder;

  private MoleculeCsv csv(String name, String text) throws IOException {
    return MoleculeCsv.open(Files.writeString(folder.resolve(name), text));
  }

  private static MoleculeTable read(MoleculeCsv csv) {
    return MoleculeTable.read(csv, GridFingerprintFeaturiser.standard());
  }

  @Test
  void aFirstLineThatIsAMoleculeIsNotSwallowed() throws IOException {
    MoleculeCsv molecules = csv("a.csv", "CCO\nc1ccccc1\nCCN\n").withoutValues();
    MoleculeCsv values = csv("b.csv", "1,CCO\n2,CCN\n");

    assertThatThrownBy(() -> read(molecules))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("a.csv reads as a molecule, 'CCO', and would be lost as a header")
        .hasMessageContaining("--no-header");
    assertThatThrownBy(() -> read(values))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("b.csv reads as a molecule, 'CCO'");
    assertThatThrownBy(() -> read(csv("c.csv", "CCO\n").withoutValues()))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("c.csv reads as a molecule");
    assertThat(read(molecules.withoutHeader()).samples())
        .extracting(Sample::smiles)
        .containsExactly("CCO", "c1ccccc1", "CCN");
    assertThat(read(values.withoutHeader()).samples()).hasSize(2);
  }

  @Test
  void aHeaderThatReadsAsAMoleculeIsOneWhenItIsNamed() throws IOException {
    MoleculeCsv csv = csv("a.csv", "CO\nCCO\n").withoutValues();

    assertThat(read(csv.smilesColumn("CO")).samples())
        .extracting(Sample::smiles)
        .containsExactly("CCO");
    assertThat(read(csv("b.csv", "P,CN\n1,CCO\n")).samples()).hasSize(1);
  }

  @Test
  void boundsAreTakenAsLimitsWhereThatIsAskedForAndTheirRowsAreCounted() throws IOException {
    MoleculeCsv csv =
        csv(
            "a.csv",
            "v,smiles\n1,C\n>10,CC\n<= 0.1,CCC\n\u2265-3,CCCC\n~5,CCCCC\n>x,CCCCCC\n<1e400,CN\n");

    assertThat(read(csv).samples()).extracting(Sample::target).containsExactly(1.0);
    assertThat(csv.limitedRows()).isZero();
    MoleculeCsv limits = csv.boundsAsLimits();
    assertThat(read(limits).samples())
        .extracting(Sample::target)
        .containsExactly(1.0, 10.0, 0.1, -3.0);
    assertThat(read(limits).problems())
        .extracting(RowProblem::kind)
        .containsOnly(RowProblem.Kind.BOUND)
        .hasSize(3);
    assertThat(limits.limitedRows()).isEqualTo(3);
  }

  @Test
  void boundsOfSeveralTargetsAreTakenAsLimits() throws IOException {
    MoleculeCsv csv = csv("a.csv", "a,b,smiles\n>1,,C\n2,<3,CC\n,4,CCC\n").valueColumn("a,b");

    assertThat(csv.boundsAsLimits().limitedRows()).isEqualTo(2);
    List<List<Double>> values = new ArrayList<>();
    csv.boundsAsLimits().forEachRow(row -> values.add(row.values()), problem -> {});
    assertThat(values)
        .containsExactly(List.of(1.0, Double.NaN), List.of(2.0, 3.0), List.of(Double.NaN, 4.0));
  }

  @Test
  void saysWhichColumnsAreReadAndWhy() throws IOException {
    assertThat(csv("a.csv", "num,smiles,logS\n1,CCO,2\n").columns())
        .isEqualTo(
            "values from column 0 'num' (the first beside the SMILES, none was asked for),"
                + " SMILES from column 1 'smiles' (by its name)");
    assertThat(csv("b.csv", "num,structure,logS\n1,CCO,2\n").valueColumn("logS").columns())
        .isEqualTo(
            "values from column 2 'logS' (as asked), SMILES from column 1 'structure' (the second,"
                + " none is called smiles)");
    assertThat(csv("c.csv", "CCO,ethanol\n").withoutValues().withoutHeader().columns())
        .isEqualTo("SMILES from column 0 (the first, none is called smiles)");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        ">10|is a bound or an estimate, not a finite number|BOUND",
        "<0.1|is a bound or an estimate, not a finite number|BOUND",
        ">= 3|is a bound or an estimate, not a finite number|BOUND",
        "~5|is a bound or an estimate, not a finite number|BOUND",
        "\u22645|is a bound or an estimate, not a finite number|BOUND",
        "1,5|is not a finite number; write decimals with a point|NOTATION",
        "1,234|is not a finite number; write decimals with a point, and thousands without a mark|NOTATION",
        "1,234.5|is not a finite number; write thousands without a mark|NOTATION",
        "1.234,5|is not a finite number; write thousands without a mark|NOTATION",
        "1 234|is not a finite number; write thousands without a mark|NOTATION",
        "5 nM|is not a finite number|OTHER"
      })
  void valuesThatAreNotPlainNumbersAreKeptOut(String value, String reason, String kind)
      throws IOException {
    RowProblem problem =
        read(csv("a.csv", "value,smiles\n\"" + value + "\",CCO\n")).problems().get(0);

    assertThat(problem.message()).isEqualTo("the value '" + value + "' " + reason);
    assertThat(problem.kind()).isEqualTo(RowProblem.Kind.valueOf(kind));
  }

  @Test
  void valuesThatAreNotPlainNumbersAreCounted() throws IOException {
    StringBuilder text = new StringBuilder("value,smiles\n");
    for (int i = 1; i <= 12; i++) {
      text.append(i).append(',').append("C".repeat(i)).append('\n');
    }
    text.append(">10,CCO\n<0.1,CCN\n\"1,5\",CCF\nn/a,CCCl\n");
    MoleculeCsv csv = csv("a.csv", text.toString());
    String counts =
        " (bounds or estimates such as '>10' or '~5': 2, values with a decimal comma or marks for"
            + " thousands: 1)";

    assertThat(OlindaRegressionData.from(csv).load().report().toString())
        .startsWith("16 rows: 12 used, 4 invalid" + counts + ", 0 duplicates; first: row 14");
    assertThat(read(csv).toString()).startsWith("12 molecules, 4 rows left out" + counts);
  }

  @ParameterizedTest
  @ValueSource(strings = {"CCO ethanol\nC[N+](C)(C)C cation\n", "CCO\tethanol\nCCN\tamine\n"})
  void smilesFilesHaveNoHeader(String text) throws IOException {
    MoleculeTable table = read(csv("a.smi", text).withoutValues());

    assertThat(table.samples()).hasSize(2);
    assertThat(table.samples().get(0).smiles()).isEqualTo("CCO");
    assertThat(table.samples().get(0).name()).isEqualTo("ethanol");
  }

  @Test
  void smilesFilesMayHaveValuesOrAHeaderAfterAll() throws IOException {
    List<Double> values = new ArrayList<>();
    read(csv("a.smi", "CCO 1.5\nCCN -2\n")).samples().forEach(s -> values.add(s.target()));

    assertThat(values).containsExactly(1.5, -2.0);
    assertThat(read(csv("b.SMI", "smiles id\nCCO 7\n").withoutValues()).samples())
        .extracting(Sample::name)
        .containsExactly("7");
    assertThat(read(csv("c.smi", "CCO\nCCN\n").withoutValues()).samples()).hasSize(2);
  }

  @Test
  void tabsSeparate() throws IOException {
    assertThat(read(csv("a.tsv", "value\tsmiles\n1.5\tCCO\n")).samples())
        .extracting(Sample::target)
        .containsExactly(1.5);
  }
}
