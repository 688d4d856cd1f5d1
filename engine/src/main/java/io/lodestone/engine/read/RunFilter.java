package io.lodestone.engine.read;

import io.lodestone.model.PresenceBits;
import io.lodestone.scan.Column;
import io.lodestone.scan.RunCursor;
import io.lodestone.scan.ValueCondition;
import java.util.Arrays;
import java.util.List;

/**
 * Finds the points of a run of which all conditions on values hold, as ranges of places. Columns
 * are decoded for it only where statistics leave a doubt. One owner.
 *
 * <pre>{@code
 * if (filter.enterBlock(cursor)) {
 *   while (cursor.nextRun()) {
 *     filter.enterRun();
 *     while (filter.nextRange()) {
 *       use(filter.from(), filter.to());
 *     }
 *   }
 * }
 * }</pre>
 */
final class RunFilter {
  private final ValueCondition[] conditions;

  /** Per condition: which of the query's columns it speaks of. */
  private final int[] columns;

  /** Per condition: whether the block's statistics leave a doubt. */
  private final boolean[] doubtful;

  private boolean anyDoubt;
  private RunCursor cursor;

  /** Bit i stands for place {@link #runFrom} + i. */
  private long[] kept = new long[16];

  private int runFrom;
  private int count;

  /** The next place, counted from {@link #runFrom}, that was not handed out. */
  private int next;

  private int from;
  private int to;

  /**
   * @param conditions what must hold
   * @param queried the columns of the query, those of the conditions among them
   */
  RunFilter(List<ValueCondition> conditions, List<Column> queried) {
    this.conditions = conditions.toArray(ValueCondition[]::new);
    this.columns = conditions.stream().mapToInt(c -> queried.indexOf(c.column())).toArray();
    this.doubtful = new boolean[this.conditions.length];
  }

  /** Looks at the block that a cursor stands at; false when no condition can hold in it. */
  boolean enterBlock(RunCursor at) {
    cursor = at;
    anyDoubt = false;
    for (int i = 0; i < conditions.length; i++) {
      var known = at.statistics(columns[i]);
      if (!conditions[i].mayHold(known)) {
        return false;
      }
      doubtful[i] = !conditions[i].mustHold(known);
      anyDoubt |= doubtful[i];
    }
    return true;
  }

  /** Whether the block's statistics leave no doubt that all conditions hold everywhere in it. */
  boolean holdsEverywhere() {
    return !anyDoubt;
  }

  /** Looks at the run that the cursor stands at. */
  void enterRun() {
    runFrom = cursor.from();
    count = cursor.to() - runFrom;
    next = 0;
    if (!anyDoubt) {
      return;
    }
    int words = PresenceBits.words(count);
    if (kept.length < words) {
      kept = new long[2 * words];
    }
    Arrays.fill(kept, 0, words, -1L);
    if ((count & 63) != 0) {
      kept[words - 1] = (1L << count) - 1;
    }
    for (int i = 0; i < conditions.length; i++) {
      if (doubtful[i] && anyKept(words)) {
        conditions[i].keep(cursor.column(columns[i]), runFrom, count, kept);
      }
    }
  }

  private boolean anyKept(int words) {
    for (int word = 0; word < words; word++) {
      if (kept[word] != 0) {
        return true;
      }
    }
    return false;
  }

  /** Moves to the next consecutive points that are kept; false at the run's end. */
  boolean nextRange() {
    if (!anyDoubt) {
      from = runFrom + next;
      to = runFrom + count;
      next = count;
      return from < to;
    }
    int start = seek(next, 0);
    if (start >= count) {
      next = count;
      return false;
    }
    int end = Math.min(count, seek(start, -1L));
    from = runFrom + start;
    to = runFrom + end;
    next = end;
    return true;
  }

  /** The first place from {@code at} on whose bit differs from those of {@code passed}. */
  private int seek(int at, long passed) {
    int words = PresenceBits.words(count);
    int word = at >>> 6;
    if (word >= words) {
      return count;
    }
    long bits = (kept[word] ^ passed) & -1L << at;
    while (bits == 0) {
      if (++word == words) {
        return count;
      }
      bits = kept[word] ^ passed;
    }
    return (word << 6) + Long.numberOfTrailingZeros(bits);
  }

  /** The first place of the range. */
  int from() {
    return from;
  }

  /** The place after its last. */
  int to() {
    return to;
  }
}
