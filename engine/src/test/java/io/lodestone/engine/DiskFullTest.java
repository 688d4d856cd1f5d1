package io.lodestone.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lodestone.engine.catalog.TableUpdate;
import io.lodestone.engine.disk.DiskOptions;
import io.lodestone.model.ResourceException;
import io.lodestone.model.RetentionPolicy;
import io.lodestone.testkit.files.Faults.Fault;
import io.lodestone.testkit.files.ForwardingDirectory;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** A disk that runs short of room, and one that has none left. */
class DiskFullTest {
  private static final long DAY = Duration.ofDays(1).toNanos();
  private static final long FREE_MIN = 1L << 20;

  private final EngineUnderTest db = new EngineUnderTest();

  private void openWithFloor(long freeBytesMin) throws Exception {
    db.options = db.options.withDisk(new DiskOptions(freeBytesMin));
    db.open();
    db.clock.advance(Duration.ofMinutes(2));
    db.step(100);
  }

  /** Leaves the disk so many bytes. */
  private void leave(long bytes) throws Exception {
    db.disk.limit(1L << 59);
    long used = (1L << 59) - db.disk.freeBytes();
    db.disk.limit(used + bytes);
    db.step(100);
  }

  private ResourceException refused() {
    return assertThrows(
        ResourceException.class, () -> db.write(EngineUnderTest.point("new", db.now(), 1, 1)));
  }

  @Test
  void writesAreRefusedByNameBelowTheFloorAndTakenAtIt() throws Exception {
    openWithFloor(FREE_MIN);
    leave(FREE_MIN);
    db.write(EngineUnderTest.point("a", db.now(), 1, 1));
    leave(FREE_MIN - 1);
    ResourceException refusal = refused();
    assertTrue(refusal.getMessage().contains("disk.free.min"), refusal.getMessage());
    assertTrue(!refusal.isOutcomeUnknown());
    leave(FREE_MIN + 1_000);
    db.write(EngineUnderTest.point("b", db.now(), 1, 1));
    assertEquals(2, db.content().size());
  }

  @Test
  void readsExpiryFlushesAndDeletesGoOnBelowTheFloor() throws Exception {
    openWithFloor(FREE_MIN);
    db.write(EngineUnderTest.point("a", db.now() - 29 * DAY, 1, 1));
    db.engine.flush();
    db.write(EngineUnderTest.point("b", db.now(), 1, 1));
    leave(FREE_MIN / 2);
    refused();
    assertEquals(2, db.content().size());
    db.clock.advance(Duration.ofDays(2));
    db.step(1_500);
    db.engine.flush();
    assertEquals(
        List.of("0000000000000002.seg"),
        db.disk.directory("segments").list(),
        "the expired file has gone, the other point has been flushed");
    db.engine.updateTable(EngineUnderTest.TABLE, TableUpdate.of(new RetentionPolicy(12, 1)));
    db.engine.deleteTable(EngineUnderTest.TABLE);
    db.step(500);
    assertEquals(List.of(), db.disk.directory("segments").list());
  }

  @Test
  void aCompactionLeavesTheFloorAlone() throws Exception {
    openWithFloor(FREE_MIN);
    leave(FREE_MIN);
    for (int i = 0; i < 40; i++) {
      db.write(EngineUnderTest.point("a", db.now() + i, 1, i));
      db.engine.flush();
      leave(FREE_MIN);
    }
    db.clock.advance(Duration.ofMinutes(2));
    db.step(2_000);
    assertEquals(0, db.engine.metrics().compaction().bytesWritten());
    assertEquals(40, db.engine.metrics().segments());
    leave(2 * FREE_MIN);
    db.clock.advance(Duration.ofMinutes(2));
    db.step(5_000);
    assertTrue(db.engine.metrics().segments() < 40, "merged as soon as there was room");
    assertEquals(40, db.content().size());
  }

  @Test
  void aDiskThatCannotSayIsNotTakenForAFullOne() throws Exception {
    db.options = db.options.withDisk(new DiskOptions(FREE_MIN));
    db.wrapping =
        directory ->
            new ForwardingDirectory(directory) {
              @Override
              public long freeBytes() throws IOException {
                throw new IOException("no idea");
              }
            };
    db.open();
    db.step(100);
    assertEquals(1, db.write(EngineUnderTest.point("a", db.now(), 1, 1)).accepted());
  }

  /** No floor: the disk really runs full, at whatever act, and has room again later. */
  @Test
  void nothingAcknowledgedIsLostWhereverTheDiskRunsFull() throws Exception {
    for (Fault fault : List.of(Fault.ENOSPC, Fault.SHORT_WRITE_ENOSPC)) {
      for (int act = 1; act <= 40; act++) {
        story(fault, act);
      }
    }
  }

  private void story(Fault fault, int act) throws Exception {
    EngineUnderTest each = new EngineUnderTest();
    each.seed = act;
    each.options = each.options.withDisk(new DiskOptions(0));
    each.open();
    String when = fault + " at act " + act;
    TreeSet<String> acknowledged = new TreeSet<>();
    TreeSet<String> unknown = new TreeSet<>();
    each.faults.failAt(each.faults.acts() + act, fault);
    each.faults.failAt(each.faults.acts() + act + 3, fault);
    for (int i = 0; i < 8; i++) {
      String host = "h" + i;
      try {
        each.write(EngineUnderTest.point(host, each.now(), 1, i));
        acknowledged.add(host);
      } catch (ResourceException refused) {
        if (refused.isOutcomeUnknown()) {
          unknown.add(host);
        }
      }
      if (i % 3 == 2) {
        try {
          each.engine.flush();
        } catch (ResourceException refused) {
          each.step(10);
        }
      }
    }
    each.faults.heal();
    each.step(500);
    assertEquals(1, each.write(EngineUnderTest.point("last", each.now(), 1, 1)).accepted(), when);
    acknowledged.add("last");
    each.engine.flush();
    check(each, acknowledged, unknown, when);
    each.crashAndOpen(act);
    check(each, acknowledged, unknown, when + ", after a crash");
    assertEquals(List.of(), each.disk.directory("segments").directory("quarantine").list(), when);
  }

  private static void check(
      EngineUnderTest db, TreeSet<String> acknowledged, TreeSet<String> unknown, String when) {
    TreeSet<String> found = new TreeSet<>();
    db.content().keySet().forEach(key -> found.add(key.series().dimension("host").orElseThrow()));
    assertTrue(found.containsAll(acknowledged), when + ": " + found + " of " + acknowledged);
    found.removeAll(acknowledged);
    assertTrue(unknown.containsAll(found), when + ": " + found + " came out of nowhere");
  }
}
