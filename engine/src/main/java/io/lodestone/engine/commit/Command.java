package io.lodestone.engine.commit;

import io.lodestone.engine.manifest.SealedMemtables;
import io.lodestone.model.PointBatch;
import io.lodestone.segments.Segment;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** What waits for the committer. */
sealed interface Command {
  /**
   * A batch of points for a table.
   *
   * @param handles of the batch's series list
   */
  record Write(
      TableState table,
      PointBatch batch,
      SeriesHandles handles,
      long estimatedBytes,
      SegmentLookup lookup,
      CompletableFuture<WriteResult> future)
      implements Command {}

  /** A change of the catalog. */
  record Change<T>(CatalogChange<T> change, CompletableFuture<T> future) implements Command {}

  /** Close the memtables of all tables but those carried at the next frame boundary. */
  record Seal(CarryOptions carry, CompletableFuture<SealedMemtables> future) implements Command {}

  /** A flush is on disk: its segments take the place of the memtables. */
  record Publish(
      SealedMemtables sealed, Map<Long, List<Segment>> segments, CompletableFuture<Void> future)
      implements Command {}

  /** The manifest names segments in the place of others that hold the same visible points. */
  record Replace(
      long tableId, List<Segment> removed, List<Segment> added, CompletableFuture<Void> future)
      implements Command {}

  /** Ends what the command asked for without an answer. */
  default void fail(RuntimeException cause) {
    switch (this) {
      case Write write -> write.future().completeExceptionally(cause);
      case Change<?> change -> change.future().completeExceptionally(cause);
      case Seal seal -> seal.future().completeExceptionally(cause);
      case Publish publish -> publish.future().completeExceptionally(cause);
      case Replace replace -> replace.future().completeExceptionally(cause);
    }
  }
}
