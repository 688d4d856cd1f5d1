package io.lodestone.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lodestone.agent.ThreadAgentHost;
import io.lodestone.engine.catalog.TableDefinition;
import io.lodestone.engine.commit.WriteResult;
import io.lodestone.engine.flush.FlushOptions;
import io.lodestone.model.ResourceException;
import io.lodestone.model.TableRef;
import io.lodestone.testkit.files.CrashableDirectory;
import io.lodestone.testkit.files.Faults.Act;
import io.lodestone.testkit.files.Faults.Fault;
import io.lodestone.testkit.files.LeakCheckingDirectory;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class CloseTest {
  private final EngineUnderTest db = new EngineUnderTest();

  @Test
  void writesThatWaitAreAnsweredAndDurable() throws Exception {
    db.open();
    List<CompletableFuture<WriteResult>> futures = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      futures.add(db.writeLater(EngineUnderTest.point("h" + i, db.hoursAgo(1), 1, i)));
    }
    db.engine.close();
    for (CompletableFuture<WriteResult> future : futures) {
      assertEquals(1, future.getNow(null).accepted());
    }
    db.crashAndOpen(3);
    assertEquals(10, db.content().size());
  }

  /** Closes at every step of a flush that overtakes the look-ups of writes. */
  @Test
  void aWriteThatHadToBeLookedUpAgainIsAnsweredAsWell() throws Exception {
    for (int steps = 0; steps < 60; steps++) {
      EngineUnderTest each = new EngineUnderTest();
      each.seed = steps;
      each.options =
          each.options.withFlush(new FlushOptions(1L << 40, 1L << 40, 60_000, steps % 2 == 0));
      each.open();
      long time = each.hoursAgo(1);
      each.write(EngineUnderTest.point("a", time, 1, 1.0));
      each.engine.flush();
      each.write(EngineUnderTest.point("b", time, 1, 1.0));
      each.clock.advance(Duration.ofMinutes(2));
      List<CompletableFuture<WriteResult>> futures = new ArrayList<>();
      for (int i = 0; i < steps; i++) {
        each.agents.step();
        futures.add(each.writeLater(EngineUnderTest.point("a", time, 2 + i, i)));
      }
      each.engine.close();
      for (CompletableFuture<WriteResult> future : futures) {
        assertTrue(future.isDone() && !future.isCompletedExceptionally(), "seed " + steps);
      }
    }
  }

  @Test
  void closingTwiceIsHarmless() throws Exception {
    db.open();
    db.engine.close();
    db.engine.close();
    assertTrue(db.engine.isClosed());
  }

  @Test
  void everyCallAfterwardsIsRefusedAndNoneHangs() throws Exception {
    db.open();
    db.write(EngineUnderTest.point("a", db.hoursAgo(1), 1, 1.0));
    db.engine.flush();
    db.engine.close();
    CompletableFuture<WriteResult> write =
        db.writeLater(EngineUnderTest.point("a", db.hoursAgo(1), 2, 1.0));
    assertInstanceOf(
        ResourceException.class, assertThrows(CompletionException.class, write::join).getCause());
    assertThrows(ResourceException.class, () -> db.engine.snapshot(EngineUnderTest.TABLE));
    assertThrows(ResourceException.class, db.engine::flush);
    assertThrows(ResourceException.class, () -> db.engine.deleteTable(EngineUnderTest.TABLE));
  }

  @Test
  void aSnapshotThatIsOpenStaysReadable() throws Exception {
    db.open();
    db.write(EngineUnderTest.point("a", db.hoursAgo(1), 1, 1.0));
    db.engine.flush();
    try (Snapshot snapshot = db.engine.snapshot(EngineUnderTest.TABLE)) {
      db.engine.close();
      assertEquals(1, TableContent.of(snapshot).size());
    }
  }

  @Test
  void everyFileAndTheLockAreLetGo() throws Exception {
    LeakCheckingDirectory[] directory = new LeakCheckingDirectory[1];
    db.wrapping = disk -> directory[0] = new LeakCheckingDirectory(disk);
    db.open();
    db.write(EngineUnderTest.point("a", db.hoursAgo(1), 1, 1.0));
    db.engine.flush();
    db.content();
    db.write(EngineUnderTest.point("b", db.hoursAgo(1), 1, 1.0));
    db.engine.flush();
    db.content();
    // Its segments wait to be removed while the engine closes.
    db.faults.failAll(Act.DELETE, Fault.EIO);
    db.engine.deleteTable(EngineUnderTest.TABLE);
    // The files that could not go are told of; everything is closed all the same.
    assertThrows(ResourceException.class, db.engine::close);
    directory[0].assertNothingIsOpen();
  }

  @Test
  void aFailingDiskLeavesNobodyWaitingAndTheDirectoryFree() throws Exception {
    for (long seed = 0; seed < 40; seed++) {
      EngineUnderTest each = new EngineUnderTest();
      each.seed = seed;
      each.open();
      each.write(EngineUnderTest.point("a", each.hoursAgo(1), 1, 1.0));
      each.faults.failAll(Act.SYNC, Fault.EIO);
      List<CompletableFuture<WriteResult>> futures = new ArrayList<>();
      for (int i = 0; i < 5; i++) {
        futures.add(each.writeLater(EngineUnderTest.point("b" + i, each.hoursAgo(1), 1, 1.0)));
        each.step((int) seed);
      }
      assertThrows(ResourceException.class, each.engine::close);
      each.faults.heal();
      int stored = 0;
      each.open();
      for (int i = 0; i < 5; i++) {
        CompletableFuture<WriteResult> future = futures.get(i);
        assertTrue(future.isCompletedExceptionally(), "seed " + seed);
        ResourceException cause =
            assertInstanceOf(ResourceException.class, future.exceptionNow(), "seed " + seed);
        boolean found = each.value("b" + i, each.hoursAgo(1)).isPresent();
        assertTrue(!found || cause.isOutcomeUnknown(), "refused and stored, seed " + seed);
        stored += found ? 1 : 0;
      }
      assertEquals(1 + stored, each.content().size());
    }
  }

  /** Threads that write, flush and read while another one closes: every one of them goes on. */
  @Test
  @Timeout(60)
  void nobodyHangsWhenTheEngineIsClosedUnderTheirHands() throws Exception {
    for (int round = 0; round < 30; round++) {
      Queue<Throwable> bugs = new ConcurrentLinkedQueue<>();
      ThreadAgentHost agents = new ThreadAgentHost((agent, failure) -> bugs.add(failure));
      Engine engine =
          Engine.open(
              new EngineEnvironment(new CrashableDirectory(), InstantSource.system(), agents),
              db.options);
      TableRef table = EngineUnderTest.TABLE;
      engine.createDatabase(table.database(), Optional.empty(), Map.of());
      engine.createTable(TableDefinition.of(table));
      CountDownLatch begun = new CountDownLatch(3);
      Queue<CompletableFuture<WriteResult>> futures = new ConcurrentLinkedQueue<>();
      List<Thread> users =
          List.of(
              user(engine, begun, bugs, () -> futures.add(engine.write(table, now("a")))),
              user(engine, begun, bugs, () -> engine.snapshot(table).close()),
              user(engine, begun, bugs, engine::flush));
      begun.await();
      engine.close();
      for (Thread user : users) {
        user.join();
      }
      for (CompletableFuture<WriteResult> future : futures) {
        assertTrue(future.isDone(), "round " + round);
      }
      assertEquals(List.of(), List.copyOf(bugs), "round " + round);
    }
  }

  private static io.lodestone.model.PointBatch now(String host) {
    return EngineUnderTest.point(host, System.currentTimeMillis() * 1_000_000L, 1, 1.0);
  }

  private static Thread user(
      Engine engine, CountDownLatch begun, Queue<Throwable> bugs, Runnable act) {
    return Thread.ofPlatform()
        .start(
            () -> {
              try {
                begun.countDown();
                while (!engine.isClosed()) {
                  act.run();
                }
                act.run();
              } catch (ResourceException closed) {
                // What every one of them is told in the end.
              } catch (RuntimeException | Error bug) {
                bugs.add(bug);
              }
            });
  }
}
