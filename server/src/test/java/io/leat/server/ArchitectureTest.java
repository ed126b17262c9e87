package io.leat.server;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The directions between modules. */
class ArchitectureTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.leat");

  @Test
  void onlyThePlannerSeesCalcite() {
    noClasses()
        .that()
        .resideOutsideOfPackage("io.leat.sql..")
        .should()
        .dependOnClassesThat(
            com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage(
                    "org.apache.calcite..")
                .and(
                    com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage(
                        "org.apache.calcite.avatica..")))
        .check(CLASSES);
  }

  @Test
  void onlyTheHttpPackageSeesNetty() {
    noClasses()
        .that()
        .resideOutsideOfPackage("io.leat.server.http..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.netty..")
        .check(CLASSES);
  }

  @Test
  void thePlannerDoesNotRunAnything() {
    noClasses()
        .that()
        .resideInAPackage("io.leat.sql..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "io.leat.server..",
            "io.leat.jdbc..",
            "io.leat.runtime.local..",
            "io.leat.runtime.step..",
            "io.leat.runtime.operator..")
        .check(CLASSES);
  }

  @Test
  void theDriverKnowsOnlyAvatica() {
    noClasses()
        .that()
        .resideInAPackage("io.leat.jdbc..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.leat.server..", "io.leat.sql..", "io.leat.runtime..", "io.netty..")
        .check(CLASSES);
  }

  @Test
  void theEngineKnowsNoTransport() {
    noClasses()
        .that()
        .resideInAPackage("io.leat.server.engine..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "io.leat.server.http..",
            "io.leat.server.avatica..",
            "io.leat.server.embedded..",
            "io.leat.jdbc..")
        .check(CLASSES);
  }
}
