package io.lodestone.benchmarks;

import io.lodestone.model.ColumnBuffer;
import io.lodestone.model.Dimension;
import io.lodestone.model.PointBatch;
import io.lodestone.model.SeriesKey;
import io.lodestone.model.ValueType;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * The workload of the Time Series Benchmark Suite's "devops cpu-only": hosts with ten tags report
 * ten whole-number fields every ten seconds, each field a random walk between 0 and 100. Our own
 * generator, the same data for the same seed.
 */
public final class CpuOnly {
  /** Fields of every point; a metric is one value of one field. */
  public static final int FIELDS = 10;

  /** Nanoseconds between two points of a host. */
  public static final long INTERVAL_NANOS = 10_000_000_000L;

  /** The time of the first points. */
  public static final long START_NANOS = 1_767_225_600_000_000_000L;

  private static final List<String> FIELD_NAMES =
      List.of(
          "usage_user",
          "usage_system",
          "usage_idle",
          "usage_nice",
          "usage_iowait",
          "usage_irq",
          "usage_softirq",
          "usage_steal",
          "usage_guest",
          "usage_guest_nice");

  private final SplittableRandom random;
  private final List<SeriesKey> hosts;
  private final double[] walks;
  private int nextHost;
  private long time = START_NANOS;

  /**
   * @param hostCount how many hosts report
   * @param seed of names and walks
   */
  public CpuOnly(int hostCount, long seed) {
    this.random = new SplittableRandom(seed);
    this.hosts = new ArrayList<>(hostCount);
    for (int host = 0; host < hostCount; host++) {
      hosts.add(SeriesKey.of("cpu", tags(host)));
    }
    this.walks = new double[hostCount * FIELDS];
    for (int i = 0; i < walks.length; i++) {
      walks[i] = random.nextInt(101);
    }
  }

  /** The fields' names. */
  public static List<String> fieldNames() {
    return FIELD_NAMES;
  }

  /** The series of all hosts, in the order in which they report. */
  public List<SeriesKey> hosts() {
    return hosts;
  }

  /** The next points in the order of time, host after host. */
  public PointBatch nextBatch(int points) {
    PointBatch.Builder builder = new PointBatch.Builder(points);
    for (int i = 0; i < points; i++) {
      builder.point(i, builder.series(hosts.get(nextHost)), time, 1);
      for (int field = 0; field < FIELDS; field++) {
        int walk = nextHost * FIELDS + field;
        walks[walk] = Math.clamp(walks[walk] + random.nextGaussian(), 0, 100);
        ColumnBuffer column = builder.column(FIELD_NAMES.get(field), ValueType.BIGINT);
        column.appendWord((long) walks[walk]);
      }
      if (++nextHost == hosts.size()) {
        nextHost = 0;
        time += INTERVAL_NANOS;
      }
    }
    return builder.build();
  }

  private List<Dimension> tags(int host) {
    String region = "region-" + random.nextInt(9);
    return List.of(
        new Dimension("hostname", "host_" + host),
        new Dimension("region", region),
        new Dimension("datacenter", region + (char) ('a' + random.nextInt(3))),
        new Dimension("rack", Integer.toString(random.nextInt(100))),
        new Dimension(
            "os", List.of("Ubuntu16.10", "Ubuntu16.04LTS", "Ubuntu15.10").get(random.nextInt(3))),
        new Dimension("arch", random.nextBoolean() ? "x64" : "x86"),
        new Dimension("team", List.of("SF", "NYC", "LON", "CHI").get(random.nextInt(4))),
        new Dimension("service", Integer.toString(random.nextInt(20))),
        new Dimension("service_version", Integer.toString(random.nextInt(2))),
        new Dimension(
            "service_environment",
            List.of("production", "staging", "test").get(random.nextInt(3))));
  }
}
