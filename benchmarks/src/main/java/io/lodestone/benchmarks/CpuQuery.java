package io.lodestone.benchmarks;

import io.lodestone.model.TimeRange;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The questions that the Time Series Benchmark Suite asks of cpu-only, as values that every side
 * translates into its own words.
 */
sealed interface CpuQuery {
  long MINUTE_NANOS = 60_000_000_000L;
  long HOUR_NANOS = 60 * MINUTE_NANOS;

  /** Which hosts are asked about; empty for all. */
  List<Integer> hosts();

  /** Figures by time bin, and by host if wanted. A row: host or -1, bin, a figure per field. */
  record Groups(
      List<Integer> hosts,
      TimeRange range,
      Function function,
      int fields,
      long binNanos,
      boolean byHost)
      implements CpuQuery {}

  /** Rows whose usage_user is above a bound, all fields. A row: host, time, the fields. */
  record Above(List<Integer> hosts, long bound) implements CpuQuery {}

  /** The youngest row of every host, all fields. A row: host, time, the fields. */
  record LastPoints() implements CpuQuery {
    @Override
    public List<Integer> hosts() {
      return List.of();
    }
  }

  /** The greatest usage_user of each of the last minutes before a time. A row: -1, bin, figure. */
  record LastMinutes(long beforeNanos, int minutes) implements CpuQuery {
    @Override
    public List<Integer> hosts() {
      return List.of();
    }
  }

  /** What is computed over a group. */
  enum Function {
    MAX,
    MEAN
  }

  /**
   * The questions by the suite's own names, over the first three hours of data, or the first twelve
   * where a name ends with them. A {@code single-groupby} names its fields, hosts and hours in that
   * order; the others ask for less time than in the suite, which has days of data.
   */
  static CpuQuery named(String name) {
    TimeRange oneHour = range(1);
    TimeRange threeHours = range(3);
    TimeRange twelveHours = range(12);
    return switch (name) {
      case "single-groupby-1-1-1" ->
          new Groups(List.of(6), oneHour, Function.MAX, 1, MINUTE_NANOS, false);
      case "single-groupby-1-1-12" ->
          new Groups(List.of(6), twelveHours, Function.MAX, 1, MINUTE_NANOS, false);
      case "single-groupby-1-8-1" ->
          new Groups(eightHosts(), oneHour, Function.MAX, 1, MINUTE_NANOS, false);
      case "single-groupby-5-1-1" ->
          new Groups(List.of(6), oneHour, Function.MAX, 5, MINUTE_NANOS, false);
      case "single-groupby-5-1-12" ->
          new Groups(List.of(6), twelveHours, Function.MAX, 5, MINUTE_NANOS, false);
      case "single-groupby-5-8-1" ->
          new Groups(eightHosts(), oneHour, Function.MAX, 5, MINUTE_NANOS, false);
      case "cpu-max-all-1" ->
          new Groups(List.of(6), threeHours, Function.MAX, 10, MINUTE_NANOS, false);
      case "cpu-max-all-8" ->
          new Groups(eightHosts(), threeHours, Function.MAX, 10, MINUTE_NANOS, false);
      case "double-groupby-1" ->
          new Groups(List.of(), threeHours, Function.MEAN, 1, HOUR_NANOS, true);
      case "double-groupby-5" ->
          new Groups(List.of(), threeHours, Function.MEAN, 5, HOUR_NANOS, true);
      case "double-groupby-all" ->
          new Groups(List.of(), threeHours, Function.MEAN, 10, HOUR_NANOS, true);
      case "high-cpu-1" -> new Above(List.of(6), 90);
      case "high-cpu-all" -> new Above(List.of(), 90);
      case "lastpoint" -> new LastPoints();
      case "groupby-orderby-limit" ->
          new LastMinutes(CpuOnly.START_NANOS + 2 * HOUR_NANOS + 1_234_567_890_000L, 5);
      default -> throw new IllegalArgumentException("no such query: " + name);
    };
  }

  /** How many hours of data a question needs to be what its name says: three, or twelve. */
  static int hoursOf(String name) {
    return name.endsWith("-12") ? 12 : 3;
  }

  private static TimeRange range(int hours) {
    return new TimeRange(CpuOnly.START_NANOS, CpuOnly.START_NANOS + hours * HOUR_NANOS);
  }

  private static List<Integer> eightHosts() {
    return IntStream.range(0, 8).map(i -> 6 + 111 * i).boxed().toList();
  }
}
