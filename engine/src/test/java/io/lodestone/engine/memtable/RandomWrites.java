package io.lodestone.engine.memtable;

import io.lodestone.model.ColumnBuffer;
import io.lodestone.model.KeyOrder;
import io.lodestone.model.PointBatch;
import io.lodestone.model.SeriesKey;
import io.lodestone.model.ValueType;
import io.lodestone.scan.Column;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * Batches of points from a seed: mostly in order of time, some late, some repeated, with differing
 * sets of columns of every type, and with series that appear little by little.
 */
public final class RandomWrites {
  /** All columns that may occur; one name with two types. */
  public static final List<Column> COLUMNS =
      List.of(
          Column.measure("a", ValueType.BIGINT),
          Column.measure("b", ValueType.DOUBLE),
          Column.measure("c", ValueType.VARCHAR),
          Column.measure("d", ValueType.BOOLEAN),
          Column.measure("e", ValueType.TIMESTAMP),
          Column.measure("a", ValueType.VARCHAR));

  private final Random random;
  private final int seriesMax;
  private long now = 1_000;

  public RandomWrites(long seed, int seriesMax) {
    this.random = new Random(seed);
    this.seriesMax = seriesMax;
  }

  /** An order that fits these series: that of key bytes, or led by a dimension. */
  public static KeyOrder order(long seed) {
    return switch ((int) (seed % 4)) {
      case 0 -> KeyOrder.ledBy("zone");
      case 1 -> KeyOrder.ledBy("host");
      default -> KeyOrder.OF_BYTES;
    };
  }

  public static SeriesKey key(int number) {
    return number % 3 == 0
        ? SeriesKey.of("m" + number % 2, "host", "h" + number)
        : SeriesKey.of("m" + number % 2, "host", "h" + number, "zone", "z\u0000" + number % 5);
  }

  /** The next batch, of up to {@code pointsMax} points. */
  public PointBatch batch(int pointsMax) {
    PointBatch.Builder builder = new PointBatch.Builder(4);
    int points = random.nextInt(pointsMax + 1);
    int seriesNow = (int) Math.min(seriesMax, 1 + now / 50);
    boolean plain = random.nextInt(3) == 0;
    for (int i = 0; i < points; i++) {
      int series = builder.series(key(random.nextInt(seriesNow)));
      long time = random.nextInt(5) == 0 ? now - random.nextInt(900) : now++;
      builder.point(i, series, time, 1 + random.nextInt(4));
      for (Column column : COLUMNS) {
        boolean present = plain ? COLUMNS.indexOf(column) < 3 : random.nextInt(4) == 0;
        if (present) {
          append(builder.valueColumn(column.name(), column.type()));
        }
      }
    }
    return builder.build();
  }

  /** Some points of a batch: all of them, or a few in any order. */
  public int[] choose(PointBatch batch) {
    List<Integer> chosen = new ArrayList<>();
    boolean all = random.nextBoolean();
    for (int i = 0; i < batch.size(); i++) {
      if (all || random.nextBoolean()) {
        chosen.add(i);
      }
    }
    if (random.nextInt(4) == 0) {
      Collections.shuffle(chosen, random);
    }
    return chosen.stream().mapToInt(Integer::intValue).toArray();
  }

  private void append(ColumnBuffer column) {
    switch (column.type()) {
      case VARCHAR -> column.appendVarchar("x".repeat(random.nextInt(6)) + random.nextInt(50));
      case BOOLEAN -> column.appendWord(random.nextInt(2));
      case DOUBLE -> column.appendDouble(random.nextInt(3) - 1.0);
      case BIGINT, TIMESTAMP -> column.appendWord(random.nextInt(3));
    }
  }
}
