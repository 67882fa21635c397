package org.chemxor.models.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.chemxor.core.AtomicFiles;
import org.chemxor.core.ChemXorException;
import org.chemxor.core.InvalidInputException;
import org.knowm.xchart.ChartEncoder;
import org.knowm.xchart.XYChart;

/** A drawing that can be written as PNG or SVG. {@link Plots} makes them. */
public final class Plot {
  private final XYChart chart;

  Plot(XYChart chart) {
    this.chart = chart;
  }

  /** The drawing's title. */
  public String title() {
    return chart.getTitle();
  }

  /** The names of the curves and point clouds, in drawing order. */
  List<String> series() {
    return chart.getSeriesCollection().stream().map(series -> series.getName()).toList();
  }

  /**
   * The drawing as a PNG file's content.
   *
   * @throws ChemXorException when Java finds no fonts on this machine
   */
  public byte[] png() {
    return draw("png");
  }

  /**
   * The drawing as an SVG element, without an XML declaration, so that HTML can hold it. Letters
   * are outlines, so that it looks the same everywhere.
   *
   * @throws ChemXorException when Java finds no fonts on this machine
   */
  public String svg() {
    String document = new String(draw("svg"), StandardCharsets.UTF_8);
    return document.substring(document.indexOf("<svg"));
  }

  /**
   * Writes the drawing to a file, as its name ends in {@code .png} or {@code .svg}.
   *
   * @throws InvalidInputException for another ending
   * @throws UncheckedIOException when the file cannot be written
   */
  public void save(Path file) {
    String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    byte[] content;
    if (name.endsWith(".png")) {
      content = png();
    } else if (name.endsWith(".svg")) {
      content = svg().getBytes(StandardCharsets.UTF_8);
    } else {
      throw new InvalidInputException(
          "a plot can be written to a file ending in .png or .svg, not " + file.getFileName());
    }
    try {
      AtomicFiles.write(file, content);
    } catch (IOException e) {
      throw new UncheckedIOException("the plot could not be written to " + file, e);
    }
  }

  private byte[] draw(String format) {
    try {
      return ChartEncoder.getBytes(chart, format);
    } catch (IOException e) {
      throw new UncheckedIOException("a plot could not be drawn into memory", e);
    } catch (LinkageError | InternalError e) {
      throw new ChemXorException(
          "\""
              + title()
              + "\" cannot be drawn: Java finds no fonts or graphics library ("
              + e.getMessage()
              + "). Install fontconfig and a font, or leave the plots out.",
          e);
    }
  }
}
