package io.lodestone.engine;

import io.lodestone.engine.ReferenceTable.Key;
import io.lodestone.engine.read.MergeCursor;
import io.lodestone.model.ColumnBuffer;
import io.lodestone.model.Dimension;
import io.lodestone.model.SeriesKey;
import io.lodestone.model.TimeRange;
import io.lodestone.scan.BatchCursor;
import io.lodestone.scan.Column;
import io.lodestone.scan.ColumnBatch;
import io.lodestone.scan.ColumnVector;
import io.lodestone.scan.PointChunk;
import io.lodestone.scan.PointCursor;
import io.lodestone.scan.PointQuery;
import io.lodestone.scan.PointSource;
import io.lodestone.scan.ScanRequest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Reads a whole table through its snapshot, as plain values. Fails when a key comes twice. */
final class TableContent {
  private TableContent() {}

  /** Values by key, and under the name {@code ts_version} the version, which SQL does not show. */
  static TreeMap<Key, Map<String, String>> withVersions(Snapshot snapshot) {
    TreeMap<Key, Map<String, String>> rows = of(snapshot);
    List<PointCursor> parts = new ArrayList<>();
    for (PointSource source : snapshot.view().sources()) {
      parts.add(source.points(PointQuery.all(List.of())));
    }
    try (PointCursor merged = new MergeCursor(parts, List.of())) {
      while (merged.nextSeries()) {
        SeriesKey series =
            SeriesKey.ofEncoded(merged.keyBytes(), merged.keyOffset(), merged.keyLength());
        while (merged.nextChunk()) {
          PointChunk chunk = merged.chunk();
          for (int i = 0; i < chunk.size(); i++) {
            Map<String, String> row = rows.get(new Key(series, chunk.times()[i]));
            // What lies below the horizon is in the parts, and not in the table.
            if (row != null) {
              row.put("ts_version", Long.toString(chunk.versions()[i]));
            }
          }
        }
      }
    }
    return rows;
  }

  /**
   * All points at or above a time, those included that retention hides, with their versions: the
   * merged parts, read past the scan.
   */
  static TreeMap<Key, Map<String, String>> from(Snapshot snapshot, long nanos) {
    List<Column> columns = snapshot.view().table().measures();
    List<PointCursor> parts = new ArrayList<>();
    for (PointSource source : snapshot.view().sources()) {
      parts.add(
          source.points(new PointQuery(new TimeRange(nanos, Long.MAX_VALUE), List.of(), columns)));
    }
    TreeMap<Key, Map<String, String>> points = new TreeMap<>();
    try (PointCursor merged = new MergeCursor(parts, columns)) {
      while (merged.nextSeries()) {
        SeriesKey series =
            SeriesKey.ofEncoded(merged.keyBytes(), merged.keyOffset(), merged.keyLength());
        while (merged.nextChunk()) {
          PointChunk chunk = merged.chunk();
          for (int row = 0; row < chunk.size(); row++) {
            Map<String, String> values = new HashMap<>();
            for (ColumnBuffer column : chunk.columns()) {
              if (column.isPresent(row)) {
                values.put(column.name(), text(column, row));
              }
            }
            values.put("ts_version", Long.toString(chunk.versions()[row]));
            points.put(new Key(series, chunk.times()[row]), values);
          }
        }
      }
    }
    return points;
  }

  /** A present value in its text form. */
  static String text(ColumnBuffer column, int row) {
    return switch (column.type()) {
      case DOUBLE -> Double.toString(column.doubleAt(row) + 0.0);
      case BOOLEAN -> Boolean.toString(column.word(row) != 0);
      case VARCHAR -> column.varcharAt(row);
      case BIGINT, TIMESTAMP -> Long.toString(column.word(row));
    };
  }

  static TreeMap<Key, Map<String, String>> of(Snapshot snapshot) {
    List<Column> columns = snapshot.schema().columns();
    return new TreeMap<>(
        rows(
            snapshot,
            ScanRequest.of(columns.stream().map(Column::name).toArray(String[]::new)),
            columns));
  }

  /**
   * What a scan yields, in its order.
   *
   * @param columns those of the request; all dimensions, measure name and time are among them
   */
  static Map<Key, Map<String, String>> rows(
      Snapshot snapshot, ScanRequest request, List<Column> columns) {
    Map<Key, Map<String, String>> rows = new LinkedHashMap<>();
    try (BatchCursor cursor = snapshot.scan(request)) {
      while (cursor.advance()) {
        ColumnBatch batch = cursor.batch();
        for (int row = 0; row < batch.size(); row++) {
          add(columns, batch, row, rows);
        }
      }
    }
    return rows;
  }

  private static void add(
      List<Column> columns, ColumnBatch batch, int row, Map<Key, Map<String, String>> rows) {
    List<Dimension> dimensions = new ArrayList<>();
    Map<String, String> values = new HashMap<>();
    String measureName = "";
    long time = 0;
    for (int i = 0; i < columns.size(); i++) {
      ColumnVector vector = batch.vector(i);
      if (!vector.isPresent(row)) {
        continue;
      }
      Column column = columns.get(i);
      String text = text(vector, row);
      switch (column.kind()) {
        case DIMENSION -> dimensions.add(new Dimension(column.name(), text));
        case MEASURE_NAME -> measureName = text;
        case TIME -> time = Long.parseLong(text);
        case MEASURE -> values.put(column.name(), text);
      }
    }
    Key key = new Key(SeriesKey.of(measureName, dimensions), time);
    if (rows.put(key, values) != null) {
      throw new AssertionError("the key " + key + " comes twice");
    }
  }

  /** The rows of a cursor that the caller closes, each value in its text form, null for NULL. */
  static List<List<String>> texts(BatchCursor cursor, int columns) {
    List<List<String>> rows = new ArrayList<>();
    while (cursor.advance()) {
      ColumnBatch batch = cursor.batch();
      for (int row = 0; row < batch.size(); row++) {
        List<String> texts = new ArrayList<>(columns);
        for (int column = 0; column < columns; column++) {
          ColumnVector vector = batch.vector(column);
          texts.add(vector.isPresent(row) ? text(vector, row) : null);
        }
        rows.add(texts);
      }
    }
    return rows;
  }

  private static String text(ColumnVector vector, int row) {
    return switch (vector) {
      case ColumnVector.Longs longs -> Long.toString(longs.values()[row]);
      case ColumnVector.Doubles doubles -> Double.toString(doubles.values()[row] + 0.0);
      case ColumnVector.Booleans booleans -> Boolean.toString(booleans.values()[row]);
      case ColumnVector.Varchars texts -> texts.text(row);
      case ColumnVector.Dictionary dictionary -> dictionary.text(row);
    };
  }
}
