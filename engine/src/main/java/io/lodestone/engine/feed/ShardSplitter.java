package io.lodestone.engine.feed;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Splits the changes of a stream by shard and puts them into a file, in blocks of its own size. */
final class ShardSplitter {
  /** So many changes make a block: what a reader who wants one change has to decode. */
  private static final int BLOCK_CHANGES_MAX = 4_096;

  private ShardSplitter() {}

  /**
   * Writes the changes of a stream.
   *
   * @param blocks in the order of their sequences
   */
  static void write(FeedFileWriter writer, FeedStream stream, List<ChangeBlock> blocks)
      throws IOException {
    SlotsBySeries slots = new SlotsBySeries(stream.slots());
    List<List<FeedShard>> shards = shardsBySlot(stream);
    Rows[] rows = new Rows[stream.slots()];
    Arrays.setAll(rows, _ -> new Rows());
    Map<Integer, ShardBlocks> building = new TreeMap<>();
    int changes = blocks.stream().mapToInt(ChangeBlock::size).sum();
    int expected = Math.min(BLOCK_CHANGES_MAX, changes / stream.slots() + 1);
    for (ChangeBlock block : blocks) {
      for (int row = 0; row < block.size(); row++) {
        rows[slots.of(block, row)].add(row);
      }
      for (int slot = 0; slot < rows.length; slot++) {
        int from = 0;
        while (from < rows[slot].count) {
          FeedShard shard = shardOf(shards.get(slot), block.sequences()[rows[slot].places[from]]);
          int to = rows[slot].upTo(block, shard.end(), from);
          building
              .computeIfAbsent(
                  shard.number(), number -> new ShardBlocks(writer, stream, number, expected))
              .take(block, rows[slot].places, from, to);
          from = to;
        }
        rows[slot].count = 0;
      }
    }
    for (ShardBlocks part : building.values()) {
      part.finish();
    }
  }

  /** The blocks of one shard in the making. */
  private static final class ShardBlocks {
    private final FeedFileWriter writer;
    private final FeedStream stream;
    private final int shard;
    private final int expected;
    private ChangeBlockBuilder builder;

    ShardBlocks(FeedFileWriter writer, FeedStream stream, int shard, int expected) {
      this.writer = writer;
      this.stream = stream;
      this.shard = shard;
      this.expected = expected;
      this.builder = new ChangeBlockBuilder(expected);
    }

    /** Moves rows of this shard into blocks, and writes those that are full. */
    void take(ChangeBlock block, int[] rows, int start, int end) throws IOException {
      int from = start;
      while (from < end) {
        int count = Math.min(end - from, BLOCK_CHANGES_MAX - builder.size());
        builder.add(block, rows, from, count);
        from += count;
        if (builder.size() == BLOCK_CHANGES_MAX) {
          finish();
          builder = new ChangeBlockBuilder(expected);
        }
      }
    }

    /** Writes what is gathered. */
    void finish() throws IOException {
      if (builder.size() > 0) {
        writer.add(stream, shard, builder.build());
      }
    }
  }

  /** A growing list of rows. */
  private static final class Rows {
    int[] places = new int[64];
    int count;

    void add(int row) {
      if (count == places.length) {
        places = Arrays.copyOf(places, 2 * count);
      }
      places[count++] = row;
    }

    /**
     * Where the first of them stands, from a place on, whose change is not in front of a number.
     */
    int upTo(ChangeBlock block, long sequence, int from) {
      int to = from;
      while (to < count && block.sequences()[places[to]] < sequence) {
        to++;
      }
      return to;
    }
  }

  private static List<List<FeedShard>> shardsBySlot(FeedStream stream) {
    List<List<FeedShard>> bySlot = new ArrayList<>();
    for (int slot = 0; slot < stream.slots(); slot++) {
      int wanted = slot;
      // The youngest first: most changes are its.
      bySlot.add(
          stream.shards().stream().filter(shard -> shard.slot() == wanted).toList().reversed());
    }
    return bySlot;
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
