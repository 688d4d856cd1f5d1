package io.lodestone.engine.read;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lodestone.model.InvalidRequestException;
import io.lodestone.model.PointBatch;
import io.lodestone.model.ScanStoppedException;
import io.lodestone.model.ScanStoppedException.Reason;
import io.lodestone.model.SeriesKey;
import io.lodestone.model.TimeRange;
import io.lodestone.model.ValueType;
import io.lodestone.scan.Aggregate;
import io.lodestone.scan.Aggregate.Function;
import io.lodestone.scan.AggregateRequest;
import io.lodestone.scan.BatchCursor;
import io.lodestone.scan.ColumnVector;
import io.lodestone.scan.Grouping;
import io.lodestone.scan.PointSource;
import io.lodestone.scan.ScanLimits;
import io.lodestone.scan.ScanRequest;
import io.lodestone.scan.ScanRequest.Order;
import io.lodestone.testkit.time.ManualClock;
import io.lodestone.testkit.time.StepAgentHost;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ScanLimitsTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  private final ManualClock clock = new ManualClock(NOW);
  private final ScanContext context =
      new ScanContext(clock, new ScanWorkers(new StepAgentHost(1), 0));

  private static PointSource points(int series, int each, long value) {
    PointBatch.Builder builder = new PointBatch.Builder(series * each);
    for (int s = 0; s < series; s++) {
      int ordinal = builder.series(SeriesKey.of("m", "host", "host number " + s));
      for (int i = 0; i < each; i++) {
        builder.point(s * each + i, ordinal, i, 1);
        builder.valueColumn("long", ValueType.BIGINT).appendWord(value);
      }
    }
    return Parts.of(builder.build());
  }

  private BatchCursor scan(PointSource source, ScanRequest request) {
    return TableScan.open(RandomTable.SCHEMA, List.of(source), TimeRange.ALL, request, context);
  }

  private BatchCursor aggregate(PointSource source, AggregateRequest request) {
    return AggregateScan.open(RandomTable.SCHEMA, List.of(source), TimeRange.ALL, request, context);
  }

  private static Reason reason(BatchCursor cursor) {
    ScanStoppedException stopped = assertThrows(ScanStoppedException.class, cursor::advance);
    assertFalse(cursor.advance(), "a cursor that was stopped has ended");
    cursor.close();
    return stopped.reason();
  }

  @ParameterizedTest
  @EnumSource
  void aScanEndsAtItsDeadline(Order order) {
    ScanRequest request =
        ScanRequest.of("time")
            .withOrder(order)
            .withLimits(ScanLimits.DEFAULT.withDeadline(NOW.plusSeconds(5)));
    PointSource source = points(40, 1_000, 1);
    try (BatchCursor cursor = scan(source, request)) {
      clock.advance(Duration.ofSeconds(5));
      assertTrue(cursor.advance(), "the deadline itself is in time");
      clock.advance(Duration.ofMillis(1));
      assertEquals(Reason.DEADLINE, reason(cursor));
    }
  }

  @ParameterizedTest
  @EnumSource
  void aScanEndsWhenItIsCancelled(Order order) throws InterruptedException {
    try (BatchCursor cursor = scan(points(40, 1_000, 1), ScanRequest.of("time").withOrder(order))) {
      assertTrue(cursor.advance());
      Thread other = Thread.ofPlatform().start(cursor::cancel);
      other.join();
      assertEquals(Reason.CANCELLED, reason(cursor));
    }
  }

  @Test
  void rowsToBeSortedMustFitTheBudget() {
    ScanRequest request =
        ScanRequest.of("host", "time", "long")
            .withOrder(Order.TIME_ASCENDING)
            .withLimits(ScanLimits.DEFAULT.withMemoryBytesMax(ScanLimits.MEMORY_BYTES_MIN));
    // All of one time: no slice can hold fewer.
    assertEquals(Reason.MEMORY, reason(scan(points(60_000, 1, 1), request)));
  }

  @Test
  void groupsMustFitTheBudget() {
    AggregateRequest request =
        AggregateRequest.of(Grouping.bySeries("host"), Aggregate.count())
            .withLimits(ScanLimits.DEFAULT.withMemoryBytesMax(ScanLimits.MEMORY_BYTES_MIN));
    assertEquals(Reason.MEMORY, reason(aggregate(points(60_000, 1, 1), request)));
    try (BatchCursor cursor = aggregate(points(600, 1, 1), request)) {
      assertTrue(cursor.advance());
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatAScanHoldsIsToldToAnAccount(Order order) {
    AtomicLong held = new AtomicLong();
    ScanRequest request = ScanRequest.of("host", "time", "long").withOrder(order);
    try (BatchCursor cursor = scan(points(40, 1_000, 1), request)) {
      cursor.chargeTo(held::addAndGet);
      assertTrue(cursor.advance());
      // A batch of two columns of words, at least.
      assertTrue(held.get() >= 16L * cursor.batch().size(), held + " bytes");
    }
  }

  @Test
  void groupsAreToldToAnAccountAndFailWithIt() {
    AtomicLong held = new AtomicLong();
    AggregateRequest request = AggregateRequest.of(Grouping.bySeries("host"), Aggregate.count());
    try (BatchCursor cursor = aggregate(points(600, 1, 1), request)) {
      cursor.chargeTo(held::addAndGet);
      assertTrue(cursor.advance());
      assertTrue(held.get() >= 600 * 8, held + " bytes");
    }
    try (BatchCursor cursor = aggregate(points(600, 1, 1), request)) {
      cursor.chargeTo(
          bytes -> {
            throw new IllegalStateException("no more");
          });
      assertThrows(IllegalStateException.class, cursor::advance);
      assertFalse(cursor.advance());
    }
  }

  @Test
  void anAggregationEndsAtItsDeadlineAndWhenItIsCancelled() {
    AggregateRequest request =
        AggregateRequest.of(Grouping.NONE, Aggregate.count())
            .withLimits(ScanLimits.DEFAULT.withDeadline(NOW.minusSeconds(1)));
    assertEquals(Reason.DEADLINE, reason(aggregate(points(2, 2, 1), request)));
    BatchCursor cancelled =
        aggregate(points(2, 2, 1), AggregateRequest.of(Grouping.NONE, Aggregate.count()));
    cancelled.cancel();
    assertEquals(Reason.CANCELLED, reason(cancelled));
  }

  @Test
  void aSumBeyondBigintIsRefusedAndItsAverageIsNot() {
    PointSource source = points(1, 3, Long.MAX_VALUE);
    BatchCursor sum =
        aggregate(source, AggregateRequest.of(Grouping.NONE, Aggregate.of(Function.SUM, "long")));
    assertThrows(InvalidRequestException.class, sum::advance);
    try (BatchCursor average =
        aggregate(source, AggregateRequest.of(Grouping.NONE, Aggregate.of(Function.AVG, "long")))) {
      assertTrue(average.advance());
      ColumnVector.Doubles figures = (ColumnVector.Doubles) average.batch().vector(0);
      assertEquals((double) Long.MAX_VALUE, figures.values()[0]);
    }
  }

  @Test
  void functionsRefuseColumnsTheyMeanNothingOf() {
    for (Aggregate aggregate :
        List.of(
            Aggregate.of(Function.SUM, "text"),
            Aggregate.of(Function.AVG, "time"),
            Aggregate.of(Function.MAX, "host"),
            Aggregate.of(Function.MIN, "nothing"))) {
      AggregateRequest request = AggregateRequest.of(Grouping.NONE, aggregate);
      assertThrows(
          IllegalArgumentException.class,
          () -> aggregate(points(1, 1, 1), request),
          aggregate.toString());
    }
    AggregateRequest byMeasure = AggregateRequest.of(Grouping.byColumns("long"), Aggregate.count());
    assertThrows(IllegalArgumentException.class, () -> aggregate(points(1, 1, 1), byMeasure));
  }
}
