package io.lodestone.engine.manifest;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lodestone.testkit.data.Seed;
import io.lodestone.testkit.data.SeedExtension;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The manifest on a disk that loses power again and again. */
@ExtendWith(SeedExtension.class)
class ManifestCrashTest {
  /** How many times a manifest is brought down and opened again. */
  private static final long CYCLES = Long.getLong("lodestone.manifest.cycles", 10_000);

  @Test
  void editsThatSucceededSurviveEveryCrashAndNothingElseAppears(Seed seed) throws IOException {
    ManifestStory.Counts counts = new ManifestStory.Counts();
    for (long story = 0; counts.cycles < CYCLES; story++) {
      try {
        new ManifestStory(seed.derive(story), counts).run();
      } catch (AssertionError | RuntimeException | IOException e) {
        throw new AssertionError("story " + story + " of seed " + seed.value() + ": " + e, e);
      }
    }
    System.out.println("manifest crash test: " + counts + ", seed " + seed.value());
    assertTrue(counts.crashes > 0 && counts.failedEdits > 0, counts.toString());
  }
}
