package io.lodestone.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lodestone.engine.EngineUnderTest.Points;
import io.lodestone.storage.Directory;
import io.lodestone.testkit.files.Faults.Fault;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A crash, or an error of the disk, at each act of an expiry: entry, edit, deletion. */
class ExpiryCrashTest {
  private static final long DAY = Duration.ofDays(1).toNanos();

  /** Steps that carry an expiry through, whatever the order of the agents. */
  private static final int STEPS = 1_500;

  /** Two files of which one is about to expire, and the clock a moment after it has. */
  private static EngineUnderTest story(long seed) throws Exception {
    EngineUnderTest db = new EngineUnderTest();
    db.seed = seed;
    db.open();
    db.clock.advance(Duration.ofMinutes(2));
    db.write(
        new Points()
            .add("a", db.now() - 29 * DAY, 1, 1)
            .add("b", db.now() - 29 * DAY, 1, 2)
            .build());
    db.engine.flush();
    db.write(EngineUnderTest.point("a", db.now(), 1, 3));
    db.engine.flush();
    db.clock.advance(Duration.ofDays(2));
    return db;
  }

  /** What must be true whenever somebody looks, however far the expiry has come. */
  private static void check(EngineUnderTest db, String when) throws Exception {
    assertEquals(1, db.content().size(), when);
    Directory segments = db.disk.directory("segments");
    assertEquals(List.of(), segments.directory("quarantine").list(), when);
  }

  private static void checkDone(EngineUnderTest db, String when) throws Exception {
    // After a start the time has to be confirmed first.
    db.clock.advance(Duration.ofMinutes(1));
    db.step(STEPS);
    check(db, when);
    assertEquals(1, db.disk.directory("segments").list().size(), when);
    long floor = db.engine.catalog().requireTable(EngineUnderTest.TABLE).horizonFloorNanos();
    assertTrue(floor > db.now() - 31 * DAY, when);
  }

  @Test
  void aCrashAfterAnyStepOfAnyAgentLeavesAnExpiryThatGoesOn() throws Exception {
    for (int steps = 0; steps < 120; steps += 2) {
      EngineUnderTest db = story(steps);
      db.step(steps);
      String when = "crash after " + steps + " steps";
      db.crashAndOpen(steps * 31L + 7);
      check(db, when);
      checkDone(db, when);
    }
  }

  @Test
  void anErrorAtAnyActOfTheDiskLeavesAnExpiryThatGoesOn() throws Exception {
    for (Fault fault : List.of(Fault.EIO, Fault.SHORT_WRITE_ENOSPC)) {
      for (int act = 1; act <= 16; act++) {
        EngineUnderTest db = story(act);
        db.faults.failAt(db.faults.acts() + act, fault);
        db.step(STEPS);
        String when = fault + " at act " + act;
        db.faults.heal();
        check(db, when);
        checkDone(db, when);
        db.crashAndOpen(act);
        checkDone(db, when + " and a crash");
      }
    }
  }

  /** The edit is durable and a reader holds the file when the power goes. */
  @Test
  void aFileThatLeftTheManifestIsDeletedByTheNextStart() throws Exception {
    EngineUnderTest db = story(1);
    try (Snapshot _ = db.engine.snapshot(EngineUnderTest.TABLE)) {
      db.step(STEPS);
      assertEquals(2, db.disk.directory("segments").list().size());
      db.crashAndOpen(5);
    }
    assertEquals(1, db.disk.directory("segments").list().size());
    check(db, "after the start");
    assertEquals(List.of(), db.engine.recovery().findings());
  }
}
