package io.lodestone.benchmarks;

import io.lodestone.benchmarks.measure.Arguments;
import io.lodestone.benchmarks.measure.Comparison;
import io.lodestone.benchmarks.measure.Contender;
import io.lodestone.benchmarks.measure.Figures;
import io.lodestone.engine.EngineOptions;
import io.lodestone.model.PointBatch;
import io.lodestone.model.RetentionPolicy;
import io.lodestone.model.SeriesKey;
import io.lodestone.model.ValueType;
import java.io.IOException;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Days of writing in minutes: a table whose retention is one day is written at a constant rate for
 * several days under a clock that the benchmark moves, once by the same hosts throughout, and once
 * by hosts of which each lives for ten minutes. For each day: the disk in use, segments, bytes of
 * segments written for each byte flushed so far, live heap; at the end the time of a new start. The
 * memory flushes every hour of that clock; compaction and expiry run by themselves.
 *
 * <p>Options: {@code --days} (6: one to fill and five retention periods), {@code --hosts} at a time
 * (100), {@code --hours-per-second} at most (4), so that what runs in the background has time.
 */
public final class LongRun {
  private static final int MOMENTS_PER_MINUTE = 6;
  private static final long MINUTE_NANOS = MOMENTS_PER_MINUTE * CpuOnly.INTERVAL_NANOS;
  private static final int MINUTES_PER_DAY = 24 * 60;

  /** How long a host of the churning kind lives. */
  private static final int LIFE_MINUTES = 10;

  private LongRun() {}

  public static void main(String... line) throws Exception {
    new Comparison(LongRun.class, "A constant rate for days, kept for one day")
        .with(contender("the same hosts throughout", false))
        .with(contender("each host lives ten minutes", true))
        .run(line);
  }

  private static Contender contender(String name, boolean churn) {
    return new Contender(
        name,
        List.of("-Xmx1g", "-XX:+UseParallelGC"),
        (arguments, figures) -> {
          try (Scratch scratch = Scratch.make()) {
            new Days(arguments, figures, scratch, churn).run();
          }
        });
  }

  /** One run. */
  private static final class Days {
    private final int days;
    private final int hosts;
    private final double minutesPerSecond;
    private final Figures figures;
    private final Scratch scratch;
    private final boolean churn;
    private final HandMovedTime time = new HandMovedTime(CpuOnly.START_NANOS);
    private final SplittableRandom random = new SplittableRandom(1);
    private final long[] walks;
    private SeriesKey[] names;

    Days(Arguments arguments, Figures figures, Scratch scratch, boolean churn) {
      this.days = arguments.whole("days", 6);
      this.hosts = arguments.whole("hosts", 100);
      this.minutesPerSecond = 60.0 * arguments.whole("hours-per-second", 4);
      this.figures = figures;
      this.scratch = scratch;
      this.churn = churn;
      this.walks = new long[hosts * CpuOnly.FIELDS];
      this.names = names(0);
    }

    void run() throws IOException, InterruptedException {
      try (Embedded lodestone = open()) {
        for (int day = 1; day <= days; day++) {
          writeDay(lodestone, day);
          figures.put("day " + day + " disk MiB", scratch.diskBytes() / 0x1p20);
          figures.put("day " + day + " segments", (double) lodestone.engine().metrics().segments());
          figures.put(
              "day " + day + " write amplification",
              lodestone.engine().metrics().writeAmplification());
          figures.put("day " + day + " live heap MiB", liveHeapMebibytes());
        }
        requireOneDay(lodestone);
      }
      long start = System.nanoTime();
      try (Embedded lodestone = open()) {
        figures.put("start ms", (System.nanoTime() - start) / 1e6);
        requireOneDay(lodestone);
      }
    }

    private Embedded open() throws IOException {
      return Embedded.open(
          scratch.folder(),
          time,
          time,
          EngineOptions.DEFAULT,
          Embedded.table(new RetentionPolicy(1, 1)));
    }

    private void writeDay(Embedded lodestone, int day) throws InterruptedException {
      long begin = System.nanoTime();
      for (int minute = 0; minute < MINUTES_PER_DAY; minute++) {
        int now = (day - 1) * MINUTES_PER_DAY + minute;
        if (churn && now % LIFE_MINUTES == 0) {
          names = names(now / LIFE_MINUTES);
        }
        long from = CpuOnly.START_NANOS + now * MINUTE_NANOS;
        time.moveTo(from + MINUTE_NANOS);
        lodestone.write(List.of(minute(from)), 1);
        if (now % 60 == 59) {
          // An hour of the moved clock is too short for an agent to see that it has passed.
          lodestone.engine().flush();
        }
        long early = (long) (minute / minutesPerSecond * 1e9) - (System.nanoTime() - begin);
        if (early > 0) {
          Thread.sleep(early / 1_000_000, (int) (early % 1_000_000));
        }
      }
    }

    private PointBatch minute(long from) {
      PointBatch.Builder builder = new PointBatch.Builder(MOMENTS_PER_MINUTE * hosts);
      for (int moment = 0; moment < MOMENTS_PER_MINUTE; moment++) {
        for (int host = 0; host < hosts; host++) {
          builder.point(
              builder.size(),
              builder.series(names[host]),
              from + moment * CpuOnly.INTERVAL_NANOS,
              1);
          for (int field = 0; field < CpuOnly.FIELDS; field++) {
            int walk = host * CpuOnly.FIELDS + field;
            walks[walk] = Math.clamp(walks[walk] + random.nextInt(-1, 2), 0, 100);
            builder
                .column(CpuOnly.fieldNames().get(field), ValueType.BIGINT)
                .appendWord(walks[walk]);
          }
        }
      }
      return builder.build();
    }

    private SeriesKey[] names(int generation) {
      SeriesKey[] keys = new SeriesKey[hosts];
      for (int host = 0; host < hosts; host++) {
        keys[host] =
            SeriesKey.of("cpu", "hostname", "host_" + generation + "_" + host, "region", "r1");
      }
      return keys;
    }

    /** The points of the last day are there, and none besides. */
    private void requireOneDay(Embedded lodestone) {
      Answers.requireSame(
          "rows", (long) MINUTES_PER_DAY * MOMENTS_PER_MINUTE * hosts, lodestone.count());
    }

    private static double liveHeapMebibytes() {
      System.gc();
      Runtime runtime = Runtime.getRuntime();
      return (runtime.totalMemory() - runtime.freeMemory()) / 0x1p20;
    }
  }
}
