package io.lodestone.engine.read;

import io.lodestone.engine.memtable.ArrayPool;
import io.lodestone.engine.memtable.Memtable;
import io.lodestone.engine.memtable.MemtableOptions;
import io.lodestone.engine.memtable.MemtableView;
import io.lodestone.model.ColumnBuffer;
import io.lodestone.model.Dimension;
import io.lodestone.model.KeyOrder;
import io.lodestone.model.PointBatch;
import io.lodestone.model.SeriesKey;
import io.lodestone.model.TableRef;
import io.lodestone.model.TimeRange;
import io.lodestone.model.ValueType;
import io.lodestone.scan.Column;
import io.lodestone.scan.PointCursor;
import io.lodestone.scan.PointQuery;
import io.lodestone.scan.PointSource;
import io.lodestone.scan.ScanRequest;
import io.lodestone.scan.TableSchema;
import io.lodestone.segments.LocalSegmentStore;
import io.lodestone.segments.Segment;
import io.lodestone.segments.SegmentId;
import io.lodestone.segments.SegmentOptions;
import io.lodestone.segments.SegmentWriter;
import io.lodestone.testkit.files.CrashableDirectory;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * A table from a seed, in segments and memtables that partly overlap in series and time, with
 * superseded versions and absent values; and the same as a sorted map.
 */
final class RandomTable {
  static final Column LONG = Column.measure("long", ValueType.BIGINT);
  static final Column DOUBLE = Column.measure("double", ValueType.DOUBLE);
  static final Column TEXT = Column.measure("text", ValueType.VARCHAR);
  static final Column FLAG = Column.measure("flag", ValueType.BOOLEAN);
  static final Column AT = Column.measure("at", ValueType.TIMESTAMP);
  static final List<Column> MEASURES = List.of(LONG, DOUBLE, TEXT, FLAG, AT);

  static final TableSchema SCHEMA =
      new TableSchema(
          TableRef.of("database", "table"),
          List.of(
              Column.dimension("host"),
              Column.dimension("zone"),
              Column.measureName(),
              Column.time(),
              LONG,
              DOUBLE,
              TEXT,
              FLAG,
              AT));

  /** A point: its version and the values it has, as Long, Double, String or Boolean. */
  record Row(long version, Map<String, Object> values) {}

  final List<PointSource> sources = new ArrayList<>();
  final TreeMap<SeriesKey, TreeMap<Long, Row>> rows;

  private final KeyOrder order;
  private final Random random;
  private final CrashableDirectory disk = new CrashableDirectory();
  private int segments;

  private RandomTable(long seed) {
    this.random = new Random(seed);
    this.order =
        switch ((int) (seed % 4)) {
          case 0 -> KeyOrder.ledBy("zone");
          case 1 -> KeyOrder.ledBy("host");
          default -> KeyOrder.OF_BYTES;
        };
    this.rows = new TreeMap<>(order);
  }

  /**
   * @param parts how many parts there are
   * @param pointsMax the most points of each
   */
  static RandomTable of(long seed, int parts, int pointsMax) throws IOException {
    RandomTable table = new RandomTable(seed);
    int series = 1 + table.random.nextInt(12);
    long time = 1_000;
    for (int part = 0; part < parts; part++) {
      boolean overlaps = table.random.nextInt(3) == 0;
      long start = overlaps ? Math.max(0, time - 800) : time;
      int steps = 1 + table.random.nextInt(Math.max(1, pointsMax / series));
      table.addPart(series, start, steps, part + 1 < parts || table.random.nextBoolean());
      time = Math.max(time, start + 10L * steps);
    }
    return table;
  }

  private void addPart(int series, long start, int steps, boolean onDisk) throws IOException {
    Memtable memtable = new Memtable(order, new ArrayPool(new MemtableOptions(1_024)));
    boolean full = random.nextBoolean();
    for (int step = 0; step < steps; step++) {
      PointBatch.Builder builder = new PointBatch.Builder(series);
      int points = 0;
      for (int s = 0; s < series; s++) {
        if (!full && random.nextInt(3) == 0) {
          continue;
        }
        SeriesKey key = key(s);
        long time = start + 10L * step;
        Row row = new Row(1 + random.nextInt(3), values(full));
        builder.point(points++, builder.series(key), time, row.version());
        row.values().forEach((name, value) -> append(builder, name, value));
        put(key, time, row);
      }
      int[] all = new int[points];
      for (int i = 0; i < points; i++) {
        all[i] = i;
      }
      if (points > 0) {
        memtable.apply(builder.build(), all, points);
      }
    }
    MemtableView view = memtable.view(memtable.size());
    if (view.pointCount() > 0) {
      sources.addFirst(onDisk ? onDisk(view) : view);
    }
  }

