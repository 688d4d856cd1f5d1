package io.lodestone.engine.memtable;

import io.lodestone.model.PresenceBits;
import io.lodestone.model.TimeRange;

/**
 * Some consecutive runs of a block, copied so that they stand in the order of reading.
 *
 * <p>In a block, the points of one series lie as far from each other as there are other series in
 * between: whoever reads series by series touches another page of memory with every value, and
 * comes back to that page for the next series when all caches have forgotten it. Copied column by
 * column for several series at once, the pages of one column in one block are all that is touched
 * for a while.
 *
 * <p>Reusable; one owner. It writes into memory that {@link BandedRuns} shares out among the bands
 * of all blocks.
 */
final class BlockBand {
  private final Block source;
  private final BlockRuns sorted;

  /** The columns that are copied, by their numbers in the memtable; -1 for none. */
  private final int[] columnNumbers;

  private final TimeRange range;

  /** The source's shape on the memory that all bands of a cursor share. */
  private final Block copy;

  /** The run of the block with which the band begins. */
  private int firstRun;

  /** Per run of the band: where it starts in the copy; one more entry for the end. */
  private int[] starts = {0};

  /** Per point of the copy: its place in the block; shared as well. */
  private final int[] picked;

  private int count;

  /**
   * @param shared room for the points of all bands at a time, with a column of words and presence
   *     bits for each that is copied
   * @param picked as much room for places
   */
  BlockBand(
      Block source,
      BlockRuns sorted,
      int[] columnNumbers,
      TimeRange range,
      Block shared,
      int[] picked) {
    this.source = source;
    this.sorted = sorted;
    this.columnNumbers = columnNumbers;
    this.range = range;
    this.picked = picked;
    BlockColumn[] columns = new BlockColumn[source.columns.length];
    for (int number : columnNumbers) {
      BlockColumn column = number < 0 ? null : source.column(number);
      if (column != null) {
        BlockColumn room = shared.columns[number];
        columns[number] = column.presence() == null ? new BlockColumn(room.words(), null) : room;
      }
    }
    this.copy = Block.copied(shared.times, shared.versions, columns);
  }

  /**
   * Copies the points of some runs that lie in the range of time.
   *
   * @param at the first free place of the shared memory, presence bits from there on being clear
   * @return the first free place afterwards
   */
  int load(int from, int to, int at) {
    firstRun = from;
    count = at;
    pick(from, to);
    copyWords(source.times, copy.times, at);
    copyWords(source.versions, copy.versions, at);
    for (int number : columnNumbers) {
      BlockColumn column = number < 0 ? null : source.column(number);
      if (column != null) {
        BlockColumn copied = copy.columns[number];
        copyWords(column.words(), copied.words(), at);
        if (column.presence() != null) {
          copyPresence(column, copied.presence(), at);
        }
      }
    }
    return count;
  }

  /** The copy; {@link #start} and {@link #end} tell where a run stands in it. */
  Block block() {
    return copy;
  }

  /** Where a run of the block starts in the copy. */
  int start(int run) {
    return starts[run - firstRun];
  }

  /** Where a run of the block ends in the copy. */
  int end(int run) {
    return starts[run - firstRun + 1];
  }

  private void pick(int from, int to) {
    if (starts.length <= to - from) {
      starts = new int[Math.max(to - from + 1, 2 * starts.length)];
    }
    boolean whole = sorted.isWithin(range);
    for (int run = from; run < to; run++) {
      starts[run - from] = count;
      int start = sorted.starts[run];
      int end = sorted.starts[run + 1];
      if (!whole) {
        start = sorted.firstAtOrAfter(source.times, start, end, range.startInclusiveNanos());
        end = sorted.firstAtOrAfter(source.times, start, end, range.endExclusiveNanos());
      }
      for (int i = start; i < end; i++) {
        picked[count++] = sorted.places[i];
      }
    }
    starts[to - from] = count;
  }

  private void copyWords(long[] from, long[] to, int start) {
    int[] places = picked;
    int end = count;
    for (int i = start; i < end; i++) {
      to[i] = from[places[i]];
    }
  }

  private void copyPresence(BlockColumn from, long[] to, int start) {
    for (int i = start; i < count; i++) {
      if (from.isPresent(picked[i])) {
        PresenceBits.set(to, i);
      }
    }
  }
}
