package io.lodestone.engine.history;

import io.lodestone.engine.clock.Ticks;
import java.util.Arrays;

/**
 * All that the parts of a merge know of one key and time: its versions in ascending order, and of
 * each when it was committed and replaced. What several parts tell of a version is put together.
 * Reusable; one owner.
 */
final class KeyHistory {
  /** No part has the values of this version. */
  static final int NO_VALUES = -1;

  private long[] versions = new long[8];
  private long[] committed = new long[8];
  private long[] replaced = new long[8];

  /** Where the owner finds the values, or {@link #NO_VALUES}. */
  private int[] values = new int[8];

  /** Whether a history file that is written anew holds something of it. */
  private boolean[] remembered = new boolean[8];

  private int count;

  void clear() {
    count = 0;
  }

  /** How many versions. */
  int count() {
    return count;
  }

  /** The place of a version, entered when it is new. Places of higher versions may move up. */
  int place(long version) {
    int at = count;
    while (at > 0 && versions[at - 1] >= version) {
      at--;
      if (versions[at] == version) {
        return at;
      }
    }
    if (count == versions.length) {
      versions = Arrays.copyOf(versions, 2 * count);
      committed = Arrays.copyOf(committed, 2 * count);
      replaced = Arrays.copyOf(replaced, 2 * count);
      values = Arrays.copyOf(values, 2 * count);
      remembered = Arrays.copyOf(remembered, 2 * count);
    }
    int after = count - at;
    System.arraycopy(versions, at, versions, at + 1, after);
    System.arraycopy(committed, at, committed, at + 1, after);
    System.arraycopy(replaced, at, replaced, at + 1, after);
    System.arraycopy(values, at, values, at + 1, after);
    System.arraycopy(remembered, at, remembered, at + 1, after);
    versions[at] = version;
    committed[at] = Ticks.NONE;
    replaced[at] = Ticks.NONE;
    values[at] = NO_VALUES;
    remembered[at] = false;
    count++;
    return at;
  }

  void noteCommitted(int place, long tick) {
    committed[place] = Math.max(committed[place], tick);
  }

  void noteReplaced(int place, long tick) {
    replaced[place] = tick;
  }

  void setValues(int place, int where) {
    values[place] = where;
  }

  void setRemembered(int place) {
    remembered[place] = true;
  }

  long version(int place) {
    return versions[place];
  }

  long committed(int place) {
    return committed[place];
  }

  int values(int place) {
    return values[place];
  }

  boolean isRemembered(int place) {
    return remembered[place];
  }

  /**
   * When a version gave way to another: the next one is the better witness, for it may have come in
   * another part than the one that was known to whoever noted it. {@link Ticks#NONE} when that was
   * before history began, or when it never did.
   */
  long replacedAt(int place) {
    if (place + 1 == count) {
      return replaced[place];
    }
    long next = committed[place + 1];
    return replaced[place] == Ticks.NONE ? next : Math.min(replaced[place], next);
  }
}
