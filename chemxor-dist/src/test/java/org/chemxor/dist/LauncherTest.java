package org.chemxor.dist;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The start script for Unix, in a folder laid out like an unpacked archive. */
class LauncherTest {
  private static final Path LAUNCHER = Path.of("src", "main", "launcher");
  private static final String JAVA_HOME = System.getProperty("java.home");
  private static final Map<String, String> WITH_JAVA_HOME = Map.of("JAVA_HOME", JAVA_HOME);

  @TempDir private static Path folder;
  private static Path home;

  @BeforeAll
  static void install() throws IOException {
    home = folder.resolve("a place (of one's own) & more");
    Path launcher = Files.createDirectories(home.resolve("lib").resolve("launcher"));
    Files.createDirectories(home.resolve("bin"));
    try (var files = Files.newDirectoryStream(LAUNCHER, "*.{args,sh}")) {
      for (Path file : files) {
        Files.copy(file, launcher.resolve(file.getFileName()));
      }
    }
    Files.copy(LAUNCHER.resolve("chemxor"), home.resolve("bin").resolve("chemxor"));
    executable(home.resolve("bin").resolve("chemxor"));
    for (String jar :
        Files.readString(Path.of("target", "runtime.classpath")).split(File.pathSeparator)) {
      Path file = Path.of(jar.strip());
      assertThat(file).as("the jars of a packaged build").isRegularFile();
      Files.createSymbolicLink(home.resolve("lib").resolve(file.getFileName()), file);
    }
  }

  /** JUnit deletes links one by one and warns of each. */
  @AfterAll
  static void removeLinks() throws IOException {
    try (var links = Files.newDirectoryStream(home.resolve("lib"), "*.jar")) {
      for (Path link : links) {
        Files.delete(link);
      }
    }
  }

