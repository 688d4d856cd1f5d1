package io.lodestone.benchmarks;

import io.lodestone.benchmarks.measure.Arguments;
import io.lodestone.engine.Engine;
import io.lodestone.engine.EngineEnvironment;
import io.lodestone.engine.EngineOptions;
import io.lodestone.engine.catalog.TableDefinition;
import io.lodestone.model.PointBatch;
import io.lodestone.model.RetentionPolicy;
import io.lodestone.model.SeriesKey;
import io.lodestone.model.TableRef;
import io.lodestone.model.ValueType;
import io.lodestone.storage.FileSystemDirectory;
import io.lodestone.testkit.time.ManualClock;
import io.lodestone.testkit.time.StepAgentHost;
import io.lodestone.wal.WalOptions;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * Series that live ten minutes each, in a table that keeps one day, on a real disk under a clock
 * moved by hand: what dead series cost. One line a day: series that ever were, heap in use after a
 * collection, bytes of the folder, bytes of log, segments, and the time a restart took. The columns
 * must stay as they are from the third day on.
 *
 * <p>One thread does everything, so that the figures do not depend on who was faster; how long a
 * day takes says nothing about ingestion.
 *
 * <p>Options: {@code --days} (10), {@code --series} alive at a time (2,000), {@code --points} of
 * each (5).
 */
public final class ChurnLoad {
  private static final TableRef TABLE = TableRef.of("bench", "jobs");
  private static final Duration LIFE = Duration.ofMinutes(10);
  private static final int LIVES_A_DAY = 144;
  private static final int BATCH_POINTS = 1_000;

  /** Enough for every agent to do what a fifth of a life brings. */
  private static final int STEPS_A_POINT = 100;

  private final ManualClock clock = new ManualClock(Instant.parse("2026-01-01T00:00:00Z"));
  private final Path folder;
  private final int series;
  private final int points;
  private StepAgentHost agents;
  private Engine engine;
  private long seriesEver;

  private ChurnLoad(Path folder, Arguments arguments) {
    this.folder = folder;
    this.series = arguments.whole("series", 2_000);
    this.points = arguments.whole("points", 5);
  }

  /** Runs and prints. */
  public static void main(String... line) throws IOException {
    Arguments arguments = Arguments.parse(line);
    try (Scratch scratch = Scratch.make()) {
      new ChurnLoad(scratch.folder(), arguments).run(arguments.whole("days", 10), System.out);
    }
  }

  private void run(int days, PrintStream out) throws IOException {
    open();
    engine.createDatabase(TABLE.database(), Optional.empty(), Map.of());
    engine.createTable(TableDefinition.of(TABLE).withRetention(new RetentionPolicy(1, 1)));
    out.printf(
        "%4s %12s %10s %10s %10s %9s %10s%n",
        "day", "series ever", "heap MiB", "disk MiB", "log MiB", "segments", "start ms");
    for (int day = 1; day <= days; day++) {
      for (int life = 0; life < LIVES_A_DAY; life++) {
        live();
      }
      double heap = heapMib();
      double disk = mib(Folders.diskBytes(folder));
      double log = mib(engine.logBytes());
      long segments = engine.metrics().segments();
      engine.close();
      long begun = System.nanoTime();
      open();
      double startMillis = (System.nanoTime() - begun) / 1e6;
      out.printf(
          "%4d %12d %10.1f %10.1f %10.1f %9d %10.1f%n",
          day, seriesEver, heap, disk, log, segments, startMillis);
    }
    engine.close();
  }

  private void open() throws IOException {
    agents = new StepAgentHost(seriesEver, clock::monotonicNanos);
    engine =
        Engine.open(
            new EngineEnvironment(FileSystemDirectory.open(folder), clock, agents),
            EngineOptions.DEFAULT.withWal(
                // Small, so that the folder's size is that of its data and not of empty log.
                WalOptions.DEFAULT.withFileBytes(1 << 20).withBallastBytes(0)));
  }

  /** The next generation of series lives and dies. */
  private void live() {
    for (int point = 0; point < points; point++) {
      clock.advance(LIFE.dividedBy(points));
      for (int from = 0; from < series; from += BATCH_POINTS) {
        write(from, Math.min(BATCH_POINTS, series - from), point);
      }
      for (int step = 0; step < STEPS_A_POINT; step++) {
        agents.step();
      }
    }
    seriesEver += series;
  }

  private void write(int from, int count, int value) {
    long now = clock.millis() * 1_000_000L;
    PointBatch.Builder batch = new PointBatch.Builder(count);
    for (int i = 0; i < count; i++) {
      long pod = seriesEver + from + i;
      SeriesKey key =
          SeriesKey.of("job", "pod", "pod-" + Long.toHexString(pod * 0x9E3779B97F4A7C15L));
      batch.point(i, batch.series(key), now, 1);
      batch.valueColumn("load", ValueType.DOUBLE).appendDouble(value);
    }
    if (agents.await(engine.write(TABLE, batch.build())).accepted() != count) {
      throw new IllegalStateException("a point was rejected");
    }
  }

  private static double heapMib() {
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    return mib(runtime.totalMemory() - runtime.freeMemory());
  }

  private static double mib(long bytes) {
    return bytes / (double) (1 << 20);
  }
}
