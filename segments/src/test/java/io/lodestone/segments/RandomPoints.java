package io.lodestone.segments;

import io.lodestone.model.Dimension;
import io.lodestone.model.KeyOrder;
import io.lodestone.model.SeriesKey;
import io.lodestone.model.ValueType;
import io.lodestone.scan.Column;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Points of many shapes from a seed: regular and irregular times, every type, values that come and
 * go.
 */
final class RandomPoints {
  static final List<Column> COLUMNS =
      List.of(
          Column.measure("gauge", ValueType.DOUBLE),
          Column.measure("count", ValueType.BIGINT),
          Column.measure("state", ValueType.VARCHAR),
          Column.measure("up", ValueType.BOOLEAN),
          Column.measure("seen", ValueType.TIMESTAMP),
          Column.measure("noise", ValueType.DOUBLE),
          Column.measure("wild", ValueType.BIGINT));

  private static final String[] REGIONS = {"eu", "us", "ap", "", "über", "\u0000", "a\u0000b"};

  private RandomPoints() {}

  /** An order that fits these points: that of key bytes, or led by a dimension that some have. */
  static KeyOrder order(long seed) {
    return switch ((int) (seed % 6)) {
      case 0 -> KeyOrder.ledBy("region");
      case 1 -> KeyOrder.ledBy("host");
      case 2 -> KeyOrder.ledBy("zz\u0000");
      case 3 -> KeyOrder.ledBy("nobody has it");
      default -> KeyOrder.OF_BYTES;
    };
  }

  static PlainPoints of(long seed, int seriesCount, int pointsMax) {
    return of(KeyOrder.OF_BYTES, seed, seriesCount, pointsMax);
  }

  static PlainPoints of(KeyOrder order, long seed, int seriesCount, int pointsMax) {
    Random random = new Random(seed);
    PlainPoints points = new PlainPoints(order, COLUMNS);
    double presence = random.nextInt(3) == 0 ? 1 : random.nextDouble();
    boolean versioned = random.nextBoolean();
    for (int s = 0; s < seriesCount; s++) {
      SeriesKey key = key(random, s);
      long step = new long[] {1, 1_000_000, 10_000_000_000L}[random.nextInt(3)];
      boolean regular = random.nextInt(3) > 0;
      long time = 1_700_000_000_000_000_000L + random.nextInt(1_000) * step;
      double level = random.nextInt(100);
      int count = 1 + random.nextInt(pointsMax);
      for (int i = 0; i < count; i++) {
        level += random.nextInt(9) - 4;
        points.add(
            key, time, versioned ? random.nextInt(3) : 1, values(random, level, time, presence));
        time += regular ? step : step * (1 + random.nextInt(20));
      }
    }
    return points;
  }

  private static SeriesKey key(Random random, int number) {
    List<Dimension> dimensions = new ArrayList<>();
    dimensions.add(new Dimension("host", "host_" + number));
    if (random.nextInt(4) > 0) {
      dimensions.add(new Dimension("region", REGIONS[random.nextInt(REGIONS.length)]));
    }
    if (random.nextInt(3) == 0) {
      dimensions.add(new Dimension("az", "az" + random.nextInt(3)));
    }
    if (random.nextInt(5) == 0) {
      dimensions.add(new Dimension("zz\u0000", "once " + number));
    }
    if (random.nextInt(9) == 0) {
      dimensions.removeFirst();
      dimensions.add(new Dimension("rack", "r" + number));
    }
    return SeriesKey.of(random.nextBoolean() ? "cpu" : "mem", dimensions);
  }

  private static Map<Column, Object> values(
      Random random, double level, long time, double presence) {
    Object[] all = {
      Double.doubleToRawLongBits(level / 10),
      (long) level,
      "state " + random.nextInt(5),
      (long) random.nextInt(2),
      time - random.nextInt(1_000),
      random.nextInt(50) == 0
          ? Double.doubleToRawLongBits(-0.0)
          : Double.doubleToRawLongBits(random.nextGaussian()),
      random.nextLong()
    };
    Map<Column, Object> values = new HashMap<>();
    for (int c = 0; c < all.length; c++) {
      if (random.nextDouble() < presence) {
        values.put(COLUMNS.get(c), all[c]);
      }
    }
    return values;
  }
}
