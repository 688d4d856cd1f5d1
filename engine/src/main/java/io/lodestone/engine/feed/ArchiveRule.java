package io.lodestone.engine.feed;

import io.lodestone.engine.disk.FeedRoom;
import io.lodestone.model.SequenceNumber;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Says when something has to be put on disk. One owner. */
final class ArchiveRule {
  private final FeedOptions options;
  private final FeedRoom room;
  private long archivedTick;

  /** The second in which was looked last whether something has become old enough. */
  private long checkedTick = -1;

  ArchiveRule(FeedOptions options, FeedRoom room) {
    this.options = options;
    this.room = room;
  }

  /**
   * What is to be done next; empty when there is nothing.
   *
   * @param onDisk what is there already
   * @param tick the present second
   * @param mayRoll whether nothing behind what was followed has been shown to readers
   */
  Optional<ArchiveOrder> next(FeedFollower follower, FeedState onDisk, long tick, boolean mayRoll) {
    boolean isAnotherSecond = tick != checkedTick;
    if (isAnotherSecond && mayRoll) {
      Optional<ArchiveOrder> roll = roll(follower, onDisk, tick);
      if (roll.isPresent()) {
        return roll;
      }
    }
    checkedTick = tick;
    return isPressing(follower, onDisk) || isAnotherSecond && isDue(follower, onDisk, tick)
        ? Optional.of(archive(follower, tick))
        : Optional.empty();
  }

  /** Everything that was followed. */
  ArchiveOrder archive(FeedFollower follower, long tick) {
    archivedTick = tick;
    return new ArchiveOrder.Archive(follower.cut(tick));
  }

  private Optional<ArchiveOrder> roll(FeedFollower follower, FeedState onDisk, long tick) {
    long sequence = SequenceNumber.of(follower.frame() + 1, 0).packed();
    Set<Long> old =
        onDisk.streams().stream()
            .map(FeedStream::id)
            .filter(id -> isToRoll(follower.streams().get(id), sequence, tick))
            .collect(Collectors.toUnmodifiableSet());
    return old.isEmpty()
        ? Optional.empty()
        : Optional.of(new ArchiveOrder.Roll(sequence, tick, old));
  }

  private boolean isToRoll(FeedStream stream, long sequence, long tick) {
    return stream != null
        && stream.isOpen()
        && stream.shards().stream()
            .anyMatch(shard -> options.isToRoll(shard, tick) && shard.first() < sequence);
  }

  /**
   * A stream that has begun is put on disk at once: later nothing but the log, which may go, would
   * tell of it.
   */
  private boolean isPressing(FeedFollower follower, FeedState onDisk) {
    return follower.nextStream() != onDisk.nextStream()
        || follower.memoryBytes() >= options.archiveBytes();
  }

  /**
   * When the log tells of other tables only, it is said now and then that it may go; without a
   * stream nothing has to be said.
   */
  private boolean isDue(FeedFollower follower, FeedState onDisk, long tick) {
    return follower.oldestTick() <= tick - options.archiveSeconds()
        || archivedTick <= tick - options.archiveSeconds()
            && (room.isFull() || follower.hasOpenStreams() && follower.frame() > onDisk.frame())
        || onDisk.files().stream().limit(1).anyMatch(file -> options.isOld(file.lastTick(), tick))
        || follower.streams().values().stream().anyMatch(stream -> isDue(stream, tick));
  }

  private boolean isDue(FeedStream stream, long tick) {
    boolean hasEnded = !stream.isOpen() && options.isOld(stream.endedTick(), tick);
    return hasEnded
        || stream.shards().stream()
            .anyMatch(shard -> shard.first() > stream.trimmed() && options.isParentOld(shard, tick))
        || stream.expiries().stream()
            .limit(1)
            .anyMatch(expiry -> options.isOld(expiry.tick(), tick));
  }
}
