package io.lodestone.server.timestream.scheduled;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lodestone.engine.EngineOptions;
import io.lodestone.model.PointBatch;
import io.lodestone.model.SeriesKey;
import io.lodestone.model.ValueType;
import io.lodestone.scan.Column;
import io.lodestone.testkit.files.CrashableDirectory;
import io.lodestone.testkit.time.ManualClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * Measurements of the Numenta Anomaly Benchmark arrive as they did in October 2013, under a clock
 * that is moved by hand; a scheduled query sums each hour up when it is over.
 */
class ScheduledRollupTest {
  private static final Path FILE =
      Path.of(
          "..",
          "docs",
          "examples",
          "data",
          "nab",
          "realAWSCloudwatch",
          "iio_us-east-1_i-a2eb1cd9_NetworkIn.csv");
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss");
  private static final DateTimeFormatter NANOS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSSSSSSSS").withZone(ZoneOffset.UTC);

  /** One measurement. */
  private record Measurement(Instant time, double value) {}

  private static List<Measurement> measurements() throws IOException {
    List<Measurement> all = new ArrayList<>();
    for (String line : Files.readAllLines(FILE).stream().skip(1).toList()) {
      int comma = line.indexOf(',');
      all.add(
          new Measurement(
              LocalDateTime.parse(line.substring(0, comma), TIME).toInstant(ZoneOffset.UTC),
              Double.parseDouble(line.substring(comma + 1))));
    }
    return all;
  }

  @Test
  void eachHourIsSummedUpWhenItIsOver() throws IOException {
    List<Measurement> all = measurements();
    ManualClock clock = new ManualClock(all.getFirst().time().plusSeconds(1));
    try (ScheduledService service =
        new ScheduledService(new CrashableDirectory(), clock, 1, EngineOptions.DEFAULT)) {
      service.createTable("nab", "raw");
      service.createTable("nab", "hourly");
      // The first measurement gives the table its columns; the target has none yet.
      int arrived = arrive(service, all, 0, clock.instant());
      String arn =
          service.create(
              "hourly",
              "cron(0 * * * ? *)",
              "SELECT metric, bin(time, 1h) AS hour, avg(measure_value::double) AS mean,"
                  + " max(measure_value::double) AS peak, count(*) AS points FROM nab.raw"
                  + " WHERE time >= @scheduled_runtime - 1h AND time < @scheduled_runtime"
                  + " GROUP BY metric, bin(time, 1h)",
              "'DatabaseName':'nab','TableName':'hourly','TimeColumn':'hour',"
                  + "'DimensionMappings':[{'Name':'metric','DimensionValueType':'VARCHAR'}],"
                  + "'MultiMeasureMappings':{'TargetMultiMeasureName':'traffic',"
                  + "'MultiMeasureAttributeMappings':["
                  + "{'SourceColumn':'mean','MeasureValueType':'DOUBLE'},"
                  + "{'SourceColumn':'peak','MeasureValueType':'DOUBLE'},"
                  + "{'SourceColumn':'points','MeasureValueType':'BIGINT'}]}");
      int runs = 0;
      while (arrived < all.size()) {
        // A minute before the full hour, all of the hour has arrived.
        Instant hour = clock.instant().truncatedTo(ChronoUnit.HOURS).plus(1, ChronoUnit.HOURS);
        if (clock.instant().isBefore(hour.minusSeconds(60))) {
          service.advance(Duration.between(clock.instant(), hour.minusSeconds(60)));
        }
        arrived = arrive(service, all, arrived, hour);
        service.advance(Duration.between(clock.instant(), hour));
        runs++;
      }

      Map<Instant, List<Double>> byHour = byHour(all);
      assertEquals(
          rows(byHour),
          service.query(
              "SELECT metric, time, measure_name, peak, points FROM nab.hourly ORDER BY time"));
      List<String> means = service.query("SELECT mean FROM nab.hourly ORDER BY time");
      for (List<Double> values : byHour.values()) {
        double mean = values.stream().mapToDouble(v -> v).average().orElseThrow();
        // The order of additions is nobody's promise.
        assertEquals(mean, Double.parseDouble(means.removeFirst()), 1e-12 * mean);
      }
      String description = service.describe(arn);
      assertTrue(description.contains("'RunStatus':'AUTO_TRIGGER_SUCCESS'"), description);
      assertTrue(description.contains("'RecentlyFailedRuns':[]"), description);
      assertTrue(
          description.contains(
              "'PreviousInvocationTime':" + clock.instant().getEpochSecond() + ".000"),
          description);
      assertTrue(
          description.contains(
              "'NextInvocationTime':" + clock.instant().plusSeconds(3_600).getEpochSecond()),
          description);
      assertEquals(runs + 1, service.told.size());
    }
  }

  /** Writes what was measured before an instant. How many have arrived. */
  private static int arrive(
      ScheduledService service, List<Measurement> all, int from, Instant until) {
    int at = from;
    PointBatch.Builder batch = new PointBatch.Builder(16);
    int series = batch.series(SeriesKey.of("value", "metric", "NetworkIn"));
    while (at < all.size() && all.get(at).time().isBefore(until)) {
      Measurement measurement = all.get(at++);
      batch.point(batch.size(), series, measurement.time().getEpochSecond() * 1_000_000_000, 1);
      batch
          .valueColumn(Column.singleMeasureName(ValueType.DOUBLE), ValueType.DOUBLE)
          .appendDouble(measurement.value());
    }
    if (at > from) {
      service.write("nab", "raw", batch.build());
    }
    return at;
  }

  private static Map<Instant, List<Double>> byHour(List<Measurement> all) {
    Map<Instant, List<Double>> byHour = new TreeMap<>();
    for (Measurement measurement : all) {
      byHour
          .computeIfAbsent(measurement.time().truncatedTo(ChronoUnit.HOURS), _ -> new ArrayList<>())
          .add(measurement.value());
    }
    return byHour;
  }

  private static List<String> rows(Map<Instant, List<Double>> byHour) {
    List<String> rows = new ArrayList<>();
    byHour.forEach(
        (hour, values) ->
            rows.add(
                "NetworkIn,"
                    + NANOS.format(hour)
                    + ",traffic,"
                    + values.stream().mapToDouble(v -> v).max().orElseThrow()
                    + ","
                    + values.size()));
    return rows;
  }
}
