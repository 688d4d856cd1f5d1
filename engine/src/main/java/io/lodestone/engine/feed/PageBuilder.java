package io.lodestone.engine.feed;

import java.util.ArrayList;
import java.util.List;

/** One answer to a reader in the making: changes, and how far the reading has come. */
final class PageBuilder {
  /** A page ends after so many blocks of expired points, whether there was anything in them. */
  private static final int EXPIRED_BLOCKS_MAX = 16;

  /** A page ends after so many files, whether there was anything of its shard in them. */
  private static final int FILES_MAX = 1_000;

  private final List<Change> changes = new ArrayList<>();
  private final int changesMax;
  private FeedPosition next;
  private int expiredBlocks;
  private int files;

  PageBuilder(FeedPosition start, int changesMax) {
    this.next = start;
    this.changesMax = changesMax;
  }

  /** From where to read on. */
  FeedPosition next() {
    return next;
  }

  /** The first sequence number whose change is not behind the reader. */
  long nextChange() {
    return next.subOrdinal() == 0 ? next.sequence() : next.sequence() + 1;
  }

  /** Whether the reading is to end here. */
  boolean isFull() {
    return changes.size() == changesMax
        || expiredBlocks == EXPIRED_BLOCKS_MAX
        || files == FILES_MAX;
  }

  void add(Change change) {
    changes.add(change);
    FeedPosition position = change.position();
    next = position.subOrdinal() == 0 ? FeedPosition.at(position.sequence() + 1) : position.next();
  }

  /** Everything in front of a position has been read. */
  void reached(FeedPosition position) {
    if (position.compareTo(next) > 0) {
      next = position;
    }
  }

  /** A block of expired points has been read. */
  void blockRead() {
    expiredBlocks++;
  }

  /** A file has been read to its end. */
  void fileRead() {
    files++;
  }

  ShardRead.Page build(FeedShard shard) {
    return new ShardRead.Page(changes, next, next.sequence() >= shard.end());
  }
}
