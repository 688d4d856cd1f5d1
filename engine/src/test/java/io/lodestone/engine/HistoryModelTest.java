package io.lodestone.engine;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lodestone.testkit.data.Seed;
import io.lodestone.testkit.data.SeedExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The past of a table against a list of its states: random histories on the simulated disk, from a
 * seed. {@code -Dlodestone.history.stories} says how many.
 */
@ExtendWith(SeedExtension.class)
class HistoryModelTest {
  private static final int STORIES = Integer.getInteger("lodestone.history.stories", 10);

  @Test
  void everyStateIsSeenAgainAsItWas(Seed seed) throws Exception {
    PastStory.Counts counts = new PastStory.Counts();
    for (long story = 0; story < STORIES; story++) {
      try {
        PastStory told = new PastStory(seed.derive(story).value(), counts);
        told.run();
        told.outlive();
      } catch (AssertionError | Exception e) {
        throw new AssertionError("story " + story + " of seed " + seed.value() + ": " + e, e);
      }
    }
    System.out.println("history model test: " + counts + ", seed " + seed.value());
    assertTrue(counts.rows > 0 && counts.historyFiles > 0, counts.toString());
    assertTrue(counts.merges > 0 && counts.expiredSeen > 0, counts.toString());
  }
}
