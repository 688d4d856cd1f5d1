package io.lodestone.engine;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lodestone.testkit.data.Seed;
import io.lodestone.testkit.data.SeedExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The change feed on a simulated disk, from a seed: what a consumer is told, put together, is the
 * table, through upserts, late points, flushes, rolls of shards, kills and power cuts.
 */
@ExtendWith(SeedExtension.class)
class FeedHistoryTest {
  private static final int HISTORIES = Integer.getInteger("lodestone.feed.histories", 100);
  private static final int FROM = Integer.getInteger("lodestone.feed.from", 0);

  @Test
  void theChangesToldMakeTheTable(Seed seed) throws Exception {
    FeedStory.Counts counts = new FeedStory.Counts();
    for (int history = FROM; history < FROM + HISTORIES; history++) {
      try {
        new FeedStory(seed.derive(history), counts).run();
      } catch (AssertionError | Exception e) {
        throw new AssertionError("history " + history + " of seed " + seed.value() + ": " + e, e);
      }
    }
    System.out.println(
        "change feed: " + HISTORIES + " histories, " + counts + ", seed " + seed.value());
    assertTrue(
        HISTORIES < 50
            || counts.replacements > 0
                && counts.removals > 0
                && counts.rolls > 0
                && counts.crashes > 0,
        counts.toString());
  }
}
