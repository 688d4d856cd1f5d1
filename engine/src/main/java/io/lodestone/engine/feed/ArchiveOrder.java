package io.lodestone.engine.feed;

import java.util.Set;

/** Something to be made durable for the feed. */
sealed interface ArchiveOrder {
  /** Changes go to a file, and what has been kept long enough goes. */
  record Archive(FeedCut cut) implements ArchiveOrder {}

  /**
   * Shards that are old or large end, and their children begin. Nothing at or behind that sequence
   * number may be shown before this is on disk: a reader would find it in the parent, and after a
   * crash in the child.
   *
   * @param sequence where the children begin
   * @param tick the present second of the engine's clock
   * @param streams the numbers of those whose shards are looked at
   */
  record Roll(long sequence, long tick, Set<Long> streams) implements ArchiveOrder {}
}
