package io.lodestone.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lodestone.agent.ThreadAgentHost;
import io.lodestone.engine.EngineUnderTest.Points;
import io.lodestone.engine.ReferenceTable.Key;
import io.lodestone.engine.catalog.MagneticStoreWrites;
import io.lodestone.engine.catalog.TableDefinition;
import io.lodestone.engine.commit.WriteResult;
import io.lodestone.model.NotFoundException;
import io.lodestone.model.PointBatch;
import io.lodestone.model.TableRef;
import io.lodestone.storage.FileSystemDirectory;
import io.lodestone.testkit.time.ManualClock;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Real threads on a real disk. Each writer replaces all of its points with every request, one of
 * them in the magnetic store; so a snapshot holds, for each writer, the points of exactly one
 * request, never an older one than the last that was answered before it, and no older one than the
 * snapshot before. Flushes go on all the while, and another table comes and goes.
 */
@Timeout(120)
class ConcurrentWritersTest {
  private static final TableRef TABLE = EngineUnderTest.TABLE;
  private static final int WRITERS = 3;
  private static final int POINTS = 6;
  private static final int REQUESTS = 100;

  private final ManualClock clock = new ManualClock(Instant.parse("2026-01-01T00:00:00Z"));
  private final Queue<Throwable> bugs = new ConcurrentLinkedQueue<>();
  private final AtomicIntegerArray acknowledged = new AtomicIntegerArray(WRITERS);
  private final AtomicInteger writing = new AtomicInteger(WRITERS);
  private final AtomicInteger snapshots = new AtomicInteger();
  private final AtomicInteger tablesDropped = new AtomicInteger();

  private PointBatch request(int writer, int number) {
    Points points = new Points();
    for (int i = 0; i < POINTS; i++) {
      points.add("w" + writer, time(i), number, number);
    }
    return points.build();
  }

  /** The first point of a request lies in the magnetic store. */
  private long time(int point) {
    Duration ago = point == 0 ? Duration.ofDays(3) : Duration.ofMinutes(point);
    return clock.instant().minus(ago).toEpochMilli() * 1_000_000L;
  }

  private void write(Engine engine, int writer) {
    for (int number = 1; number <= REQUESTS; number++) {
      WriteResult result = engine.write(TABLE, request(writer, number)).join();
      assertEquals(POINTS, result.accepted(), result.toString());
      acknowledged.set(writer, number);
    }
  }

  /** Checks one snapshot; the number of the request that each writer stands at. */
  private int[] check(Engine engine, int[] before) {
    int[] least = new int[WRITERS];
    for (int writer = 0; writer < WRITERS; writer++) {
      least[writer] = Math.max(before[writer], acknowledged.get(writer));
    }
    TreeMap<Key, Map<String, String>> content;
    try (Snapshot snapshot = engine.snapshot(TABLE)) {
      content = TableContent.of(snapshot);
    }
    int[] found = new int[WRITERS];
    for (int writer = 0; writer < WRITERS; writer++) {
      for (int i = 0; i < POINTS; i++) {
        Map<String, String> values =
            content.get(new Key(EngineUnderTest.series("w" + writer), time(i)));
        int number = values == null ? 0 : (int) Double.parseDouble(values.get("usage"));
        if (i == 0) {
          found[writer] = number;
        }
        assertEquals(found[writer], number, "half a request of writer " + writer);
      }
      assertTrue(
          found[writer] >= least[writer],
          "writer " + writer + " at " + found[writer] + ", was at " + least[writer]);
    }
    return found;
  }

  /** Makes a table, writes into it, reads it, and drops it, again and again: each is a new one. */
  private void comeAndGo(Engine engine) {
    TableRef ref = TableRef.of("plant", "motors");
    TableDefinition definition = TableDefinition.of(ref);
    for (int round = 1; writing.get() > 0; round++) {
      engine.createTable(definition);
      try (Snapshot snapshot = engine.snapshot(ref)) {
        assertEquals(Map.of(), TableContent.of(snapshot), "a new table");
      }
      PointBatch point = EngineUnderTest.point("m", time(1), 1, round);
      assertEquals(1, engine.write(ref, point).join().accepted());
      try (Snapshot held = engine.snapshot(ref)) {
        var _ = engine.write(ref, EngineUnderTest.point("m", time(1), 2, -1));
        engine.deleteTable(ref);
        assertThrows(NotFoundException.class, () -> engine.snapshot(ref));
        assertEquals(1, TableContent.of(held).size(), "a snapshot outlives its table");
      }
      tablesDropped.incrementAndGet();
    }
  }

  private Thread start(String name, Runnable act) {
    return Thread.ofPlatform()
        .name(name)
        .start(
            () -> {
              try {
                act.run();
              } catch (RuntimeException | Error bug) {
                bugs.add(bug);
              }
            });
  }

  @Test
  void everySnapshotIsAStateBetweenWholeRequests(@TempDir Path folder) throws Exception {
    EngineEnvironment environment =
        new EngineEnvironment(
            FileSystemDirectory.open(folder),
            clock,
            new ThreadAgentHost((agent, failure) -> bugs.add(failure)));
    EngineOptions options = EngineOptions.DEFAULT.withWal(StoryOptions.plainWal());
    try (Engine engine = Engine.open(environment, options)) {
      engine.createDatabase(TABLE.database(), Optional.empty(), Map.of());
      engine.createTable(TableDefinition.of(TABLE).withMagneticStoreWrites(MagneticStoreWrites.ON));
      List<Thread> threads = new ArrayList<>();
      for (int i = 0; i < WRITERS; i++) {
        int writer = i;
        threads.add(
            start(
                "writer-" + i,
                () -> {
                  try {
                    write(engine, writer);
                  } finally {
                    writing.decrementAndGet();
                  }
                }));
      }
      for (int i = 0; i < 2; i++) {
        threads.add(
            start(
                "reader-" + i,
                () -> {
                  int[] last = new int[WRITERS];
                  while (writing.get() > 0) {
                    last = check(engine, last);
                    snapshots.incrementAndGet();
                  }
                }));
      }
      threads.add(
          start(
              "flusher",
              () -> {
                while (writing.get() > 0) {
                  engine.flush();
                }
              }));
      threads.add(start("dropper", () -> comeAndGo(engine)));
      for (Thread thread : threads) {
        thread.join();
      }
      assertEquals(0, bugs.size(), bugs.toString());
      int[] end = {REQUESTS, REQUESTS, REQUESTS};
      check(engine, end);
    }
    try (Engine engine = Engine.open(environment, options)) {
      assertEquals(List.of(), engine.recovery().findings());
      assertEquals(0, engine.recovery().replayedPoints());
      check(engine, new int[] {REQUESTS, REQUESTS, REQUESTS});
    }
    assertTrue(snapshots.get() > 10, "snapshots " + snapshots.get());
    assertTrue(tablesDropped.get() > 0, "tables dropped");
    assertEquals(0, bugs.size(), bugs.toString());
  }
}
