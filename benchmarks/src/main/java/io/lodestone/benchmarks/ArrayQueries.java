package io.lodestone.benchmarks;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The plain reference: all values as arrays of longs on the heap, host after host, and loops made
 * for these very questions. No storage, no schema, one thread; what the memory gives.
 */
final class ArrayQueries implements QuerySide {
  private final int hosts;
  private final int moments;

  /** Per field: the values of the first host in the order of time, then those of the next. */
  private final long[][] fields;

  /**
   * @param arrivals in order, every host at every moment
   */
  ArrayQueries(Arrivals arrivals) {
    this.hosts = arrivals.keys().size();
    this.moments = arrivals.rows() / hosts;
    this.fields = new long[arrivals.fields().length][arrivals.rows()];
    for (int field = 0; field < fields.length; field++) {
      for (int row = 0; row < arrivals.rows(); row++) {
        fields[field][row % hosts * moments + row / hosts] = arrivals.fields()[field][row];
      }
    }
  }

  @Override
  public Prepared prepare(CpuQuery query) {
    return switch (query) {
      case CpuQuery.Groups groups -> new GroupLoop(groups);
      case CpuQuery.Above above -> new AboveLoop(above);
      case CpuQuery.LastPoints _ -> new LastPointLoop();
      case CpuQuery.LastMinutes last -> new LastMinuteLoop(last);
    };
  }

  @Override
  public void close() {}

  private int[] chosen(List<Integer> wanted) {
    return wanted.isEmpty()
        ? IntStream.range(0, hosts).toArray()
        : wanted.stream().mapToInt(Integer::intValue).toArray();
  }

  private int momentAt(long nanos) {
    return (int) Math.min(moments, (nanos - CpuOnly.START_NANOS) / CpuOnly.INTERVAL_NANOS);
  }

  private static long timeOf(int moment) {
    return CpuOnly.START_NANOS + moment * CpuOnly.INTERVAL_NANOS;
  }

  private double[] rowAt(int index) {
    return Arrays.stream(fields).mapToDouble(field -> field[index]).toArray();
  }

  /** Bins by host or over all chosen hosts, as an array per field. */
  private final class GroupLoop implements Prepared {
    private final CpuQuery.Groups query;
    private final int[] chosen;
    private final int from;
    private final int to;
    private final int momentsPerBin;
    private final int bins;
    private final long[][] cells;

    GroupLoop(CpuQuery.Groups query) {
      this.query = query;
      this.chosen = chosen(query.hosts());
      this.from = momentAt(query.range().startInclusiveNanos());
      this.to = momentAt(query.range().endExclusiveNanos());
      this.momentsPerBin = (int) (query.binNanos() / CpuOnly.INTERVAL_NANOS);
      this.bins = (to - from) / momentsPerBin;
      this.cells = new long[query.fields()][query.byHost() ? chosen.length * bins : bins];
    }

    @Override
    public int run() {
      for (int field = 0; field < query.fields(); field++) {
        long[] cell = cells[field];
        Arrays.fill(cell, query.function() == CpuQuery.Function.MAX ? Long.MIN_VALUE : 0);
        for (int i = 0; i < chosen.length; i++) {
          int at = query.byHost() ? i * bins : 0;
          for (int bin = 0; bin < bins; bin++) {
            int start = chosen[i] * moments + from + bin * momentsPerBin;
            cell[at + bin] = fold(cell[at + bin], fields[field], start, start + momentsPerBin);
          }
        }
      }
      return cells[0].length;
    }

    private long fold(long before, long[] values, int start, int end) {
      long folded = before;
      if (query.function() == CpuQuery.Function.MAX) {
        for (int i = start; i < end; i++) {
          folded = Math.max(folded, values[i]);
        }
      } else {
        for (int i = start; i < end; i++) {
          folded += values[i];
        }
      }
      return folded;
    }

