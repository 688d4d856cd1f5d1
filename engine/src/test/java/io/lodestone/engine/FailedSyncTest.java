package io.lodestone.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lodestone.engine.commit.WriteResult;
import io.lodestone.model.PointBatch;
import io.lodestone.model.Rejection;
import io.lodestone.model.Rejection.Reason;
import io.lodestone.model.ResourceException;
import io.lodestone.testkit.files.Faults.Act;
import io.lodestone.testkit.files.Faults.Fault;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A log that cannot be written: who is told what, and what is found afterwards. */
class FailedSyncTest {
  private EngineUnderTest db = new EngineUnderTest();

  private PointBatch point(String host, double value) {
    return EngineUnderTest.point(host, db.hoursAgo(1), 1, value);
  }

  private boolean holds(String host) {
    return db.value(host, db.hoursAgo(1)).isPresent();
  }

  private static ResourceException refusal(CompletableFuture<WriteResult> future) {
    return assertInstanceOf(ResourceException.class, future.exceptionNow());
  }

  @ParameterizedTest
  @EnumSource
  void nothingOfAFailedRequestIsEverFoundAndWritesGoOn(Fault fault) throws Exception {
    for (Act act : List.of(Act.SYNC, Act.APPEND)) {
      for (long seed = 0; seed < 20; seed++) {
        db = new EngineUnderTest();
        db.seed = seed;
        db.open();
        db.write(point("before", 1.0));
        db.faults.failNext(act, fault);
        ResourceException failure =
            assertThrows(ResourceException.class, () -> db.write(point("lost", 1.0)));
        assertFalse(failure.isOutcomeUnknown());
        assertFalse(holds("lost"));
        db.write(point("after", 1.0));
        assertTrue(holds("before") && holds("after") && !holds("lost"));
        db.crashAndOpen(seed);
        assertTrue(holds("before") && holds("after") && !holds("lost"), act + ", seed " + seed);
        // The key of the lost request is free.
        assertEquals(1, db.write(point("lost", 2.0)).accepted());
      }
    }
  }

  @Test
  void allFramesInFlightAreLostTogetherAndInOrder() throws Exception {
    for (long seed = 0; seed < 50; seed++) {
      db = new EngineUnderTest();
      db.seed = seed;
      db.open();
      List<CompletableFuture<WriteResult>> futures = new ArrayList<>();
      db.faults.failAt(db.faults.acts() + 2 + seed % 9, Fault.EIO);
      for (int i = 0; i < 12; i++) {
        futures.add(db.writeLater(point("h" + i, i)));
        db.step((int) seed % 5);
      }
      futures.forEach(future -> db.agents.await(future.handle((result, failure) -> null)));
      db.faults.heal();
      for (int round = 0; round < 2; round++) {
        for (int i = 0; i < 12; i++) {
          assertEquals(!futures.get(i).isCompletedExceptionally(), holds("h" + i), "seed " + seed);
        }
        db.crashAndOpen(seed);
      }
    }
  }

  @Test
  void anAnswerThatRestsOnALostFrameIsNotGiven() throws Exception {
    db.open();
    db.faults.failNext(Act.SYNC, Fault.EIO);
    CompletableFuture<WriteResult> write = db.writeLater(point("a", 1.0));
    CompletableFuture<WriteResult> same = db.writeLater(point("a", 1.0));
    CompletableFuture<WriteResult> conflict = db.writeLater(point("a", 2.0));
    db.agents.await(conflict.handle((result, failure) -> null));
    refusal(write);
    refusal(same);
    refusal(conflict);
    assertEquals(1, db.write(point("a", 2.0)).accepted());
    WriteResult late = db.write(point("a", 1.0));
    assertEquals(
        List.of(Reason.VERSION_NOT_HIGHER),
        late.rejections().stream().map(Rejection::reason).toList());
  }

  /** Until the log has gone on elsewhere a crash could still bring the frame back. */
  @Test
  void theLossIsToldOnlyWhenTheLogHasGoneOn() throws Exception {
    db.open();
    db.faults.failAll(Act.SYNC, Fault.EIO).failAll(Act.CREATE, Fault.EIO);
    CompletableFuture<WriteResult> lost = db.writeLater(point("a", 1.0));
    db.step(40);
    assertFalse(lost.isDone());
    db.faults.heal();
    db.agents.await(lost.handle((result, failure) -> null));
    assertFalse(refusal(lost).isOutcomeUnknown());
    db.crashAndOpen(2);
    assertFalse(holds("a"));
  }

  @Test
  void nobodyWaitsForEverForADiskThatDoesNotComeBack() throws Exception {
    db.open();
    db.write(point("before", 1.0));
    db.faults.failAll(Act.SYNC, Fault.EIO).failAll(Act.CREATE, Fault.EIO);
    CompletableFuture<WriteResult> lost = db.writeLater(point("a", 1.0));
    db.step(2_000);
    assertTrue(refusal(lost).isOutcomeUnknown());
    CompletableFuture<WriteResult> next = db.writeLater(point("b", 1.0));
    db.step(100);
    assertFalse(refusal(next).isOutcomeUnknown());
    assertTrue(holds("before"), "reads go on");
    db.faults.heal();
    db.step(100);
    assertEquals(1, db.write(point("c", 1.0)).accepted());
    db.crashAndOpen(2);
    assertTrue(holds("before") && holds("c") && !holds("b"));
  }

  @Test
  void aFullDiskRefusesWritesUntilThereIsRoom() throws Exception {
    db.open();
    db.write(point("before", 1.0));
    db.disk.limit(1);
    assertThrows(ResourceException.class, () -> db.write(point("a", 1.0)));
    CompletableFuture<WriteResult> next = db.writeLater(point("b", 1.0));
    db.step(100);
    refusal(next);
    assertTrue(holds("before"));
    db.disk.limit(Long.MAX_VALUE);
    db.step(100);
    db.write(point("c", 1.0));
    db.crashAndOpen(1);
    assertEquals(Optional.of("1.0"), db.value("c", db.hoursAgo(1)));
    assertTrue(holds("before") && !holds("b"));
  }

  /** A flush that waits for the frames in flight when they are lost must not wait for ever. */
  @Test
  void aFlushThatMeetsAFailedLogIsToldAndTheNextOneSucceeds() throws Exception {
    for (long seed = 0; seed < 20; seed++) {
      db = new EngineUnderTest();
      db.seed = seed;
      db.open();
      db.write(point("before", 1.0));
      db.faults.failAll(Act.SYNC, Fault.EIO);
      CompletableFuture<WriteResult> lost = db.writeLater(point("a", 1.0));
      db.step((int) seed);
      assertThrows(ResourceException.class, db.engine::flush);
      db.faults.heal();
      db.agents.await(lost.handle((result, failure) -> null));
      db.engine.flush();
      db.crashAndOpen(seed);
      assertTrue(holds("before"));
      assertEquals(1, db.engine.recovery().segments(), "seed " + seed);
    }
  }
}
