package io.lodestone.segments.index;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Sorts numbers by the values they stand for. What is compared are eight bytes of each value,
 * behind the beginning that all share, as longs that lie side by side; whole values only where
 * those agree. Values come in a few long stretches that ascend, because series do: a merge sort
 * that starts from the stretches it finds.
 *
 * <p>For one sort; one owner.
 */
final class ValueSort {
  private static final VarHandle WORDS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private final ValueNumbers values;
  private final int[] numbers;

  /** Beside each number: bytes of its value, which compare as unsigned. */
  private final long[] excerpts;

  /** Where the stretches start that ascend; the end of the last one behind them. */
  private final int[] stretches;

  private int stretchCount;
  private final int[] numberScratch;
  private final long[] excerptScratch;

  private ValueSort(ValueNumbers values, int[] numbers) {
    this.values = values;
    this.numbers = numbers;
    this.excerpts = new long[numbers.length];
    takeExcerpts(sharedBytes());
    this.stretches = new int[countStretches() + 1];
    for (int i = 0; i < numbers.length; i++) {
      if (i == 0 || !ascends(i)) {
        stretches[stretchCount++] = i;
      }
    }
    stretches[stretchCount] = numbers.length;
    this.numberScratch = new int[stretchCount > 1 ? numbers.length : 0];
    this.excerptScratch = new long[numberScratch.length];
  }

  /** Puts the numbers of different values in the order of these. */
  static void sort(ValueNumbers values, int[] numbers) {
    ValueSort sort = new ValueSort(values, numbers);
    sort.sortStretches(0, sort.stretchCount);
  }

  /** How many bytes all values have in common at their beginning. */
  private int sharedBytes() {
    if (numbers.length == 0) {
      return 0;
    }
    byte[] pool = values.pool();
    int first = values.start(numbers[0]);
    int shared = values.length(numbers[0]);
    for (int i = 1; i < numbers.length && shared > 0; i++) {
      int start = values.start(numbers[i]);
      shared = Math.min(shared, values.length(numbers[i]));
      int same = 0;
      while (same < shared && pool[first + same] == pool[start + same]) {
        same++;
      }
      shared = same;
    }
    return shared;
  }

  /**
   * Zeros stand behind the end of a value. One that holds zeros itself can agree with a shorter one
   * then, and both are compared as a whole.
   */
  private void takeExcerpts(int shared) {
    byte[] pool = values.pool();
    for (int i = 0; i < numbers.length; i++) {
      int from = values.start(numbers[i]) + shared;
      int length = Math.min(Long.BYTES, values.length(numbers[i]) - shared);
      long excerpt = 0;
      if (length == Long.BYTES) {
        excerpt = (long) WORDS.get(pool, from);
      } else {
        for (int at = from; at < from + length; at++) {
          excerpt = excerpt << Byte.SIZE | pool[at] & 0xFF;
        }
        excerpt = length == 0 ? 0 : excerpt << Long.SIZE - length * Byte.SIZE;
      }
      excerpts[i] = excerpt;
    }
  }

  private int countStretches() {
    int found = numbers.length == 0 ? 0 : 1;
    for (int i = 1; i < numbers.length; i++) {
      found += ascends(i) ? 0 : 1;
    }
    return found;
  }

  /** Whether a number stands behind the one before it. */
  private boolean ascends(int at) {
    return compare(excerpts[at - 1], numbers[at - 1], excerpts[at], numbers[at]) < 0;
  }

  private int compare(long excerpt, int number, long otherExcerpt, int otherNumber) {
    int order = Long.compareUnsigned(excerpt, otherExcerpt);
    return order != 0 ? order : values.compare(number, otherNumber);
  }

  /** Makes one of some neighbouring stretches. */
  private void sortStretches(int from, int to) {
    if (to - from < 2) {
      return;
    }
    int middle = (from + to) >>> 1;
    sortStretches(from, middle);
    sortStretches(middle, to);
    merge(stretches[from], stretches[middle], stretches[to]);
  }

  private void merge(int from, int middle, int to) {
    if (ascends(middle)) {
      return;
    }
    System.arraycopy(excerpts, from, excerptScratch, from, middle - from);
    System.arraycopy(numbers, from, numberScratch, from, middle - from);
    int left = from;
    int right = middle;
    for (int out = from; left < middle; out++) {
      if (right < to
          && compare(excerpts[right], numbers[right], excerptScratch[left], numberScratch[left])
              < 0) {
        excerpts[out] = excerpts[right];
        numbers[out] = numbers[right++];
      } else {
        excerpts[out] = excerptScratch[left];
        numbers[out] = numberScratch[left++];
      }
    }
  }
}
