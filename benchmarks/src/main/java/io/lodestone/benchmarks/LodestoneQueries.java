package io.lodestone.benchmarks;

import io.lodestone.engine.EngineOptions;
import io.lodestone.engine.Snapshot;
import io.lodestone.model.TimeRange;
import io.lodestone.scan.Aggregate;
import io.lodestone.scan.AggregateRequest;
import io.lodestone.scan.BatchCursor;
import io.lodestone.scan.ColumnBatch;
import io.lodestone.scan.ColumnVector;
import io.lodestone.scan.Grouping;
import io.lodestone.scan.Literal;
import io.lodestone.scan.ScanRequest;
import io.lodestone.scan.SeriesPredicate;
import io.lodestone.scan.ValuePredicate;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * An embedded engine whose points have been flushed to segments, asked through a snapshot's scans
 * and aggregates.
 */
final class LodestoneQueries implements QuerySide {
  private static final int BATCH_POINTS = 10_000;

  private final Scratch scratch = Scratch.make();
  private final Embedded lodestone;
  private final Snapshot snapshot;
  private final List<String> fieldNames;

  LodestoneQueries(Arrivals arrivals) throws IOException {
    this.fieldNames = arrivals.fieldNames();
    this.lodestone =
        Embedded.open(scratch.folder(), arrivals.maxTimeNanos(), EngineOptions.DEFAULT);
    lodestone.write(arrivals.batches(BATCH_POINTS), 8);
    lodestone.engine().flush();
    this.snapshot = lodestone.engine().snapshot(Embedded.TABLE);
  }

  @Override
  public Prepared prepare(CpuQuery query) {
    return switch (query) {
      case CpuQuery.Groups groups -> new Groups(groups);
      case CpuQuery.Above above -> new Rows(above);
      case CpuQuery.LastPoints _ -> new LastRows();
      case CpuQuery.LastMinutes last -> new LastMinutes(last);
    };
  }

  private static SeriesPredicate[] hostsOf(CpuQuery query) {
    return query.hosts().isEmpty()
        ? new SeriesPredicate[0]
        : new SeriesPredicate[] {
          new SeriesPredicate.In(
              "hostname", query.hosts().stream().map(h -> "host_" + h).collect(Collectors.toSet()))
        };
  }

  private static long[] longs(ColumnBatch batch, int column) {
    return ((ColumnVector.Longs) batch.vector(column)).values();
  }

  private double[] rowOf(ColumnBatch batch, int row) {
    double[] values = new double[fieldNames.size()];
    for (int field = 0; field < values.length; field++) {
      values[field] = longs(batch, 2 + field)[row];
    }
    return values;
  }

  @Override
  public void close() throws IOException {
    snapshot.close();
    lodestone.close();
    scratch.close();
  }

  /** Figures by bin, and by host if wanted, computed by the snapshot. */
  private final class Groups implements Prepared {
    private final CpuQuery.Groups query;
    private final AggregateRequest request;

    Groups(CpuQuery.Groups query) {
      this.query = query;
      Aggregate.Function function =
          query.function() == CpuQuery.Function.MAX
              ? Aggregate.Function.MAX
              : Aggregate.Function.AVG;
      this.request =
          AggregateRequest.of(
                  (query.byHost() ? Grouping.byColumns("hostname") : Grouping.NONE)
                      .withBins(query.binNanos()),
                  fieldNames.subList(0, query.fields()).stream()
                      .map(field -> Aggregate.of(function, field))
                      .toArray(Aggregate[]::new))
              .withRange(query.range())
              .withSeries(hostsOf(query));
    }

    @Override
    public int run() {
      int rows = 0;
      try (BatchCursor cursor = snapshot.aggregate(request)) {
        while (cursor.advance()) {
          rows += cursor.batch().size();
        }
      }
      return rows;
    }

    @Override
    public QueryAnswer answer() {
      QueryAnswer answer = new QueryAnswer();
      int first = query.byHost() ? 1 : 0;
      try (BatchCursor cursor = snapshot.aggregate(request)) {
        while (cursor.advance()) {
          ColumnBatch batch = cursor.batch();
          for (int row = 0; row < batch.size(); row++) {
            int host = query.byHost() ? hostNumber(batch, 0, row) : -1;
            double[] figures = new double[query.fields()];
            for (int field = 0; field < figures.length; field++) {
              figures[field] = number(batch.vector(first + 1 + field), row);
            }
            answer.add(host, longs(batch, first)[row], figures);
          }
        }
      }
      return answer;
    }
  }

