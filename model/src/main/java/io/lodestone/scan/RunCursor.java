package io.lodestone.scan;

import io.lodestone.model.ColumnBuffer;

/**
 * Points as a scan reads them: blocks, and in each the runs of the wanted series, as places in
 * columns that are decoded when they are asked for and not copied. Series come in the {@link
 * #keyOrder()} of their table, the points of each in the order of time; a series may go on in the
 * next block.
 *
 * <p>A block of which everything is wanted can be judged by its statistics, without asking for its
 * runs. Used by one thread. Wrong bytes are a {@link io.lodestone.model.CorruptionException} from
 * any step.
 *
 * <pre>{@code
 * while (cursor.nextBlock()) {
 *   while (cursor.nextRun()) {
 *     use(cursor.column(0), cursor.from(), cursor.to());
 *   }
 * }
 * }</pre>
 */
public interface RunCursor extends SeriesCursor {
  /** Moves to the next block that may hold a wanted point; false at the end. */
  boolean nextBlock();

  /**
   * Whether every point of the block is wanted as far as series and times go, so that {@link
   * #statistics} speak of exactly these.
   */
  boolean isWholeBlock();

  /** How many points the block has, wanted or not. */
  int blockPoints();

  /** A time not after the block's oldest point. */
  long blockMinTimeNanos();

  /** A time not before its youngest point. */
  long blockMaxTimeNanos();

  /** What is known of a column, by its number in the query, over all points of the block. */
  ColumnStatistics statistics(int column);

  /** Moves to the next run of the block, at least one point; false when it has no more. */
  boolean nextRun();

  /** A number of the run's series: the same until the next series comes, then a higher one. */
  int series();

  /** {@inheritDoc} Here, until the next run. */
  @Override
  byte[] keyBytes();

  /** The place of the run's first point in times and columns. */
  int from();

  /** The place after its last. */
  int to();

  /** The times. Valid until the next block. Read only. */
  long[] times();

  /**
   * A column by its number in the query, as long as the block; the values at other places than
   * those of the run may be anything. Valid until the next run. Read only.
   */
  ColumnBuffer column(int column);
}
