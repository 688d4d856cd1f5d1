package io.lodestone.engine.read;

import io.lodestone.model.ColumnBuffer;
import io.lodestone.scan.ColumnStatistics;
import io.lodestone.scan.RunCursor;

/** Computes one aggregate for all groups, numbered from 0. One owner. */
interface Accumulator {
  /** Makes room for groups below this number; a new group has seen nothing. */
  void room(int groups);

  /** Takes in the points of a cursor's run at the places {@code from} to before {@code to}. */
  void add(int group, RunCursor run, int from, int to);

  /**
   * Takes in all points of the cursor's block by what is known of them, if that is enough; false
   * and nothing done when it is not.
   */
  boolean addBlock(int group, RunCursor block);

  /** Takes in what another of the same kind has seen of one of its groups. */
  void merge(int group, Accumulator other, int otherGroup);

  /** Adds the result of a group to a column. */
  void result(int group, ColumnBuffer into);

  /** Bytes of heap that it takes. */
  long memoryBytes();

  /** How many of the values at these places are there. */
  static int present(ColumnBuffer values, int from, int to) {
    if (values.absentCount() == 0) {
      return to - from;
    }
    int present = 0;
    for (int i = from; i < to; i++) {
      present += values.isPresent(i) ? 1 : 0;
    }
    return present;
  }

  /** Whether there is no value at all, so that there is nothing to take in. */
  static boolean isEmpty(ColumnStatistics known) {
    return known.present() == 0;
  }
}
