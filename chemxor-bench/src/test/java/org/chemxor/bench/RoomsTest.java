package org.chemxor.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Every arrow of the house: which module may use which, and in which order the packages of a module
 * stand. It lives here because only this module sees all the others.
 */
class RoomsTest {
  private static final String ROOT = "org.chemxor";
  private static final int MAX_FILES = 25;

  /** Modules, and the modules each may use. */
  private static final Map<String, Set<String>> MODULES =
      Map.ofEntries(
          Map.entry("core", Set.of()),
          Map.entry("ckks", Set.of()),
          Map.entry("seal", Set.of("ckks")),
          Map.entry("data", Set.of("core")),
          Map.entry("models", Set.of("core")),
          Map.entry("audit", Set.of("core", "data", "models")),
          Map.entry("onnx", Set.of("core")),
          Map.entry("mpc", Set.of("core")),
          Map.entry("fhe", Set.of("core", "ckks")),
          Map.entry("service", Set.of("core", "ckks", "data", "fhe")),
          Map.entry("app", Set.of("core", "data", "fhe", "service")),
          Map.entry("spark", Set.of("core", "ckks", "data", "fhe", "service")),
          Map.entry(
              "cli",
              Set.of(
                  "core", "ckks", "data", "models", "audit", "onnx", "fhe", "mpc", "service", "app",
                  "spark")),
          Map.entry(
              "bench",
              Set.of(
                  "core", "ckks", "data", "models", "audit", "onnx", "fhe", "mpc", "service", "app",
                  "spark", "cli")));

  /**
   * Packages of each module from top to bottom, {@code .} for the module's own: each may use those
   * that come after it and nothing before. Not every module has to use what it may.
   */
  private static final Map<String, List<String>> ROOMS =
      Map.ofEntries(
          Map.entry("core", List.of("olinda", "text", ".")),
          Map.entry(
              "ckks",
              List.of(
                  "ringswitch",
                  "jvm",
                  "jvm.ring",
                  "jvm.vector",
                  "jvm.arithmetic",
                  "wire.compact",
                  "modular",
                  "wire.seal",
                  "wire",
                  "spi",
                  "sharing",
                  ".",
                  "bytes",
                  "parallel",
                  "secret",
                  "xof")),
          Map.entry("seal", List.of(".", "binding")),
          Map.entry(
              "data",
              List.of(
                  "dataset",
                  "predictions",
                  "confidence",
                  "split",
                  "packed",
                  "featurise",
                  "csv",
                  "smiles")),
          Map.entry(
              "models",
              List.of(
                  "tuning",
                  "train",
                  "quadratic",
                  "report",
                  "privacy",
                  "olinda",
                  "residual",
                  "evaluate",
                  "trained",
                  "tensors",
                  "json",
                  "metrics")),
          Map.entry("audit", List.of(".", "report", "reference", "neighbours", "curve", "attack")),
          Map.entry("onnx", List.of(".", "operators", "layers", "model")),
          Map.entry(
              "fhe",
              List.of(
                  ".",
                  "checked",
                  "forecast",
                  "client",
                  "evaluator",
                  "compile",
                  "simulate",
                  "exchange",
                  "program",
                  "message",
                  "reply",
                  "circuit",
                  "packing",
                  "domain",
                  "graph",
                  "guard")),
          Map.entry(
              "mpc",
              List.of(
                  ".",
                  "session",
                  "protocol",
                  "material",
                  "emulate",
                  "compile",
                  "linear",
                  "sharing",
                  "fss",
                  "random",
                  "channel")),
          Map.entry(
              "service",
              List.of(
                  "server", "server.proxy", "server.keys", "server.budget", "client", "protocol")),
          Map.entry("spark", List.of("run", "client", "files")),
          Map.entry(
              "app", List.of(".", "web", "history", "results", "runs", "model", "given", "draw")),
          Map.entry(
              "cli",
              List.of(
                  ".",
                  "demo",
                  "train",
                  "plan",
                  "predict",
                  "onnx",
                  "screen",
                  "serve",
                  "audit",
                  "bench",
                  "mpc",
                  "referee",
                  "options",
                  "terminal")),
          Map.entry("bench", List.of(".", "quality", "curves")));

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages(ROOT);

  private static String path(JavaClass type) {
    return type.getPackageName().substring(ROOT.length() + 1);
  }

  private static String module(JavaClass type) {
    return path(type).split("\\.", 2)[0];
  }

  private static String room(JavaClass type) {
    String[] parts = path(type).split("\\.", 2);
    return parts.length == 1 ? "." : parts[1];
  }

  private static boolean isOurs(JavaClass type) {
    return type.getPackageName().startsWith(ROOT + ".")
        && !type.getPackageName().contains("jmh_generated");
  }

  private static Stream<JavaClass> ours() {
    return CLASSES.stream().filter(RoomsTest::isOurs);
  }

  private static Stream<Dependency> arrows() {
    return ours()
        .map(JavaClass::getDirectDependenciesFromSelf)
        .flatMap(Collection::stream)
        .filter(d -> isOurs(d.getTargetClass()));
  }

  @Test
  void everyModuleIsSeenHere() {
    assertThat(ours().map(RoomsTest::module).collect(Collectors.toSet()))
        .isEqualTo(MODULES.keySet())
        .isEqualTo(ROOMS.keySet());
  }

  @Test
  void modulesUseOnlyWhatStandsBelowThem() {
    assertThat(
            arrows()
                .filter(d -> !module(d.getOriginClass()).equals(module(d.getTargetClass())))
                .filter(
                    d ->
                        !MODULES
                            .get(module(d.getOriginClass()))
                            .contains(module(d.getTargetClass())))
                .map(Dependency::getDescription))
        .isEmpty();
  }

  @Test
  void packagesUseOnlyWhatStandsBelowThem() {
    assertThat(
            arrows()
                .filter(d -> module(d.getOriginClass()).equals(module(d.getTargetClass())))
                .filter(d -> floor(d.getTargetClass()) < floor(d.getOriginClass()))
                .map(Dependency::getDescription))
        .isEmpty();
  }

  private static int floor(JavaClass type) {
    return ROOMS.get(module(type)).indexOf(room(type));
  }

  @Test
  void everyPackageHasItsPlace() {
    assertThat(ours().filter(type -> floor(type) < 0).map(RoomsTest::path).distinct()).isEmpty();
  }

  @Test
  void packagesAreFreeOfCycles() {
    SlicesRuleDefinition.slices()
        .assignedFrom(
            new SliceAssignment() {
              @Override
              public SliceIdentifier getIdentifierOf(JavaClass type) {
                return isOurs(type) ? SliceIdentifier.of(path(type)) : SliceIdentifier.ignore();
              }

              @Override
              public String getDescription() {
                return "packages of " + ROOT;
              }
            })
        .should()
        .beFreeOfCycles()
        .check(CLASSES);
  }

  @Test
  void noPackageIsAHall() {
    Map<String, Set<String>> files = new TreeMap<>();
    ours()
        .filter(JavaClass::isTopLevelClass)
        .filter(type -> !type.getSimpleName().equals("package-info"))
        .forEach(
            type ->
                files.computeIfAbsent(path(type), p -> new TreeSet<>()).add(type.getSimpleName()));
    assertThat(
            files.entrySet().stream()
                .filter(e -> e.getValue().size() > MAX_FILES)
                .map(e -> e.getKey() + " has " + e.getValue().size() + " files"))
        .isEmpty();
  }
}
