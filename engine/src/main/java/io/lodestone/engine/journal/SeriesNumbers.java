package io.lodestone.engine.journal;

import java.util.Arrays;

/**
 * The numbers by which one stretch of the log names the series of one memtable: 0, 1, … in the
 * order in which its points mention them. The first entry that mentions a series defines it, so
 * that a key is written once in each stretch and not with each batch.
 *
 * <p>Used by the committer alone, through {@link JournalEncoder}; one object for each memtable.
 */
public final class SeriesNumbers {
  private static final int NONE = -1;

  /** What the encoder's mark was when the present numbers began. */
  private long mark = NONE;

  private long firstFrame;
  private int count;

  /** How many were forgotten since their places were last cleared. */
  private int forgotten;

  /**
   * Per handle of the memtable: its number + 1 + {@link #forgotten}; up to that where it has none.
   */
  private int[] numbers = {};

  /** Bytes of heap. */
  public long memoryBytes() {
    return 48 + 4L * numbers.length;
  }

  /** Forgets all numbers unless they were given under this mark. */
  void begin(long newMark, long frame) {
    if (mark != newMark) {
      mark = newMark;
      firstFrame = frame;
      forget();
    }
  }

  /** Forgets all numbers, in no more time than they took to give. */
  private void forget() {
    forgotten += count;
    count = 0;
    if (forgotten >= numbers.length) {
      forgotten = 0;
      Arrays.fill(numbers, 0);
    }
  }

  /** The same numbers without any: the next entry defines its series whatever its mark is. */
  SeriesNumbers restarted() {
    mark = NONE;
    forget();
    return this;
  }

  /** The frame in which the present numbers began. */
  long firstFrame() {
    return firstFrame;
  }

  /** How many series have a number. */
  int count() {
    return count;
  }

  /** The number of a series, or -1 when it has none yet. */
  int find(int handle) {
    int number = handle < numbers.length ? numbers[handle] - forgotten - 1 : NONE;
    return Math.max(number, NONE);
  }

  /** Gives the next number to a series that has none. */
  int define(int handle) {
    if (handle >= numbers.length) {
      numbers = Arrays.copyOf(numbers, Math.max(handle + 1, Math.max(16, 2 * numbers.length)));
    }
    numbers[handle] = forgotten + ++count;
    return count - 1;
  }
}