    @Override
    public QueryAnswer answer() {
      int rows = run();
      double divisor = query.function() == CpuQuery.Function.MEAN ? momentsPerBin : 1;
      QueryAnswer answer = new QueryAnswer();
      for (int row = 0; row < rows; row++) {
        int at = row;
        int host = query.byHost() ? chosen[row / bins] : -1;
        long time = timeOf(from + row % bins * momentsPerBin);
        answer.add(
            host, time, Arrays.stream(cells).mapToDouble(cell -> cell[at] / divisor).toArray());
      }
      return answer;
    }
  }

  /** Picks rows and copies their fields. */
  private final class AboveLoop implements Prepared {
    private final CpuQuery.Above query;
    private final int[] chosen;
    private int[] picked = new int[1024];
    private final long[] copy = new long[1024];

    AboveLoop(CpuQuery.Above query) {
      this.query = query;
      this.chosen = chosen(query.hosts());
    }

    @Override
    public int run() {
      int count = pick();
      for (long[] field : fields) {
        for (int i = 0; i < count; i++) {
          copy[i & copy.length - 1] = field[picked[i]];
        }
      }
      return count;
    }

    private int pick() {
      int count = 0;
      long[] usage = fields[0];
      for (int host : chosen) {
        for (int i = host * moments; i < (host + 1) * moments; i++) {
          if (usage[i] > query.bound()) {
            if (count == picked.length) {
              picked = Arrays.copyOf(picked, 2 * count);
            }
            picked[count++] = i;
          }
        }
      }
      return count;
    }

    @Override
    public QueryAnswer answer() {
      QueryAnswer answer = new QueryAnswer();
      int count = pick();
      for (int i = 0; i < count; i++) {
        answer.add(picked[i] / moments, timeOf(picked[i] % moments), rowAt(picked[i]));
      }
      return answer;
    }
  }

  private final class LastPointLoop implements Prepared {
    private final long[] copy = new long[fields.length];

    @Override
    public int run() {
      for (int host = 0; host < hosts; host++) {
        for (int field = 0; field < fields.length; field++) {
          copy[field] = fields[field][(host + 1) * moments - 1];
        }
      }
      return hosts;
    }

    @Override
    public QueryAnswer answer() {
      QueryAnswer answer = new QueryAnswer();
      for (int host = 0; host < hosts; host++) {
        answer.add(host, timeOf(moments - 1), rowAt((host + 1) * moments - 1));
      }
      return answer;
    }
  }

  private final class LastMinuteLoop implements Prepared {
    private final long[] greatest;
    private final int[] starts;
    private final int end;

    LastMinuteLoop(CpuQuery.LastMinutes query) {
      // The first moment that is not before the time.
      long past = query.beforeNanos() - CpuOnly.START_NANOS + CpuOnly.INTERVAL_NANOS - 1;
      this.end = (int) (past / CpuOnly.INTERVAL_NANOS);
      this.greatest = new long[query.minutes()];
      int momentsPerMinute = (int) (CpuQuery.MINUTE_NANOS / CpuOnly.INTERVAL_NANOS);
      int last = (end - 1) / momentsPerMinute;
      this.starts =
          IntStream.range(0, query.minutes()).map(i -> (last - i) * momentsPerMinute).toArray();
    }

    @Override
    public int run() {
      long[] usage = fields[0];
      Arrays.fill(greatest, Long.MIN_VALUE);
      for (int host = 0; host < hosts; host++) {
        int stop = end;
        for (int minute = 0; minute < starts.length; minute++) {
          for (int moment = starts[minute]; moment < stop; moment++) {
            greatest[minute] = Math.max(greatest[minute], usage[host * moments + moment]);
          }
          stop = starts[minute];
        }
      }
      return greatest.length;
    }

    @Override
    public QueryAnswer answer() {
      run();
      QueryAnswer answer = new QueryAnswer();
      for (int minute = 0; minute < greatest.length; minute++) {
        answer.add(-1, timeOf(starts[minute]), (double) greatest[minute]);
      }
      return answer;
    }
  }
}
