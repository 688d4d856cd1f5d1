package io.lodestone.benchmarks;

import io.lodestone.model.SeriesKey;
import io.lodestone.model.ValueType;
import io.lodestone.scan.Column;
import io.lodestone.scan.PointCursor;
import io.lodestone.segments.LocalSegmentStore;
import io.lodestone.segments.SegmentId;
import io.lodestone.segments.SegmentMetadata;
import io.lodestone.segments.SegmentOptions;
import io.lodestone.segments.SegmentVerifier;
import io.lodestone.segments.SegmentWriter;
import io.lodestone.segments.encoding.Effort;
import io.lodestone.storage.FileSystemDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Bytes on disk a value, everything in the file included, of segments as a flush and as a
 * compaction writes them. Each file is verified before its size counts. {@link SizeComparison}
 * measures the whole database.
 */
public final class SegmentSizes {
  private static final int HOSTS = 1_000;
  private static final int THREE_HOURS = 1_080;
  private static final int MILLION = 1_000_000;

  private SegmentSizes() {}

  public static void main(String... none) throws IOException {
    List<Column> fields =
        CpuOnly.fieldNames().stream().map(f -> Column.measure(f, ValueType.BIGINT)).toList();
    List<Column> one = fields.subList(0, 1);
    System.out.println("| points | values | effort | bytes | bytes a value |");
    System.out.println("|---|---|---|---|---|");
    for (Effort effort : Effort.values()) {
      print(
          "cpu-only, 1,000 hosts, 3 h",
          effort,
          fields,
          new SeriesByTime(new CpuOnly(HOSTS, 1).hosts(), THREE_HOURS, fields, 1));
      print(
          "ten series of a million points",
          effort,
          one,
          new SeriesByTime(hosts(10), MILLION, one, 2));
      print(
          "a million series of ten points",
          effort,
          one,
          new SeriesByTime(hosts(MILLION), 10, one, 2));
    }
  }

  private static List<SeriesKey> hosts(int count) {
    return IntStream.range(0, count)
        .mapToObj(h -> SeriesKey.of("cpu", "hostname", "host_" + h))
        .toList();
  }

  private static void print(String name, Effort effort, List<Column> columns, PointCursor points)
      throws IOException {
    Path folder = Files.createTempDirectory("lodestone-sizes");
    try (points) {
      LocalSegmentStore store = new LocalSegmentStore(FileSystemDirectory.open(folder));
      SegmentMetadata metadata =
          new SegmentWriter(store, SegmentOptions.DEFAULT.withEffort(effort))
              .write(new SegmentId(1), 1, columns, points)
              .orElseThrow();
      if (!SegmentVerifier.verify(store, metadata).isEmpty()) {
        throw new IllegalStateException(name + " does not verify");
      }
      long values = metadata.points() * columns.size();
      System.out.printf(
          "| %s | %,d | %s | %,d | %.4f |%n",
          name, values, effort, metadata.sizeBytes(), metadata.sizeBytes() / (double) values);
    } finally {
      Folders.delete(folder);
    }
  }
}
