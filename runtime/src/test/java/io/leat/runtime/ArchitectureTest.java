package io.leat.runtime;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The directions between the runtime's packages, as docs/architecture.md lists them. */
class ArchitectureTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.leat.runtime");

  @Test
  void packagesFormNoCycle() {
    slices().matching("io.leat.runtime.(*)..").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void seesNeitherCalciteNorNetty() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "org.apache.calcite..", "io.netty..", "io.leat.sql..", "io.leat.server..")
        .check(CLASSES);
  }

  @Test
  void thePlanIsPlainData() {
    noClasses()
        .that()
        .resideInAnyPackage("io.leat.runtime.circuit..", "io.leat.runtime.types..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "io.leat.runtime.data..",
            "io.leat.runtime.codegen..",
            "io.leat.runtime.function..",
            "io.leat.runtime.operator..",
            "io.leat.runtime.step..",
            "io.leat.runtime.local..",
            "io.leat.runtime.connector..")
        .check(CLASSES);
  }

  @Test
  void relationsKnowOnlyData() {
    noClasses()
        .that()
        .resideInAPackage("io.leat.runtime.relation..")
        .should()
        .dependOnClassesThat(
            resideInAPackage("io.leat.runtime..")
                .and(
                    resideOutsideOfPackages(
                        "io.leat.runtime.relation..",
                        "io.leat.runtime.types..",
                        "io.leat.runtime.data..",
                        "io.leat.runtime.error..",
                        "io.leat.runtime.json..")))
        .check(CLASSES);
  }

  @Test
  void onlyLocalTouchesThreads() {
    noClasses()
        .that()
        .resideInAnyPackage(
            "io.leat.runtime.operator..",
            "io.leat.runtime.step..",
            "io.leat.runtime.state..",
            "io.leat.runtime.data..",
            "io.leat.runtime.relation..",
            "io.leat.runtime.circuit..")
        .should()
        .dependOnClassesThat()
        .belongToAnyOf(Thread.class, java.util.concurrent.ExecutorService.class)
        .orShould()
        .callMethod(System.class, "nanoTime")
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .check(CLASSES);
  }
}
