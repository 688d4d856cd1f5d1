package io.lodestone.engine.read;

import io.lodestone.model.ColumnBuffer;
import io.lodestone.model.TimeRange;
import io.lodestone.model.ValueType;
import io.lodestone.scan.Aggregate;
import io.lodestone.scan.Aggregate.Function;
import io.lodestone.scan.AggregateRequest;
import io.lodestone.scan.BatchCursor;
import io.lodestone.scan.ChunkRuns;
import io.lodestone.scan.Column;
import io.lodestone.scan.ColumnBatch;
import io.lodestone.scan.ColumnVector;
import io.lodestone.scan.KeyRange;
import io.lodestone.scan.MemoryAccount;
import io.lodestone.scan.PointCursor;
import io.lodestone.scan.PointQuery;
import io.lodestone.scan.PointSource;
import io.lodestone.scan.RunCursor;
import io.lodestone.scan.TableSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Figures about groups of a table's points. All is computed by the first {@link #advance()}: shares
 * of the table are read apart, by several threads where there are some, and what they found is put
 * together in the shares' order.
 */
public final class AggregateScan implements BatchCursor {
  private final ScanPlan plan;
  private final AggregateColumns columns;
  private final AggregateRequest request;
  private final ScanWatch watch;
  private final ScanWorkers workers;

  /** All groups, once they are computed. */
  private GroupReader result;

  /** The next group to be handed out. */
  private int next;

  private final SeriesColumns seriesColumns = new SeriesColumns();
  private final List<OutputColumn.Texts> texts = new ArrayList<>();
  private ColumnBatch batch;
  private boolean ended;

  private AggregateScan(
      ScanPlan plan,
      AggregateColumns columns,
      AggregateRequest request,
      ScanWatch watch,
      ScanWorkers workers) {
    this.plan = plan;
    this.columns = columns;
    this.request = request;
    this.watch = watch;
    this.workers = workers;
    for (Column column : columns.groupColumns()) {
      OutputColumn.Texts text = new OutputColumn.Texts();
      texts.add(text);
      if (column.kind() == Column.Kind.MEASURE_NAME) {
        seriesColumns.addMeasureName(text);
      } else {
        seriesColumns.addDimension(column.name(), text);
      }
    }
  }

  /**
   * Starts to compute.
   *
   * @param schema the table's columns
   * @param sources the table's parts, the youngest first
   * @param visible the times that exist; the request's range is cut to it
   * @param context who reads, and by which clock
   * @throws IllegalArgumentException when a column is not of the schema, or not of a kind or type
   *     that its use needs
   */
  public static BatchCursor open(
      TableSchema schema,
      List<PointSource> sources,
      TimeRange visible,
      AggregateRequest request,
      ScanContext context) {
    AggregateColumns columns = AggregateColumns.of(schema, request);
    PointQuery query =
        new PointQuery(
            request.range().intersect(visible),
            request.series(),
            KeyRange.ALL,
            columns.measures(),
            columns.conditions());
    return new AggregateScan(
        new ScanPlan(sources, query),
        columns,
        request,
        new ScanWatch(request.limits(), context.clock()),
        context.workers());
  }

  @Override
  public boolean advance() {
    batch = null;
    if (ended) {
      return false;
    }
    // Stays so when the next step fails.
    ended = true;
    watch.check();
    if (result == null) {
      result = wantsLastPointsOnly() ? readLastPoints() : readShares();
    }
    int end = Math.min(next + ColumnBatch.ROWS_MAX, result.groups().count());
    if (next < end) {
      batch = batchOf(next, end);
      next = end;
      ended = false;
    }
    return batch != null;
  }

  private GroupReader newReader() {
    return new GroupReader(columns, request.grouping(), watch);
  }

  private GroupReader readShares() {
    return readTogether(
        plan.shares().stream()
            .<Consumer<GroupReader>>map(
                share ->
                    reader -> {
                      try (RunCursor runs = share.get()) {
                        reader.read(runs);
                      }
                    })
            .toList());
  }

