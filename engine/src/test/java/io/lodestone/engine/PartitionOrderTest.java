package io.lodestone.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lodestone.engine.ReferenceTable.Key;
import io.lodestone.engine.catalog.PartitionKey;
import io.lodestone.engine.compaction.CompactionOptions;
import io.lodestone.model.InvalidRequestException;
import io.lodestone.model.KeyOrder;
import io.lodestone.model.PointBatch;
import io.lodestone.model.SeriesKey;
import io.lodestone.model.ValueType;
import io.lodestone.scan.Aggregate;
import io.lodestone.scan.Aggregate.Function;
import io.lodestone.scan.AggregateRequest;
import io.lodestone.scan.BatchCursor;
import io.lodestone.scan.Column;
import io.lodestone.scan.Grouping;
import io.lodestone.scan.ScanRequest;
import io.lodestone.scan.ScanRequest.Order;
import io.lodestone.segments.Segment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A table's partition key leads the order of its series, wherever its points lie. */
class PartitionOrderTest {
  private static final KeyOrder BY_RACK = KeyOrder.ledBy("rack");

  private final EngineUnderTest db = new EngineUnderTest().partitionedBy("rack");

  /** In the order of the table; that of key bytes is host after host. */
  private static final List<SeriesKey> IN_ORDER =
      List.of(
          SeriesKey.of("cpu", "host", "h9"),
          SeriesKey.of("mem", "host", "h1"),
          SeriesKey.of("cpu", "host", "h3", "rack", "r1"),
          SeriesKey.of("mem", "host", "h2", "rack", "r1"),
          SeriesKey.of("cpu", "host", "h0", "rack", "r2"),
          SeriesKey.of("cpu", "host", "h4", "rack", "r2"));

  /** One point of each series at a time, the value being the place in the order. */
  private void write(long timeNanos, long version) {
    PointBatch.Builder points = new PointBatch.Builder(8);
    for (int i = IN_ORDER.size() - 1; i >= 0; i--) {
      points.point(points.size(), points.series(IN_ORDER.get(i)), timeNanos, version);
      points.valueColumn("usage", ValueType.DOUBLE).appendDouble(i);
    }
    assertEquals(IN_ORDER.size(), db.write(points.build()).accepted());
  }

  private List<SeriesKey> series(Order order) {
    try (Snapshot snapshot = db.engine.snapshot(EngineUnderTest.TABLE)) {
      List<Column> columns = snapshot.schema().columns();
      ScanRequest request =
          ScanRequest.of(columns.stream().map(Column::name).toArray(String[]::new))
              .withOrder(order);
      List<SeriesKey> series = new ArrayList<>();
      for (Key key : TableContent.rows(snapshot, request, columns).keySet()) {
        if (series.isEmpty() || !series.getLast().equals(key.series())) {
          series.add(key.series());
        }
      }
      return series;
    }
  }

  private String figure(Function function) {
    try (Snapshot snapshot = db.engine.snapshot(EngineUnderTest.TABLE);
        BatchCursor cursor =
            snapshot.aggregate(
                AggregateRequest.of(Grouping.NONE, Aggregate.of(function, "usage")))) {
      return TableContent.texts(cursor, 1).getFirst().getFirst();
    }
  }

  /** Reads the table in each order, and by the figures that break ties by it. */
  private void assertInOrder() {
    assertEquals(IN_ORDER, series(Order.SERIES_TIME));
    assertEquals("0.0", figure(Function.FIRST));
    assertEquals("0.0", figure(Function.LAST));
  }

  @Test
  void inMemoryOnDiskAndMerged() throws Exception {
    db.options =
        db.options.withCompaction(
            new CompactionOptions(true, 32, 1L << 30, 1L << 20, 3, 1, 1L << 40));
    db.open();
    long time = db.hoursAgo(1);
    write(time, 1);
    assertInOrder();
    assertEquals(IN_ORDER, series(Order.TIME_ASCENDING));
    for (int i = 1; i < 5; i++) {
      db.engine.flush();
      assertInOrder();
      write(time + i, 1);
      write(time, 1 + i);
      assertInOrder();
    }
    db.engine.flush();
    db.agents.settle();
    assertTrue(db.engine.metrics().compaction().merges() > 0, "segments were merged");
    assertInOrder();
    db.killAndOpen();
    assertInOrder();
    assertEquals(List.of(), db.engine.recovery().findings());
  }

  @Test
  void ofPointsOfOneTimeTheFirstSeriesComesFirst() throws Exception {
    db.open();
    write(db.hoursAgo(1), 1);
    assertEquals(IN_ORDER, series(Order.TIME_ASCENDING));
    assertEquals(IN_ORDER, series(Order.TIME_DESCENDING));
    db.engine.flush();
    assertEquals(IN_ORDER, series(Order.TIME_ASCENDING));
    assertEquals(IN_ORDER, series(Order.TIME_DESCENDING));
  }

  @Test
  void everyFileSaysInWhichOrderItIs() throws Exception {
    db.open();
    db.engine.updateRecovery(EngineUnderTest.TABLE, true, 3);
    write(db.hoursAgo(1), 1);
    db.clock.advance(Duration.ofSeconds(5));
    write(db.hoursAgo(1) + 1, 1);
    write(db.now() - 1, 1);
    write(db.now() - 1, 2);
    db.engine.flush();
    try (Snapshot snapshot = db.engine.snapshot(EngineUnderTest.TABLE)) {
      List<Segment> files = new ArrayList<>(snapshot.view().segments());
      files.addAll(snapshot.view().histories());
      assertTrue(files.size() > 1, "a segment and a history file");
      files.forEach(file -> assertEquals(BY_RACK, file.keyOrder()));
    }
  }

  @Test
  void aKeyThatCannotLeadIsNone() {
    for (String name : List.of("", "x".repeat(KeyOrder.NAME_BYTES_MAX + 1))) {
      assertThrows(InvalidRequestException.class, () -> new EngineUnderTest().partitionedBy(name));
    }
  }

  @Test
  void whetherADimensionIsRequiredDoesNotMatter() throws Exception {
    db.partitionKey =
        new PartitionKey(PartitionKey.Kind.DIMENSION, db.partitionKey.dimension(), true);
    db.open();
    write(db.hoursAgo(1), 1);
    db.engine.flush();
    assertInOrder();
  }
}
