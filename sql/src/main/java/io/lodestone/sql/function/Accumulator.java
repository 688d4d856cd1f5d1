package io.lodestone.sql.function;

import io.lodestone.sql.type.Vector;
import io.lodestone.sql.type.VectorBuilder;

/**
 * The state of one aggregate for all groups of a query. Groups are numbered from 0; a group exists
 * when its number lies below the count last given. Used by one thread.
 */
public interface Accumulator {
  /**
   * Adds rows.
   *
   * @param groups the group of each row
   * @param groupCount how many groups there are by now
   * @param arguments one vector per argument, each of {@code size} values
   * @throws io.lodestone.sql.type.EvaluationException when a result leaves its type
   */
  void add(int[] groups, int groupCount, Vector[] arguments, int size);

  /** Appends the result of a group, which may be one that no row was ever added to. */
  void result(int group, VectorBuilder target);

  /** Heap bytes that the state takes, roughly. */
  long memoryBytes();
}
