package io.lodestone.benchmarks;

import io.lodestone.engine.EngineOptions;
import io.lodestone.engine.Snapshot;
import io.lodestone.model.TimeRange;
import io.lodestone.scan.BatchCursor;
import io.lodestone.scan.ColumnBatch;
import io.lodestone.scan.ColumnVector;
import io.lodestone.scan.ScanRequest;
import io.lodestone.scan.SeriesPredicate;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * An embedded engine whose points have been flushed to segments, asked through a snapshot's scans.
 * What the scan cannot answer yet is computed here, over its batches.
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
      case CpuQuery.Above above -> new Rows(above, above.bound());
      case CpuQuery.LastPoints last -> new LastRows(last);
      case CpuQuery.LastMinutes last -> new LastMinutes(last);
    };
  }

  private ScanRequest request(CpuQuery query, TimeRange range, int fields) {
    List<String> columns = new ArrayList<>(List.of("time", "hostname"));
    columns.addAll(fieldNames.subList(0, fields));
    List<SeriesPredicate> hosts =
        query.hosts().isEmpty()
            ? List.of()
            : List.of(
                new SeriesPredicate.In(
                    "hostname",
                    query.hosts().stream().map(h -> "host_" + h).collect(Collectors.toSet())));
    return new ScanRequest(range, hosts, columns, ScanRequest.Order.SERIES_TIME);
  }

  private static long[] longs(ColumnBatch batch, int column) {
    return ((ColumnVector.Longs) batch.vector(column)).values();
  }

  private static ColumnVector.Dictionary hostsOf(ColumnBatch batch) {
    return (ColumnVector.Dictionary) batch.vector(1);
  }

  private static int hostNumber(ColumnVector.Dictionary hosts, int code) {
    return Integer.parseInt(hosts.dictionary().text(code).substring("host_".length()));
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

  /** Cells by host and bin, or by bin alone; hosts by their codes in the scan's dictionary. */
  private final class Groups implements Prepared {
    private final CpuQuery.Groups query;
    private final ScanRequest request;
    private final int bins;
    private long[][] cells;
    private int[] counts;
    private ColumnVector.Dictionary hosts;

    Groups(CpuQuery.Groups query) {
      this.query = query;
      this.request = request(query, query.range(), query.fields());
      long range = query.range().endExclusiveNanos() - query.range().startInclusiveNanos();
      this.bins = (int) (range / query.binNanos());
    }

    @Override
    public int run() {
      cells = new long[query.fields()][0];
      counts = new int[0];
      try (BatchCursor cursor = snapshot.scan(request)) {
        while (cursor.advance()) {
          add(cursor.batch());
        }
      }
      return (int) Arrays.stream(counts).filter(count -> count > 0).count();
    }

    private void add(ColumnBatch batch) {
      long[] times = longs(batch, 0);
      hosts = hostsOf(batch);
      int size = batch.size();
      // Rows of one host and one bin follow each other.
      for (int from = 0; from < size; ) {
        int code = query.byHost() ? hosts.codes()[from] : 0;
        long start = query.range().startInclusiveNanos();
        int bin = (int) ((times[from] - start) / query.binNanos());
        long end = start + (bin + 1) * query.binNanos();
        int to = from + 1;
        while (to < size && times[to] < end && times[to] > times[to - 1]) {
          to++;
        }
        add(batch, code * bins + bin, from, to);
        from = to;
      }
    }

    private void add(ColumnBatch batch, int cell, int from, int to) {
      boolean max = query.function() == CpuQuery.Function.MAX;
      if (cell >= counts.length) {
        counts = Arrays.copyOf(counts, 2 * (cell + bins));
        for (int field = 0; field < cells.length; field++) {
          int before = cells[field].length;
          cells[field] = Arrays.copyOf(cells[field], counts.length);
          Arrays.fill(cells[field], before, counts.length, max ? Long.MIN_VALUE : 0);
        }
      }
      counts[cell] += to - from;
      for (int field = 0; field < cells.length; field++) {
        long[] values = longs(batch, 2 + field);
        long folded = cells[field][cell];
        if (max) {
          for (int row = from; row < to; row++) {
            folded = Math.max(folded, values[row]);
          }
        } else {
          for (int row = from; row < to; row++) {
            folded += values[row];
          }
        }
        cells[field][cell] = folded;
      }
    }

    @Override
    public QueryAnswer answer() {
      run();
      QueryAnswer answer = new QueryAnswer();
      boolean mean = query.function() == CpuQuery.Function.MEAN;
      for (int cell = 0; cell < counts.length; cell++) {
        if (counts[cell] > 0) {
          int at = cell;
          double divisor = mean ? counts[cell] : 1;
          answer.add(
              query.byHost() ? hostNumber(hosts, cell / bins) : -1,
              query.range().startInclusiveNanos() + cell % bins * query.binNanos(),
              Arrays.stream(cells).mapToDouble(c -> c[at] / divisor).toArray());
        }
      }
      return answer;
    }
  }

  /** Rows above a bound. */
  private final class Rows implements Prepared {
    private final ScanRequest request;
    private final long bound;

    Rows(CpuQuery query, long bound) {
      this.request = request(query, TimeRange.ALL, fieldNames.size());
      this.bound = bound;
    }

    @Override
    public int run() {
      int rows = 0;
      try (BatchCursor cursor = snapshot.scan(request)) {
        while (cursor.advance()) {
          long[] usage = longs(cursor.batch(), 2);
          for (int row = 0; row < cursor.batch().size(); row++) {
            rows += usage[row] > bound ? 1 : 0;
          }
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
          ColumnVector.Dictionary hosts = hostsOf(batch);
          for (int row = 0; row < batch.size(); row++) {
            if (longs(batch, 2)[row] > bound) {
              int host = hostNumber(hosts, hosts.codes()[row]);
              answer.add(host, longs(batch, 0)[row], rowOf(batch, row));
            }
          }
        }
      }
      return answer;
    }
  }

  /** The last row of each series of a whole scan. */
  private final class LastRows implements Prepared {
    private final ScanRequest request;

    LastRows(CpuQuery query) {
      this.request = request(query, TimeRange.ALL, fieldNames.size());
    }

    @Override
    public int run() {
      return answer().size();
    }

    @Override
    public QueryAnswer answer() {
      QueryAnswer answer = new QueryAnswer();
      int host = -1;
      long time = 0;
      double[] values = {};
      try (BatchCursor cursor = snapshot.scan(request)) {
        while (cursor.advance()) {
          ColumnBatch batch = cursor.batch();
          int[] codes = hostsOf(batch).codes();
          for (int row = 0; row < batch.size(); row++) {
            int last = row + 1;
            if (last == batch.size() || codes[last] != codes[row]) {
              int number = hostNumber(hostsOf(batch), codes[row]);
              if (number != host && host >= 0) {
                answer.add(host, time, values);
              }
              host = number;
              time = longs(batch, 0)[row];
              values = rowOf(batch, row);
            }
          }
        }
      }
      answer.add(host, time, values);
      return answer;
    }
  }

  /** Maxima by minute, the last of them kept. */
  private final class LastMinutes implements Prepared {
    private final CpuQuery.LastMinutes query;
    private final Groups groups;

    LastMinutes(CpuQuery.LastMinutes query) {
      this.query = query;
      this.groups =
          new Groups(
              new CpuQuery.Groups(
                  List.of(),
                  new TimeRange(CpuOnly.START_NANOS, query.beforeNanos()),
                  CpuQuery.Function.MAX,
                  1,
                  CpuQuery.MINUTE_NANOS,
                  false));
    }

    @Override
    public int run() {
      groups.run();
      return query.minutes();
    }

    @Override
    public QueryAnswer answer() {
      groups.run();
      QueryAnswer answer = new QueryAnswer();
      long first = query.beforeNanos() - 1 - CpuOnly.START_NANOS;
      int last = (int) (first / CpuQuery.MINUTE_NANOS);
      for (int bin = last; bin > last - query.minutes(); bin--) {
        answer.add(
            -1, CpuOnly.START_NANOS + bin * CpuQuery.MINUTE_NANOS, (double) groups.cells[0][bin]);
      }
      return answer;
    }
  }
}
