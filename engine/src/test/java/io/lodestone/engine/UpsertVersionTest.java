package io.lodestone.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lodestone.engine.EngineUnderTest.Points;
import io.lodestone.engine.commit.WriteResult;
import io.lodestone.model.PointBatch;
import io.lodestone.model.Rejection;
import io.lodestone.model.Rejection.Reason;
import io.lodestone.model.ValueType;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

  /** A request of one point whose values are put in by the caller. */
  private WriteResult write(long version, Consumer<PointBatch.Builder> values) {
    return db.agents.await(writeLater(version, values));
  }

  private CompletableFuture<WriteResult> writeLater(
      long version, Consumer<PointBatch.Builder> values) {
    PointBatch.Builder builder = new PointBatch.Builder(1);
    builder.point(0, builder.series(EngineUnderTest.series("a")), db.hoursAgo(1), version);
    values.accept(builder);
    return db.writeLater(builder.build());
  }

  private static void number(PointBatch.Builder builder, String name, long value) {
    builder.valueColumn(name, ValueType.BIGINT).appendWord(value);
  }

  private static void text(PointBatch.Builder builder, String name, String value) {
    builder.valueColumn(name, ValueType.VARCHAR).appendVarchar(value);
  }

  /** In flight, in memory and in a segment. */
  @ParameterizedTest
  @ValueSource(strings = {"in flight", "in memory", "in a segment", "after a restart"})
  void theOrderOfAttributesDoesNotMatterAndTheirSetDoes(String place) throws Exception {
    CompletableFuture<WriteResult> first =
        writeLater(
            3,
            values -> {
              number(values, "n", 1);
              text(values, "t", "x");
            });
    if (!place.equals("in flight")) {
      assertEquals(1, db.agents.await(first).accepted());
    }
    if (place.equals("in a segment")) {
      db.engine.flush();
    }
    if (place.equals("after a restart")) {
      db.crashAndOpen(1);
    }
    WriteResult otherOrder =
        write(
            3,
            values -> {
              text(values, "t", "x");
              number(values, "n", 1);
            });
    assertEquals(1, otherOrder.accepted());
    assertEquals(
        rejected(Reason.VERSION_NOT_HIGHER, 3),
        write(3, values -> number(values, "n", 1)).rejections(),
        "one attribute less");
    WriteResult more =
        write(
            3,
            values -> {
              number(values, "n", 1);
              text(values, "t", "x");
              number(values, "m", 1);
            });
    assertEquals(rejected(Reason.VERSION_NOT_HIGHER, 3), more.rejections(), "one more");
    assertEquals(
        rejected(Reason.VERSION_TOO_LOW, 3),
        write(2, values -> number(values, "n", 1)).rejections());
    assertEquals(1, write(4, values -> number(values, "n", 1)).accepted());
    assertEquals(
        Map.of("n", "1"), db.content().firstEntry().getValue(), "a new point replaces all of it");
  }

  @Test
  void minusZeroIsZeroWhileInFlight() {
    long time = db.hoursAgo(1);
    CompletableFuture<WriteResult> first = db.writeLater(EngineUnderTest.point("a", time, 1, -0.0));
    assertEquals(1, db.write(EngineUnderTest.point("a", time, 1, 0.0)).accepted());
    assertEquals(1, first.join().accepted());
  }

  /** A key that was written as current is older than the memory store's window by now. */
  @Test
  void theRuleHoldsWhenAPointHasMovedToTheOtherTier() {
    long time = db.hoursAgo(11);
    assertEquals(1, db.write(EngineUnderTest.point("a", time, 5, 1.0)).memoryStore());
    db.clock.advance(Duration.ofHours(2));
    assertRule(time);
    assertEquals(1, db.write(EngineUnderTest.point("a", time, 6, 2.0)).magneticStore());
    assertEquals(Optional.of("2.0"), db.value("a", time));
    assertEquals(
        rejected(Reason.VERSION_TOO_LOW, 6),
        db.write(EngineUnderTest.point("a", time, 5, 1.0)).rejections());
    db.engine.flush();
    assertEquals(Optional.of("2.0"), db.value("a", time));
    assertEquals(
        rejected(Reason.VERSION_TOO_LOW, 6),
        db.write(EngineUnderTest.point("a", time, 5, 1.0)).rejections());
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
