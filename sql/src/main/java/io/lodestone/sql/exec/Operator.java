package io.lodestone.sql.exec;

import io.lodestone.sql.type.Batch;

/** A step at work: a cursor over batches. Starts before the first. Used by one thread. */
public interface Operator extends AutoCloseable {
  /** Moves to the next batch, which holds at least one row; false at the end, and from then on. */
  boolean advance();

  /** The batch moved to. Valid until the next {@link #advance()} or {@link #close()}. */
  Batch batch();

  /** Lets go of everything held, sources included. More than once is harmless. */
  @Override
  void close();
}
