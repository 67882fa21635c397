package org.chemxor.models.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.chemxor.core.AtomicFiles;
import org.chemxor.core.InputFiles;

/** The model card in a model's folder, for what is found out about the model later on. */
public final class SavedModelCard {
  private static final int MOST_BYTES = 16 << 20;

  private SavedModelCard() {}

  /**
   * Puts a table into the card: instead of the one under the same heading, or else before what says
   * how the model is to be used.
   *
   * @param folder of the model
   * @param heading of the table
   * @param rows of cells, the first being the header
   * @return whether there is a card
   * @throws org.chemxor.core.InvalidInputException when the card is too large to be one
   * @throws UncheckedIOException when it cannot be read or written
   */
  public static boolean put(Path folder, String heading, List<List<String>> rows) {
    Path file = folder.resolve(ModelReport.CARD);
    if (!Files.exists(file)) {
      return false;
    }
    try {
      String card = new String(InputFiles.read(file, MOST_BYTES), StandardCharsets.UTF_8);
      String changed = with(card, heading, MarkdownCard.section(heading, rows));
      AtomicFiles.write(file, changed.getBytes(StandardCharsets.UTF_8));
      return true;
    } catch (IOException e) {
      throw new UncheckedIOException("the model card " + file + " could not be changed", e);
    }
  }

  private static String with(String card, String heading, String section) {
    int old = start(card, heading);
    if (old >= 0) {
      int next = card.indexOf("\n## ", old);
      return card.substring(0, old) + section + (next < 0 ? "" : card.substring(next));
    }
    int use = start(card, MarkdownCard.INTENDED_USE);
    return use < 0
        ? card + "\n" + section
        : card.substring(0, use) + section + "\n" + card.substring(use);
  }

  /** Where a heading's line starts, -1 where there is none. */
  private static int start(String card, String heading) {
    return ("\n" + card).indexOf("\n" + MarkdownCard.heading(heading));
  }
}
