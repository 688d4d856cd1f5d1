package io.lodestone.engine.feed;

import io.lodestone.model.SequenceNumber;
import java.io.IOException;
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
   * @param from below the shard's first it counts as that
   * @param changesMax how many at most, at least 1
   * @return empty when this view is too old: points that it tells of are not held any more
   */
  Optional<ShardRead> read(
      FeedStream stream,
      FeedShard shard,
      FeedPosition from,
      int changesMax,
      BlockCache cache,
      ExpiryBlocks expired)
      throws IOException {
    FeedPosition start = from.sequence() < shard.first() ? FeedPosition.at(shard.first()) : from;
    if (start.sequence() < stream.trimmed()) {
      return Optional.of(new ShardRead.Trimmed(FeedPosition.at(stream.trimmed())));
    }
    PageBuilder page = new PageBuilder(start, changesMax);
    long last = Math.min(end(), shard.end());
    for (FeedExpiry expiry : stream.expiries()) {
      if (expiry.sequence() >= page.next().sequence() && expiry.sequence() < last) {
        readChanges(stream, shard, expiry.sequence(), page, cache);
        if (!page.isFull() && !readExpired(stream, shard, expiry, page, expired)) {
          return Optional.empty();
        }
      }
    }
    readChanges(stream, shard, last, page, cache);
    return Optional.of(page.build(shard));
  }

  /** Reads on up to a sequence number, as far as the page has room. */
  private void readChanges(
      FeedStream stream, FeedShard shard, long end, PageBuilder page, BlockCache cache)
      throws IOException {
    if (page.isFull() || page.next().sequence() >= end) {
      return;
    }
    long start = page.nextChange();
    for (int i = firstFileFrom(start); i < files.size() && !page.isFull(); i++) {
      FeedFile file = files.get(i);
      if (file.entry().holds(stream.id())) {
        readFile(file, stream, shard, end, page, cache);
      }
    }
    SlotsBySeries slots = new SlotsBySeries(stream.slots());
    List<ChangeBlock> inMemory = tail.getOrDefault(stream.id(), List.of());
    for (int i = firstFrom(inMemory, start); i < inMemory.size() && !page.isFull(); i++) {
      ChangeBlock block = inMemory.get(i);
      if (block.firstSequence() >= end) {
        break;
      }
      for (int row = block.rowFrom(start);
          row < block.size() && block.sequences()[row] < end && !page.isFull();
          row++) {
        if (slots.of(block, row) == shard.slot()) {
          page.add(new Change(block, row));
        }
      }
    }
    if (!page.isFull()) {
      page.reached(FeedPosition.at(end));
    }
  }

  private static void readFile(
      FeedFile file,
      FeedStream stream,
      FeedShard shard,
      long end,
      PageBuilder page,
      BlockCache cache)
      throws IOException {
    long start = page.nextChange();
    for (FeedFile.BlockEntry block : file.blocks()) {
      if (block.stream() == stream.id()
          && block.shard() == shard.number()
          && block.lastSequence() >= start
          && block.firstSequence() < end) {
        if (page.isFull()) {
          return;
        }
        ChangeBlock found = read(file, block, cache);
        int row = found.rowFrom(start);
        for (; row < found.size() && found.sequences()[row] < end; row++) {
          if (page.isFull()) {
            return;
          }
          page.add(new Change(found, row));
        }
      }
    }
    page.reached(FeedPosition.at(Math.min(end, file.entry().lastSequence() + 1)));
    page.fileRead();
  }

  private static ChangeBlock read(FeedFile file, FeedFile.BlockEntry entry, BlockCache cache)
      throws IOException {
    BlockCache.Key key = new BlockCache.OfFile(file.entry().number(), entry.offset());
    ChangeBlock known = cache.get(key);
    if (known != null) {
      return known;
    }
    ChangeBlock read = file.read(entry);
    cache.put(key, read);
    return read;
  }

  /**
   * Reads on inside an expiry, up to its end or as far as the page goes.
   *
   * @return false when its points are not held any more
   */
  private static boolean readExpired(
      FeedStream stream,
      FeedShard shard,
      FeedExpiry expiry,
      PageBuilder page,
      ExpiryBlocks expired) {
    FeedPosition next = page.next();
    SlotsBySeries slots = new SlotsBySeries(stream.slots());
    long place = next.sequence() == expiry.sequence() ? Math.max(0, next.subOrdinal() - 1) : 0;
    while (!page.isFull()) {
      Optional<ChangeBlock> found = expired.get(stream, expiry, place / ExpiryBlocks.POINTS);
      if (found.isEmpty()) {
        return false;
      }
      ChangeBlock block = found.get();
      int row = (int) (place % ExpiryBlocks.POINTS);
      for (; row < block.size() && !page.isFull(); row++) {
        place++;
        if (slots.of(block, row) == shard.slot()) {
          page.add(new Change(block, row, place));
        }
      }
      if (row >= block.size() && block.size() < ExpiryBlocks.POINTS
          || place == FeedPosition.SUB_ORDINAL_MAX) {
        page.reached(FeedPosition.at(expiry.sequence() + 1));
        return true;
      }
      page.reached(new FeedPosition(expiry.sequence(), place + 1));
      page.blockRead();
    }
    return true;
  }

  /** The first file that holds a change at or after a sequence number. */
  private int firstFileFrom(long sequence) {
    int low = 0;
    int high = files.size();
    while (low < high) {
      int middle = low + high >>> 1;
      if (files.get(middle).entry().lastSequence() < sequence) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
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