  private static double number(ColumnVector vector, int row) {
    return vector instanceof ColumnVector.Doubles doubles
        ? doubles.values()[row]
        : ((ColumnVector.Longs) vector).values()[row];
  }

  private static int hostNumber(ColumnBatch batch, int column, int row) {
    String host = ((ColumnVector.Dictionary) batch.vector(column)).text(row);
    return Integer.parseInt(host.substring("host_".length()));
  }

  /** Rows above a bound, all columns. */
  private final class Rows implements Prepared {
    private final ScanRequest request;

    Rows(CpuQuery.Above query) {
      List<String> columns = new ArrayList<>(List.of("time", "hostname"));
      columns.addAll(fieldNames);
      this.request =
          new ScanRequest(TimeRange.ALL, List.of(), columns, ScanRequest.Order.ANY)
              .withSeries(hostsOf(query))
              .withValues(
                  new ValuePredicate.Compare(
                      fieldNames.getFirst(),
                      ValuePredicate.Operator.GREATER,
                      new Literal.Bigint(query.bound())));
    }

    @Override
    public int run() {
      int rows = 0;
      try (BatchCursor cursor = snapshot.scan(request)) {
        while (cursor.advance()) {
          rows += cursor.batch().size();
        }
      }
      return rows;
    }

    @Override
    public QueryAnswer answer() {
      QueryAnswer answer = new QueryAnswer();
      try (BatchCursor cursor = snapshot.scan(request)) {
        while (cursor.advance()) {
          ColumnBatch batch = cursor.batch();
          for (int row = 0; row < batch.size(); row++) {
            answer.add(hostNumber(batch, 1, row), longs(batch, 0)[row], rowOf(batch, row));
          }
        }
      }
      return answer;
    }
  }

  /** The last point of each series. */
  private final class LastRows implements Prepared {
    private final AggregateRequest request;

    LastRows() {
      List<Aggregate> aggregates = new ArrayList<>();
      aggregates.add(Aggregate.of(Aggregate.Function.LAST, "time"));
      fieldNames.forEach(field -> aggregates.add(Aggregate.of(Aggregate.Function.LAST, field)));
      this.request =
          AggregateRequest.of(Grouping.bySeries("hostname"), aggregates.toArray(Aggregate[]::new));
    }

    @Override
    public int run() {
      int rows = 0;
      try (BatchCursor cursor = snapshot.aggregate(request)) {
        while (cursor.advance()) {
          rows += cursor.batch().size();
        }
      }
      return rows;
    }

    @Override
    public QueryAnswer answer() {
      QueryAnswer answer = new QueryAnswer();
      try (BatchCursor cursor = snapshot.aggregate(request)) {
        while (cursor.advance()) {
          ColumnBatch batch = cursor.batch();
          for (int row = 0; row < batch.size(); row++) {
            double[] values = new double[fieldNames.size()];
            for (int field = 0; field < values.length; field++) {
              values[field] = longs(batch, 2 + field)[row];
            }
            answer.add(hostNumber(batch, 0, row), longs(batch, 1)[row], values);
          }
        }
      }
      return answer;
    }
  }

  /** Maxima by minute of the last minutes before a time. */
  private final class LastMinutes implements Prepared {
    private final Groups groups;

    LastMinutes(CpuQuery.LastMinutes query) {
      long before = query.beforeNanos();
      long lastMinute = before - 1 - Math.floorMod(before - 1, CpuQuery.MINUTE_NANOS);
      long first = lastMinute - (query.minutes() - 1) * CpuQuery.MINUTE_NANOS;
      this.groups =
          new Groups(
              new CpuQuery.Groups(
                  List.of(),
                  new TimeRange(first, before),
                  CpuQuery.Function.MAX,
                  1,
                  CpuQuery.MINUTE_NANOS,
                  false));
    }

    @Override
    public int run() {
      return groups.run();
    }

    @Override
    public QueryAnswer answer() {
      return groups.answer();
    }
  }
}
