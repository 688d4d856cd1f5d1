package io.lodestone.benchmarks;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * The questions of cpu-only as Timestream SQL. The columns of an answer: the host if it is one of
 * them, the time or the start of a bin, the figures.
 *
 * @param statement to be asked
 * @param hasHost whether the first column is the host
 */
record CpuSql(String statement, boolean hasHost) {
  private static final String HOST = "hostname";
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.nnnnnnnnn", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  static CpuSql of(CpuQuery query) {
    return switch (query) {
      case CpuQuery.Groups groups -> groups(groups);
      case CpuQuery.Above above ->
          new CpuSql(
              "SELECT "
                  + HOST
                  + ", time, "
                  + String.join(", ", CpuOnly.fieldNames())
                  + from(List.of(CpuOnly.fieldNames().getFirst() + " > " + above.bound()), above),
              true);
      case CpuQuery.LastPoints last ->
          new CpuSql(
              "SELECT "
                  + HOST
                  + ", max(time), "
                  + CpuOnly.fieldNames().stream()
                      .map(field -> "max_by(" + field + ", time)")
                      .collect(Collectors.joining(", "))
                  + from(List.of(), last)
                  + " GROUP BY "
                  + HOST,
              true);
      case CpuQuery.LastMinutes last ->
          new CpuSql(
              "SELECT bin(time, 1m) AS minute, max("
                  + CpuOnly.fieldNames().getFirst()
                  + ")"
                  + from(List.of("time < " + literal(last.beforeNanos())), last)
                  + " GROUP BY bin(time, 1m) ORDER BY minute DESC LIMIT "
                  + last.minutes(),
              false);
    };
  }

  private static CpuSql groups(CpuQuery.Groups query) {
    String bin = "bin(time, " + query.binNanos() / CpuQuery.MINUTE_NANOS + "m)";
    String keys = query.byHost() ? HOST + ", " + bin : bin;
    String function =
        switch (query.function()) {
          case MAX -> "max";
          case MEAN -> "avg";
        };
    return new CpuSql(
        "SELECT "
            + keys
            + ", "
            + CpuOnly.fieldNames().subList(0, query.fields()).stream()
                .map(field -> function + "(" + field + ")")
                .collect(Collectors.joining(", "))
            + from(
                List.of(
                    "time >= " + literal(query.range().startInclusiveNanos()),
                    "time < " + literal(query.range().endExclusiveNanos())),
                query)
            + " GROUP BY "
            + keys,
        query.byHost());
  }

  private static String from(List<String> conditions, CpuQuery query) {
    List<String> all = new ArrayList<>(conditions);
    if (!query.hosts().isEmpty()) {
      all.add(
          HOST
              + query.hosts().stream()
                  .map(host -> "'host_" + host + "'")
                  .collect(Collectors.joining(", ", " IN (", ")")));
    }
    return " FROM "
        + Embedded.TABLE.database().value()
        + "."
        + Embedded.TABLE.table().value()
        + (all.isEmpty() ? "" : " WHERE " + String.join(" AND ", all));
  }

  private static String literal(long nanos) {
    return "'" + TIME.format(Instant.EPOCH.plusNanos(nanos)) + "'";
  }

  /** Nanoseconds of a time as answers have it. */
  static long nanos(String text) {
    Instant instant = TIME.parse(text, Instant::from);
    return Math.addExact(
        Math.multiplyExact(instant.getEpochSecond(), 1_000_000_000L), instant.getNano());
  }

  /** The number of a host by its name. */
  static int host(String name) {
    return Integer.parseInt(name.substring("host_".length()));
  }
}