  /** Reads every share into groups of its own, and puts these together in the shares' order. */
  private GroupReader readTogether(List<Consumer<GroupReader>> shares) {
    List<GroupReader> readers = new ArrayList<>(shares.size());
    List<Runnable> tasks = new ArrayList<>(shares.size());
    for (Consumer<GroupReader> share : shares) {
      GroupReader reader = newReader();
      readers.add(reader);
      tasks.add(() -> share.accept(reader));
    }
    if (plan.isSmall()) {
      tasks.forEach(Runnable::run);
    } else {
      workers.run(tasks);
    }
    GroupReader all = readers.isEmpty() ? newReader() : readers.getFirst();
    for (int i = 1; i < readers.size(); i++) {
      all.merge(readers.get(i));
    }
    return all;
  }

  /** Whether the last point of each series is all that has to be looked at. */
  private boolean wantsLastPointsOnly() {
    return request.grouping().binNanos() == 0
        && request.values().isEmpty()
        && request.aggregates().stream().allMatch(AggregateScan::isOfLastPoint);
  }

  /** The greatest time of a series is that of its last point. */
  private static boolean isOfLastPoint(Aggregate aggregate) {
    return aggregate.function() == Function.LAST
        || aggregate.function() == Function.MAX && aggregate.column().equals(Column.TIME);
  }

  private GroupReader readLastPoints() {
    return readTogether(
        plan.lastPointShares().stream()
            .<Consumer<GroupReader>>map(keys -> reader -> readLastPoints(keys, reader))
            .toList());
  }

  /** Looks into the youngest band first; a series found there needs no look into older ones. */
  private void readLastPoints(KeyRange keys, GroupReader reader) {
    PointQuery share = plan.query().withKeys(keys);
    TextDictionary seen = new TextDictionary();
    List<Band> bands = plan.bands();
    for (Band band : bands.reversed()) {
      PointCursor points = band.lastPoints(share);
      try (RunCursor runs =
          new ChunkRuns(bands.size() == 1 ? points : new UnseenSeries(points, seen))) {
        reader.read(runs);
      }
      if (request.grouping().isOfTimeOnly() && reader.groups().count() > 0) {
        break;
      }
    }
  }

  private ColumnBatch batchOf(int from, int to) {
    List<ColumnVector> vectors = new ArrayList<>();
    Groups groups = result.groups();
    texts.forEach(OutputColumn.Texts::clear);
    if (!texts.isEmpty()) {
      for (int group = from; group < to; group++) {
        groups.open(group, seriesColumns);
        for (int i = 0; i < texts.size(); i++) {
          texts.get(i).append(1);
        }
      }
      texts.forEach(text -> vectors.add(text.vector()));
    }
    if (request.grouping().binNanos() > 0) {
      OutputColumn.Measures bins =
          new OutputColumn.Measures(Column.measure("bin", ValueType.TIMESTAMP), -1);
      for (int group = from; group < to; group++) {
        bins.values().appendWord(groups.bin(group));
      }
      vectors.add(bins.vector());
    }
    for (int i = 0; i < columns.inputs().size(); i++) {
      AggregateColumns.Input input = columns.inputs().get(i);
      OutputColumn.Measures figures =
          new OutputColumn.Measures(
              Column.measure(input.aggregate().column(), input.resultType()), -1);
      ColumnBuffer values = figures.values();
      Accumulator accumulator = result.accumulators().get(i);
      for (int group = from; group < to; group++) {
        accumulator.result(group, values);
      }
      vectors.add(figures.vector());
    }
    return new ColumnBatch(to - from, vectors);
  }

  @Override
  public ColumnBatch batch() {
    if (batch == null) {
      throw new IllegalStateException("no batch: call advance() first, and only while it is true");
    }
    return batch;
  }

  @Override
  public void cancel() {
    watch.cancel();
  }

  @Override
  public void chargeTo(MemoryAccount account) {
    watch.chargeTo(account);
  }

  @Override
  public void close() {
    ended = true;
    batch = null;
    result = null;
  }
}
