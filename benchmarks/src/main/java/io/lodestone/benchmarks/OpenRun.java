package io.lodestone.benchmarks;

import io.lodestone.benchmarks.measure.Arguments;
import io.lodestone.benchmarks.measure.Comparison;
import io.lodestone.benchmarks.measure.Contender;
import io.lodestone.benchmarks.measure.Figures;
import io.lodestone.benchmarks.measure.ProcessFigures;
import io.lodestone.engine.EngineOptions;
import io.lodestone.engine.Snapshot;
import io.lodestone.engine.compaction.CompactionOptions;
import io.lodestone.model.TimeRange;
import io.lodestone.scan.BatchCursor;
import io.lodestone.scan.ScanRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * A start over many segments with a cold cache: an engine writes one segment for each two hours of
 * cpu-only and is closed; fresh processes open the folder, after the kernel has been told to forget
 * its cached pages, and read one segment.
 *
 * <p>The kernel forgets only for root; otherwise the figure is of a warm cache, and {@code cold} is
 * 0. The segments are as large as their hosts make them: an opening that read them would be seen by
 * its length, and by {@code --hosts}.
 *
 * <p>Options: {@code --segments} (1,600), {@code --hosts} (10).
 */
public final class OpenRun {
  private static final long WINDOW_NANOS = 2 * CpuQuery.HOUR_NANOS;
  private static final int WINDOW_MOMENTS = (int) (WINDOW_NANOS / CpuOnly.INTERVAL_NANOS);

  private OpenRun() {}

  public static void main(String... line) throws Exception {
    Comparison comparison =
        new Comparison(OpenRun.class, "A start over many segments")
            .with(new Contender("lodestone", List.of("-Xmx1g"), OpenRun::open));
    if (Arguments.parse(line).has("contender")) {
      comparison.run(line);
      return;
    }
    try (Scratch scratch = Scratch.make()) {
      write(Arguments.parse(line), scratch.folder());
      comparison.run(
          Stream.concat(Stream.of(line), Stream.of("--folder", scratch.folder().toString()))
              .toArray(String[]::new));
    }
  }

  private static int segments(Arguments arguments) {
    return arguments.whole("segments", 1_600);
  }

  private static long end(Arguments arguments) {
    return CpuOnly.START_NANOS + segments(arguments) * WINDOW_NANOS;
  }

  private static void write(Arguments arguments, Path folder) throws IOException {
    int hosts = arguments.whole("hosts", 10);
    CpuOnly workload = new CpuOnly(hosts, 1);
    try (Embedded lodestone = Embedded.open(folder, end(arguments), options())) {
      for (int segment = 0; segment < segments(arguments); segment++) {
        lodestone.write(List.of(workload.nextBatch(hosts * WINDOW_MOMENTS)), 1);
        lodestone.engine().flush();
      }
    }
  }

  /** Segments stay as they were flushed. */
  private static EngineOptions options() {
    return EngineOptions.DEFAULT.withCompaction(CompactionOptions.OFF);
  }

  private static void open(Arguments arguments, Figures figures) throws IOException {
    Path folder = Path.of(arguments.text("folder", ""));
    figures.put("cold", forgetCachedPages() ? 1 : 0);
    long start = System.nanoTime();
    try (Embedded lodestone = Embedded.open(folder, end(arguments), options())) {
      figures.put("open ms", (System.nanoTime() - start) / 1e6);
      figures.put("resident MiB", ProcessFigures.residentMebibytes());
      start = System.nanoTime();
      long rows = rowsOfFirstWindow(lodestone);
      figures.put("first answer ms", (System.nanoTime() - start) / 1e6);
      Answers.requireSame("rows", (long) arguments.whole("hosts", 10) * WINDOW_MOMENTS, rows);
    }
    figures.put("segment MiB", Folders.diskBytes(folder.resolve("segments")) / 0x1p20);
  }

  private static long rowsOfFirstWindow(Embedded lodestone) {
    TimeRange range = new TimeRange(CpuOnly.START_NANOS, CpuOnly.START_NANOS + WINDOW_NANOS);
    long rows = 0;
    try (Snapshot snapshot = lodestone.engine().snapshot(Embedded.TABLE);
        BatchCursor cursor = snapshot.scan(ScanRequest.of("time", "usage_user").withRange(range))) {
      while (cursor.advance()) {
        rows += cursor.batch().size();
      }
    }
    return rows;
  }

  /** Whether the kernel did so. */
  private static boolean forgetCachedPages() {
    try {
      Process sync = new ProcessBuilder("sync").start();
      sync.waitFor();
      Files.writeString(Path.of("/proc/sys/vm/drop_caches"), "3");
      return true;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
