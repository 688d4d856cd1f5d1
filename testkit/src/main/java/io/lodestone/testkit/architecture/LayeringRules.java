package io.lodestone.testkit.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.Map.entry;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnitAccess;
import com.tngtech.archunit.core.domain.PackageMatcher;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Who may know whom, and who may touch the machine.
 *
 * <p>Two things follow from these rules: a package can be understood from the ones it names, and a
 * test can put a crashing disk, a clock moved by hand and a single thread under the whole database.
 */
public final class LayeringRules {

  /**
   * Classes and packages (two dots: with all below) that may use files directly. All others go
   * through {@code io.lodestone.storage.Directory}.
   */
  private static final Map<String, String> MAY_TOUCH_FILES =
      Map.ofEntries(
          entry("io.lodestone.storage", "it is the disk"),
          entry("io.lodestone.server.OperatorFile", "reads the files that the operator names"),
          entry("io.lodestone.server.AuditFile", "appends to the file that the operator names"),
          entry("io.lodestone.testkit..", "reads golden files and stories of tests"),
          entry("io.lodestone.benchmarks..", "prepares and removes what it measures"));

  /**
   * Classes and packages (two dots: with all below) that may ask the machine for the time, for
   * chance or for a thread. All others are handed an {@link java.time.InstantSource}, a generator,
   * an {@code io.lodestone.agent.AgentHost} or an executor.
   */
  private static final Map<String, String> MAY_ASK_THE_MACHINE =
      Map.ofEntries(
          entry("io.lodestone.agent.ThreadAgentHost", "it is the threads"),
          entry("io.lodestone.engine.SystemResources", "hands the machine to an embedded engine"),
          entry("io.lodestone.server.Wiring", "every `new` of the process"),
          entry("io.lodestone.server.LodestoneServer", "the process itself: start, signals, exit"),
          entry("io.lodestone.testkit..", "seeds, and threads of tests"),
          entry("io.lodestone.benchmarks..", "measures time"));

  private LayeringRules() {}

  // ---- packages

  @ArchTest
  public static final ArchRule packages_have_no_cycles =
      slices().matching("io.lodestone.(**)").should().beFreeOfCycles().allowEmptyShould(true);

  @ArchTest
  public static final ArchRule a_child_package_does_not_know_its_parent =
      classes().should(notDependOnAnEnclosingPackage()).allowEmptyShould(true);

  // ---- other people's types, each in its one place

  @ArchTest
  public static final ArchRule chronicle_stays_behind_storage_bytes =
      confined("net.openhft..", "io.lodestone.storage.bytes");

  @ArchTest
  public static final ArchRule roaring_stays_in_postings_and_memtables =
      confined(
          "org.roaringbitmap..", "io.lodestone.segments.index", "io.lodestone.engine.memtable");

  @ArchTest
  public static final ArchRule lz4_stays_in_blocks_and_encodings =
      confined("net.jpountz..", "io.lodestone.segments.block", "io.lodestone.segments.encoding");

  @ArchTest
  public static final ArchRule jackson_stays_in_the_server =
      // The benchmarks hold the server's own reading of JSON against the library's.
      confined("com.fasterxml.jackson..", "io.lodestone.server..", "io.lodestone.benchmarks..");

  @ArchTest
  public static final ArchRule netty_stays_in_http =
      confined("io.netty..", "io.lodestone.server.http..");

  @ArchTest
  public static final ArchRule prometheus_stays_in_the_pages_for_operators =
      confined("io.prometheus..", "io.lodestone.server.admin");

  @ArchTest
  public static final ArchRule trino_stays_in_the_sql_front_end =
      confined("io.trino..", "io.lodestone.sql.parser", "io.lodestone.sql.analysis");

  @ArchTest
  public static final ArchRule sketches_stay_in_sql_functions =
      confined("org.apache.datasketches..", "io.lodestone.sql.function");

  @ArchTest
  public static final ArchRule splines_stay_in_sql_functions =
      confined("org.apache.commons.math3..", "io.lodestone.sql.function");

  @ArchTest
  public static final ArchRule patterns_stay_in_sql_functions =
      confined("com.google.re2j..", "io.lodestone.sql.function");

  @ArchTest
  public static final ArchRule the_peer_stays_in_the_benchmarks =
      confined("io.questdb..", "io.lodestone.benchmarks.questdb");

  // ---- the machine

  @ArchTest
  public static final ArchRule files_are_reached_through_storage =
      noClasses()
          .that(notListedIn(MAY_TOUCH_FILES))
          .should()
          .dependOnClassesThat(
              matching(
                  """
                  java\\.nio\\.channels\\..*\
                  |java\\.nio\\.file\\.(Files|FileSystems?)\
                  |java\\.io\\.(File|FileInputStream|FileOutputStream|FileReader|FileWriter)\
                  |java\\.io\\.(FileDescriptor|RandomAccessFile)\
                  """))
          .because("a disk that tests cannot make crash is a disk we know nothing about")
          .allowEmptyShould(true);

