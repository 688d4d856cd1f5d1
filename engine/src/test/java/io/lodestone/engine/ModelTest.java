package io.lodestone.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lodestone.testkit.data.Seed;
import io.lodestone.testkit.data.SeedExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The whole engine against a sorted map: random histories of everything that clients, clocks and
 * disks do, on the simulated disk, in one thread, from a seed. Every answer and every row read is
 * compared.
 */
@ExtendWith(SeedExtension.class)
class ModelTest {
  private static final int HISTORIES = Integer.getInteger("lodestone.model.histories", 300);

  /** The first history of the seed, for repeating one. */
  private static final int FROM = Integer.getInteger("lodestone.model.from", 0);

  @Test
  void everyAnswerAndEveryRowIsAsTheRulesSay(Seed seed) throws Exception {
    ModelCounts counts = new ModelCounts();
    for (long history = FROM; history < FROM + HISTORIES; history++) {
      try {
        new ModelHistory(seed.derive(history), counts).run();
      } catch (AssertionError | Exception e) {
        throw new AssertionError("history " + history + " of seed " + seed.value() + ": " + e, e);
      }
    }
    System.out.println("model test: " + counts + ", seed " + seed.value());
    assertTrue(counts.acknowledged > 0 && counts.rejected > 0, counts.toString());
  }

  /** Nothing above the seams relies on files: log and segments are on the heap here. */
  @Test
  void anEngineWhoseLogAndSegmentsLieElsewhereKeepsTheSameRules(Seed seed) throws Exception {
    ModelCounts counts = new ModelCounts();
    for (long history = FROM; history < FROM + Math.max(1, HISTORIES / 6); history++) {
      try {
        ModelHistory.elsewhere(seed.derive(history), counts).run();
      } catch (AssertionError | Exception e) {
        throw new AssertionError("history " + history + " of seed " + seed.value() + ": " + e, e);
      }
    }
    System.out.println("model test on the heap: " + counts + ", seed " + seed.value());
  }

  /** What clients see does not depend on options, nor on when is flushed or started anew. */
  @Test
  void twoSchedulesOfOneScriptLookTheSame(Seed seed) throws Exception {
    ModelCounts counts = new ModelCounts();
    for (long history = FROM; history < FROM + Math.max(1, HISTORIES / 6); history++) {
      Seed script = seed.derive(history);
      ModelHistory one = ModelHistory.quiet(script, script.derive(1), counts);
      ModelHistory other = ModelHistory.quiet(script, script.derive(2), counts);
      try {
        one.run();
        other.run();
        assertEquals(one.transcript(), other.transcript());
      } catch (AssertionError | Exception e) {
        throw new AssertionError("script " + history + " of seed " + seed.value() + ": " + e, e);
      }
    }
    System.out.println("two schedules: " + counts + ", seed " + seed.value());
  }

  @Test
  void theSameSeedGivesTheSameHistory() throws Exception {
    ModelCounts first = new ModelCounts();
    ModelCounts second = new ModelCounts();
    for (long history = 0; history < 20; history++) {
      new ModelHistory(new Seed(history), first).run();
      new ModelHistory(new Seed(history), second).run();
    }
    assertEquals(first.toString(), second.toString());
  }
}
