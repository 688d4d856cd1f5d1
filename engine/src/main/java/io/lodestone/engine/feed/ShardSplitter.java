package io.lodestone.engine.feed;

import io.lodestone.model.SeriesList;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/** Splits the changes of a stream by shard and puts them into a file, in blocks of its own size. */
final class ShardSplitter {
  /** So many changes make a block: what a reader who wants one change has to decode. */
  private static final int BLOCK_CHANGES_MAX = 4_096;

  private final FeedFileWriter writer;
  private final FeedStream stream;
  private final SlotsBySeries slots;

  /** Where a series stands in the list of its slot. */
  private final NumbersBySeries places = new NumbersBySeries();

  private final SlotBlocks[] building;

  /** The rows of a block, slot after slot, and where those of each end. */
  private int[] rows = {};

  private final int[] ends;

  private ShardSplitter(FeedFileWriter writer, FeedStream stream, int changes) {
    this.writer = writer;
    this.stream = stream;
    this.slots = new SlotsBySeries(stream.slots());
    this.building = new SlotBlocks[stream.slots()];
    this.ends = new int[stream.slots()];
    int expected = Math.min(BLOCK_CHANGES_MAX, changes / stream.slots() + 1);
    Arrays.setAll(building, slot -> new SlotBlocks(slot, expected));
  }

  /**
   * Writes the changes of a stream.
   *
   * @param blocks in the order of their sequences
   */
  static void write(FeedFileWriter writer, FeedStream stream, List<ChangeBlock> blocks)
      throws IOException {
    int changes = blocks.stream().mapToInt(ChangeBlock::size).sum();
    ShardSplitter splitter = new ShardSplitter(writer, stream, changes);
    for (ChangeBlock block : blocks) {
      splitter.take(block);
    }
    for (SlotBlocks slot : splitter.building) {
      slot.finish();
    }
  }

  private void take(ChangeBlock block) throws IOException {
    if (rows.length < block.size()) {
      rows = new int[block.size()];
    }
    slots.sort(block, rows, ends);
    int from = 0;
    for (int slot = 0; slot < building.length; slot++) {
      building[slot].take(block, from, ends[slot]);
      from = ends[slot];
    }
  }

  /** The blocks of one slot in the making: of one of its shards after the other. */
  private final class SlotBlocks {
    /** The youngest first: most changes are its. */
    private final List<FeedShard> shards;

    private final int expected;
    private final SeriesList list = new SeriesList();

    /** Null before the first change. */
    private ChangeBlockBuilder builder;

    /** The shard that is being built; null before the first change. */
    private FeedShard shard;

    SlotBlocks(int slot, int expected) {
      this.shards =
          stream.shards().stream().filter(shard -> shard.slot() == slot).toList().reversed();
      this.expected = expected;
    }

    /** Moves rows of this slot into blocks, and writes those that are full. */
    void take(ChangeBlock block, int start, int end) throws IOException {
      int from = start;
      while (from < end) {
        enter(block.sequences()[rows[from]]);
        int to = Math.min(end, from + BLOCK_CHANGES_MAX - builder.size());
        if (block.sequences()[rows[to - 1]] >= shard.end()) {
          to = endOfShard(block, from);
        }
        builder.add(block, rows, from, to - from);
        from = to;
        if (builder.size() == BLOCK_CHANGES_MAX) {
          finish();
        }
      }
    }

    /** Begins what the next change needs that is not there yet. */
    private void enter(long sequence) throws IOException {
      if (shard == null || sequence >= shard.end()) {
        finish();
        shard = shardOf(shards, sequence);
      }
      if (builder == null) {
        builder = new ChangeBlockBuilder(list, places, expected);
      }
    }

    /** Where the first row stands behind another of this shard that is not of it. */
    private int endOfShard(ChangeBlock block, int from) {
      int to = from + 1;
      while (block.sequences()[rows[to]] < shard.end()) {
        to++;
      }
      return to;
    }

    /** Writes what is gathered. */
    void finish() throws IOException {
      if (builder != null && builder.size() > 0) {
        ChangeBlock block = builder.build();
        writer.add(stream, shard.number(), block);
        builder.restart(block);
      }
    }
  }

  /** The shard that a change belongs to: the one of its range that held it when it was made. */
  private static FeedShard shardOf(List<FeedShard> shards, long sequence) {
    for (FeedShard shard : shards) {
      if (sequence >= shard.first() && sequence < shard.end()) {
        return shard;
      }
    }
    throw new IllegalStateException("no shard holds change " + sequence);
  }
}
