package io.lodestone.wal;

import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.ArchTests;
import io.lodestone.testkit.architecture.HandWritten;
import io.lodestone.testkit.architecture.LayeringRules;
import io.lodestone.testkit.architecture.ModuleClasses;
import io.lodestone.testkit.architecture.VocabularyRules;

@AnalyzeClasses(locations = ModuleClasses.class, importOptions = HandWritten.class)
class LayeringTest {

  @ArchTest static final ArchTests layering = ArchTests.in(LayeringRules.class);

  @ArchTest static final ArchTests vocabulary = ArchTests.in(VocabularyRules.class);
}
