package io.lodestone.scan;

/**
 * A pull cursor over column batches. Used by one thread, but for {@link #cancel()}; starts before
 * the first batch.
 *
 * <p>{@link io.lodestone.model.CorruptionException} from {@link #advance()} says that stored bytes
 * are wrong; the cursor then ends, and no batch is made up in the place of the damaged one. {@link
 * io.lodestone.model.ScanStoppedException} says that the scan's limits were reached.
 */
public interface BatchCursor extends Cursor {
  /** Moves to the next batch, which holds at least one row; false at the end. */
  boolean advance();

  /**
   * The batch that {@link #advance()} moved to. Valid until the next {@link #advance()} or {@link
   * #close()}.
   */
  ColumnBatch batch();

  /**
   * Asks, from any thread, that the cursor be given up: the {@link #advance()} that runs, or the
   * next, fails with {@link io.lodestone.model.ScanStoppedException} soon. A cursor that never
   * works for long may ignore it.
   */
  default void cancel() {}

  /**
   * Has the heap that the cursor holds between batches told to an account, besides being held
   * against the limits of its request. To be called before the first {@link #advance()}, which
   * fails with what the account throws. What is held when the cursor is closed is not given back:
   * the account's owner writes it off. A cursor that holds next to nothing may ignore it.
   */
  default void chargeTo(MemoryAccount account) {}
}
