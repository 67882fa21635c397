package org.chemxor.spark.client;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.convert.GroupRecordConverter;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.io.ColumnIOFactory;
import org.apache.parquet.io.RecordReader;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.chemxor.core.InvalidInputException;
import org.chemxor.data.csv.MoleculeRow;
import org.chemxor.data.csv.RowProblem;

/**
 * The molecules of a Parquet file: a column of text with the SMILES and, if wanted, one with names.
 * Rows count from 1.
 */
public final class ParquetMolecules implements MoleculeSource {
  private final Path file;
  private final Configuration configuration;
  private final Optional<String> smiles;
  private final Optional<String> name;

  private ParquetMolecules(
      Path file, Configuration configuration, Optional<String> smiles, Optional<String> name) {
    this.file = file;
    this.configuration = configuration;
    this.smiles = smiles;
    this.name = name;
  }

  /**
   * A file that Hadoop reaches with its own settings.
   *
   * @param file its address; see the other method for the columns
   */
  public static ParquetMolecules open(String file, Optional<String> smiles, Optional<String> name) {
    return open(file, smiles, name, new Configuration());
  }

  /**
   * A file on any file system that Hadoop knows.
   *
   * @param smiles column with the SMILES; the one called "smiles", however written, unless given
   * @param name column with the names; names are empty unless given
   */
  public static ParquetMolecules open(
      String file, Optional<String> smiles, Optional<String> name, Configuration configuration) {
    return new ParquetMolecules(new Path(file), configuration, smiles, name);
  }

  @Override
  public void forEachRow(Consumer<MoleculeRow> onRow, Consumer<RowProblem> onProblem) {
    try (ParquetFileReader reader =
        ParquetFileReader.open(HadoopInputFile.fromPath(file, configuration))) {
      MessageType schema = reader.getFooter().getFileMetaData().getSchema();
      Type structures = column(schema, smiles.orElse("smiles"));
      Optional<Type> names = name.map(wanted -> column(schema, wanted));
      MessageType read =
          new MessageType(
              schema.getName(),
              names.isPresent() && !names.get().equals(structures)
                  ? List.of(structures, names.get())
                  : List.of(structures));
      reader.setRequestedSchema(read);
      long[] row = new long[1];
      for (PageReadStore pages = reader.readNextRowGroup();
          pages != null;
          pages = reader.readNextRowGroup()) {
        RecordReader<Group> records =
            new ColumnIOFactory()
                .getColumnIO(read)
                .getRecordReader(pages, new GroupRecordConverter(read));
        for (long i = 0; i < pages.getRowCount(); i++) {
          Group group = records.read();
          String structure = text(group, structures.getName());
          String called = names.map(type -> text(group, type.getName())).orElse("");
          report(++row[0], structure.strip(), called, onRow, onProblem);
        }
      }
    } catch (IOException e) {
      throw new InvalidInputException(file + " cannot be read: " + e.getMessage(), e);
    } catch (InvalidInputException e) {
      throw e;
    } catch (RuntimeException e) {
      throw new InvalidInputException(file + " is no Parquet file that can be read", e);
    }
  }

  private static void report(
      long row,
      String structure,
      String called,
      Consumer<MoleculeRow> onRow,
      Consumer<RowProblem> onProblem) {
    if (structure.isEmpty()) {
      onProblem.accept(new RowProblem(row, "the SMILES is empty"));
    } else {
      onRow.accept(new MoleculeRow(row, called, structure, List.of(), ""));
    }
  }

  private static String text(Group group, String column) {
    return group.getFieldRepetitionCount(column) == 0 ? "" : group.getString(column, 0);
  }

  private Type column(MessageType schema, String wanted) {
    List<Type> same =
        schema.getFields().stream().filter(type -> type.getName().equals(wanted)).toList();
    if (same.isEmpty()) {
      same =
          schema.getFields().stream()
              .filter(type -> type.getName().equalsIgnoreCase(wanted))
              .toList();
    }
    if (same.size() != 1) {
      throw new InvalidInputException(
          file
              + " has "
              + same.size()
              + " columns called "
              + wanted
              + "; its columns are "
              + schema.getFields().stream().map(Type::getName).toList());
    }
    Type type = same.get(0);
    boolean isText =
        type.isPrimitive()
            && !type.isRepetition(Type.Repetition.REPEATED)
            && type.asPrimitiveType().getPrimitiveTypeName() == PrimitiveTypeName.BINARY;
    if (!isText) {
      throw new InvalidInputException(
          "the column " + type.getName() + " of " + file + " is no text");
    }
    return type;
  }
}
