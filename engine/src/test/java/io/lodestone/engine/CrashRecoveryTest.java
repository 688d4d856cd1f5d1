package io.lodestone.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lodestone.testkit.data.Seed;
import io.lodestone.testkit.data.SeedExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The whole engine on a simulated disk, one thread, from a seed: random writes, flushes, table
 * drops and disk faults; power cuts and kills at random moments; after each, what is read is what
 * was acknowledged.
 */
@ExtendWith(SeedExtension.class)
class CrashRecoveryTest {
  /** How many times an engine is brought down and opened again. */
  private static final int CYCLES = Integer.getInteger("lodestone.engine.cycles", 15_000);

  @Test
  void acknowledgedWritesSurviveEveryCrashAndNothingElseAppears(Seed seed) throws Exception {
    CrashStory.Counts counts = new CrashStory.Counts();
    for (long story = 0; counts.recoveries < CYCLES; story++) {
      Seed own = seed.derive(story);
      try {
        new CrashStory(own, counts).run();
      } catch (AssertionError | Exception e) {
        throw new AssertionError("story " + story + " of seed " + seed.value() + ": " + e, e);
      }
    }
    System.out.println("engine crash test: " + counts + ", seed " + seed.value());
    assertTrue(
        counts.acknowledged > 0 && counts.unanswered > 0 && counts.flushes > 0, counts.toString());
    assertTrue(counts.locked > 0, counts.toString());
    assertTrue(counts.crashes > 0 && counts.kills > 0 && counts.closes > 0, counts.toString());
  }

  @Test
  void theSameSeedGivesTheSameStory() throws Exception {
    CrashStory.Counts first = new CrashStory.Counts();
    CrashStory.Counts second = new CrashStory.Counts();
    for (long story = 0; story < 20; story++) {
      new CrashStory(new Seed(story), first).run();
      new CrashStory(new Seed(story), second).run();
    }
    assertEquals(first.toString(), second.toString());
  }
}
