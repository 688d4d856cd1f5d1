package io.lodestone.sql.exec;

import io.lodestone.sql.type.Batch;

/** A step at work: a cursor over batches. Starts before the first. Used by one thread. */
public interface Operator extends AutoCloseable {
  /** Moves to the next batch, which holds at least one row; false at the end, and from then on. */
  boolean advance();

  /**
   * Says, before the first advance, that no row is of use unless a column of it, a timestamp, lies
   * between two values. Whoever does not know how to make less of it yields all rows.
   *
   * @param last not less than {@code first}
   */
  default void narrow(int column, long first, long last) {}

  /** The batch moved to. Valid until the next {@link #advance()} or {@link #close()}. */
  Batch batch();

  /** Lets go of everything held, sources included. More than once is harmless. */
  @Override
  void close();
}
