package org.chemxor.cli.guides;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.ext.heading.anchor.IdGenerator;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Code;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.Heading;
import org.commonmark.node.Image;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.node.Text;
import org.commonmark.parser.IncludeSourceSpans;
import org.commonmark.parser.Parser;

/**
 * A page of the guides, read as a renderer reads it.
 *
 * @param file where it is
 * @param links destinations of links and pictures, as written
 * @param anchors what a link to a heading may name
 * @param blocks fenced code
 * @param codes code within sentences
 */
public record GuidePage(
    Path file, List<String> links, Set<String> anchors, List<Block> blocks, List<String> codes) {
  /** The project's root, seen from the folder of this module. */
  public static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

  /**
   * Fenced code.
   *
   * @param info what stands behind the fence, such as {@code java run}
   * @param text its lines
   * @param line where it begins, from 1
   */
  public record Block(String info, String text, int line) {}

  /** README.md, SECURITY.md and everything below docs. */
  public static List<GuidePage> all() throws IOException {
    List<Path> files = new ArrayList<>();
    files.add(ROOT.resolve("README.md"));
    files.add(ROOT.resolve("SECURITY.md"));
    files.add(ROOT.resolve("CHANGELOG.md"));
    try (Stream<Path> below = Files.walk(ROOT.resolve("docs"))) {
      below
          .filter(file -> file.toString().endsWith(".md"))
          .filter(file -> !file.toString().contains("node_modules"))
          .sorted()
          .forEach(files::add);
    }
    List<GuidePage> pages = new ArrayList<>();
    for (Path file : files) {
      pages.add(read(file));
    }
    return pages;
  }

  /** Reads a page. */
  public static GuidePage read(Path file) throws IOException {
    Node document =
        Parser.builder()
            .extensions(List.of(TablesExtension.create()))
            .includeSourceSpans(IncludeSourceSpans.BLOCKS)
            .build()
            .parse(Files.readString(file));
    Collector collector = new Collector();
    document.accept(collector);
    return new GuidePage(
        file,
        Collections.unmodifiableList(collector.links),
        Collections.unmodifiableSet(collector.anchors),
        Collections.unmodifiableList(collector.blocks),
        Collections.unmodifiableList(collector.codes));
  }

  @Override
  public String toString() {
    return ROOT.relativize(file).toString();
  }

  private static final class Collector extends AbstractVisitor {
    final List<String> links = new ArrayList<>();
    final Set<String> anchors = new HashSet<>();
    final List<Block> blocks = new ArrayList<>();
    final List<String> codes = new ArrayList<>();
    private final IdGenerator ids = IdGenerator.builder().build();

    @Override
    public void visit(Link link) {
      links.add(link.getDestination());
      visitChildren(link);
    }

    @Override
    public void visit(Image image) {
      links.add(image.getDestination());
      visitChildren(image);
    }

    @Override
    public void visit(Heading heading) {
      StringBuilder text = new StringBuilder();
      heading.accept(
          new AbstractVisitor() {
            @Override
            public void visit(Text part) {
              text.append(part.getLiteral());
            }

            @Override
            public void visit(Code part) {
              text.append(part.getLiteral());
            }
          });
      anchors.add(ids.generateId(text.toString()));
      visitChildren(heading);
    }

    @Override
    public void visit(FencedCodeBlock block) {
      int line = block.getSourceSpans().get(0).getLineIndex() + 1;
      blocks.add(new Block(block.getInfo().strip(), block.getLiteral(), line));
    }

    @Override
    public void visit(Code code) {
      codes.add(code.getLiteral());
    }
  }
}
