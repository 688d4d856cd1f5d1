package io.lodestone.benchmarks;

import io.lodestone.benchmarks.measure.Arguments;
import io.lodestone.benchmarks.measure.Comparison;
import io.lodestone.benchmarks.measure.Contender;
import io.lodestone.benchmarks.measure.Figures;
import io.lodestone.benchmarks.measure.ProcessFigures;
import io.lodestone.engine.EngineOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * A start after a crash: cpu-only is written by an engine of default options, and every file of its
 * log is kept by a second link, so that flushes do not trim it. Then fresh processes with the heap
 * of the writer replay all of it behind the first checkpoint, flushing as they go; afterwards every
 * row has to be there. The cache is warm.
 *
 * <p>Options: {@code --mib} of log (1,024), {@code --hosts} (1,000), points of a {@code --batch}
 * (1,000). Many hosts and small batches make a log that is mostly keys of series. To be started
 * with {@code -Xmx2g}, the heap of those that replay.
 */
public final class ReplayRun {
  private static final List<String> HEAP = List.of("-Xmx2g", "-XX:+UseParallelGC");

  private ReplayRun() {}

  public static void main(String... line) throws Exception {
    Comparison comparison =
        new Comparison(ReplayRun.class, "Replay of the log")
            .with(new Contender("lodestone", HEAP, ReplayRun::replay));
    if (Arguments.parse(line).has("contender")) {
      comparison.run(line);
      return;
    }
    try (Scratch scratch = Scratch.make()) {
      long rows = write(Arguments.parse(line), scratch.folder());
      String[] more = {
        "--log", scratch.folder().resolve("kept").toString(), "--rows", Long.toString(rows)
      };
      comparison.run(Stream.concat(Stream.of(line), Stream.of(more)).toArray(String[]::new));
    }
  }

  /**
   * Leaves in {@code kept} what a crash would, had nothing been trimmed.
   *
   * @return the rows written
   */
  private static long write(Arguments arguments, Path folder) throws IOException {
    CpuOnly workload = new CpuOnly(arguments.whole("hosts", 1_000), 1);
    long bytesWanted = (long) arguments.whole("mib", 1_024) << 20;
    Path data = Files.createDirectory(folder.resolve("data"));
    Path kept = Files.createDirectory(folder.resolve("kept"));
    long later = CpuOnly.START_NANOS + 300L * 24 * CpuQuery.HOUR_NANOS;
    // Creates the table, and leaves a checkpoint behind it.
    Embedded.open(data, later, EngineOptions.DEFAULT).close();
    Folders.copy(data, kept);
    Path log = kept.resolve("wal");
    Folders.delete(log);
    Files.createDirectory(log);
    long rows = 0;
    int batch = arguments.whole("batch", 1_000);
    // As many rows as lie in a few MiB, so that no file comes and goes between two looks.
    int batches = Math.min(2_000, 100_000 / batch);
    try (Embedded lodestone = Embedded.open(data, later, EngineOptions.DEFAULT)) {
      // Files are made at their full length: what is there after the first rows is nearly empty.
      long before = Long.MAX_VALUE;
      while (rows == 0 || keep(data.resolve("wal"), log) - before < bytesWanted) {
        lodestone.write(
            Stream.generate(() -> workload.nextBatch(batch)).limit(batches)::iterator, 8);
        rows += (long) batches * batch;
        before = Math.min(before, keep(data.resolve("wal"), log));
      }
      keep(data.resolve("wal"), log);
    }
    return rows;
  }

  /**
   * Links the files of a log that are not linked yet.
   *
   * @return the bytes of all that are, with the zeros that lie ready in the last one
   */
  private static long keep(Path from, Path to) throws IOException {
    List<Path> files;
    try (Stream<Path> list = Files.list(from)) {
      files = list.filter(file -> file.toString().endsWith(".wal")).toList();
    }
    for (Path file : files) {
      Path link = to.resolve(file.getFileName());
      try {
        if (!Files.exists(link)) {
          Files.createLink(link, file);
        }
      } catch (NoSuchFileException e) {
        // Trimmed between two looks: the count of rows will tell.
        continue;
      }
    }
    return Folders.diskBytes(to);
  }

  /** Bytes of a log without the zeros behind the last frame of each file. */
  private static long bytesWritten(Path log) throws IOException {
    List<Path> files;
    try (Stream<Path> list = Files.list(log)) {
      files = list.toList();
    }
    long total = 0;
    for (Path file : files) {
      byte[] bytes = Files.readAllBytes(file);
      int end = bytes.length;
      while (end > 0 && bytes[end - 1] == 0) {
        end--;
      }
      total += end;
    }
    return total;
  }

  private static void replay(Arguments arguments, Figures figures) throws IOException {
    try (Scratch scratch = Scratch.make()) {
      Folders.copy(Path.of(arguments.text("log", "")), scratch.folder());
      double bytes = bytesWritten(scratch.folder().resolve("wal"));
      long rows = Long.parseLong(arguments.text("rows", "0"));
      long later = CpuOnly.START_NANOS + 300L * 24 * CpuQuery.HOUR_NANOS;
      double cpuBefore = ProcessFigures.cpuSeconds();
      long start = System.nanoTime();
      try (Embedded lodestone = Embedded.open(scratch.folder(), later, EngineOptions.DEFAULT)) {
        double seconds = (System.nanoTime() - start) / 1e9;
        double cpuSeconds = ProcessFigures.cpuSeconds() - cpuBefore;
        figures.put("seconds", seconds);
        figures.put("log GiB", bytes / 0x1p30);
        figures.put("seconds a GiB", seconds / (bytes / 0x1p30));
        figures.put("million metrics/s", rows * CpuOnly.FIELDS / seconds / 1e6);
        figures.put("cpu ns a metric", cpuSeconds * 1e9 / (rows * CpuOnly.FIELDS));
        figures.put("cpu seconds a GiB", cpuSeconds / (bytes / 0x1p30));
        figures.put("flushes", lodestone.engine().recovery().flushes());
        figures.put("log bytes a metric", bytes / (rows * CpuOnly.FIELDS));
        figures.put("peak resident MiB", ProcessFigures.peakResidentMebibytes());
        Answers.requireSame("rows", rows, lodestone.count());
      }
    }
  }
}
