package io.lodestone.segments;

import io.lodestone.model.SeriesKey;
import io.lodestone.model.ValueType;
import io.lodestone.scan.Column;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Few points that are written in ways which random points seldom meet. */
final class SmallPoints {
  private SmallPoints() {}

  /** Escape cascades in times and numbers, decimals with corrections, booleans. */
  static PlainPoints cascades() {
    Column count = Column.measure("count", ValueType.BIGINT);
    Column level = Column.measure("level", ValueType.DOUBLE);
    Column up = Column.measure("up", ValueType.BOOLEAN);
    PlainPoints points = new PlainPoints(List.of(count, level, up));
    Random random = new Random(22);
    long value = 0;
    long time = 0;
    for (int i = 0; i < 240; i++) {
      SeriesKey key = SeriesKey.of("m", "host", "h" + i / 120);
      value += i % 70 == 0 ? 1_000_000 : (long) random.nextGaussian();
      time += 1_000_000_000L + (i % 60 == 0 ? 77_000_000L : (long) (2 * random.nextGaussian()));
      double decimal = random.nextInt(100) / 10.0;
      double nearly = i % 7 == 0 ? Math.nextUp(decimal) : decimal;
      points.add(
          key,
          time,
          1,
          Map.of(count, value, level, Double.doubleToRawLongBits(nearly), up, (long) (i / 50 % 2)));
    }
    return points;
  }

  /** A dictionary of text, and text that LZ4 makes smaller. */
  static PlainPoints texts() {
    Column state = Column.measure("state", ValueType.VARCHAR);
    Column message = Column.measure("message", ValueType.VARCHAR);
    PlainPoints points = new PlainPoints(List.of(state, message));
    for (int i = 0; i < 40; i++) {
      points.add(
          SeriesKey.of("m", "host", "h" + i / 20),
          i * 1_000L,
          1,
          Map.of(state, "state " + i % 3, message, "request number " + i + " took long"));
    }
    return points;
  }

  /** Texts that are too long for a block. */
  static PlainPoints longTexts() {
    Column text = Column.measure("text", ValueType.VARCHAR);
    PlainPoints points = new PlainPoints(List.of(text));
    for (int i = 0; i < 6; i++) {
      String value = i % 2 == 0 ? "short" : "long ".repeat(4_000 + i);
      points.add(SeriesKey.of("m", "host", "h" + i / 3), i, 1, Map.of(text, value));
    }
    return points;
  }
}
