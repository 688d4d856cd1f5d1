package io.lodestone.engine.feed;

import io.lodestone.model.SequenceNumber;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What readers of the feed see: one moment of it. Immutable.
 *
 * @param streams by their numbers
 * @param files in the order of their numbers, which is that of their changes
 * @param tail per stream number: the changes that are in no file yet, in their order
 * @param frame all changes up to this frame of the log are here
 */
record FeedView(
    Map<Long, FeedStream> streams,
    List<FeedFile> files,
    Map<Long, List<ChangeBlock>> tail,
    long frame) {
  static final FeedView EMPTY = new FeedView(Map.of(), List.of(), Map.of(), 0);

  /** The first sequence number that is not known yet. */
  long end() {
    return SequenceNumber.of(frame + 1, 0).packed();
  }

  /**
   * Reads changes of a shard.
   *
   * @param from a sequence number
   * @param changesMax how many at most, at least 1
   */
  ShardRead read(FeedStream stream, FeedShard shard, long from, int changesMax, BlockCache cache)
      throws IOException {
    long start = Math.max(from, shard.first());
    if (start < stream.trimmed()) {
      return new ShardRead.Trimmed(stream.trimmed());
    }
    List<Change> changes = new ArrayList<>();
    for (FeedFile file : files) {
      if (file.entry().lastSequence() < start || changes.size() == changesMax) {
        continue;
      }
      for (FeedFile.BlockEntry block : file.blocks()) {
        if (block.stream() == stream.id()
            && block.shard() == shard.number()
            && block.lastSequence() >= start
            && changes.size() < changesMax) {
          ChangeBlock found = cache.get(file, block);
          for (int row = found.rowFrom(start);
              row < found.size() && changes.size() < changesMax;
              row++) {
            changes.add(new Change(found, row));
          }
        }
      }
    }
    List<ChangeBlock> inMemory = tail.getOrDefault(stream.id(), List.of());
    for (int i = firstFrom(inMemory, start);
        i < inMemory.size() && changes.size() < changesMax;
        i++) {
      ChangeBlock block = inMemory.get(i);
      for (int row = block.rowFrom(start);
          row < block.size() && changes.size() < changesMax;
          row++) {
        if (block.slot(row, stream.slots()) == shard.slot()
            && block.sequences()[row] < shard.end()) {
          changes.add(new Change(block, row));
        }
      }
    }
    boolean isFull = changes.size() == changesMax;
    long next = isFull ? changes.getLast().sequence() + 1 : Math.min(end(), shard.end());
    next = Math.max(next, start);
    return new ShardRead.Page(changes, next, !isFull && next >= shard.end());
  }

  /** The first block that holds a change at or after a sequence number. */
  private static int firstFrom(List<ChangeBlock> blocks, long sequence) {
    int low = 0;
    int high = blocks.size();
    while (low < high) {
      int middle = low + high >>> 1;
      if (blocks.get(middle).lastSequence() < sequence) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  Optional<FeedStream> stream(long id) {
    return Optional.ofNullable(streams.get(id));
  }
}
