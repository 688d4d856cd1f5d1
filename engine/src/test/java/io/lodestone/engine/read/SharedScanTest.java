package io.lodestone.engine.read;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lodestone.agent.ThreadAgentHost;
import io.lodestone.model.CorruptionException;
import io.lodestone.model.PointBatch;
import io.lodestone.model.ScanStoppedException;
import io.lodestone.model.SeriesKey;
import io.lodestone.model.TimeRange;
import io.lodestone.model.ValueType;
import io.lodestone.scan.Aggregate;
import io.lodestone.scan.Aggregate.Function;
import io.lodestone.scan.AggregateRequest;
import io.lodestone.scan.BatchCursor;
import io.lodestone.scan.Grouping;
import io.lodestone.scan.Literal;
import io.lodestone.scan.PointSource;
import io.lodestone.scan.ScanLimits;
import io.lodestone.scan.ScanRequest;
import io.lodestone.scan.ScanRequest.Order;
import io.lodestone.scan.ValuePredicate;
import io.lodestone.testkit.time.StepAgentHost;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tables that are large enough to be read in shares. */
class SharedScanTest {
  private static final int SERIES = 300;
  private static final int EACH = 1_000;
  private static final List<PointSource> LARGE = List.of(large());

  private ScanWorkers workers;
  private ScanContext several;

  private static PointSource large() {
    PointBatch.Builder builder = new PointBatch.Builder(SERIES * EACH);
    for (int s = 0; s < SERIES; s++) {
      int series = builder.series(SeriesKey.of("m", "host", "h" + s, "zone", "z" + s % 3));
      for (int i = 0; i < EACH; i++) {
        builder.point(s * EACH + i, series, i, 1);
        builder.valueColumn("long", ValueType.BIGINT).appendWord(s * EACH + i);
      }
    }
    return Parts.of(builder.build());
  }

  @BeforeEach
  void start() {
    workers =
        new ScanWorkers(new ThreadAgentHost((agent, failure) -> failure.printStackTrace()), 2);
    several = new ScanContext(InstantSource.fixed(Instant.EPOCH), workers);
  }

  @AfterEach
  void end() {
    workers.close();
  }

  private static List<String> read(ScanRequest request, ScanContext context) {
    return BatchCursorContract.read(open(request, context), request.columns().size());
  }

  private static BatchCursor open(ScanRequest request, ScanContext context) {
    return TableScan.open(RandomTable.SCHEMA, LARGE, TimeRange.ALL, request, context);
  }

  @Test
  void workersChangeNothing() {
    ScanRequest request =
        ScanRequest.of("host", "time", "zone", "long")
            .withOrder(Order.ANY)
            .withValues(
                new ValuePredicate.Between(
                    "long", new Literal.Bigint(40_500), new Literal.Bigint(240_700)));
    List<String> alone = read(request, Parts.CONTEXT);
    assertEquals(200_201, alone.size());
    assertEquals(alone, read(request, several));
    List<String> inOrder = read(request.withOrder(Order.SERIES_TIME), several);
    assertEquals(inOrder.stream().sorted().toList(), alone.stream().sorted().toList());
  }

  @Test
  void figuresOfSharesAreThoseOfTheWhole() {
    AggregateRequest request =
        AggregateRequest.of(
            Grouping.byColumns("zone").withBins(500),
            Aggregate.count(),
            Aggregate.of(Function.SUM, "long"),
            Aggregate.of(Function.LAST, "long"));
    List<String> expected =
        IntStream.range(0, 6)
            .mapToObj(
                group -> {
                  int zone = group / 2;
                  int bin = group % 2;
                  long sum =
                      IntStream.range(0, SERIES * EACH)
                          .filter(v -> v / EACH % 3 == zone && v % EACH / 500 == bin)
                          .mapToLong(v -> v)
                          .sum();
                  // Of the points of the last time, the one with the first series key.
                  int firstHost = new int[] {0, 1, 101}[zone];
                  int last = firstHost * EACH + bin * 500 + 499;
                  return "z" + zone + " " + bin * 500 + " 50000 " + sum + " " + last;
                })
            .toList();
    for (ScanContext context : List.of(Parts.CONTEXT, several)) {
      try (BatchCursor cursor =
          AggregateScan.open(RandomTable.SCHEMA, LARGE, TimeRange.ALL, request, context)) {
        List<String> found = BatchCursorContract.read(cursor, 5);
        assertEquals(expected, found.stream().sorted().toList());
      }
    }
  }

  @Test
  void whatIsSmallWakesNobody() {
    StepAgentHost host = new StepAgentHost(1);
    try (ScanWorkers idle = new ScanWorkers(host, 2)) {
      ScanContext context = new ScanContext(InstantSource.fixed(Instant.EPOCH), idle);
      AggregateRequest request = AggregateRequest.of(Grouping.NONE, Aggregate.count());
      List<PointSource> twoBands = List.of(small(1_000), small(0));

      try (BatchCursor cursor =
          AggregateScan.open(RandomTable.SCHEMA, twoBands, TimeRange.ALL, request, context)) {
        assertEquals(List.of("200"), BatchCursorContract.read(cursor, 1));
      }
      assertFalse(host.step(), "an agent was started");
    }
  }

  private static PointSource small(long firstTime) {
    PointBatch.Builder builder = new PointBatch.Builder(100);
    int series = builder.series(SeriesKey.of("m", "host", "h"));
    for (int i = 0; i < 100; i++) {
      builder.point(i, series, firstTime + i, 1);
      builder.valueColumn("long", ValueType.BIGINT).appendWord(i);
    }
    return Parts.of(builder.build());
  }

  @Test
  void openSharesCountAgainstTheBudget() {
    ScanRequest request =
        ScanRequest.of("host", "zone", "measure_name", "time", "long", "double", "at")
            .withOrder(Order.ANY)
            .withLimits(ScanLimits.DEFAULT.withMemoryBytesMax(ScanLimits.MEMORY_BYTES_MIN));
    try (BatchCursor cursor = open(request, several)) {
      assertThrows(ScanStoppedException.class, cursor::advance);
      assertFalse(cursor.advance());
    }
  }

  @Test
  void tasksAreAllDoneAndTheFirstFailureIsTold() {
    AtomicInteger done = new AtomicInteger();
    Runnable task = done::incrementAndGet;
    workers.run(List.of(task, task, task, task, task));
    assertEquals(5, done.get());
    workers.run(List.of());
    Runnable failing =
        () -> {
          throw new CorruptionException("damaged");
        };
    assertThrows(CorruptionException.class, () -> workers.run(List.of(task, failing, task)));
    assertTrue(done.get() >= 5 && done.get() <= 7);
    workers.run(List.of(task, task));
  }
}
