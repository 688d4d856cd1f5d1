package io.lodestone.testkit;

import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.ArchTests;
import io.lodestone.testkit.architecture.HandWritten;
import io.lodestone.testkit.architecture.LayeringRules;
import io.lodestone.testkit.architecture.VocabularyRules;

/**
 * Judges {@code model} and {@code storage} too: all of ours on this module's class path. They
 * cannot ask for these rules themselves, because the rules' module depends on them.
 */
@AnalyzeClasses(packages = "io.lodestone", importOptions = HandWritten.class)
class LayeringTest {

  @ArchTest static final ArchTests layering = ArchTests.in(LayeringRules.class);

  @ArchTest static final ArchTests vocabulary = ArchTests.in(VocabularyRules.class);
}
