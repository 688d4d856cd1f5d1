package io.lodestone.engine;

import io.lodestone.engine.ReferenceTable.Bounds;
import io.lodestone.model.ColumnBuffer;
import io.lodestone.model.PointBatch;
import io.lodestone.model.SeriesKey;
import io.lodestone.model.ValueType;
import java.time.Duration;
import java.util.SplittableRandom;

/**
 * Batches for one history of the model test. Keys meet often, times lie on every edge of what a
 * table admits, attributes come and go, and each history has a character of its own: most are
 * plain, some have a thousand columns, long texts, or many points at once.
 */
final class ModelBatches {
  private static final long SECOND = Duration.ofSeconds(1).toNanos();
  private static final long MINUTE = Duration.ofMinutes(1).toNanos();
  private static final int WIDE_COLUMNS = 1_024;

  /** Above what a block of a segment holds in itself. */
  private static final int LONG_TEXT = 16_384;

  private static final double[] ODD_DOUBLES = {
    -0.0, Double.NaN, Double.POSITIVE_INFINITY, Double.MIN_VALUE, -Double.MAX_VALUE, 0.1, 1e300
  };

  private static final long[] ODD_LONGS = {
    Long.MIN_VALUE, Long.MAX_VALUE, -1, 0, 1L << 53, -(1L << 31)
  };

  /** What the batches of a history are like. */
  private enum Kind {
    PLAIN,
    WIDE,
    LONG_TEXTS,
    BULK
  }

  private final SplittableRandom random;
  private final Kind kind;
  private final int hosts;
  private final long[] nextInOrder;

  ModelBatches(SplittableRandom random) {
    this.random = random;
    this.kind =
        switch (random.nextInt(64)) {
          case 0 -> Kind.WIDE;
          case 1 -> Kind.LONG_TEXTS;
          case 2 -> Kind.BULK;
          default -> Kind.PLAIN;
        };
    this.hosts = 1 + random.nextInt(6);
    this.nextInOrder = new long[hosts];
  }

  /**
   * @param admitted what the table admits now: its edges are met
   * @param nowNanos the clock of the history
   */
  PointBatch next(Bounds admitted, long nowNanos) {
    int points = 1 + random.nextInt(6);
    if (random.nextInt(16) == 0) {
      points = 100;
    }
    if (kind == Kind.BULK && random.nextInt(6) == 0) {
      points = 1_500;
    }
    PointBatch.Builder builder = new PointBatch.Builder(points);
    boolean inOrder = random.nextInt(3) == 0;
    for (int i = 0; i < points; i++) {
      int host = random.nextInt(hosts);
      long time = inOrder ? later(host, nowNanos) : time(admitted, nowNanos, points);
      long version = 1 + random.nextInt(random.nextInt(3) + 1);
      builder.point(i, builder.series(series(host)), time, version);
      values(builder);
    }
    return builder.build();
  }

  /**
   * The same points once more: as they were, or with other values, or with other versions, as a
   * client does who has not been answered, and one who knows better.
   */
  PointBatch again(PointBatch batch) {
    int otherValues = random.nextInt(3);
    int otherVersions = random.nextInt(4);
    PointBatch.Builder builder = new PointBatch.Builder(batch.size());
    for (int i = 0; i < batch.size(); i++) {
      long version = batch.versions()[i];
      if (otherVersions == 0) {
        version = Math.max(1, version + random.nextInt(3) - 1);
      }
      builder.point(i, builder.series(batch.key(batch.series()[i])), batch.times()[i], version);
      boolean change = otherValues == 0 || otherValues == 1 && random.nextInt(3) == 0;
      for (ColumnBuffer column : batch.columns()) {
        if (column.isPresent(i)) {
          copy(column, i, builder.valueColumn(column.name(), column.type()), change);
          change = false;
        }
      }
    }
    return builder.build();
  }

  private static void copy(ColumnBuffer from, int point, ColumnBuffer to, boolean changed) {
    if (!changed) {
      to.appendFrom(from, point);
    } else {
      switch (from.type()) {
        case DOUBLE -> to.appendDouble(from.doubleAt(point) == 7.5 ? 8.5 : 7.5);
        case BIGINT, TIMESTAMP, BOOLEAN -> to.appendWord(from.word(point) ^ 1);
        case VARCHAR -> to.appendVarchar(from.varcharAt(point) + "x");
      }
    }
  }

  private SeriesKey series(int host) {
    String name = "h" + host;
    return switch (random.nextInt(8)) {
      case 0 -> SeriesKey.of("mem", "host", name, "rack", "r" + random.nextInt(2));
      case 1 -> SeriesKey.of("cpu", "host", name, "rack", "r0");
      case 2 -> random.nextInt(20) == 0 ? odd(name) : SeriesKey.of("mem", "host", name);
      default -> SeriesKey.of("cpu", "host", name);
    };
  }

