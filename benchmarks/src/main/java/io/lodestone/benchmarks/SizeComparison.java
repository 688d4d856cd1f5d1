package io.lodestone.benchmarks;

import io.lodestone.benchmarks.measure.Arguments;
import io.lodestone.benchmarks.measure.Comparison;
import io.lodestone.benchmarks.measure.Contender;
import io.lodestone.benchmarks.measure.Figures;
import io.lodestone.benchmarks.questdb.QuestDb;
import io.lodestone.benchmarks.questdb.QuestDbAppender;
import io.lodestone.engine.EngineOptions;
import io.lodestone.model.PointBatch;
import io.lodestone.model.RetentionPolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Bytes on the disk for each metric: after a flush, and after as much compaction as comes in the
 * week that follows, with history off and on, beside QuestDB's columns and eight raw bytes. Counted
 * are the folders of segments and of the manifest, whole; the log's files are of a fixed size and
 * stated apart.
 *
 * <p>Options: {@code --hosts} (1,000), {@code --moments} (1,080), {@code --nab DIR} of the files of
 * the Numenta Anomaly Benchmark (docs/examples/data/nab; without it that row is left out).
 */
public final class SizeComparison {
  private static final long WEEK_NANOS = 7 * 24 * CpuQuery.HOUR_NANOS;

  /** How long the folder's size has to stand still until no compaction is under way. */
  private static final int QUIET_MILLIS = 4_000;

  /** How many days back history reaches where it is on. */
  private static final int HISTORY_DAYS = 35;

  private static final List<String> HEAP = List.of("-Xmx4g", "-XX:+UseParallelGC");

  /** Makes the batches of a workload. */
  private interface Source {
    List<PointBatch> batches(Arguments arguments) throws IOException;
  }

  private SizeComparison() {}

  public static void main(String... line) throws Exception {
    Comparison comparison =
        new Comparison(SizeComparison.class, "Bytes on the disk")
            .with(lodestone("lodestone cpu-only", SizeComparison::cpuOnly, false))
            .with(lodestone("lodestone cpu-only, history on", SizeComparison::cpuOnly, true))
            .with(questDb());
    Arguments arguments = Arguments.parse(line);
    if (Files.isDirectory(nabFolder(arguments))) {
      comparison.with(lodestone("lodestone NAB", a -> NabFiles.read(nabFolder(a)), false));
    } else {
      System.err.println("no files of NAB in " + nabFolder(arguments) + ": left out");
    }
    comparison.run(line);
  }

  private static Path nabFolder(Arguments arguments) {
    return Path.of(arguments.text("nab", "docs/examples/data/nab"));
  }

  private static Arrivals arrivals(Arguments arguments) {
    return Arrivals.inOrder(arguments.whole("hosts", 1_000), arguments.whole("moments", 1_080), 1);
  }

  private static List<PointBatch> cpuOnly(Arguments arguments) {
    return arrivals(arguments).batches(1_000);
  }

  private static Contender lodestone(String name, Source source, boolean history) {
    return new Contender(
        name,
        HEAP,
        (arguments, figures) -> {
          List<PointBatch> batches = source.batches(arguments);
          long metrics =
              batches.stream().mapToLong(b -> (long) b.size() * b.columns().size()).sum();
          long end = batches.stream().mapToLong(SizeComparison::lastTime).max().orElseThrow();
          HandMovedTime time = new HandMovedTime(end);
          try (Scratch scratch = Scratch.make();
              Embedded lodestone =
                  Embedded.open(
                      scratch.folder(),
                      time,
                      time,
                      EngineOptions.DEFAULT,
                      Embedded.table(
                          new RetentionPolicy(RetentionPolicy.MEMORY_STORE_HOURS_MAX, 3_650)))) {
            if (history) {
              lodestone.engine().updateRecovery(Embedded.TABLE, true, HISTORY_DAYS);
            }
            lodestone.write(batches, 8);
            long rows = lodestone.count();
            lodestone.engine().flush();
            put(figures, "hot", scratch.folder(), metrics);
            time.moveTo(end + WEEK_NANOS);
            awaitQuiet(scratch);
            put(figures, "compacted", scratch.folder(), metrics);
            figures.put("log MiB", Folders.diskBytes(scratch.folder().resolve("wal")) / 0x1p20);
            Answers.requireSame("rows", rows, lodestone.count());
          }
        });
  }

  private static long lastTime(PointBatch batch) {
    return batch.times()[batch.size() - 1];
  }

  private static void put(Figures figures, String state, Path folder, long metrics)
      throws IOException {
    long bytes =
        Folders.diskBytes(folder.resolve("segments"))
            + Folders.diskBytes(folder.resolve("manifest"));
    figures.put(state + " bytes a metric", (double) bytes / metrics);
  }

  private static void awaitQuiet(Scratch scratch) throws IOException, InterruptedException {
    long bytes = -1;
    long now = scratch.diskBytes();
    while (now != bytes) {
      bytes = now;
      Thread.sleep(QUIET_MILLIS);
      now = scratch.diskBytes();
    }
  }

  private static Contender questDb() {
    return new Contender(
        "questdb cpu-only",
        HEAP,
        (arguments, figures) -> {
          Arrivals arrivals = arrivals(arguments);
          try (Scratch scratch = Scratch.make()) {
            try (QuestDb questDb = QuestDb.open(scratch.folder(), QuestDb.Durability.NONE, 1)) {
              questDb.createTable(Arrivals.TAGS, arrivals.keys().size(), arrivals.fieldNames());
              try (QuestDbAppender appender = questDb.appender(arrivals.tags())) {
                for (int row = 0; row < arrivals.rows(); row++) {
                  appender.append(
                      arrivals.series()[row], arrivals.times()[row], arrivals.fields(), row);
                }
                appender.commit();
              }
            }
            // Closed: its files are cut to what they hold.
            figures.put("hot bytes a metric", (double) scratch.diskBytes() / arrivals.metrics());
          }
        });
  }
}
