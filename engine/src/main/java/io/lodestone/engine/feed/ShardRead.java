package io.lodestone.engine.feed;

import java.util.List;

/** What reading a shard from a position on brings. */
public sealed interface ShardRead {
  /**
   * Changes.
   *
   * @param changes in the order of commit; none when there is nothing new, or when a long stretch
   *     held nothing of this shard
   * @param next from where to read on: after the last change, or, when there was nothing more, from
   *     the end of what is known now
   * @param ended whether the shard has ended, and nothing will come any more
   */
  record Page(List<Change> changes, FeedPosition next, boolean ended) implements ShardRead {
    public Page {
      changes = List.copyOf(changes);
    }
  }

  /**
   * Changes from there on were made and are not kept any more.
   *
   * @param oldest from where on all are kept
   */
  record Trimmed(FeedPosition oldest) implements ShardRead {}
}