  private static void executable(Path file) throws IOException {
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private static Shell.Result chemxor(Map<String, String> environment, String... arguments)
      throws Exception {
    return chemxor(home.resolve("bin").resolve("chemxor"), environment, arguments);
  }

  private static Shell.Result chemxor(
      Path script, Map<String, String> environment, String... arguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(script.toString());
    command.addAll(List.of(arguments));
    return Shell.run(folder, environment, command);
  }

  private static void assertSaysItsVersion(Shell.Result result) {
    assertThat(result.status()).as(result.toString()).isZero();
    assertThat(result.out())
        .isEqualTo("ChemXor for Java " + System.getProperty("chemxor.version") + "\n");
    assertThat(result.err()).isEmpty();
  }

  @Test
  void startsFromAPathWithSpacesAndParentheses() throws Exception {
    assertSaysItsVersion(chemxor(WITH_JAVA_HOME, "--version"));
  }

  @Test
  void startsFromInsideItsFolderByARelativeName() throws Exception {
    assertSaysItsVersion(
        Shell.run(home.resolve("bin"), WITH_JAVA_HOME, List.of("./chemxor", "--version")));
  }

  @Test
  void startsThroughLinksToLinks() throws Exception {
    Path there = Files.createDirectories(folder.resolve("my links"));
    Path first = there.resolve("first");
    Files.createSymbolicLink(
        first, there.relativize(home.resolve("bin").resolve("chemxor"))); // a relative link
    Path second =
        Files.createSymbolicLink(there.resolve("second"), first.toAbsolutePath()); // and not
    assertSaysItsVersion(chemxor(second, WITH_JAVA_HOME, "--version"));
  }

  @Test
  void startsWithTheJavaOfThePathAndWhateverCdPathSays() throws Exception {
    String path = JAVA_HOME + File.separator + "bin" + File.pathSeparator + System.getenv("PATH");
    assertSaysItsVersion(
        chemxor(Map.of("JAVA_HOME", "", "PATH", path, "CDPATH", "/:/usr"), "--version"));
  }

  @Test
  void handsArgumentsOnAsTheyAre() throws Exception {
    Path image = folder.resolve("an image *.png");
    Shell.Result result =
        chemxor(WITH_JAVA_HOME, "image", "CC(=O)Oc1ccccc1C(=O)O", image.toString());
    assertThat(result.status()).as(result.toString()).isZero();
    assertThat(image).isNotEmptyFile();
  }

  @Test
  void handsTheStatusOn() throws Exception {
    Shell.Result result = chemxor(WITH_JAVA_HOME, "nonsense");
    assertThat(result.status()).isEqualTo(2);
    assertThat(result.err()).contains("chemxor:", "nonsense");
  }

  @Test
  void givesJavaTheOptionsOfTheUserAndThoseThatTheCommandNeeds() throws Exception {
    Path fake = java("recording", "printf '%s\\n' \"$@\" > '" + folder + "/given'");
    Files.writeString(
        fake.resolve("release"), "MODULES=\"java.base jdk.incubator.vector java.se\"\n");
    for (String command : List.of("plan", "screen")) {
      Map<String, String> environment =
          Map.of("JAVA_HOME", fake.toString(), "CHEMXOR_JAVA_OPTS", "-Xmx7g -Da=b");
      assertThat(chemxor(environment, command, "a b").status()).isZero();
      List<String> given = Files.readAllLines(folder.resolve("given"));
      String lib = home.toRealPath().resolve("lib").toString();
      assertThat(given)
          .contains("@" + lib + "/launcher/java.args", "@" + lib + "/launcher/vector.args")
          .containsSubsequence("-Xmx7g", "-Da=b", "-cp", "org.chemxor.cli.Main", command, "a b");
      String classPath = given.get(given.indexOf("-cp") + 1);
      assertThat(classPath).startsWith(lib + "/*:" + lib + "/editor");
      assertThat(classPath.endsWith(":" + lib + "/spark/*")).isEqualTo(command.equals("screen"));
      assertThat(given.contains("@" + lib + "/launcher/spark.args"))
          .isEqualTo(command.equals("screen"));
    }
  }

  /** A Java of version 21 that does what {@code then} says. */
  private static Path java(String name, String then) throws IOException {
    return java(name, "21", then);
  }

  private static Path java(String name, String version, String then) throws IOException {
    Path javaHome = folder.resolve(name);
    Path program = Files.createDirectories(javaHome.resolve("bin")).resolve("java");
    Files.writeString(
        program,
        "#!/bin/sh\nif [ \"$1\" = -XshowSettings:properties ]; then\n"
            + "  echo '    java.home = "
            + javaHome
            + "' >&2\n  echo '    java.specification.version = "
            + version
            + "' >&2\n  exit 0\nfi\n"
            + then
            + "\n");
    executable(program);
    return javaHome;
  }

  @Test
  void refusesAnOldJavaWithASentence() throws Exception {
    for (String version : List.of("1.8", "11", "16")) {
      Path old = java("java " + version, version, "echo started; exit 0");
      Shell.Result result = chemxor(Map.of("JAVA_HOME", old.toString()), "--version");
      assertThat(result.status()).isEqualTo(1);
      assertThat(result.out()).isEmpty();
      assertThat(result.err())
          .startsWith("chemxor: Java 17 or newer is needed")
          .contains("is Java " + version)
          .hasLineCount(1);
    }
  }

  @Test
  void saysWhereJavaIsNot() throws Exception {
    Shell.Result result = chemxor(Map.of("JAVA_HOME", folder + "/nowhere"), "--version");
    assertThat(result.status()).isEqualTo(1);
    assertThat(result.err()).contains("JAVA_HOME is", "nowhere", "no bin/java").hasLineCount(1);
  }

  @Test
  void saysWhatABrokenJavaSaid() throws Exception {
    Path broken = folder.resolve("broken");
    Path program = Files.createDirectories(broken.resolve("bin")).resolve("java");
    Files.writeString(program, "#!/bin/sh\necho no such architecture >&2\nexit 126\n");
    executable(program);
    Shell.Result result = chemxor(Map.of("JAVA_HOME", broken.toString()), "--version");
    assertThat(result.status()).isEqualTo(1);
    assertThat(result.err()).contains("does not run", "no such architecture");
  }
}