  @ArchTest
  public static final ArchRule time_is_handed_in =
      machineCalls(
          "take the time from the machine",
          """
          java\\.lang\\.System\\.(currentTimeMillis|nanoTime)\\(\\)\
          |java\\.lang\\.Thread\\.sleep\\(.*\\)\
          |java\\.time\\.[A-Za-z]+\\.now\\((java\\.time\\.ZoneId)?\\)\
          |java\\.time\\.Clock\\.(system|tick)[A-Za-z]*\\((java\\.time\\.ZoneId)?\\)\
          |java\\.time\\.InstantSource\\.system\\(\\)\
          |java\\.util\\.Date\\.<init>\\(\\)\
          |java\\.util\\.Calendar\\.getInstance\\(.*\\)\
          |java\\.util\\.concurrent\\.CompletableFuture\\.(orTimeout|completeOnTimeout)\\(.*\\)\
          |java\\.util\\.concurrent\\.CompletableFuture\\.delayedExecutor\\(.*\\)\
          """);

  @ArchTest
  public static final ArchRule chance_is_handed_in =
      machineCalls(
          "draw lots from the machine",
          """
          java\\.util\\.(Random|SplittableRandom)\\.<init>\\(\\)\
          |java\\.util\\.concurrent\\.ThreadLocalRandom\\..*\
          |java\\.util\\.random\\.RandomGenerator\\.(getDefault|of)\\(.*\\)\
          |java\\.util\\.UUID\\.randomUUID\\(\\)\
          |java\\.security\\.SecureRandom\\..*\
          |java\\.lang\\.Math\\.random\\(\\)\
          """);

  @ArchTest
  public static final ArchRule threads_are_handed_in =
      machineCalls(
          "make threads",
          """
          java\\.lang\\.Thread\\.(<init>|ofPlatform|ofVirtual|startVirtualThread)\\(.*\\)\
          |java\\.util\\.Timer\\.<init>\\(.*\\)\
          |java\\.util\\.concurrent\\.Executors\\..*\
          |java\\.util\\.concurrent\\.(Scheduled)?ThreadPoolExecutor\\.<init>\\(.*\\)\
          |java\\.util\\.concurrent\\.ForkJoinPool\\.(<init>|commonPool)\\(.*\\)\
          |java\\.util\\.concurrent\\.CompletableFuture\\.[a-zA-Z]+Async\\(java\\.[^,]*\\)\
          |java\\.util\\..*\\.parallel(Stream)?\\(\\)\
          """);

  private static ArchRule confined(String library, String... places) {
    return noClasses()
        .that()
        .resideOutsideOfPackages(places)
        .should()
        .dependOnClassesThat()
        .resideInAPackage(library)
        .because("a library with one door can be replaced")
        .allowEmptyShould(true);
  }

  private static ArchRule machineCalls(String act, String codeUnits) {
    return noClasses()
        .that(notListedIn(MAY_ASK_THE_MACHINE))
        .should(callAnyOf(act, codeUnits))
        .because("a run can be repeated from its seed only if nothing else comes from outside")
        .allowEmptyShould(true);
  }

  private static ArchCondition<JavaClass> callAnyOf(String act, String codeUnits) {
    Pattern pattern = Pattern.compile(codeUnits);
    return new ArchCondition<>(act) {
      @Override
      public void check(JavaClass origin, ConditionEvents events) {
        for (JavaCodeUnitAccess<?> access : origin.getCodeUnitAccessesFromSelf()) {
          if (pattern.matcher(access.getTarget().getFullName()).matches()) {
            events.add(SimpleConditionEvent.satisfied(origin, access.getDescription()));
          }
        }
      }
    };
  }

  private static ArchCondition<JavaClass> notDependOnAnEnclosingPackage() {
    return new ArchCondition<>("not depend on a package that encloses their own") {
      @Override
      public void check(JavaClass origin, ConditionEvents events) {
        for (Dependency dependency : origin.getDirectDependenciesFromSelf()) {
          String target = dependency.getTargetClass().getBaseComponentType().getPackageName();
          if (target.startsWith("io.lodestone.")
              && origin.getPackageName().startsWith(target + ".")) {
            events.add(SimpleConditionEvent.violated(origin, dependency.getDescription()));
          }
        }
      }
    };
  }

  private static DescribedPredicate<JavaClass> notListedIn(Map<String, String> allowed) {
    return DescribedPredicate.describe(
        "are not listed as an exception",
        type ->
            allowed.keySet().stream()
                .noneMatch(
                    entry ->
                        PackageMatcher.of(entry).matches(type.getPackageName())
                            || type.getName().equals(entry)
                            || type.getName().startsWith(entry + "$")));
  }

  private static DescribedPredicate<JavaClass> matching(String names) {
    Pattern pattern = Pattern.compile(names);
    return DescribedPredicate.describe(
        "open files", type -> pattern.matcher(type.getBaseComponentType().getName()).matches());
  }
}
