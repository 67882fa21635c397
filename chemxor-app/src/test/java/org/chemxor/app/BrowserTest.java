package org.chemxor.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.chemxor.data.dataset.DrugSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** The page in headless Chromium, used as a person would: {@code browser/page.js}. */
@Tag("slow")
@DisabledIfSystemProperty(
    named = "chemxor.browser",
    matches = "off",
    disabledReason = "switched off by -Dchemxor.browser=off")
@Timeout(value = 20, unit = TimeUnit.MINUTES)
class BrowserTest {
  private static final Path FOLDER = Path.of("browser").toAbsolutePath();

  @TempDir Path folder;

  private static String chromium() {
    String path = System.getProperty("chemxor.chromium", "/usr/bin/chromium");
    assertThat(Path.of(path))
        .as("Chromium: apt-get install chromium, -Dchemxor.chromium=PATH, -Dchemxor.browser=off")
        .isExecutable();
    return path;
  }

  private static void install() throws Exception {
    Process npm =
        new ProcessBuilder("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund")
            .directory(FOLDER.toFile())
            .redirectErrorStream(true)
            .start();
    // Not inherited: standard input is the one by which Surefire speaks to this process.
    npm.getOutputStream().close();
    String log = new String(npm.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(npm.waitFor()).as("npm ci in " + FOLDER + ": " + log).isZero();
  }

  private Path molecules() throws IOException {
    List<String> lines = new ArrayList<>();
    DrugSet.load().drugs().stream().limit(200).forEach(drug -> lines.add(drug.smiles()));
    assertThat(lines).hasSize(200);
    return Files.write(folder.resolve("two-hundred.smi"), lines);
  }

  @Test
  void thePageWorksInABrowser() throws Exception {
    String chromium = chromium();
    install();
    Path shots = Files.createDirectories(Path.of("target", "browser").toAbsolutePath());
    try (AppUnderTest page = new AppUnderTest(folder.resolve("history"))) {
      Process node =
          new ProcessBuilder(
                  "node",
                  "page.js",
                  page.app().address().toString(),
                  shots.toString(),
                  chromium,
                  molecules().toString())
              .directory(FOLDER.toFile())
              .redirectErrorStream(true)
              .start();
      try {
        List<String> said = follow(node, page);
        assertThat(node.waitFor()).as(String.join("\n", said)).isZero();
        assertThat(said).contains("done");
      } finally {
        node.destroyForcibly();
      }
    }
  }

  private static void obey(String word, AppUnderTest page) throws IOException {
    switch (word) {
      case "hold" -> page.gate().allow(6);
      case "stop" -> {
        page.stopServer();
        page.gate().open();
      }
      case "start" -> page.startServer();
      default -> throw new IllegalStateException("the script asks for " + word);
    }
  }

  /** Does what the script asks for, until it ends. */
  private static List<String> follow(Process node, AppUnderTest page) throws IOException {
    List<String> said = new ArrayList<>();
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(node.getInputStream(), StandardCharsets.UTF_8))) {
      String line = lines.readLine();
      while (line != null) {
        said.add(line);
        if (line.startsWith("ask ")) {
          obey(line.substring("ask ".length()), page);
          node.getOutputStream().write('\n');
          node.getOutputStream().flush();
        }
        line = lines.readLine();
      }
    }
    return said;
  }
}
