package io.lodestone.scan;

/**
 * Points in the engine's order: series by the {@link #keyOrder()} of their table, within a series
 * by time, each key and time at most once. What a memtable, a segment and a merge of several of
 * them look like to each other.
 *
 * <p>Two-step pull: {@link #nextSeries()} moves to a series, {@link #nextChunk()} through its
 * points. Skipping the rest of a series by calling {@link #nextSeries()} early is allowed. Used by
 * one thread. Wrong bytes are a {@link io.lodestone.model.CorruptionException} from either step.
 *
 * <pre>{@code
 * while (cursor.nextSeries()) {
 *   while (cursor.nextChunk()) {
 *     use(cursor.keyBytes(), cursor.keyOffset(), cursor.keyLength(), cursor.chunk());
 *   }
 * }
 * }</pre>
 */
public interface PointCursor extends SeriesCursor {
  /** Moves to the next series that may hold a point; false at the end. */
  boolean nextSeries();

  /** {@inheritDoc} Here, until the next {@link #nextSeries()}. */
  @Override
  byte[] keyBytes();

  /**
   * Moves to the next points of the current series, at least one; false when the series has no
   * more.
   */
  boolean nextChunk();

  /** The points moved to. Owned by the cursor, valid until its next step. */
  PointChunk chunk();
}
