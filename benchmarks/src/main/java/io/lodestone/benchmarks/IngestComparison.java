package io.lodestone.benchmarks;

import io.lodestone.benchmarks.measure.Arguments;
import io.lodestone.benchmarks.measure.Comparison;
import io.lodestone.benchmarks.measure.Contender;
import io.lodestone.benchmarks.measure.Figures;
import io.lodestone.benchmarks.measure.ProcessFigures;
import io.lodestone.benchmarks.questdb.QuestDb;
import io.lodestone.benchmarks.questdb.QuestDbAppender;
import io.lodestone.engine.EngineOptions;
import io.lodestone.model.PointBatch;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.LongBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * Ingestion into an embedded database by one writer: cpu-only in order, with every tenth row up to
 * 30 minutes late, encrypted, one million series of ten points beside ten series of a million;
 * Lodestone with its group sync before each acknowledgement, QuestDB with and without syncs, and a
 * bare file that takes the same values raw. Rows are made before the clock starts, and read back
 * after it stopped; handing them over is part of it on every side.
 *
 * <p>Options: {@code --hosts} (1,000), {@code --moments} (8,640: a day, so that flushes run
 * meanwhile), {@code --batch} rows (1,000), {@code --in-flight} batches (8), {@code --warm-up} rows
 * that a database of its own takes first (1,000,000).
 */
public final class IngestComparison {
  private static final List<String> HEAP = List.of("-Xmx6g", "-XX:+UseParallelGC");

  /** Opens a database in a folder for rows up to a time. */
  private interface Opening {
    Embedded open(Path folder, long nowNanos, EngineOptions options) throws IOException;
  }

  /** A workload by its options. */
  private interface Rows {
    Arrivals make(Arguments arguments);
  }

  private IngestComparison() {}

  public static void main(String... line) throws Exception {
    Rows inOrder = IngestComparison::cpuOnly;
    Rows late = arguments -> cpuOnly(arguments).late(0.1, 2);
    Rows million = arguments -> Arrivals.oneField(1_000_000, 10, 1);
    Rows ten = arguments -> Arrivals.oneField(10, 1_000_000, 1);
    new Comparison(IngestComparison.class, "Embedded ingestion, one writer")
        .with(lodestone("lodestone in order", inOrder, 0))
        .with(lodestone("lodestone in order, each batch awaited", inOrder, 1))
        .with(lodestone("lodestone in order, encrypted", inOrder, 0, Embedded::openEncrypted))
        .with(keyed("lodestone in order, keys in each batch", inOrder))
        .with(lodestone("lodestone 10 % late", late, 0))
        .with(questDb("questdb in order, no sync", inOrder, QuestDb.Durability.NONE, 1))
        .with(questDb("questdb in order, synced", inOrder, QuestDb.Durability.SYNCED, 1))
        .with(
            questDb(
                "questdb 10 % late, no sync, commits of 500 batches",
                late, QuestDb.Durability.NONE, 500))
        .with(bareFile(inOrder))
        .with(lodestone("lodestone 1,000,000 series of 10", million, 0))
        .with(lodestone("lodestone 10 series of 1,000,000", ten, 0))
        .with(questDb("questdb 1,000,000 series of 10", million, QuestDb.Durability.NONE, 1))
        .run(line);
  }

  private static Arrivals cpuOnly(Arguments arguments) {
    return Arrivals.inOrder(arguments.whole("hosts", 1_000), arguments.whole("moments", 8_640), 1);
  }

  private static int batchRows(Arguments arguments) {
    return arguments.whole("batch", 1_000);
  }

  private static int inFlight(Arguments arguments) {
    return arguments.whole("in-flight", 8);
  }

  private static int warmUpRows(Arguments arguments) {
    return arguments.whole("warm-up", 1_000_000);
  }

  private static Embedded open(Scratch scratch, Arrivals arrivals) throws IOException {
    return Embedded.open(scratch.folder(), arrivals.maxTimeNanos(), EngineOptions.DEFAULT);
  }

  /**
   * @param inFlight batches that may wait for an acknowledgement; 0 for what the options say
   */
  private static Contender lodestone(String name, Rows rows, int inFlight) {
    return lodestone(name, rows, inFlight, Embedded::open);
  }

  private static Contender lodestone(String name, Rows rows, int inFlight, Opening opening) {
    return new Contender(
        name,
        HEAP,
        (arguments, figures) -> {
          Arrivals arrivals = rows.make(arguments);
          int batch = batchRows(arguments);
          int waiting = inFlight > 0 ? inFlight : inFlight(arguments);
          try (Scratch scratch = Scratch.make();
              Embedded lodestone =
                  opening.open(scratch.folder(), arrivals.maxTimeNanos(), EngineOptions.DEFAULT)) {
            lodestone.write(
                arrivals, Math.min(arrivals.rows(), warmUpRows(arguments)), batch, waiting);
          }
          try (Scratch scratch = Scratch.make();
              Embedded lodestone =
                  opening.open(scratch.folder(), arrivals.maxTimeNanos(), EngineOptions.DEFAULT)) {
            Stretch stretch = Stretch.begin();
            lodestone.write(arrivals, arrivals.rows(), batch, waiting);
            stretch.end(arrivals.metrics(), figures);
            long readFrom = System.nanoTime();
            lodestone.requireSame(arrivals);
            figures.put(
                "million metrics/s read back",
                arrivals.metrics() * 1e3 / (System.nanoTime() - readFrom));
          }
        });
  }

