package org.chemxor.dist;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.chemxor.data.dataset.DrugSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The archives that profile "dist" builds, unpacked and used as their users would. */
@Tag("archive")
class ArchiveTest {
  private static final String NAME = "chemxor-" + System.getProperty("chemxor.version");
  private static final Path TARGET = Path.of("target").toAbsolutePath();
  private static final Map<String, String> JAVA =
      Map.of("JAVA_HOME", System.getProperty("java.home"));

  @TempDir private static Path folder;
  private static Path home;
  private static Path link;

  @BeforeAll
  static void unpack() throws Exception {
    Path place = Files.createDirectories(folder.resolve("where my programs are"));
    must(place, "tar", "xzf", TARGET.resolve(NAME + "-bin.tar.gz").toString());
    home = place.resolve(NAME);
    link = Files.createSymbolicLink(folder.resolve("chemxor"), home.resolve("bin/chemxor"));
  }

  private static Shell.Result must(Path where, String... command) throws Exception {
    Shell.Result result = Shell.run(where, JAVA, List.of(command));
    assertThat(result.status()).as("%s: %s", List.of(command), result).isZero();
    return result;
  }

  private static Shell.Result chemxor(String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of(link.toString()));
    command.addAll(List.of(arguments));
    return must(folder, command.toArray(new String[0]));
  }

  private static Set<String> files(Path root) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> root.relativize(file).toString())
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }

  @Test
  void saysItsVersion() throws Exception {
    assertThat(chemxor("--version").out())
        .isEqualTo("ChemXor for Java " + NAME.substring(8) + "\n");
  }

  @Test
  void drawsAnImage() throws Exception {
    chemxor("image", "CC(=O)Oc1ccccc1C(=O)O", "what a network sees.png");
    assertThat(folder.resolve("what a network sees.png")).isNotEmptyFile();
  }

  @Test
  void trainsAndPredictsPlainAndEncrypted() throws Exception {
    StringBuilder csv = new StringBuilder("logp,smiles\n");
    DrugSet.load().drugs().stream()
        .limit(80)
        .forEach(drug -> csv.append(drug.value()).append(',').append(drug.smiles()).append('\n'));
    Files.writeString(folder.resolve("drugs.csv"), csv);
    chemxor("train", "--csv", "drugs.csv", "--out", "a model", "--epochs", "2");
    String plain = chemxor("predict", "--model", "a model", "CCCCCCCCO").out();
    assertThat(plain).contains("CCCCCCCCO");
    String encrypted = chemxor("predict", "--model", "a model", "--encrypted", "CCCCCCCCO").out();
    assertThat(encrypted).contains("CCCCCCCCO");
  }

  @Test
  void findsSpark() throws Exception {
    assertThat(chemxor("screen", "--help").out()).contains("prepare", "run", "collect");
    Shell.Result result =
        Shell.run(
            folder,
            JAVA,
            List.of(
                link.toString(),
                "screen",
                "run",
                "--requests",
                "none",
                "--model",
                "none",
                "--out",
                "replies"));
    assertThat(result.status()).isEqualTo(1);
    assertThat(result.err()).contains("chemxor: ").doesNotContain("NoClassDefFoundError");
    assertThat(home.resolve("lib/spark")).isDirectoryContaining("glob:**spark-core_*.jar");
  }

  @Test
  void bothArchivesHoldTheSame() throws Exception {
    Path zip = Files.createDirectories(folder.resolve("zip"));
    must(zip, "unzip", "-q", TARGET.resolve(NAME + "-bin.zip").toString());
    assertThat(must(folder, "diff", "-r", home.toString(), zip.resolve(NAME).toString()).out())
        .isEmpty();
    assertThat(zip.resolve(NAME).resolve("bin/chemxor")).isExecutable();
  }

  @Test
  void holdsWhatAnInstallationNeeds() throws Exception {
    assertThat(files(home))
        .contains(
            "LICENSE",
            "NOTICE",
            "README.md",
            "bin/chemxor",
            "bin/chemxor.bat",
            "docs/supply-chain.md",
            "licences/LGPL-2.1-only.txt",
            "licences/command.txt",
            "licences/spark.txt",
            "sbom/chemxor-dist-sbom.json",
            "sbom/chemxor-spark-sbom.json",
            "share/bash-completion/completions/chemxor",
            "share/man/man1/chemxor.1",
            "share/man/man1/chemxor-screen-run.1");
    assertThat(Files.readString(home.resolve("bin/chemxor.bat"))).contains("\r\n");
    assertThat(Files.readString(home.resolve("bin/chemxor"))).doesNotContain("\r");
  }

  @Test
  void everyJarHasALicenceInTheListAndARowOnThePage() throws Exception {
    String list = Files.readString(home.resolve("licences/command.txt"));
    String page = Files.readString(home.resolve("docs/supply-chain.md"));
    Pattern line = Pattern.compile("\\s+(\\(.+\\)) .*\\(([\\w.-]+):([\\w.-]+):([\\w.-]+) - .*\\)");
    List<String> listed = new ArrayList<>();
    for (String text : list.lines().toList()) {
      var matcher = line.matcher(text);
      if (matcher.matches() && !matcher.group(2).equals("org.chemxor")) {
        assertThat(matcher.group(1)).as(text).doesNotContainIgnoringCase("unknown");
        assertThat(page)
            .contains(
                "| `"
                    + matcher.group(2)
                    + ":"
                    + matcher.group(3)
                    + "` | "
                    + matcher.group(4)
                    + " |");
        listed.add(matcher.group(3) + "-" + matcher.group(4));
      }
    }
    String[] jars = new File(home.toFile(), "lib").list((dir, name) -> name.endsWith(".jar"));
    assertThat(jars).isNotNull();
    assertThat(Stream.of(jars).filter(jar -> !jar.startsWith("chemxor-")))
        .hasSizeGreaterThan(50)
        .allSatisfy(
            jar ->
                assertThat(listed)
                    .as(jar)
                    .anyMatch(name -> jar.equals(name + ".jar") || jar.startsWith(name + "-")));
  }

  @Test
  void theBillOfMaterialsNamesEveryJar() throws Exception {
    for (String part : List.of("dist", "spark")) {
      String bom = Files.readString(home.resolve("sbom/chemxor-" + part + "-sbom.json"));
      Path lib = part.equals("dist") ? home.resolve("lib") : home.resolve("lib/spark");
      String[] jars = lib.toFile().list((dir, name) -> name.endsWith(".jar"));
      assertThat(jars).isNotNull();
      Set<String> names =
          Pattern.compile("pkg:maven/[^/]+/([^@]+)@([^?\"]+)")
              .matcher(bom)
              .results()
              .map(m -> m.group(1) + "-" + m.group(2))
              .collect(Collectors.toSet());
      assertThat(jars)
          .allSatisfy(
              jar ->
                  assertThat(names)
                      .as(jar)
                      .anyMatch(name -> jar.equals(name + ".jar") || jar.startsWith(name + "-")));
    }
  }

  @Test
  void manualPagesAreInTheFormOfTheirSystem() throws Exception {
    String page =
        Files.readString(home.resolve("share/man/man1/chemxor-predict.1"), StandardCharsets.UTF_8);
    assertThat(page).contains(".TH \"CHEMXOR\\-PREDICT\" \"1\"", ".SH \"SYNOPSIS\"", "encrypted");
  }
}
