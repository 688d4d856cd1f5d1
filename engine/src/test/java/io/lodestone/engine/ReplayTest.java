package io.lodestone.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lodestone.agent.AgentHost;
import io.lodestone.agent.ThreadAgentHost;
import io.lodestone.engine.ReferenceTable.Key;
import io.lodestone.engine.catalog.TableDefinition;
import io.lodestone.engine.compaction.CompactionOptions;
import io.lodestone.engine.flush.FlushOptions;
import io.lodestone.engine.memtable.MemtableOptions;
import io.lodestone.model.TableRef;
import io.lodestone.storage.Directory;
import io.lodestone.testkit.files.Damage;
import io.lodestone.testkit.files.Faults;
import io.lodestone.testkit.time.StepAgentHost;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** A log of several generations of memtables, replayed by agents that work at the same time. */
class ReplayTest {
  private static final TableRef DROPPED = TableRef.of("plant", "dropped");

  /** Never flushed while it is written. */
  private static final FlushOptions AT_ONCE =
      new FlushOptions(1L << 40, 1L << 40, Long.MAX_VALUE, false);

  /** Full before all points of the log are there. */
  private FlushOptions inPieces;

  private TreeMap<Key, Map<String, String>> written;

  /**
   * A log that begins behind no checkpoint: points in order, late, repeated; a table comes and
   * goes.
   */
  private EngineUnderTest withLog() throws IOException {
    return withLog(true);
  }

  private EngineUnderTest withLog(boolean dropping) throws IOException {
    EngineUnderTest db = new EngineUnderTest();
    db.options =
        db.options
            .withCompaction(CompactionOptions.OFF)
            .withMemtable(new MemtableOptions(64))
            .withFlush(AT_ONCE);
    db.open();
    db.engine.createTable(TableDefinition.of(DROPPED).withRetention(EngineUnderTest.RETENTION));
    SplittableRandom random = new SplittableRandom(5);
    for (int batch = 0; batch < 30; batch++) {
      EngineUnderTest.Points points = new EngineUnderTest.Points();
      for (int i = 0; i < 40; i++) {
        long hours = random.nextInt(6) == 0 ? 20 + random.nextInt(100) : 1 + random.nextInt(10);
        points.add("h" + random.nextInt(9), db.hoursAgo(hours), 1 + batch, batch + i);
      }
      db.write(points.build());
      if (dropping && batch == 20) {
        db.engine.deleteTable(DROPPED);
      } else if (batch < 20) {
        db.agents.await(
            db.engine.write(DROPPED, EngineUnderTest.point("d" + batch, db.hoursAgo(1), 1, 1)));
      }
    }
    written = db.content();
    inPieces = new FlushOptions(1L << 40, db.engine.memoryBytes() / 3, Long.MAX_VALUE, false);
    db.options = db.options.withFlush(inPieces);
    db.disk = db.disk.kill();
    return db;
  }

  @Test
  void theSameLogLeavesTheSameFilesHoweverTheAgentsAreRun() throws Exception {
    String first = null;
    for (long seed = 0; seed < 10; seed++) {
      AgentHost agents =
          seed < 6
              ? new StepAgentHost(seed)
              : new ThreadAgentHost((_, bug) -> bug.printStackTrace());
      // Without the table that is dropped: threads delete its segments at some time.
      EngineUnderTest db = withLog(false);
      EngineEnvironment environment = new EngineEnvironment(db.disk, db.clock, agents);
      db.engine = Engine.open(environment, db.options);
      RecoveryReport report = db.engine.recovery();
      assertTrue(report.flushes() >= 3, report.toString());
      assertEquals(written, db.content());
      String left = report + " " + segments(db) + " " + db.engine.memoryBytes();
      first = first == null ? left : first;
      assertEquals(first, left, "agents " + seed);
      db.engine.close();
    }
  }

  private static TreeMap<String, Integer> segments(EngineUnderTest db) throws IOException {
    TreeMap<String, Integer> hashes = new TreeMap<>();
    Directory folder = db.disk.directory("segments");
    for (String name : folder.list()) {
      if (name.endsWith(".seg")) {
        hashes.put(name, Arrays.hashCode(Damage.bytesOf(folder, name)));
      }
    }
    return hashes;
  }

  @Test
  void aReplayInPiecesShowsWhatOneWithoutFlushesShows() throws Exception {
    EngineUnderTest db = withLog();
    db.options = db.options.withFlush(AT_ONCE);
    db.open();
    assertEquals(0, db.engine.recovery().flushes());
    assertEquals(written, db.content());
    long points = db.engine.recovery().replayedPoints();
    db.options = db.options.withFlush(inPieces);
    db.killAndOpen();
    assertTrue(db.engine.recovery().flushes() >= 3, db.engine.recovery().toString());
    assertEquals(points, db.engine.recovery().replayedPoints());
    assertEquals(written, db.content());
  }

  /**
   * What a flush during the replay left is in force or not, and never twice; and the frames behind
   * its checkpoint name series by numbers that frames before it have defined.
   */
  @Test
  void powerLostAtAnyActOfAReplayLosesNothing() throws Exception {
    long acts = actsOfAStart();
    int further = 0;
    for (long act = 1; act <= acts; act++) {
      EngineUnderTest db = withLog();
      db.seed = act;
      long before = db.faults.acts();
      for (long later = before + act; later < before + act + 400; later++) {
        db.faults.failAt(later, Faults.Fault.SHORT_WRITE);
      }
      boolean opened = opens(db);
      db.faults.heal();
      db.crashAndOpen(act);
      String shown = "act " + act + ", opened " + opened + ": " + db.engine.recovery();
      assertEquals(written, db.content(), shown);
      further += db.engine.recovery().checkpointFrame() > 0 ? 1 : 0;
    }
    assertTrue(further > 5, "few crashes came after a flush: " + further);
  }

  @Test
  void anActThatFailsFailsTheStartAndTheNextOneHasEverything() throws Exception {
    long acts = actsOfAStart();
    int failed = 0;
    for (long act = 1; act <= acts; act++) {
      EngineUnderTest db = withLog();
      db.seed = act;
      db.faults.failAt(
          db.faults.acts() + act,
          act % 2 == 0 ? Faults.Fault.SHORT_WRITE_ENOSPC : Faults.Fault.EIO);
      failed += opens(db) ? 0 : 1;
      db.faults.heal();
      db.killAndOpen();
      String shown = "act " + act + ": " + db.engine.recovery();
      assertEquals(written, db.content(), shown);
      assertEquals(List.of(), quarantine(db), shown);
      db.write(EngineUnderTest.point("new", db.hoursAgo(1), 1, act));
      assertEquals(written.size() + 1, db.content().size(), shown);
    }
    assertTrue(failed > 20, "few starts failed: " + failed);
  }

  private long actsOfAStart() throws Exception {
    EngineUnderTest db = withLog();
    long before = db.faults.acts();
    db.open();
    return db.faults.acts() - before;
  }

  private static boolean opens(EngineUnderTest db) {
    try {
      db.open();
      return true;
    } catch (IOException refused) {
      return false;
    }
  }

  private static List<String> quarantine(EngineUnderTest db) throws IOException {
    Directory segments = db.disk.directory("segments");
    return segments.listDirectories().contains("quarantine")
        ? segments.directory("quarantine").list()
        : List.of();
  }
}
