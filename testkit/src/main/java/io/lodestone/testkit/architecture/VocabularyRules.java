package io.lodestone.testkit.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Names which say nothing. A type is called after what it is, a package after what it holds. */
public final class VocabularyRules {

  private VocabularyRules() {}

  /** Manager, Helper, Util, Utils and Impl, wherever they stand as a word of the name. */
  @ArchTest
  public static final ArchRule no_type_is_named_for_nothing =
      noClasses()
          .should()
          .haveNameMatching(".*[.$A-Za-z0-9](Manager|Helper|Utils?|Impl)([A-Z0-9$].*)?")
          .because("such a word fits any class; the name should fit this one only")
          .allowEmptyShould(true);

  /** Info and Data at the end; Metadata is a word of its own. */
  @ArchTest
  public static final ArchRule no_type_name_ends_in_info_or_data =
      noClasses()
          .should()
          .haveNameMatching(".*(Info|Data)(\\$.*)?")
          .because("every type holds information")
          .allowEmptyShould(true);

  /** IFoo. */
  @ArchTest
  public static final ArchRule no_interface_has_a_prefix =
      noClasses()
          .should()
          .haveNameMatching("(.*[.$])?I[A-Z][a-z].*")
          .because("the caller need not know whether it is an interface")
          .allowEmptyShould(true);

  /** Packages that collect what has no place. */
  @ArchTest
  public static final ArchRule no_package_is_a_drawer =
      noClasses()
          .should()
          .resideInAnyPackage(
              "..util..",
              "..utils..",
              "..impl..",
              "..common..",
              "..commons..",
              "..helper..",
              "..helpers..",
              "..manager..",
              "..managers..")
          .because("a package is named for what it holds")
          .allowEmptyShould(true);
}
