package org.chemxor.data.dataset;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.chemxor.core.MoleculeImage;
import org.chemxor.core.Sample;
import org.chemxor.data.featurise.MoleculeFeaturiser;

/**
 * The approved drugs and well-known compounds that come with the library, for demonstrations and
 * tests. Their value is a partition coefficient (logP) computed by CDK, not measured: learning it
 * shows how a model is distilled.
 */
public final class DrugSet implements Iterable<DrugSet.Drug> {
  private static final String RESOURCE = "drugs.csv";

  private final List<Drug> drugs;

  private DrugSet(List<Drug> drugs) {
    this.drugs = List.copyOf(drugs);
  }

  /**
   * One compound.
   *
   * @param name its common name
   * @param smiles its structure
   * @param formula its molecular formula in Hill order, C9H8O4 for instance
   * @param value its computed logP: log10 of its concentration in octanol over that in water
   */
  public record Drug(String name, String smiles, String formula, double value) {}

  /** Reads the shipped compounds. */
  public static DrugSet load() {
    try (InputStream in = DrugSet.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new IllegalStateException("the library was packed without its resource " + RESOURCE);
      }
      return new DrugSet(read(in));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the library's resource " + RESOURCE, e);
    }
  }

  private static List<Drug> read(InputStream in) throws IOException {
    List<Drug> drugs = new ArrayList<>();
    try (CsvReader<NamedCsvRecord> csv =
        CsvReader.builder().ofNamedCsvRecord(in, StandardCharsets.UTF_8)) {
      for (NamedCsvRecord row : csv) {
        drugs.add(
            new Drug(
                row.getField("name"),
                row.getField("smiles"),
                row.getField("formula"),
                Double.parseDouble(row.getField("value"))));
      }
    }
    return drugs;
  }

  /** The compounds, in the order of the file. */
  public List<Drug> drugs() {
    return drugs;
  }

  /** How many there are. */
  public int size() {
    return drugs.size();
  }

  /** The compounds with their images, in the order of the file. */
  public List<Sample> samples(MoleculeFeaturiser featuriser) {
    return drugs.stream()
        .map(d -> new Sample(d.name(), d.smiles(), featuriser.image(d.smiles()), d.value()))
        .toList();
  }

  /** The images of the compounds, in the order of the file. */
  public List<MoleculeImage> images(MoleculeFeaturiser featuriser) {
    return drugs.stream().map(d -> featuriser.image(d.smiles())).toList();
  }

  /** The structures of the compounds, in the order of the file. */
  public List<String> smiles() {
    return drugs.stream().map(Drug::smiles).toList();
  }

  @Override
  public Iterator<Drug> iterator() {
    return drugs.iterator();
  }

  @Override
  public String toString() {
    return "DrugSet[" + drugs.size() + " compounds]";
  }
}