  /** Batches that name their series by keys, as a program does that keeps no writer. */
  private static Contender keyed(String name, Rows rows) {
    return new Contender(
        name,
        HEAP,
        (arguments, figures) -> {
          Arrivals arrivals = rows.make(arguments);
          List<PointBatch> batches = arrivals.batches(batchRows(arguments));
          int warmUp = Math.min(batches.size(), warmUpRows(arguments) / batchRows(arguments));
          try (Scratch scratch = Scratch.make();
              Embedded lodestone = open(scratch, arrivals)) {
            lodestone.write(batches.subList(0, warmUp), inFlight(arguments));
          }
          try (Scratch scratch = Scratch.make();
              Embedded lodestone = open(scratch, arrivals)) {
            Stretch stretch = Stretch.begin();
            lodestone.write(batches, inFlight(arguments));
            stretch.end(arrivals.metrics(), figures);
            lodestone.requireSame(arrivals);
          }
        });
  }

  /**
   * @param batches how many batches a commit takes. Late rows make QuestDB merge partitions at
   *     every commit; its own server gathers them into large ones
   */
  private static Contender questDb(
      String name, Rows rows, QuestDb.Durability durability, int batches) {
    return new Contender(
        name,
        HEAP,
        (arguments, figures) -> {
          Arrivals arrivals = rows.make(arguments);
          int commitRows = batches * batchRows(arguments);
          try (Scratch scratch = Scratch.make();
              QuestDb questDb = open(scratch, arrivals, durability)) {
            write(questDb, arrivals, Math.min(arrivals.rows(), warmUpRows(arguments)), commitRows);
          }
          try (Scratch scratch = Scratch.make();
              QuestDb questDb = open(scratch, arrivals, durability)) {
            Stretch stretch = Stretch.begin();
            write(questDb, arrivals, arrivals.rows(), commitRows);
            stretch.end(arrivals.metrics(), figures);
            requireSame(questDb, arrivals);
          }
        });
  }

  private static QuestDb open(Scratch scratch, Arrivals arrivals, QuestDb.Durability durability) {
    QuestDb questDb =
        QuestDb.open(scratch.folder(), durability, Runtime.getRuntime().availableProcessors());
    questDb.createTable(Arrivals.TAGS, arrivals.keys().size(), arrivals.fieldNames());
    return questDb;
  }

  private static void write(QuestDb questDb, Arrivals arrivals, int rows, int commitRows) {
    try (QuestDbAppender appender = questDb.appender(arrivals.tags())) {
      for (int row = 0; row < rows; row++) {
        appender.append(arrivals.series()[row], arrivals.times()[row], arrivals.fields(), row);
        if ((row + 1) % commitRows == 0) {
          appender.commit();
        }
      }
      appender.commit();
    }
  }

  private static void requireSame(QuestDb questDb, Arrivals arrivals) {
    String sums = "sum(" + String.join(") + sum(", arrivals.fieldNames()) + ")";
    try (var query = questDb.query("select count(), " + sums + " from cpu")) {
      query.run(
          row -> {
            Answers.requireSame("rows", arrivals.rows(), row.whole(0));
            Answers.requireSame("sum", arrivals.sum(), row.whole(1));
          });
    }
  }

  /** The plain reference: eight bytes a value and a time, forced once per group of batches. */
  private static Contender bareFile(Rows rows) {
    return new Contender(
        "bare file, raw values, forced per group",
        HEAP,
        (arguments, figures) -> {
          Arrivals arrivals = rows.make(arguments);
          int batchRows = batchRows(arguments);
          int group = inFlight(arguments);
          try (Scratch scratch = Scratch.make();
              FileChannel channel =
                  FileChannel.open(
                      scratch.folder().resolve("raw"),
                      StandardOpenOption.CREATE_NEW,
                      StandardOpenOption.WRITE)) {
            Stretch stretch = Stretch.begin();
            append(channel, arrivals, batchRows, group);
            stretch.end(arrivals.metrics(), figures);
          }
        });
  }

  private static void append(FileChannel channel, Arrivals arrivals, int batchRows, int group)
      throws IOException {
    ByteBuffer bytes = ByteBuffer.allocateDirect(8 * batchRows * (arrivals.fields().length + 1));
    int batches = 0;
    for (int from = 0; from < arrivals.rows(); from += batchRows) {
      int count = Math.min(batchRows, arrivals.rows() - from);
      bytes.clear();
      LongBuffer words = bytes.asLongBuffer();
      words.put(arrivals.times(), from, count);
      for (long[] field : arrivals.fields()) {
        words.put(field, from, count);
      }
      bytes.limit(8 * words.position());
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      if (++batches % group == 0) {
        channel.force(false);
      }
    }
    channel.force(false);
  }

  /** From the first row to the last acknowledgement. */
  private record Stretch(long startNanos, double cpuSeconds, double allocated) {
    static Stretch begin() {
      System.gc();
      return new Stretch(
          System.nanoTime(), ProcessFigures.cpuSeconds(), ProcessFigures.allocatedBytes());
    }

    void end(long metrics, Figures figures) {
      double nanos = System.nanoTime() - startNanos;
      figures.put("million metrics/s", metrics * 1e3 / nanos);
      figures.put("CPU ns a metric", (ProcessFigures.cpuSeconds() - cpuSeconds) * 1e9 / metrics);
      figures.put(
          "heap bytes allocated a metric", (ProcessFigures.allocatedBytes() - allocated) / metrics);
    }
  }
}
