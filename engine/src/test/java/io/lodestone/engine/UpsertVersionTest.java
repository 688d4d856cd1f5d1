package io.lodestone.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lodestone.engine.EngineUnderTest.Points;
import io.lodestone.engine.commit.WriteResult;
import io.lodestone.model.Rejection;
import io.lodestone.model.Rejection.Reason;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class UpsertVersionTest {
  private final EngineUnderTest db = new EngineUnderTest();

  @BeforeEach
  void open() throws Exception {
    db.open();
  }

  private static List<Rejection> rejected(Reason reason, long existing) {
    return List.of(new Rejection(0, reason, "", OptionalLong.of(existing)));
  }

  /** Tries every relation of versions and values against a key that stands at version 5. */
  private void assertRule(long time) {
    WriteResult same = db.write(EngineUnderTest.point("a", time, 5, 1.0));
    assertEquals(1, same.accepted(), "equal version, same value");
    assertEquals(
        1, db.write(EngineUnderTest.point("a", time, 2, 1.0)).accepted(), "lower, same value");
    assertEquals(
        rejected(Reason.VERSION_NOT_HIGHER, 5),
        db.write(EngineUnderTest.point("a", time, 5, 2.0)).rejections());
    assertEquals(
        rejected(Reason.VERSION_TOO_LOW, 5),
        db.write(EngineUnderTest.point("a", time, 4, 2.0)).rejections());
    assertEquals(Optional.of("1.0"), db.value("a", time));
  }

  @Test
  void theRuleHoldsInMemory() {
    db.write(EngineUnderTest.point("a", db.hoursAgo(1), 5, 1.0));
    assertRule(db.hoursAgo(1));
  }

  @Test
  void theRuleHoldsAgainstSegments() {
    db.write(EngineUnderTest.point("a", db.hoursAgo(1), 5, 1.0));
    db.engine.flush();
    assertRule(db.hoursAgo(1));
  }

  @Test
  void theRuleHoldsInTheMagneticStore() {
    db.write(EngineUnderTest.point("a", db.hoursAgo(100), 5, 1.0));
    assertRule(db.hoursAgo(100));
    db.engine.flush();
    assertRule(db.hoursAgo(100));
  }

  @Test
  void theRuleHoldsAfterAPowerCut() throws Exception {
    db.write(EngineUnderTest.point("a", db.hoursAgo(1), 5, 1.0));
    db.crashAndOpen(7);
    assertRule(db.hoursAgo(1));
  }

  @Test
  void aHigherVersionReplacesWhereverTheOldOneLies() {
    long time = db.hoursAgo(1);
    db.write(EngineUnderTest.point("a", time, 1, 1.0));
    db.engine.flush();
    db.write(EngineUnderTest.point("a", time, 2, 2.0));
    assertEquals(Optional.of("2.0"), db.value("a", time));
    db.engine.flush();
    db.write(EngineUnderTest.point("a", time, 3, 3.0));
    assertEquals(Optional.of("3.0"), db.value("a", time));
    assertEquals(1, db.content().size());
  }

  @Test
  void aHigherVersionWithTheSameValueRaisesTheVersion() {
    long time = db.hoursAgo(1);
    db.write(EngineUnderTest.point("a", time, 1, 1.0));
    db.write(EngineUnderTest.point("a", time, 9, 1.0));
    assertEquals(
        rejected(Reason.VERSION_TOO_LOW, 9),
        db.write(EngineUnderTest.point("a", time, 8, 2.0)).rejections());
  }

  @Test
  void recordsOfOneRequestAreDecidedInTheirOrder() {
    long time = db.hoursAgo(1);
    WriteResult result =
        db.write(
            new Points()
                .add("a", time, 1, 1.0)
                .add("a", time, 1, 2.0)
                .add("a", time, 2, 3.0)
                .add("a", time, 1, 3.0)
                .build());
    assertEquals(3, result.accepted());
    assertEquals(
        List.of(new Rejection(1, Reason.VERSION_NOT_HIGHER, "", OptionalLong.of(1))),
        result.rejections());
    assertEquals(Optional.of("3.0"), db.value("a", time));
  }

  @Test
  void aWriteInFlightIsSeenByTheNextAndBothAnswersWait() {
    long time = db.hoursAgo(1);
    CompletableFuture<WriteResult> first = db.writeLater(EngineUnderTest.point("a", time, 1, 1.0));
    CompletableFuture<WriteResult> retry = db.writeLater(EngineUnderTest.point("a", time, 1, 1.0));
    CompletableFuture<WriteResult> conflict =
        db.writeLater(EngineUnderTest.point("a", time, 1, 2.0));
    assertFalse(first.isDone() || retry.isDone() || conflict.isDone());
    db.agents.settle();
    assertTrue(first.isDone() && retry.isDone() && conflict.isDone());
    assertEquals(1, retry.join().accepted());
    assertEquals(rejected(Reason.VERSION_NOT_HIGHER, 1), conflict.join().rejections());
  }

  @Test
  void minusZeroIsZero() {
    long time = db.hoursAgo(1);
    db.write(EngineUnderTest.point("a", time, 1, 0.0));
    assertEquals(1, db.write(EngineUnderTest.point("a", time, 1, -0.0)).accepted());
    db.engine.flush();
    assertEquals(1, db.write(EngineUnderTest.point("a", time, 1, -0.0)).accepted());
  }
}
