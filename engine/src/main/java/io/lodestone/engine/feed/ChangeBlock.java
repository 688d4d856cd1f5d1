package io.lodestone.engine.feed;

import io.lodestone.engine.journal.JournalEntry.PointsReplaced;
import io.lodestone.model.ColumnBuffer;
import io.lodestone.model.PointBatch;
import io.lodestone.storage.bytes.Checksum;
import java.util.Arrays;
import java.util.Optional;

/**
 * Some changes of one stream in ascending order of their sequences, as columns. Immutable.
 *
 * @param points the points as they are after the changes
 * @param sequences per point: where the change stands; valid below the size
 * @param ticks per point: the second of the engine's clock in which it was accepted; valid below
 *     the size
 * @param replaced which points replaced another one, in ascending order
 * @param before those others, in the same order, and perhaps more versions than there are; empty
 *     when they are not known
 */
record ChangeBlock(
    PointBatch points,
    long[] sequences,
    long[] ticks,
    int[] replaced,
    Optional<PointsReplaced.Before> before) {
  /** Without any change. */
  static final ChangeBlock EMPTY =
      new ChangeBlock(
          new PointBatch.Builder(0).build(),
          new long[0],
          new long[0],
          new int[0],
          Optional.empty());

  int size() {
    return points.size();
  }

  long firstSequence() {
    return sequences[0];
  }

  long lastSequence() {
    return sequences[size() - 1];
  }

  long lastTick() {
    return ticks[size() - 1];
  }

  /** Where the point before a change stands, or -1 when there was none. */
  int beforeOf(int row) {
    int found = Arrays.binarySearch(replaced, row);
    return found < 0 ? -1 : found;
  }

  /** Where the first replacement at or after a row stands; their number when there is none. */
  int replacedFrom(int row) {
    int found = Arrays.binarySearch(replaced, row);
    return found < 0 ? -found - 1 : found;
  }

  /** The first row at or after a sequence; the size when there is none. */
  int rowFrom(long sequence) {
    int found = Arrays.binarySearch(sequences, 0, size(), sequence);
    return found < 0 ? -found - 1 : found;
  }

  /** The range that a row's series belongs to. */
  int slot(int row, int slots) {
    if (slots == 1) {
      return 0;
    }
    int series = points.series()[row];
    int start = points.keyStart(series);
    return FeedStream.slot(
        Checksum.of(points.keyBytes(), start, points.keyEnd(series) - start), slots);
  }

  /** Heap, about, without the keys of the series. */
  long memoryBytes() {
    long bytes = 200 + 20L * size() + 16L * sequences.length + 4L * replaced.length;
    for (ColumnBuffer column : points.columns()) {
      bytes += column.memoryBytes();
    }
    if (before.isPresent()) {
      bytes += 8L * before.get().versions().length;
      for (ColumnBuffer column : before.get().columns()) {
        bytes += column.memoryBytes();
      }
    }
    return bytes;
  }
}
