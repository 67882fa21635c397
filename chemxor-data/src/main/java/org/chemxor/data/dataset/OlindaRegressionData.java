package org.chemxor.data.dataset;

import java.nio.file.Path;
import org.chemxor.data.csv.MoleculeCsv;

/**
 * Molecules whose targets are numbers.
 *
 * <pre>{@code
 * var data = OlindaRegressionData.from("solubility.csv").split(SplitRule.scaffold(1)).load();
 * data.train();                  // a List<Sample>
 * System.out.println(data.report());
 * }</pre>
 */
public final class OlindaRegressionData extends OlindaData {

  private OlindaRegressionData(DatasetLoader.Loaded loaded) {
    super(loaded);
  }

  /** Starts from a file with its columns. */
  public static Builder from(MoleculeCsv csv) {
    return new Builder(csv);
  }

  /** Starts from a file with default settings: the target in the first column. */
  public static Builder from(Path file) {
    return from(MoleculeCsv.open(file));
  }

  /** Starts from a file with default settings, by its name. */
  public static Builder from(String file) {
    return from(Path.of(file));
  }

  /** Sets regression data up. */
  public static final class Builder extends OlindaDataBuilder<Builder> {
    private Builder(MoleculeCsv csv) {
      super(csv);
    }

    @Override
    Builder self() {
      return this;
    }

    @Override
    public OlindaRegressionData load() {
      return new OlindaRegressionData(new DatasetLoader(settings(), value -> value, false).load());
    }
  }
}
