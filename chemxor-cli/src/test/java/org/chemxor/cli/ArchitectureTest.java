package org.chemxor.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The one-way chain of modules, and what no library class may do. */
class ArchitectureTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("org.chemxor");

  @Test
  void modulesDependOneWayOnly() {
    layeredArchitecture()
        .consideringOnlyDependenciesInLayers()
        .layer("core")
        .definedBy("org.chemxor.core..")
        .layer("ckks")
        .definedBy("org.chemxor.ckks..")
        .layer("data")
        .definedBy("org.chemxor.data..")
        .layer("models")
        .definedBy("org.chemxor.models..")
        .layer("audit")
        .definedBy("org.chemxor.audit..")
        .layer("onnx")
        .definedBy("org.chemxor.onnx..")
        .layer("fhe")
        .definedBy("org.chemxor.fhe..")
        .layer("mpc")
        .definedBy("org.chemxor.mpc..")
        .layer("service")
        .definedBy("org.chemxor.service..")
        .layer("app")
        .definedBy("org.chemxor.app..")
        .layer("spark")
        .definedBy("org.chemxor.spark..")
        .layer("cli")
        .definedBy("org.chemxor.cli..")
        .whereLayer("cli")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("app")
        .mayOnlyBeAccessedByLayers("cli")
        .whereLayer("spark")
        .mayOnlyBeAccessedByLayers("cli")
        .whereLayer("service")
        .mayOnlyBeAccessedByLayers("app", "spark", "cli")
        .whereLayer("mpc")
        .mayOnlyBeAccessedByLayers("cli")
        .whereLayer("fhe")
        .mayOnlyBeAccessedByLayers("service", "app", "spark", "cli")
        .whereLayer("onnx")
        .mayOnlyBeAccessedByLayers("cli")
        .whereLayer("audit")
        .mayOnlyBeAccessedByLayers("cli")
        .whereLayer("models")
        .mayOnlyBeAccessedByLayers("audit", "cli")
        .whereLayer("data")
        .mayOnlyBeAccessedByLayers("audit", "service", "app", "spark", "cli")
        .whereLayer("ckks")
        .mayOnlyBeAccessedByLayers("fhe", "service", "spark", "cli")
        .whereLayer("core")
        .mayOnlyBeAccessedByLayers(
            "data", "models", "audit", "onnx", "fhe", "mpc", "service", "app", "spark", "cli")
        .check(CLASSES);
  }

  @Test
  void enginesAreReachedThroughTheApiOnly() {
    noClasses()
        .that()
        .resideInAPackage("org.chemxor.fhe..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.chemxor.ckks.jvm..")
        .check(CLASSES);
  }

  @Test
  void layersOfTheEmbeddedEnginePointDown() {
    layeredArchitecture()
        .consideringOnlyDependenciesInLayers()
        .layer("engine")
        .definedBy("org.chemxor.ckks.jvm")
        .layer("ring")
        .definedBy("org.chemxor.ckks.jvm.ring")
        .layer("vector")
        .definedBy("org.chemxor.ckks.jvm.vector")
        .layer("arithmetic")
        .definedBy("org.chemxor.ckks.jvm.arithmetic")
        .whereLayer("engine")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("ring")
        .mayOnlyBeAccessedByLayers("engine")
        .whereLayer("vector")
        .mayNotBeAccessedByAnyLayer()
        .check(CLASSES);
  }

  @Test
  void theSchemesVocabularyDoesNotKnowItsEngines() {
    noClasses()
        .that()
        .resideInAPackage("org.chemxor.ckks")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.chemxor.ckks.jvm..")
        .check(CLASSES);
  }

  @Test
  void chemistryTypesStayWhereMoleculesAreReadAndDrawn() {
    noClasses()
        .that()
        .resideOutsideOfPackages("org.chemxor.data..", "org.chemxor.app.draw..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.openscience.cdk..")
        .check(CLASSES);
  }

  @Test
  void protobufTypesStayInsideTheOnnxModule() {
    noClasses()
        .that()
        .resideOutsideOfPackage("org.chemxor.onnx..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("ai.onnx..", "com.google.protobuf..", "org.tribuo..")
        .check(CLASSES);
  }

  @Test
  void sparkStaysInsideItsModule() {
    noClasses()
        .that()
        .resideOutsideOfPackage("org.chemxor.spark..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.apache.spark..", "org.apache.hadoop..", "org.apache.parquet..")
        .check(CLASSES);
  }

  @Test
  void onlyTheCommandLinePrints() {
    noClasses()
        .that()
        .resideOutsideOfPackage("org.chemxor.cli..")
        .should()
        .accessField(System.class, "out")
        .orShould()
        .accessField(System.class, "err")
        .check(CLASSES);
  }

  @Test
  void packagesWithinAModuleHaveNoCycles() {
    slices().matching("org.chemxor.fhe.(*)..").should().beFreeOfCycles().check(CLASSES);
    slices().matching("org.chemxor.mpc.(*)..").should().beFreeOfCycles().check(CLASSES);
    slices().matching("org.chemxor.service.(*)..").should().beFreeOfCycles().check(CLASSES);
    slices().matching("org.chemxor.onnx.(*)..").should().beFreeOfCycles().check(CLASSES);
    slices().matching("org.chemxor.audit.(*)..").should().beFreeOfCycles().check(CLASSES);
    slices().matching("org.chemxor.models.(*)..").should().beFreeOfCycles().check(CLASSES);
  }
}
