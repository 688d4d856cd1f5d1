package io.lodestone.benchmarks;

import io.lodestone.model.ColumnBuffer;
import io.lodestone.model.PointBatch;
import io.lodestone.model.SeriesKey;
import io.lodestone.model.ValueType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The Numenta Anomaly Benchmark's files: real measurements as CSV of {@code timestamp,value}, a
 * series a file.
 */
final class NabFiles {
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");

  private NabFiles() {}

  /** One batch per file below a folder, in the order of their names, DOUBLE values. */
  static List<PointBatch> read(Path folder) throws IOException {
    List<Path> files;
    try (Stream<Path> walk = Files.walk(folder)) {
      files = walk.filter(path -> path.toString().endsWith(".csv")).sorted().toList();
    }
    List<PointBatch> batches = new ArrayList<>();
    for (Path file : files) {
      batches.add(batch(file));
    }
    return batches;
  }

  private static PointBatch batch(Path file) throws IOException {
    List<String> lines = Files.readAllLines(file);
    PointBatch.Builder builder = new PointBatch.Builder(lines.size());
    String name = file.getFileName().toString().replace(".csv", "");
    int series = builder.series(SeriesKey.of("nab", "name", name));
    ColumnBuffer column = builder.column("value", ValueType.DOUBLE);
    for (String line : lines.subList(1, lines.size())) {
      int comma = line.indexOf(',');
      LocalDateTime time = LocalDateTime.parse(line.substring(0, comma), TIME);
      long nanos = time.toEpochSecond(ZoneOffset.UTC) * 1_000_000_000L;
      // A few files tell a time twice: the later line is a correction.
      builder.point(builder.size(), series, nanos, builder.size() + 1);
      column.appendDouble(Double.parseDouble(line.substring(comma + 1)));
    }
    return builder.build();
  }
}
