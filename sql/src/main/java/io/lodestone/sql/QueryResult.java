package io.lodestone.sql;

import java.util.List;

/**
 * The rows of a statement as they come. Nothing is read before the first {@link #advance()}. Used
 * by one thread, except {@link #cancel()}.
 */
public interface QueryResult extends AutoCloseable {
  /** The columns, at least one. */
  List<ResultColumn> columns();

  /**
   * Whether the statement asked for names and types only (SHOW, DESCRIBE), for which no bytes are
   * metered.
   */
  boolean isMetadata();

  /**
   * Moves to the next rows, at least one; false at the end.
   *
   * @throws SqlException of kind EXECUTION or LIMIT; the result has then ended
   * @throws io.lodestone.model.CorruptionException when stored bytes are wrong
   */
  boolean advance();

  /** The rows moved to. Valid until the next {@link #advance()} or {@link #close()}. */
  ResultBatch batch();

  /** What has been read so far. */
  QueryStatistics statistics();

  /**
   * Makes a running or later {@link #advance()} fail soon. From any thread, more than once, also
   * after the end.
   */
  void cancel();

  /** Lets go of the snapshots. More than once is harmless. */
  @Override
  void close();
}
