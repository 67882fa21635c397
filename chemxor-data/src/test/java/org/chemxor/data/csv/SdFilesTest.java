package org.chemxor.data.csv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.chemxor.core.InvalidInputException;
import org.chemxor.core.Sample;
import org.chemxor.data.dataset.MoleculeTable;
import org.chemxor.data.featurise.GridFingerprintFeaturiser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SdFilesTest {
  private static final GridFingerprintFeaturiser FEATURISER = GridFingerprintFeaturiser.standard();

  @TempDir private Path folder;

  /** A V2000 record; bonds are written "from to order". */
  private static String v2000(String title, List<String> atoms, List<String> bonds, String value) {
    StringBuilder text = new StringBuilder(title + "\n  made here\n\n");
    text.append(
        String.format("%3d%3d  0  0  0  0  0  0  0  0999 V2000%n", atoms.size(), bonds.size()));
    for (int i = 0; i < atoms.size(); i++) {
      text.append(String.format("%5d.0000    0.0000    0.0000 %-3s 0  0%n", i, atoms.get(i)));
    }
    for (String bond : bonds) {
      String[] ends = bond.split(" ");
      text.append(String.format("%3s%3s%3s  0%n", ends[0], ends[1], ends[2]));
    }
    return text + "M  END\n>  <logP>  (1)\n" + value + "\n\n> <note>\ntwo\nlines\n\n$$$$\n";
  }

  private static String v3000(String title, List<String> atoms, List<String> bonds, String value) {
    StringBuilder text = new StringBuilder(title + "\n  made here\n\n");
    text.append("  0  0  0     0  0            999 V3000\nM  V30 BEGIN CTAB\n");
    text.append("M  V30 COUNTS " + atoms.size() + " " + bonds.size() + " 0 0 0\n");
    text.append("M  V30 BEGIN ATOM\n");
    for (int i = 0; i < atoms.size(); i++) {
      text.append("M  V30 " + (i + 1) + " " + atoms.get(i) + " " + i + " 0 0 0\n");
    }
    text.append("M  V30 END ATOM\nM  V30 BEGIN BOND\n");
    for (int i = 0; i < bonds.size(); i++) {
      String[] ends = bonds.get(i).split(" ");
      text.append("M  V30 " + (i + 1) + " " + ends[2] + " " + ends[0] + " " + ends[1] + "\n");
    }
    text.append("M  V30 END BOND\nM  V30 END CTAB\nM  END\n");
    return text + "> <logP>\n" + value + "\n\n$$$$\n";
  }

  private static final List<String> ETHANOL = List.of("C", "C", "O");
  private static final List<String> CHAIN = List.of("1 2 1", "2 3 1");
  private static final List<String> RING = List.of("C", "C", "C", "C", "C", "C");
  private static final List<String> KEKULE =
      List.of("1 2 2", "2 3 1", "3 4 2", "4 5 1", "5 6 2", "6 1 1");
  private static final List<String> AROMATIC =
      List.of("1 2 4", "2 3 4", "3 4 4", "4 5 4", "5 6 4", "6 1 4");

  private MoleculeCsv sd(String... records) throws IOException {
    return MoleculeCsv.open(Files.writeString(folder.resolve("a.sdf"), String.join("", records)));
  }

  @Test
  void readsBothVersionsWithValuesFromADataField() throws IOException {
    MoleculeCsv csv =
        sd(
            v2000("ethanol", ETHANOL, CHAIN, "-0.31"),
            v3000("ethanol 3", ETHANOL, CHAIN, "-0.32"),
            v2000("benzene", RING, KEKULE, "2.1"),
            v3000("benzene 3", RING, KEKULE, "2.3"));

    MoleculeTable table = MoleculeTable.read(csv.valueColumn("LOGP"), FEATURISER);

    assertThat(table.problems()).isEmpty();
    assertThat(table.samples()).extracting(Sample::target).containsExactly(-0.31, -0.32, 2.1, 2.3);
    assertThat(table.samples()).extracting(Sample::name).startsWith("ethanol", "ethanol 3");
    for (int i = 0; i < 4; i++) {
      assertThat(table.samples().get(i).image())
          .as(table.samples().get(i).smiles())
          .isEqualTo(FEATURISER.image(i < 2 ? "CCO" : "c1ccccc1"));
    }
    assertThat(csv.valueColumn("logP").columns()).contains("values from data field 'logP'");
  }

  @Test
  void leavesOutRecordsByTheirLineAndGoesOn() throws IOException {
    MoleculeCsv csv =
        sd(
            v2000("a", ETHANOL, CHAIN, ">10"),
            v2000("b", ETHANOL, List.of("1 2 1", "2 9 1"), "1"),
            v2000("c", ETHANOL, CHAIN, "3"),
            v2000("d", RING, AROMATIC, "4"),
            v3000("e", RING, AROMATIC, "5"));

    MoleculeTable table = MoleculeTable.read(csv.valueColumn("logP"), FEATURISER);

    assertThat(table.samples()).extracting(Sample::target).containsExactly(3.0);
    int lines = (int) v2000("a", ETHANOL, CHAIN, "1").lines().count();
    assertThat(table.problems()).extracting(RowProblem::row).startsWith(1L, 1L + lines).hasSize(4);
    assertThat(table.problems())
        .extracting(RowProblem::message)
        .filteredOn(message -> message.contains("has aromatic bonds (type 4)"))
        .hasSize(2);
    assertThat(table.problems().get(0).kind()).isEqualTo(RowProblem.Kind.BOUND);
  }

  @Test
  void needsNoValuesWherePredictionsAreAskedFor() throws IOException {
    MoleculeCsv csv = sd(v2000("ethanol", ETHANOL, CHAIN, "x")).withoutValues();

    assertThat(MoleculeTable.read(csv.nameColumn("note"), FEATURISER).samples())
        .extracting(Sample::name)
        .containsExactly("two lines");
  }

  @Test
  void asksForTheDataFieldAndListsThoseThereAre() throws IOException {
    MoleculeCsv csv = sd(v2000("ethanol", ETHANOL, CHAIN, "1"));

    assertThatThrownBy(() -> MoleculeTable.read(csv, FEATURISER))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("name the data field with the values")
        .hasMessageEndingWith("fields logP, note");
    assertThatThrownBy(() -> MoleculeTable.read(sd(""), FEATURISER))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("is empty; an SD file with molecules is needed");
  }
}
