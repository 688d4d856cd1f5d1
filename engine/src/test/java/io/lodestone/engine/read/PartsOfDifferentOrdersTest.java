package io.lodestone.engine.read;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lodestone.engine.clock.Ticks;
import io.lodestone.engine.history.HistoryMerge;
import io.lodestone.engine.memtable.ArrayPool;
import io.lodestone.engine.memtable.Memtable;
import io.lodestone.engine.memtable.MemtableOptions;
import io.lodestone.model.CorruptionException;
import io.lodestone.model.KeyOrder;
import io.lodestone.model.PointBatch;
import io.lodestone.model.SeriesKey;
import io.lodestone.model.TimeRange;
import io.lodestone.model.ValueType;
import io.lodestone.scan.BatchCursor;
import io.lodestone.scan.PointCursor;
import io.lodestone.scan.PointQuery;
import io.lodestone.scan.PointSource;
import io.lodestone.scan.ScanRequest;
import io.lodestone.scan.ScanRequest.Order;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Merging parts whose series come in different orders would lose and double points: an error. */
class PartsOfDifferentOrdersTest {
  private static final KeyOrder BY_ZONE = KeyOrder.ledBy("zone");

  private static PointSource part(KeyOrder order, long time) {
    PointBatch.Builder builder = new PointBatch.Builder(1);
    SeriesKey key = SeriesKey.of("m", "host", "a", "zone", "z");
    builder.point(0, builder.series(key), time, 1);
    builder.valueColumn("long", ValueType.BIGINT).appendWord(7);
    Memtable memtable = new Memtable(order, new ArrayPool(MemtableOptions.DEFAULT));
    memtable.apply(builder.build(), new int[] {0}, 1);
    return memtable.view(1);
  }

  private static BatchCursor scan(Order order, PointSource... parts) {
    return TableScan.open(
        RandomTable.SCHEMA,
        List.of(parts),
        TimeRange.ALL,
        ScanRequest.of("host", "time").withOrder(order),
        Parts.CONTEXT);
  }

  private static void assertRefused(Order order, PointSource... parts) {
    try (BatchCursor cursor = scan(order, parts)) {
      CorruptionException refused = assertThrows(CorruptionException.class, cursor::advance);
      assertTrue(refused.getMessage().contains("the order of its series"), refused::getMessage);
    }
  }

  @Test
  void whereTheyOverlapInTime() {
    assertRefused(Order.ANY, part(BY_ZONE, 5), part(KeyOrder.OF_BYTES, 5));
    assertRefused(
        Order.ANY, part(KeyOrder.OF_BYTES, 5), part(KeyOrder.ledBy("host"), 5), part(BY_ZONE, 5));
  }

  @Test
  void whereTheyAreReadBySeries() {
    assertRefused(Order.SERIES_TIME, part(BY_ZONE, 5), part(KeyOrder.OF_BYTES, 6));
    assertRefused(Order.TIME_ASCENDING, part(BY_ZONE, 5), part(KeyOrder.OF_BYTES, 6));
  }

  @Test
  void partsOfOneOrderAreMerged() {
    try (BatchCursor cursor = scan(Order.SERIES_TIME, part(BY_ZONE, 5), part(BY_ZONE, 6))) {
      assertTrue(cursor.advance());
      assertEquals(2, cursor.batch().size());
    }
  }

  @Test
  void whereTheirPastIsMerged() {
    PointCursor one = part(BY_ZONE, 5).points(PointQuery.all(List.of()));
    PointCursor two = part(KeyOrder.OF_BYTES, 5).points(PointQuery.all(List.of()));
    assertThrows(
        CorruptionException.class,
        () -> new HistoryMerge(List.of(one), List.of(), List.of(two), List.of(), Ticks.NONE));
  }
}
