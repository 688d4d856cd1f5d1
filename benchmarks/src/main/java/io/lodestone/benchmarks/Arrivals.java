package io.lodestone.benchmarks;

import io.lodestone.model.ColumnBuffer;
import io.lodestone.model.Dimension;
import io.lodestone.model.PointBatch;
import io.lodestone.model.SeriesKey;
import io.lodestone.model.ValueType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Rows in the order in which they arrive, as plain columns: what every side of a comparison is fed
 * from, and what answers are computed from independently. The same rows for the same seed.
 *
 * <p>Immutable by convention: the arrays are shared.
 *
 * @param keys the series
 * @param fieldNames one per field
 * @param series per row: the place of its series in {@code keys}
 * @param times per row: nanoseconds since the epoch
 * @param fields per field, per row: the value
 */
record Arrivals(
    List<SeriesKey> keys, List<String> fieldNames, int[] series, long[] times, long[][] fields) {

  /** The names of the ten tags of cpu-only. */
  static final List<String> TAGS =
      List.of(
          "hostname",
          "region",
          "datacenter",
          "rack",
          "os",
          "arch",
          "team",
          "service",
          "service_version",
          "service_environment");

  /** How late a late row is at most. */
  static final long LATE_NANOS_MAX = 1_800_000_000_000L;

  /** Cpu-only as it comes: all hosts of a moment, then the next moment. */
  static Arrivals inOrder(int hosts, int moments, long seed) {
    CpuOnly workload = new CpuOnly(hosts, seed);
    int rows = Math.multiplyExact(hosts, moments);
    int[] series = new int[rows];
    long[] times = new long[rows];
    long[][] fields = new long[CpuOnly.FIELDS][rows];
    for (int moment = 0; moment < moments; moment++) {
      PointBatch batch = workload.nextBatch(hosts);
      int at = moment * hosts;
      System.arraycopy(batch.times(), 0, times, at, hosts);
      for (int field = 0; field < fields.length; field++) {
        System.arraycopy(batch.columns().get(field).words(), 0, fields[field], at, hosts);
      }
      for (int host = 0; host < hosts; host++) {
        series[at + host] = host;
      }
    }
    return new Arrivals(workload.hosts(), CpuOnly.fieldNames(), series, times, fields);
  }

  /**
   * One field in place of ten: {@code seriesCount} hosts with their ten tags, each with {@code
   * points} rows ten seconds apart, all hosts of a moment before the next.
   */
  static Arrivals oneField(int seriesCount, int points, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<SeriesKey> keys = new CpuOnly(seriesCount, seed).hosts();
    int rows = Math.multiplyExact(seriesCount, points);
    int[] series = new int[rows];
    long[] times = new long[rows];
    long[] values = new long[rows];
    double[] walks = new double[seriesCount];
    Arrays.setAll(walks, i -> random.nextInt(101));
    for (int row = 0; row < rows; row++) {
      int host = row % seriesCount;
      walks[host] = Math.clamp(walks[host] + random.nextGaussian(), 0, 100);
      series[row] = host;
      times[row] = CpuOnly.START_NANOS + row / seriesCount * CpuOnly.INTERVAL_NANOS;
      values[row] = (long) walks[host];
    }
    return new Arrivals(keys, List.of("usage_user"), series, times, new long[][] {values});
  }

  /**
   * The same rows, some of them later: each with the given chance, by up to {@link
   * #LATE_NANOS_MAX}.
   */
  Arrivals late(double share, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    // A row's place in the new order: by its arrival, and among equal arrivals as before.
    long[] order = new long[rows()];
    int moments = keys.size();
    for (int row = 0; row < order.length; row++) {
      long late = random.nextDouble() < share ? random.nextLong(LATE_NANOS_MAX) : 0;
      long arrival = row / moments + late / CpuOnly.INTERVAL_NANOS;
      order[row] = arrival << 32 | row;
    }
    Arrays.sort(order);
    int[] newSeries = new int[order.length];
    long[] newTimes = new long[order.length];
    long[][] newFields = new long[fields.length][order.length];
    for (int at = 0; at < order.length; at++) {
      int row = (int) order[at];
      newSeries[at] = series[row];
      newTimes[at] = times[row];
      for (int field = 0; field < fields.length; field++) {
        newFields[field][at] = fields[field][row];
      }
    }
    return new Arrivals(keys, fieldNames, newSeries, newTimes, newFields);
  }

  int rows() {
    return times.length;
  }

  /** Values of all rows. */
  long metrics() {
    return (long) rows() * fields.length;
  }

  /** The youngest row's time. */
  long maxTimeNanos() {
    return Arrays.stream(times).max().orElseThrow();
  }

  /** The sum of every value of every field, modulo 2^64: what a full scan has to come to. */
  long sum() {
    long sum = 0;
    for (long[] field : fields) {
      for (long value : field) {
        sum += value;
      }
    }
    return sum;
  }

  /** Some consecutive rows as a batch for the engine. */
  PointBatch batch(int from, int count) {
    PointBatch.Builder builder = new PointBatch.Builder(count);
    for (int row = from; row < from + count; row++) {
      builder.point(row - from, builder.series(keys.get(series[row])), times[row], 1);
    }
    for (int field = 0; field < fields.length; field++) {
      ColumnBuffer column = builder.column(fieldNames.get(field), ValueType.BIGINT);
      column.appendWords(fields[field], from, count);
    }
    return builder.build();
  }

  /** All rows as batches of at most {@code points}. */
  List<PointBatch> batches(int points) {
    List<PointBatch> batches = new ArrayList<>();
    for (int from = 0; from < rows(); from += points) {
      batches.add(batch(from, Math.min(points, rows() - from)));
    }
    return batches;
  }

  /** The values of {@link #TAGS} of each series. */
  List<String[]> tags() {
    return keys.stream().map(Arrivals::tagsOf).toList();
  }

  private static String[] tagsOf(SeriesKey key) {
    String[] values = new String[TAGS.size()];
    for (Dimension dimension : key.dimensions()) {
      values[TAGS.indexOf(dimension.name())] = dimension.value();
    }
    return values;
  }
}
