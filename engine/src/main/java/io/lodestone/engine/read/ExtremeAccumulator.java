package io.lodestone.engine.read;

import io.lodestone.model.ColumnBuffer;
import io.lodestone.model.PresenceBits;
import io.lodestone.model.ValueType;
import io.lodestone.scan.ColumnStatistics;
import io.lodestone.scan.OrderedWords;
import io.lodestone.scan.RunCursor;
import java.util.Arrays;

/** {@code min} and {@code max} of a column of any type but VARCHAR, or of the time. */
final class ExtremeAccumulator implements Accumulator {
  /** Stands for the time in the place of a column's number. */
  static final int TIME = -1;

  private static final long NAN = OrderedWords.ofDouble(Double.NaN);
  private static final long INFINITY = OrderedWords.ofDouble(Double.POSITIVE_INFINITY);
  private static final long MINUS_INFINITY = OrderedWords.ofDouble(Double.NEGATIVE_INFINITY);

  private final int column;
  private final ValueType type;
  private final boolean greatest;

  /** The best so far as {@link OrderedWords}; the worst there is where nothing was seen. */
  private long[] best = new long[0];

  private boolean[] any = new boolean[0];

  /**
   * @param column the column's number in the query, or {@link #TIME}
   */
  ExtremeAccumulator(int column, ValueType type, boolean greatest) {
    this.column = column;
    this.type = type;
    this.greatest = greatest;
    room(1);
  }

  @Override
  public void room(int groups) {
    int known = best.length;
    if (groups > known) {
      int length = Math.max(groups, 2 * known);
      best = Arrays.copyOf(best, length);
      any = Arrays.copyOf(any, length);
      Arrays.fill(best, known, length, greatest ? Long.MIN_VALUE : Long.MAX_VALUE);
    }
  }

  @Override
  public void add(int group, RunCursor run, int from, int to) {
    if (column == TIME) {
      take(group, run.times()[greatest ? to - 1 : from]);
      return;
    }
    ColumnBuffer values = run.column(column);
    if (type == ValueType.DOUBLE) {
      addDoubles(group, values, from, to);
    } else if (values.absentCount() > 0) {
      addPresent(group, values, from, to);
    } else {
      take(group, greatest ? max(values.words(), from, to) : min(values.words(), from, to));
    }
  }

  private static long max(long[] words, int from, int to) {
    long max = Long.MIN_VALUE;
    for (int i = from; i < to; i++) {
      max = Math.max(max, words[i]);
    }
    return max;
  }

  private static long min(long[] words, int from, int to) {
    long min = Long.MAX_VALUE;
    for (int i = from; i < to; i++) {
      min = Math.min(min, words[i]);
    }
    return min;
  }

  private void addPresent(int group, ColumnBuffer values, int from, int to) {
    for (int i = from; i < to; i++) {
      if (PresenceBits.isSet(values.presence(), i)) {
        take(group, values.word(i));
      }
    }
  }

  private void addDoubles(int group, ColumnBuffer values, int from, int to) {
    for (int i = from; i < to; i++) {
      if (values.isPresent(i)) {
        long ordered = OrderedWords.ofBits(values.word(i));
        // All NaN are one, above all.
        take(group, ordered < MINUS_INFINITY || ordered > INFINITY ? NAN : ordered);
      }
    }
  }

  private void take(int group, long ordered) {
    best[group] = greatest ? Math.max(best[group], ordered) : Math.min(best[group], ordered);
    any[group] = true;
  }

  @Override
  public boolean addBlock(int group, RunCursor block) {
    if (column == TIME) {
      return false;
    }
    ColumnStatistics known = block.statistics(column);
    if (Accumulator.isEmpty(known)) {
      return true;
    }
    boolean ordinary =
        type != ValueType.DOUBLE || known.min() >= MINUS_INFINITY && known.max() <= INFINITY;
    if (!known.bounded() || !ordinary) {
      return false;
    }
    take(group, greatest ? known.max() : known.min());
    return true;
  }

  @Override
  public void merge(int group, Accumulator other, int otherGroup) {
    ExtremeAccumulator more = (ExtremeAccumulator) other;
    if (more.any[otherGroup]) {
      take(group, more.best[otherGroup]);
    }
  }

  @Override
  public void result(int group, ColumnBuffer into) {
    if (!any[group]) {
      into.appendAbsent();
    } else {
      into.appendWord(type == ValueType.DOUBLE ? OrderedWords.ofBits(best[group]) : best[group]);
    }
  }

  @Override
  public long memoryBytes() {
    return 9L * best.length;
  }
}
