package io.lodestone.engine.memtable;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lodestone.model.ColumnBuffer;
import io.lodestone.model.KeyOrder;
import io.lodestone.model.SeriesKey;
import io.lodestone.scan.Column;
import io.lodestone.scan.PointChunk;
import io.lodestone.scan.PointCursor;
import java.util.ArrayList;
import java.util.List;

/** Reads a point cursor to its end, holding it to its contract on the way. */
public final class PointCursorContract {
  private PointCursorContract() {}

  /** All points as lines of {@link PlainPoints}; closes the cursor. */
  public static List<String> read(PointCursor cursor, List<Column> columns) {
    List<String> lines = new ArrayList<>();
    KeyOrder order = cursor.keyOrder();
    SeriesKey last = null;
    while (cursor.nextSeries()) {
      SeriesKey key =
          SeriesKey.ofEncoded(cursor.keyBytes(), cursor.keyOffset(), cursor.keyLength());
      assertTrue(
          last == null || order.compare(last, key) < 0, () -> "series out of order at " + key);
      last = key;
      long lastTime = Long.MIN_VALUE;
      while (cursor.nextChunk()) {
        PointChunk chunk = cursor.chunk();
        check(chunk, columns);
        for (int i = 0; i < chunk.size(); i++) {
          assertTrue(chunk.times()[i] > lastTime, () -> "times out of order in " + key);
          lastTime = chunk.times()[i];
          lines.add(PlainPoints.line(key, lastTime, chunk.versions()[i], chunk.columns(), i));
        }
      }
      assertFalse(cursor.nextChunk(), "a series that ended stays ended");
    }
    assertFalse(cursor.nextSeries(), "a cursor that ended stays ended");
    cursor.close();
    cursor.close();
    return lines;
  }

  private static void check(PointChunk chunk, List<Column> columns) {
    assertTrue(chunk.size() > 0, "a chunk holds a point");
    assertTrue(chunk.size() <= PointChunk.POINTS_MAX, "a chunk is not too large");
    assertEquals(columns.size(), chunk.columns().size());
    for (int i = 0; i < columns.size(); i++) {
      ColumnBuffer buffer = chunk.columns().get(i);
      assertEquals(columns.get(i), Column.measure(buffer.name(), buffer.type()));
      assertEquals(chunk.size(), buffer.size(), "values of " + buffer.name());
    }
  }
}