  /** Parts are made from the oldest on, so that a later one wins at equal versions. */
  private void put(SeriesKey key, long time, Row row) {
    rows.computeIfAbsent(key, unused -> new TreeMap<>())
        .merge(
            time, row, (older, younger) -> younger.version() >= older.version() ? younger : older);
  }

  private Segment onDisk(MemtableView view) throws IOException {
    LocalSegmentStore store = new LocalSegmentStore(disk);
    try (PointCursor points = view.points(PointQuery.all(MEASURES))) {
      return Segment.open(
          store,
          new SegmentWriter(store, SegmentOptions.DEFAULT)
              .write(new SegmentId(++segments), 1, MEASURES, points)
              .orElseThrow());
    }
  }

  private static SeriesKey key(int number) {
    return number % 4 == 0
        ? SeriesKey.of("m" + number % 2, "host", "h" + number)
        : SeriesKey.of("m" + number % 2, "host", "h" + number, "zone", "z" + number % 3);
  }

  private Map<String, Object> values(boolean full) {
    Map<String, Object> values = new LinkedHashMap<>();
    for (Column column : MEASURES) {
      if (full ? column != TEXT : random.nextInt(3) > 0) {
        values.put(
            column.name(),
            switch (column.type()) {
              case BIGINT ->
                  random.nextInt(90) == 0 ? random.nextLong() : (Object) (long) random.nextInt(100);
              case DOUBLE -> random.nextInt(20) == 0 ? -0.0 : (random.nextInt(800) - 400) / 8.0;
              case VARCHAR -> "t" + random.nextInt(30);
              case BOOLEAN -> random.nextBoolean();
              case TIMESTAMP -> (long) random.nextInt(1_000);
            });
      }
    }
    return values;
  }

  private static void append(PointBatch.Builder builder, String name, Object value) {
    switch (value) {
      case Double number -> builder.valueColumn(name, ValueType.DOUBLE).appendDouble(number);
      case Boolean truth -> builder.valueColumn(name, ValueType.BOOLEAN).appendWord(truth ? 1 : 0);
      case String text -> builder.valueColumn(name, ValueType.VARCHAR).appendVarchar(text);
      case Long number -> {
        ColumnBuffer column =
            builder.valueColumn(name, name.equals("at") ? ValueType.TIMESTAMP : ValueType.BIGINT);
        column.appendWord(number);
      }
      default -> throw new AssertionError(value);
    }
  }

  /** A point with all that SQL shows of it: dimensions, measure name, time and values by column. */
  static Map<String, Object> flat(SeriesKey key, long time, Row row) {
    Map<String, Object> flat = new HashMap<>(row.values());
    for (Dimension dimension : key.dimensions()) {
      flat.put(dimension.name(), dimension.value());
    }
    flat.put("measure_name", key.measureName());
    flat.put("time", time);
    return flat;
  }

  /** All points of a range in the order of series and time. */
  List<Map<String, Object>> flatRows(TimeRange range) {
    List<Map<String, Object>> all = new ArrayList<>();
    rows.forEach(
        (key, points) ->
            points.forEach(
                (time, row) -> {
                  if (range.contains(time)) {
                    all.add(flat(key, time, row));
                  }
                }));
    return all;
  }

  /** A row as {@link BatchCursorContract} writes it. */
  static String line(Map<String, Object> row, ScanRequest request) {
    List<String> parts = new ArrayList<>();
    for (String column : request.columns()) {
      parts.add(text(row.get(column), column));
    }
    return String.join(" ", parts);
  }

  static String text(Object value, String column) {
    if (value == null) {
      return "-";
    }
    return column.equals("text") ? "'" + value + "'" : value.toString();
  }
}
