package io.lodestone.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.lodestone.engine.flush.FlushOptions;
import org.junit.jupiter.api.Test;

/** A log that is longer than a restart may replay is flushed by the start's own first steps. */
class FlushDueAtStartTest {
  private final EngineUnderTest db = new EngineUnderTest();

  @Test
  void whatWasReplayedIsFlushedWithoutBeingAskedFor() throws Exception {
    db.open();
    db.write(EngineUnderTest.point("a", db.hoursAgo(1), 1, 1.0));
    db.options = db.options.withFlush(new FlushOptions(1, 1L << 40, Long.MAX_VALUE, true));
    db.killAndOpen();
    for (int i = 0; i < 200; i++) {
      db.agents.step();
    }
    assertEquals(1, db.content().size());
    db.killAndOpen();
    assertEquals(0, db.engine.recovery().replayedPoints());
    assertEquals(1, db.engine.recovery().segments());
  }
}
