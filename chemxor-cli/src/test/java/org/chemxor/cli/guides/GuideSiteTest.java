package org.chemxor.cli.guides;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;

/**
 * The site of the guides is built and looked at in headless Chromium: {@code docs/site/check.mjs}.
 */
@Tag("slow")
@DisabledIfSystemProperty(
    named = "chemxor.browser",
    matches = "off",
    disabledReason = "switched off by -Dchemxor.browser=off")
@Timeout(value = 20, unit = TimeUnit.MINUTES)
class GuideSiteTest {
  @Test
  void pagesLoadLinksResolveAndTheSearchFinds() throws Exception {
    String chromium = System.getProperty("chemxor.chromium", "/usr/bin/chromium");
    assertThat(Path.of(chromium))
        .as("Chromium: apt-get install chromium, -Dchemxor.chromium=PATH, -Dchemxor.browser=off")
        .isExecutable();
    ProcessBuilder builder =
        new ProcessBuilder("docs/build-site", "--without-javadoc", "--check")
            .directory(GuidePage.ROOT.toFile())
            .redirectErrorStream(true);
    builder.environment().put("CHROMIUM", chromium);
    Process process = builder.start();
    // Not inherited: standard input is the one by which Surefire speaks to this process.
    process.getOutputStream().close();
    String log = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(log).isZero();
    assertThat(log).contains("links within the site");
  }
}
