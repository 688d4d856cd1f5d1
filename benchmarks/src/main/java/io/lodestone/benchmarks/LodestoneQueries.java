package io.lodestone.benchmarks;

import io.lodestone.engine.EngineOptions;
import io.lodestone.engine.Snapshot;
import io.lodestone.model.TimeRange;
import io.lodestone.scan.Aggregate;
import io.lodestone.scan.AggregateRequest;
import io.lodestone.scan.BatchCursor;
import io.lodestone.scan.Column;
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
import java.util.stream.Stream;

/**
 * An embedded engine whose points have been flushed to segments, asked through a snapshot: rows by
 * scans with conditions, figures by aggregates.
 */
final class LodestoneQueries implements QuerySide {
  private static final int BATCH_POINTS = 10_000;
  private static final String HOST = "hostname";

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
      case CpuQuery.Groups groups -> groups(groups);
      case CpuQuery.Above above -> above(above);
      case CpuQuery.LastPoints _ -> lastPoints();
      case CpuQuery.LastMinutes last -> lastMinutes(last);
    };
  }

  private Prepared groups(CpuQuery.Groups query) {
    Aggregate.Function function =
        switch (query.function()) {
          case MAX -> Aggregate.Function.MAX;
          case MEAN -> Aggregate.Function.AVG;
        };
    Grouping grouping = query.byHost() ? Grouping.byColumns(HOST) : Grouping.NONE;
    AggregateRequest request =
        AggregateRequest.of(
                grouping.withBins(query.binNanos()),
                fieldNames.subList(0, query.fields()).stream()
                    .map(field -> Aggregate.of(function, field))
                    .toArray(Aggregate[]::new))
            .withRange(query.range())
            .withSeries(hostsIn(query));
    return new Question(() -> snapshot.aggregate(request), query.byHost(), Integer.MAX_VALUE);
  }

  private Prepared above(CpuQuery.Above query) {
    List<String> columns = new ArrayList<>(List.of(HOST, Column.TIME));
    columns.addAll(fieldNames);
    ScanRequest request =
        ScanRequest.of(columns.toArray(String[]::new))
            .withOrder(ScanRequest.Order.ANY)
            .withSeries(hostsIn(query))
            .withValues(
                new ValuePredicate.Compare(
                    fieldNames.getFirst(),
                    ValuePredicate.Operator.GREATER,
                    new Literal.Bigint(query.bound())));
    return new Question(() -> snapshot.scan(request), true, Integer.MAX_VALUE);
  }

  private Prepared lastPoints() {
    AggregateRequest request =
        AggregateRequest.of(
            Grouping.bySeries(HOST),
            Stream.concat(Stream.of(Column.TIME), fieldNames.stream())
                .map(column -> Aggregate.of(Aggregate.Function.LAST, column))
                .toArray(Aggregate[]::new));
    return new Question(() -> snapshot.aggregate(request), true, Integer.MAX_VALUE);
  }

  private Prepared lastMinutes(CpuQuery.LastMinutes query) {
    AggregateRequest request =
        AggregateRequest.of(
                Grouping.NONE.withBins(CpuQuery.MINUTE_NANOS),
                Aggregate.of(Aggregate.Function.MAX, fieldNames.getFirst()))
            .withRange(new TimeRange(Long.MIN_VALUE, query.beforeNanos()));
    return new Question(() -> snapshot.aggregate(request), false, query.minutes());
  }

  private static SeriesPredicate[] hostsIn(CpuQuery query) {
    return query.hosts().isEmpty()
        ? new SeriesPredicate[0]
        : new SeriesPredicate[] {
          new SeriesPredicate.In(
              HOST, query.hosts().stream().map(h -> "host_" + h).collect(Collectors.toSet()))
        };
  }

  @Override
  public void close() throws IOException {
    snapshot.close();
    lodestone.close();
    scratch.close();
  }

  /** Opens a cursor over the answer. */
  private interface Source {
    BatchCursor open();
  }

  /** Columns: host if there is one, time, values. */
  private static final class Question implements Prepared {
    private final Source source;
    private final int first;
    private final int youngest;

    /**
     * @param hasHost whether the first column is the host
     * @param youngest how many rows are wanted, the youngest ones
     */
    Question(Source source, boolean hasHost, int youngest) {
      this.source = source;
      this.first = hasHost ? 1 : 0;
      this.youngest = youngest;
    }

    @Override
    public int run() {
      int rows = 0;
      double read = 0;
      try (BatchCursor cursor = source.open()) {
        while (cursor.advance()) {
          ColumnBatch batch = cursor.batch();
          rows += batch.size();
          for (ColumnVector vector : batch.vectors()) {
            read += sum(vector, batch.size());
          }
        }
      }
      // Never so; but the sum has to be known, so that reading is not optimised away.
      return Double.isNaN(read) ? -1 : Math.min(rows, youngest);
    }

    private static double sum(ColumnVector vector, int size) {
      return switch (vector) {
        case ColumnVector.Longs longs -> {
          long sum = 0;
          for (int i = 0; i < size; i++) {
            sum += longs.values()[i];
          }
          yield sum;
        }
        case ColumnVector.Dictionary texts -> {
          long sum = 0;
          for (int i = 0; i < size; i++) {
            sum += texts.codes()[i];
          }
          yield sum;
        }
        case ColumnVector.Doubles doubles -> {
          double sum = 0;
          for (int i = 0; i < size; i++) {
            sum += doubles.values()[i];
          }
          yield sum;
        }
        case ColumnVector.Booleans _, ColumnVector.Varchars _ ->
            throw new IllegalStateException("no question asks for " + vector);
      };
    }

    @Override
    public QueryAnswer answer() {
      QueryAnswer all = new QueryAnswer();
      try (BatchCursor cursor = source.open()) {
        while (cursor.advance()) {
          ColumnBatch batch = cursor.batch();
          for (int row = 0; row < batch.size(); row++) {
            double[] values = new double[batch.vectors().size() - first - 1];
            for (int i = 0; i < values.length; i++) {
              values[i] = number(batch.vector(first + 1 + i), row);
            }
            all.add(
                first == 0 ? -1 : host(batch, row),
                ((ColumnVector.Longs) batch.vector(first)).values()[row],
                values);
          }
        }
      }
      return all.youngest(youngest);
    }

    private static int host(ColumnBatch batch, int row) {
      String name = ((ColumnVector.Dictionary) batch.vector(0)).text(row);
      return Integer.parseInt(name.substring("host_".length()));
    }

    private static double number(ColumnVector vector, int row) {
      return switch (vector) {
        case ColumnVector.Longs longs -> longs.values()[row];
        case ColumnVector.Doubles doubles -> doubles.values()[row];
        case ColumnVector.Dictionary _, ColumnVector.Booleans _, ColumnVector.Varchars _ ->
            throw new IllegalStateException("no question asks for " + vector);
      };
    }
  }
}
