package io.lodestone.segments;

import io.lodestone.model.ColumnBuffer;
import io.lodestone.model.Dimension;
import io.lodestone.model.KeyOrder;
import io.lodestone.model.SeriesKey;
import io.lodestone.model.ValueType;
import io.lodestone.scan.Column;
import io.lodestone.scan.PointChunk;
import io.lodestone.scan.PointCursor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * Points like those of the TSBS workload "cpu-only": ten tags, ten fields that walk between 0 and
 * 100 in steps of a standard normal distribution and are cut to integers, one point every ten
 * seconds.
 */
final class CpuMetrics implements PointCursor {
  static final List<Column> COLUMNS =
      Arrays.stream(
              new String[] {
                "user",
                "system",
                "idle",
                "nice",
                "iowait",
                "irq",
                "softirq",
                "steal",
                "guest",
                "guest_nice"
              })
          .map(name -> Column.measure("usage_" + name, ValueType.BIGINT))
          .toList();

  private static final String[] REGIONS = {
    "us-east-1",
    "us-west-1",
    "us-west-2",
    "eu-west-1",
    "eu-central-1",
    "ap-southeast-1",
    "ap-southeast-2",
    "ap-northeast-1",
    "sa-east-1"
  };

  private final Random random;
  private final List<SeriesKey> keys;
  private final int pointsPerSeries;
  private final double[] levels = new double[COLUMNS.size()];
  private final PointChunk chunk =
      new PointChunk(
          COLUMNS.stream().map(c -> new ColumnBuffer(c.name(), c.type(), 1_024)).toList());
  private int series = -1;
  private int next;

  CpuMetrics(long seed, int hosts, int pointsPerSeries) {
    this.random = new Random(seed);
    this.pointsPerSeries = pointsPerSeries;
    List<SeriesKey> made = new ArrayList<>();
    for (int h = 0; h < hosts; h++) {
      made.add(key(h));
    }
    this.keys = made.stream().sorted(KeyOrder.OF_BYTES).toList();
  }

  List<SeriesKey> keys() {
    return keys;
  }

  private SeriesKey key(int host) {
    String region = REGIONS[random.nextInt(REGIONS.length)];
    return SeriesKey.of(
        "cpu",
        List.of(
            new Dimension("hostname", "host_" + host),
            new Dimension("region", region),
            new Dimension("datacenter", region + (char) ('a' + random.nextInt(3))),
            new Dimension("rack", "" + random.nextInt(100)),
            new Dimension("os", random.nextBoolean() ? "Ubuntu16.10" : "Ubuntu15.10"),
            new Dimension("arch", random.nextBoolean() ? "x64" : "x86"),
            new Dimension("team", new String[] {"SF", "NYC", "LON", "CHI"}[random.nextInt(4)]),
            new Dimension("service", "" + random.nextInt(20)),
            new Dimension("service_version", "" + random.nextInt(2)),
            new Dimension("service_environment", random.nextBoolean() ? "test" : "production")));
  }

  @Override
  public boolean nextSeries() {
    if (++series >= keys.size()) {
      return false;
    }
    next = 0;
    Arrays.setAll(levels, c -> random.nextInt(101));
    return true;
  }

  @Override
  public KeyOrder keyOrder() {
    return KeyOrder.OF_BYTES;
  }

  @Override
  public byte[] keyBytes() {
    return keys.get(series).encoded();
  }

  @Override
  public int keyOffset() {
    return 0;
  }

  @Override
  public int keyLength() {
    return keyBytes().length;
  }

  @Override
  public boolean nextChunk() {
    chunk.clear();
    while (chunk.size() < PointChunk.POINTS_MAX && next < pointsPerSeries) {
      chunk.append(1_451_606_400_000_000_000L + next * 10_000_000_000L, 1);
      for (int c = 0; c < levels.length; c++) {
        levels[c] = Math.clamp(levels[c] + random.nextGaussian(), 0, 100);
        chunk.columns().get(c).appendWord((long) levels[c]);
      }
      next++;
    }
    return chunk.size() > 0;
  }

  @Override
  public PointChunk chunk() {
    return chunk;
  }

  @Override
  public void close() {}
}
