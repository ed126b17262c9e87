package io.leat.runtime.step;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** Only the package {@code local} touches threads, queues between them, and clocks. */
class BoundaryTest {

  @Test
  void operatorsAndShardsKnowNoThreadsAndNoClock() {
    JavaClasses classes =
        new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.leat.runtime.step", "io.leat.runtime.operator");
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.leat.runtime.local..", "java.util.concurrent..")
        .orShould()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.lang.Thread")
        .orShould()
        .dependOnClassesThat()
        .haveFullyQualifiedName("io.leat.runtime.connector.Clock")
        .orShould()
        .callMethod(System.class, "nanoTime")
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .check(classes);
  }
}
