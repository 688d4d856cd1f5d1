package io.lodestone.benchmarks;

import io.lodestone.benchmarks.measure.Arguments;
import io.lodestone.benchmarks.measure.Comparison;
import io.lodestone.benchmarks.measure.Contender;
import io.lodestone.benchmarks.measure.Figures;
import io.lodestone.benchmarks.measure.ProcessFigures;
import io.lodestone.benchmarks.questdb.QuestDb;
import io.lodestone.benchmarks.questdb.QuestDbAppender;
import io.lodestone.engine.EngineOptions;
import io.lodestone.engine.flush.FlushOptions;
import io.lodestone.model.ColumnBuffer;
import io.lodestone.model.PointBatch;
import io.lodestone.wal.WalOptions;
import java.util.List;

/**
 * The peak of resident memory while cpu-only is ingested: heap, mapped files and the Java machine
 * itself, as the operating system counts them. Rows are made on the way, so that none lie in
 * memory; what the generator alone takes is one of the rows. No speed is claimed.
 *
 * <p>Options: {@code --hosts} (1,000), {@code --moments} (8,640), {@code --batch} (1,000).
 */
public final class MemoryComparison {
  /** Points in memory until a flush, of the engine that is given little. */
  private static final long SMALL_MEMTABLE_BYTES = 32L << 20;

  /** What happens to each batch. */
  private interface Sink {
    void take(PointBatch batch);
  }

  private MemoryComparison() {}

  public static void main(String... line) throws Exception {
    FlushOptions flush = FlushOptions.DEFAULT;
    EngineOptions small =
        EngineOptions.DEFAULT
            .withFlush(
                new FlushOptions(
                    flush.replayBytesMax(), SMALL_MEMTABLE_BYTES, flush.ageMillisMax(), true))
            .withWal(WalOptions.DEFAULT.withFileBytes(16L << 20));
    new Comparison(MemoryComparison.class, "Peak resident memory while ingesting")
        .with(lodestone("lodestone, default options, heap 1 GiB", "-Xmx1g", EngineOptions.DEFAULT))
        .with(lodestone("lodestone, memtable 32 MiB, heap 160 MiB", "-Xmx160m", small))
        .with(questDb("questdb, no sync, heap 1 GiB", "-Xmx1g"))
        .with(questDb("questdb, no sync, heap 160 MiB", "-Xmx160m"))
        .with(
            new Contender(
                "generator alone, heap 160 MiB",
                List.of("-Xmx160m", "-XX:+UseSerialGC"),
                (arguments, figures) -> {
                  generate(arguments, batch -> {});
                  put(figures);
                }))
        .run(line);
  }

  private static Contender lodestone(String name, String heap, EngineOptions options) {
    return new Contender(
        name,
        List.of(heap, "-XX:+UseSerialGC"),
        (arguments, figures) -> {
          long end = CpuOnly.START_NANOS + moments(arguments) * CpuOnly.INTERVAL_NANOS;
          try (Scratch scratch = Scratch.make();
              Embedded lodestone = Embedded.open(scratch.folder(), end, options)) {
            generate(arguments, batch -> lodestone.write(List.of(batch), 1));
            put(figures);
            Answers.requireSame("rows", rows(arguments), lodestone.count());
          }
        });
  }

  private static Contender questDb(String name, String heap) {
    return new Contender(
        name,
        List.of(heap, "-XX:+UseSerialGC"),
        (arguments, figures) -> {
          try (Scratch scratch = Scratch.make();
              QuestDb questDb =
                  QuestDb.open(
                      scratch.folder(),
                      QuestDb.Durability.NONE,
                      Runtime.getRuntime().availableProcessors())) {
            int hosts = arguments.whole("hosts", 1_000);
            questDb.createTable(Arrivals.TAGS, hosts, CpuOnly.fieldNames());
            try (QuestDbAppender appender =
                questDb.appender(Arrivals.inOrder(hosts, 1, 1).tags())) {
              generate(arguments, new QuestDbSink(appender, hosts)::take);
            }
            put(figures);
            try (var query = questDb.query("select count() from cpu")) {
              query.run(row -> Answers.requireSame("rows", rows(arguments), row.whole(0)));
            }
          }
        });
  }

  private static void put(Figures figures) {
    figures.put("peak resident MiB", ProcessFigures.peakResidentMebibytes());
    figures.put("CPU seconds", ProcessFigures.cpuSeconds());
  }

  private static void generate(Arguments arguments, Sink sink) {
    CpuOnly workload = new CpuOnly(arguments.whole("hosts", 1_000), 1);
    int batch = arguments.whole("batch", 1_000);
    for (long left = rows(arguments); left > 0; left -= batch) {
      sink.take(workload.nextBatch((int) Math.min(left, batch)));
    }
  }

  private static int moments(Arguments arguments) {
    return arguments.whole("moments", 8_640);
  }

  private static long rows(Arguments arguments) {
    return (long) arguments.whole("hosts", 1_000) * moments(arguments);
  }

  /** Appends batches of hosts in their order, a commit each. */
  private static final class QuestDbSink {
    private final QuestDbAppender appender;
    private final int hosts;
    private int nextHost;

    QuestDbSink(QuestDbAppender appender, int hosts) {
      this.appender = appender;
      this.hosts = hosts;
    }

    void take(PointBatch batch) {
      long[][] fields = batch.columns().stream().map(ColumnBuffer::words).toArray(long[][]::new);
      for (int point = 0; point < batch.size(); point++) {
        appender.append(nextHost, batch.times()[point], fields, point);
        nextHost = nextHost + 1 == hosts ? 0 : nextHost + 1;
      }
      appender.commit();
    }
  }
}
