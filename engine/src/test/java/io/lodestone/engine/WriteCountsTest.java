package io.lodestone.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.lodestone.engine.EngineUnderTest.Points;
import io.lodestone.engine.commit.WriteCounts;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What an engine tells of the points written to it. */
class WriteCountsTest {
  private final EngineUnderTest db = new EngineUnderTest();

  private WriteCounts counts() {
    return db.engine.metrics().writes();
  }

  @Test
  void pointsAreCountedByTheirTierAndFate() throws Exception {
    db.open();
    long tooOld = db.now() - Duration.ofDays(100).toNanos();
    db.write(
        new Points()
            .add("a", db.now(), 2, 1)
            .add("a", db.now() - 1, 1, 1)
            .add("a", db.hoursAgo(24), 1, 1)
            .add("a", tooOld, 1, 1)
            .build());
    assertEquals(new WriteCounts(1, 2, 1, 1), counts());
    // A lower version of a point that is there.
    db.write(EngineUnderTest.point("a", db.now(), 1, 2));
    assertEquals(new WriteCounts(2, 2, 1, 2), counts());
  }

  @Test
  void aPointIsCountedWhenItsWriterIsTold() throws Exception {
    db.open();
    var written = db.writeLater(EngineUnderTest.point("a", db.now(), 1, 1));
    assertEquals(new WriteCounts(0, 0, 0, 0), counts());
    db.agents.await(written);
    assertEquals(new WriteCounts(1, 1, 0, 0), counts());
  }
}
