package org.chemxor.data.csv;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** How a CSV file is to be read. Empty means: find out. */
record CsvSettings(
    List<CsvColumn> targets,
    Optional<CsvColumn> smiles,
    Optional<CsvColumn> name,
    Optional<CsvColumn> part,
    boolean values,
    boolean header,
    Optional<Character> separator,
    Charset charset,
    boolean limits) {

  static final CsvSettings DEFAULT =
      new CsvSettings(
          List.of(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          true,
          true,
          Optional.empty(),
          StandardCharsets.UTF_8,
          false);

  CsvSettings withTargets(List<CsvColumn> others) {
    return new CsvSettings(
        List.copyOf(others), smiles, name, part, values, header, separator, charset, limits);
  }

  CsvSettings withSmiles(CsvColumn other) {
    return new CsvSettings(
        targets, Optional.of(other), name, part, values, header, separator, charset, limits);
  }

  CsvSettings withName(CsvColumn other) {
    return new CsvSettings(
        targets, smiles, Optional.of(other), part, values, header, separator, charset, limits);
  }

  CsvSettings withPart(CsvColumn other) {
    return new CsvSettings(
        targets, smiles, name, Optional.of(other), values, header, separator, charset, limits);
  }

  CsvSettings withValues(boolean other) {
    return new CsvSettings(targets, smiles, name, part, other, header, separator, charset, limits);
  }

  CsvSettings withHeader(boolean other) {
    return new CsvSettings(targets, smiles, name, part, values, other, separator, charset, limits);
  }

  CsvSettings withSeparator(char other) {
    return new CsvSettings(
        targets, smiles, name, part, values, header, Optional.of(other), charset, limits);
  }

  CsvSettings withCharset(Charset other) {
    return new CsvSettings(targets, smiles, name, part, values, header, separator, other, limits);
  }

  CsvSettings withLimits(boolean other) {
    return new CsvSettings(targets, smiles, name, part, values, header, separator, charset, other);
  }
}
