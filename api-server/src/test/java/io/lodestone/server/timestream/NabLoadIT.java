package io.lodestone.server.timestream;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.lodestone.server.timestream.NabFiles.Measurement;
import io.lodestone.server.timestream.NabFiles.NabFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.timestreamquery.TimestreamQueryClient;
import software.amazon.awssdk.services.timestreamwrite.TimestreamWriteClient;
import software.amazon.awssdk.services.timestreamwrite.model.Dimension;
import software.amazon.awssdk.services.timestreamwrite.model.Record;
import software.amazon.awssdk.services.timestreamwrite.model.RejectedRecord;
import software.amazon.awssdk.services.timestreamwrite.model.RejectedRecordsException;
import software.amazon.awssdk.services.timestreamwrite.model.TimeUnit;

/**
 * Real measurements of 2013 to 2015 through the whole server, judged by a computation that knows
 * nothing of it. Some of the files have several values at one instant: the first stays, another
 * value is rejected, the same value again is no harm.
 */
class NabLoadIT {
  private static final int MEASUREMENTS = 137_301;
  private static final int ROWS = 137_256;

  /** Values that differ from the one stored at their instant; 15 more repeat it. */
  private static final int CONFLICTS = 30;

  @TempDir private Path folder;

  /** What must be there of one file. */
  private record Expected(long count, double min, double max, double sum, int conflicts) {
    double average() {
      return sum / count;
    }
  }

  @Test
  void allMeasurementsAreThereAndAddUp() throws Exception {
    List<NabFile> files = NabFiles.read();
    assertEquals(24, files.size());
    assertEquals(MEASUREMENTS, files.stream().mapToInt(f -> f.measurements().size()).sum());
    try (ServedProcess server = ServedProcess.start(folder);
        TimestreamWriteClient writer = server.writeClient();
        TimestreamQueryClient reader = server.queryClient()) {
      writer.createDatabase(b -> b.databaseName("nab"));
      writer.createTable(
          b ->
              b.databaseName("nab")
                  .tableName("measurements")
                  .retentionProperties(
                      r ->
                          r.memoryStoreRetentionPeriodInHours(6L)
                              .magneticStoreRetentionPeriodInDays(73_000L))
                  .magneticStoreWriteProperties(m -> m.enableMagneticStoreWrites(true)));

      int conflicts = 0;
      for (NabFile file : files) {
        List<RejectedRecord> rejected = load(writer, file);
        conflicts += rejected.size();
        assertEquals(expected(file).conflicts(), rejected.size(), file.metric());
        rejected.forEach(record -> assertEquals(1, record.existingVersion()));
      }

      assertEquals(CONFLICTS, conflicts);
      assertEquals(
          Integer.toString(ROWS), Rows.single(reader, "SELECT count(*) FROM nab.measurements"));
      assertSummaries(files, reader);
    }
    try (ServedProcess server = ServedProcess.start(folder);
        TimestreamQueryClient reader = server.queryClient()) {
      assertSummaries(files, reader);
    }
  }

  private static void assertSummaries(List<NabFile> files, TimestreamQueryClient reader) {
    Map<String, List<String>> found = new LinkedHashMap<>();
    for (List<String> row :
        Rows.of(
            reader,
            "SELECT source, metric, measure_name, count(*), min(measure_value::double),"
                + " max(measure_value::double), avg(measure_value::double)"
                + " FROM nab.measurements GROUP BY source, metric, measure_name")) {
      found.put(row.get(0) + "/" + row.get(1), row.subList(2, row.size()));
    }
    assertEquals(files.size(), found.size());
    for (NabFile file : files) {
      String name = file.source() + "/" + file.metric();
      Expected expected = expected(file);
      List<String> summary = found.get(name);
      assertEquals("value", summary.get(0), name);
      assertEquals(Long.toString(expected.count()), summary.get(1), name);
      assertEquals(Double.toString(expected.min()), summary.get(2), name);
      assertEquals(Double.toString(expected.max()), summary.get(3), name);
      // Sums of doubles depend on the order of the summands in their last digits.
      assertEquals(
          expected.average(),
          Double.parseDouble(summary.get(4)),
          1e-9 * Math.abs(expected.average()),
          name);
    }
  }

  private static List<RejectedRecord> load(TimestreamWriteClient writer, NabFile file) {
    List<RejectedRecord> rejected = new ArrayList<>();
    for (int start = 0; start < file.measurements().size(); start += 100) {
      int end = Math.min(start + 100, file.measurements().size());
      List<Record> records =
          file.measurements().subList(start, end).stream().map(NabLoadIT::record).toList();
      try {
        writer.writeRecords(
            b ->
                b.databaseName("nab")
                    .tableName("measurements")
                    .commonAttributes(
                        c ->
                            c.dimensions(
                                    dimension("source", file.source()),
                                    dimension("metric", file.metric()))
                                .measureName("value"))
                    .records(records));
      } catch (RejectedRecordsException some) {
        rejected.addAll(some.rejectedRecords());
      }
    }
    return rejected;
  }

  private static Record record(Measurement measurement) {
    return Record.builder()
        .time(Long.toString(measurement.epochSecond()))
        .timeUnit(TimeUnit.SECONDS)
        .measureValue(measurement.text())
        .build();
  }

  private static Dimension dimension(String name, String value) {
    return Dimension.builder().name(name).value(value).build();
  }

  private static Expected expected(NabFile file) {
    Map<Long, Double> kept = new LinkedHashMap<>();
    int conflicts = 0;
    for (Measurement measurement : file.measurements()) {
      Double first = kept.putIfAbsent(measurement.epochSecond(), measurement.value());
      if (first != null && first != measurement.value()) {
        conflicts++;
      }
    }
    double min = Double.POSITIVE_INFINITY;
    double max = Double.NEGATIVE_INFINITY;
    double sum = 0;
    for (double value : kept.values()) {
      min = Math.min(min, value);
      max = Math.max(max, value);
      sum += value;
    }
    return new Expected(kept.size(), min, max, sum, conflicts);
  }
}
