package io.lodestone.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lodestone.engine.commit.CommitOptions;
import io.lodestone.engine.commit.WriteResult;
import io.lodestone.engine.flush.FlushOptions;
import io.lodestone.model.InvalidRequestException;
import io.lodestone.model.PointBatch;
import io.lodestone.model.ResourceException;
import io.lodestone.testkit.files.Faults.Act;
import io.lodestone.testkit.files.Faults.Fault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What the engine cannot take now is refused whole, and taken again as soon as there is room. */
class BackPressureTest {
  private final EngineUnderTest db = new EngineUnderTest();

  private static CommitOptions limits(int requests, long bytes, int batchBytes) {
    CommitOptions defaults = CommitOptions.DEFAULT;
    return new CommitOptions(
        requests,
        bytes,
        defaults.frameBytesTarget(),
        defaults.framesInFlightMax(),
        batchBytes,
        defaults.futureMillisMax(),
        defaults.limits());
  }

  private PointBatch point(String host) {
    return EngineUnderTest.point(host, db.hoursAgo(1), 1, 1.0);
  }

  private static void assertRefused(CompletableFuture<WriteResult> future) {
    assertTrue(future.isDone());
    ResourceException refusal = assertInstanceOf(ResourceException.class, future.exceptionNow());
    assertFalse(refusal.isOutcomeUnknown());
  }

  @Test
  void onlySoManyWritesMayWait() throws Exception {
    db.options = db.options.withCommit(limits(3, 1L << 30, 1 << 20));
    db.open();
    int stored = 0;
    for (int round = 0; round < 5; round++) {
      List<CompletableFuture<WriteResult>> waiting = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        waiting.add(db.writeLater(point("h" + stored++)));
      }
      assertRefused(db.writeLater(point("refused")));
      assertRefused(db.writeLater(point("refused")));
      db.agents.settle();
      waiting.forEach(future -> assertEquals(1, future.join().accepted()));
    }
    assertEquals(15, db.content().size());
  }

  @Test
  void onlySoManyBytesMayWait() throws Exception {
    db.options = db.options.withCommit(limits(1_000, 1_000, 1 << 20));
    db.open();
    for (int round = 0; round < 5; round++) {
      int admitted = 0;
      CompletableFuture<WriteResult> last = db.writeLater(point(round + "h0"));
      while (!last.isDone()) {
        admitted++;
        last = db.writeLater(point(round + "h" + admitted));
      }
      assertRefused(last);
      assertTrue(admitted > 1 && admitted < 10, "admitted " + admitted);
      db.agents.settle();
      assertEquals((round + 1) * admitted, db.content().size());
    }
  }

  @Test
  void aBatchThatIsTooLargeIsTheClientsFault() throws Exception {
    db.options = db.options.withCommit(limits(1_000, 1L << 30, 300));
    db.open();
    EngineUnderTest.Points points = new EngineUnderTest.Points();
    for (int i = 0; i < 20; i++) {
      points.add("a", db.hoursAgo(1) + i, 1, 1.0);
    }
    CompletableFuture<WriteResult> future = db.writeLater(points.build());
    assertInstanceOf(InvalidRequestException.class, future.exceptionNow());
    assertEquals(1, db.write(point("a")).accepted());
  }

  /** Look-ups that have to be repeated pass the queue twice and must be counted once. */
  @Test
  void repeatedLookUpsUseNoRoomUp() throws Exception {
    db.options =
        db.options
            .withCommit(limits(4, 1L << 30, 1 << 20))
            .withFlush(new FlushOptions(1L << 40, 1L << 40, 60_000, true));
    db.open();
    db.write(point("a"));
    for (int round = 0; round < 50; round++) {
      db.clock.advance(Duration.ofMinutes(2));
      db.step(round);
      db.writeLater(EngineUnderTest.point("a", db.hoursAgo(1), 1 + round, 1.0));
      db.step(round % 7);
    }
    db.agents.settle();
    for (int i = 0; i < 4; i++) {
      assertFalse(db.writeLater(point("h" + i)).isDone(), "write " + i);
    }
    assertRefused(db.writeLater(point("refused")));
    db.agents.settle();
  }

  @Test
  void writesAreRefusedBeforeMemoryRunsOutAndGoOnAfterAFlush() throws Exception {
    db.options = db.options.withFlush(new FlushOptions(1L << 40, 100_000, 3_600_000, true));
    db.open();
    db.faults.failAll(Act.CREATE, Fault.ENOSPC); // No segment can be written, the log can.
    int stored = 0;
    CompletableFuture<WriteResult> future = db.writeLater(point("h0"));
    while (!future.isDone() || !future.isCompletedExceptionally()) {
      db.agents.settle();
      assertEquals(1, future.join().accepted());
      stored++;
      assertTrue(db.engine.memoryBytes() < 400_000, "memory " + db.engine.memoryBytes());
      future = db.writeLater(point("h" + stored));
    }
    assertRefused(future);
    assertTrue(db.engine.memoryBytes() > 200_000);
    assertEquals(stored, db.content().size(), "reads go on, and nothing is half stored");
    db.faults.heal();
    db.step(500);
    assertTrue(db.engine.memoryBytes() < 100_000, "memory " + db.engine.memoryBytes());
    assertEquals(1, db.write(point("h" + stored)).accepted());
    db.killAndOpen();
    assertEquals(stored + 1, db.content().size());
  }

  @Test
  void whatADroppedTableHeldInMemoryIsFreeAgain() throws Exception {
    db.open();
    db.write(point("a"));
    assertTrue(db.engine.memoryBytes() > 0);
    db.engine.deleteTable(EngineUnderTest.TABLE);
    assertEquals(0, db.engine.memoryBytes());
  }
}
