package io.lodestone.scan;

/**
 * A pull cursor over column batches. Used by one thread; starts before the first batch.
 *
 * <p>{@link io.lodestone.model.CorruptionException} from {@link #advance()} says that stored bytes
 * are wrong; the cursor then ends, and no batch is made up in the place of the damaged one.
 */
public interface BatchCursor extends AutoCloseable {
  /** Moves to the next batch, which holds at least one row; false at the end. */
  boolean advance();

  /**
   * The batch that {@link #advance()} moved to. Valid until the next {@link #advance()} or {@link
   * #close()}.
   */
  ColumnBatch batch();

  /** Lets go of everything held. More than once is harmless. */
  @Override
  void close();
}
