package io.lodestone.benchmarks;

import io.lodestone.benchmarks.questdb.QuestDb;
import io.lodestone.benchmarks.questdb.QuestDbAppender;
import io.lodestone.benchmarks.questdb.QuestDbQuery;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The peer: a table partitioned by the hour, one prepared statement per question. */
final class QuestDbQueries implements QuerySide {
  private final Scratch scratch = Scratch.make();
  private final QuestDb database;
  private final List<String> fieldNames;
  private final List<QuestDbQuery> open = new ArrayList<>();

  /** One row a time in the order of arrival, as its table would have got them. */
  QuestDbQueries(Arrivals arrivals) throws IOException {
    this.fieldNames = arrivals.fieldNames();
    this.database =
        QuestDb.open(
            scratch.folder(), QuestDb.Durability.NONE, Runtime.getRuntime().availableProcessors());
    database.createTable(Arrivals.TAGS, arrivals.keys().size(), fieldNames);
    try (QuestDbAppender appender = database.appender(arrivals.tags())) {
      for (int row = 0; row < arrivals.rows(); row++) {
        appender.append(arrivals.series()[row], arrivals.times()[row], arrivals.fields(), row);
      }
      appender.commit();
    }
  }

  @Override
  public Prepared prepare(CpuQuery query) {
    return switch (query) {
      case CpuQuery.Groups groups -> {
        String unit = groups.binNanos() == CpuQuery.HOUR_NANOS ? "h" : "m";
        String host = groups.byHost() ? ", hostname" : "";
        String function = groups.function() == CpuQuery.Function.MAX ? "max" : "avg";
        String figures =
            fieldNames.subList(0, groups.fields()).stream()
                .map(field -> ", " + function + "(" + field + ")")
                .collect(Collectors.joining());
        yield new Statement(
            "select timestamp_floor('%s', ts) bin%s%s from cpu where ts >= '%s' and ts < '%s'%s"
                    .formatted(
                        unit,
                        host,
                        figures,
                        Instant.EPOCH.plusNanos(groups.range().startInclusiveNanos()),
                        Instant.EPOCH.plusNanos(groups.range().endExclusiveNanos()),
                        hostsIn(" and ", groups.hosts()))
                + " group by bin"
                + host,
            groups.byHost(),
            groups.fields(),
            groups.function() == CpuQuery.Function.MEAN);
      }
      case CpuQuery.Above above ->
          new Statement(
              "select ts, hostname, %s from cpu where usage_user > %d%s"
                  .formatted(
                      String.join(", ", fieldNames),
                      above.bound(),
                      hostsIn(" and ", above.hosts())),
              true,
              fieldNames.size(),
              false);
      case CpuQuery.LastPoints _ ->
          new Statement(
              "select ts, hostname, %s from cpu latest on ts partition by hostname"
                  .formatted(String.join(", ", fieldNames)),
              true,
              fieldNames.size(),
              false);
      case CpuQuery.LastMinutes last ->
          new Statement(
              ("select timestamp_floor('m', ts) bin, max(usage_user) from cpu where ts < '%s'"
                      + " group by bin order by bin desc limit %d")
                  .formatted(Instant.EPOCH.plusNanos(last.beforeNanos()), last.minutes()),
              false,
              1,
              false);
    };
  }

  private static String hostsIn(String before, List<Integer> hosts) {
    return hosts.isEmpty()
        ? ""
        : hosts.stream()
            .map(host -> "'host_" + host + "'")
            .collect(Collectors.joining(", ", before + "hostname in (", ")"));
  }

  @Override
  public void close() throws IOException {
    open.forEach(QuestDbQuery::close);
    database.close();
    scratch.close();
  }

  /** Columns: time, host if there is one, values. */
  private final class Statement implements Prepared {
    private final QuestDbQuery query;
    private final boolean hasHost;
    private final int first;
    private final int values;
    private final boolean real;

    /** Takes what is read, so that reading is not optimised away. */
    private double read;

    Statement(String sql, boolean hasHost, int values, boolean real) {
      this.query = database.query(sql);
      this.hasHost = hasHost;
      this.first = hasHost ? 2 : 1;
      this.values = values;
      this.real = real;
      open.add(query);
    }

    @Override
    public int run() {
      int[] rows = new int[1];
      query.run(
          row -> {
            rows[0]++;
            read += row.timeNanos(0);
            read += hasHost ? row.symbol(1) : 0;
            for (int i = first; i < first + values; i++) {
              read += real ? row.real(i) : row.whole(i);
            }
          });
      return rows[0];
    }

    @Override
    public QueryAnswer answer() {
      QueryAnswer answer = new QueryAnswer();
      query.run(
          row -> {
            double[] figures = new double[values];
            for (int i = 0; i < values; i++) {
              figures[i] = real ? row.real(first + i) : row.whole(first + i);
            }
            int host = hasHost ? Integer.parseInt(row.text(1).substring("host_".length())) : -1;
            answer.add(host, row.timeNanos(0), figures);
          });
      return answer;
    }
  }
}