  /** A series without dimensions, or with one that has the name of a measure. */
  private SeriesKey odd(String name) {
    return random.nextBoolean() ? SeriesKey.of("cpu") : SeriesKey.of("cpu", "d", name);
  }

  private long later(int host, long nowNanos) {
    long first = nowNanos - 20 * MINUTE;
    nextInOrder[host] = Math.max(nextInOrder[host] + 10 * SECOND, first);
    return Math.min(nextInOrder[host], nowNanos);
  }

  /** On a grid of minutes, so that keys meet; or on an edge, to the nanosecond. */
  private long time(Bounds admitted, long nowNanos, int points) {
    long thisMinute = Math.floorDiv(nowNanos, MINUTE) * MINUTE;
    boolean late = admitted.lateHorizon() != Long.MAX_VALUE;
    return switch (random.nextInt(40)) {
      case 0 -> admitted.futureLimit() + random.nextInt(2);
      case 1 -> admitted.memoryHorizon() + random.nextInt(3) - 1;
      case 2 -> (late ? admitted.lateHorizon() : admitted.memoryHorizon()) + random.nextInt(3) - 1;
      case 3 -> (late ? admitted.lateHorizon() : thisMinute) + random.nextInt(90) * MINUTE;
      case 4, 5, 6 -> admitted.memoryHorizon() - random.nextInt(300) * MINUTE;
      case 7 -> admitted.memoryHorizon() + random.nextInt(90) * MINUTE;
      case 8, 9, 10, 11 -> thisMinute - random.nextInt(600) * MINUTE;
      default -> thisMinute - random.nextInt(points > 100 ? 2_000 : 20) * MINUTE;
    };
  }

  private void values(PointBatch.Builder builder) {
    if (kind == Kind.WIDE) {
      wideValue(builder);
      return;
    }
    int shape = random.nextInt(16);
    if (shape < 9) {
      builder.valueColumn("d", ValueType.DOUBLE).appendDouble(doubleValue());
    }
    if (shape > 5) {
      builder.valueColumn("b", ValueType.BIGINT).appendWord(longValue());
    }
    if (shape == 9 || shape == 2 || kind == Kind.LONG_TEXTS) {
      builder.valueColumn("s", ValueType.VARCHAR).appendVarchar(text());
    }
    if (shape == 10 || shape == 3) {
      builder.valueColumn("t", ValueType.TIMESTAMP).appendWord(longValue());
    }
    if (shape == 11 || shape == 4) {
      builder.valueColumn("f", ValueType.BOOLEAN).appendWord(random.nextInt(2));
    }
    if (shape == 12) {
      builder.valueColumn("measure_value::double", ValueType.DOUBLE).appendDouble(doubleValue());
    }
    if (shape == 13 && random.nextInt(4) == 0) {
      oddColumn(builder);
    }
  }

  /** One whose type differs from time to time, or whose name is that of a dimension. */
  private void oddColumn(PointBatch.Builder builder) {
    if (random.nextInt(3) == 0) {
      builder.valueColumn("rack", ValueType.BIGINT).appendWord(1);
    } else {
      ValueType type = random.nextBoolean() ? ValueType.BOOLEAN : ValueType.TIMESTAMP;
      builder.valueColumn("c" + random.nextInt(2), type).appendWord(1);
    }
  }

  private void wideValue(PointBatch.Builder builder) {
    int column = random.nextInt(random.nextInt(8) == 0 ? WIDE_COLUMNS + 2 : 6);
    String name = "w" + column;
    switch (column % 3) {
      case 0 -> builder.valueColumn(name, ValueType.DOUBLE).appendDouble(doubleValue());
      case 1 -> builder.valueColumn(name, ValueType.BIGINT).appendWord(longValue());
      default -> builder.valueColumn(name, ValueType.VARCHAR).appendVarchar(text());
    }
  }

  private double doubleValue() {
    return switch (random.nextInt(12)) {
      case 0 -> ODD_DOUBLES[random.nextInt(ODD_DOUBLES.length)];
      case 1 -> random.nextDouble();
      case 2 -> random.nextInt(1_000) / 10.0;
      default -> random.nextInt(3);
    };
  }

  private long longValue() {
    return random.nextInt(8) == 0
        ? ODD_LONGS[random.nextInt(ODD_LONGS.length)]
        : random.nextInt(4) * (Long.MAX_VALUE / 7);
  }

  private String text() {
    if (kind == Kind.LONG_TEXTS && random.nextInt(3) == 0) {
      return Character.toString('a' + random.nextInt(3))
          .repeat(LONG_TEXT - 1 + random.nextInt(900));
    }
    return switch (random.nextInt(4)) {
      case 0 -> "";
      case 1 -> "é".repeat(random.nextInt(3));
      case 2 -> "v" + random.nextInt(200);
      default -> "on";
    };
  }
}
