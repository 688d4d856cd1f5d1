package io.lodestone.sql;

import io.lodestone.scan.MemoryAccount;
import io.lodestone.sql.unload.Unload;
import java.util.List;
import java.util.Optional;

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
   * Where the rows go instead of to whoever asked; empty for all statements but UNLOAD. The result
   * does not write them: its owner does.
   */
  default Optional<Unload> unload() {
    return Optional.empty();
  }

  /**
   * Moves to the next rows, at least one; false at the end.
   *
   * @throws SqlException of kind EXECUTION or LIMIT; the result has then ended
   * @throws io.lodestone.model.CorruptionException when stored bytes are wrong
   */
  boolean advance();

  /** The rows moved to. Valid until the next {@link #advance()} or {@link #close()}. */
  ResultBatch batch();

  /**
   * Where the reader counts what it holds for longer than a batch, as a part of what the query may
   * hold. A new one at each call; to be used before {@link #close()}. Too much is an {@link
   * SqlException} of kind LIMIT, and is not counted.
   */
  default MemoryAccount memory() {
    return MemoryAccount.NONE;
  }

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
