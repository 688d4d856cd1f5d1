package io.lodestone.engine.history;

import io.lodestone.scan.PointCursor;

/**
 * The points of a history file that is about to be written, with the columns of {@link
 * HistoryColumns#with}. Unlike other cursors it may yield a time several times, with ascending
 * versions.
 */
public interface HistoryPoints extends PointCursor {
  /**
   * The newest tick that any point yielded so far tells of: at its end, and later, the table is the
   * same with and without these points.
   */
  long newestTick();
}
