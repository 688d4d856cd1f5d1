package io.lodestone.engine.feed;

import io.lodestone.engine.journal.JournalEntry.PointsReplaced;
import io.lodestone.model.PointBatch;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The changes of one stream that are in no file yet. Those that are added one after the other make
 * a block together, until somebody asks for it: what is done for each block is done seldom then.
 * One owner adds; the lists it gives out stay as they are.
 */
final class Tail {
  /** A block that has so many changes takes no more: at ten columns it has about 2 MiB. */
  private static final int BLOCK_CHANGES = 16_384;

  private ChangeBlock[] blocks = new ChangeBlock[16];
  private int size;
  private long memoryBytes;

  /** How many changes the next block has, about. */
  private int expected;

  /** The block in the making; null when there is none. */
  private ChangeBlockBuilder growing;

  /**
   * Adds the changes of an entry, which stand after those added before. Everything is copied but
   * the list of series.
   *
   * @param points as they are after the changes
   * @param sequence of the first of them; the others follow it without a gap
   * @param tick of all of them
   * @param replaced which of them replaced another, in ascending order
   * @param before those others, in the same order; empty when they are not known
   */
  void add(
      PointBatch points,
      long sequence,
      long tick,
      int[] replaced,
      Optional<PointsReplaced.Before> before) {
    if (growing != null
        && (growing.size() >= BLOCK_CHANGES || !growing.names(points.seriesList()))) {
      close();
    }
    if (growing == null) {
      growing = new ChangeBlockBuilder(points.seriesList(), Math.max(points.size(), expected));
    }
    growing.append(points, sequence, tick, replaced, before);
  }

  /** All blocks so far. What is added later lies behind its end. */
  List<ChangeBlock> blocks() {
    close();
    return Arrays.asList(blocks).subList(0, size);
  }

  /** Forgets the blocks whose changes all stand in front of a sequence number. */
  void forgetBefore(long sequence) {
    close();
    int gone = 0;
    while (gone < size && blocks[gone].lastSequence() < sequence) {
      memoryBytes -= blocks[gone].memoryBytes();
      gone++;
    }
    if (gone > 0) {
      // The lists given out go on holding them.
      blocks = Arrays.copyOfRange(blocks, gone, gone + Math.max(16, blocks.length));
      size -= gone;
    }
  }

  long memoryBytes() {
    close();
    return memoryBytes;
  }

  private void close() {
    if (growing == null) {
      return;
    }
    ChangeBlock block = growing.build();
    growing = null;
    if (size == blocks.length) {
      blocks = Arrays.copyOf(blocks, 2 * size);
    }
    blocks[size++] = block;
    // What is gathered next is about as much; when it is less, room is wasted once.
    expected = block.size();
    memoryBytes += block.memoryBytes();
  }
}
