package io.lodestone.storage;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** What is true of this module alone; the rules for all are applied to it by {@code testkit}. */
@AnalyzeClasses(packages = "io.lodestone", importOptions = DoNotIncludeTests.class)
class LayeringTest {

  @ArchTest
  static final ArchRule chronicle_never_maps_a_file =
      noClasses()
          .should()
          .dependOnClassesThat()
          .haveNameMatching("net\\.openhft\\.chronicle\\.bytes\\..*Mapped.*")
          .because("a mapped write turns a full or failing disk into a killed process")
          .allowEmptyShould(true);
}
