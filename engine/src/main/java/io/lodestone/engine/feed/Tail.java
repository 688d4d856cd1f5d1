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
  /** A block has so many changes, if not one entry alone has more: at ten columns 2 MiB. */
  private static final int BLOCK_CHANGES = 16_384;

  private ChangeBlock[] blocks = new ChangeBlock[16];
  private int size;
  private long memoryBytes;

  /** How many changes of one list of series come until somebody asks, about. */
  private int expected;

  /** How many have come. */
  private int gathered;

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
    if (growing != null && !growing.names(points.seriesList())) {
      gather();
    }
    if (growing != null && !growing.hasRoomFor(points.size())) {
      close();
    }
    if (growing == null) {
      growing = new ChangeBlockBuilder(points.seriesList(), Math.max(points.size(), room()));
    }
    growing.append(points, sequence, tick, replaced, before);
    gathered += points.size();
  }

  /** How many changes the next block has, about. Blocks do not grow, which would copy them. */
  private int room() {
    return Math.min(BLOCK_CHANGES, gathered < expected ? expected - gathered : gathered / 4);
  }

  /** Ends a block whose list of series, or whose gathering, is at its end. */
  private void gather() {
    close();
    // What is gathered next is about as much; when it is less, room is wasted once.
    expected = gathered > 0 ? gathered : expected;
    gathered = 0;
  }

  /** All blocks so far. What is added later lies behind its end. */
  List<ChangeBlock> blocks() {
    gather();
    return Arrays.asList(blocks).subList(0, size);
  }

  /** Forgets the blocks whose changes all stand in front of a sequence number. */
  void forgetBefore(long sequence) {
    gather();
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
    gather();
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
    memoryBytes += block.memoryBytes();
  }
}
