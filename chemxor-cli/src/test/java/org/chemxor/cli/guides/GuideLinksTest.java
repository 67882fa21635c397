package org.chemxor.cli.guides;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** A reader can follow every link of the guides. */
class GuideLinksTest {
  private static final Path INDEX = GuidePage.ROOT.resolve("docs").resolve("README.md");

  @Test
  void everyRelativeLinkLeadsToAFileAndItsHeading() throws IOException {
    List<GuidePage> pages = GuidePage.all();
    Map<Path, GuidePage> byFile =
        pages.stream().collect(Collectors.toMap(GuidePage::file, Function.identity()));
    List<String> broken = new ArrayList<>();
    int followed = 0;
    for (GuidePage page : pages) {
      for (String link : page.links()) {
        if (link.matches("[a-z]+:.*")) {
          continue;
        }
        followed++;
        String[] parts = link.split("#", 2);
        Path target =
            parts[0].isEmpty() ? page.file() : page.file().resolveSibling(parts[0]).normalize();
        if (!target.startsWith(GuidePage.ROOT) || !Files.exists(target)) {
          broken.add(page + ": " + link + " leads nowhere");
        } else if (parts.length == 2
            && !(byFile.containsKey(target) && byFile.get(target).anchors().contains(parts[1]))) {
          broken.add(page + ": " + link + " has no such heading");
        }
      }
    }
    assertThat(followed).isGreaterThan(100);
    assertThat(broken).isEmpty();
  }

  @Test
  void theTableOfContentsNamesEveryGuide() throws IOException {
    GuidePage index = GuidePage.read(INDEX);
    List<String> missing =
        GuidePage.all().stream()
            .map(GuidePage::file)
            .filter(file -> file.getParent().equals(INDEX.getParent()) && !file.equals(INDEX))
            .map(file -> file.getFileName().toString())
            .filter(name -> index.links().stream().noneMatch(name::equals))
            .toList();
    assertThat(missing).as("guides that %s does not link to", INDEX).isEmpty();
  }
}
