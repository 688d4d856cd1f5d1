package io.lodestone.model;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** What is true of this module alone; the rules for all are applied to it by {@code testkit}. */
@AnalyzeClasses(packages = "io.lodestone", importOptions = DoNotIncludeTests.class)
class LayeringTest {

  @ArchTest
  static final ArchRule the_jdk_is_all_it_needs =
      classes()
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage("java..", "io.lodestone.model..", "io.lodestone.scan..")
          .allowEmptyShould(true);
}
