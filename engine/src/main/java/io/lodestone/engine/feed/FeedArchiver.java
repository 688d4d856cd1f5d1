package io.lodestone.engine.feed;

import io.lodestone.engine.clock.Ticks;
import io.lodestone.engine.disk.FeedRoom;
import io.lodestone.model.SequenceNumber;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Puts changes that were followed into a file, and lets go of those that have been kept long
 * enough. Shards are rolled here, so that no reader sees a child before it is on disk. One owner.
 */
final class FeedArchiver {
  private final FeedStore store;
  private final FeedOptions options;
  private final ExpiredPoints expired;
  private final FeedRoom room;

  /**
   * The number of the next file. One whose commit failed is not used again: the state on disk may
   * name it all the same.
   */
  private long nextFile;

  private long archivedTick;

  /** The second in which was looked last whether something has become old enough. */
  private long checkedTick = -1;

  /**
   * @param expired tells what the expired points take that are held
   * @param room told whether there is any
   */
  FeedArchiver(FeedStore store, FeedOptions options, ExpiredPoints expired, FeedRoom room) {
    this.store = store;
    this.options = options;
    this.expired = expired;
    this.room = room;
    this.nextFile = store.state().nextFile();
  }

  /**
   * Whether changes are to go to a file, or anything is to go, or a shard to end. A stream that has
   * begun is put on disk at once: later nothing but the log, which may go, would tell of it. When
   * the log tells of other tables only, it is said now and then that it may go; without a stream
   * nothing has to be said.
   */
  boolean isDue(FeedFollower follower, long tick) {
    if (follower.nextStream() != store.state().nextStream()
        || follower.memoryBytes() >= options.archiveBytes()) {
      return true;
    }
    if (tick == checkedTick) {
      return false;
    }
    checkedTick = tick;
    return follower.oldestTick() <= tick - options.archiveSeconds()
        || archivedTick <= tick - options.archiveSeconds()
            && (room.isFull()
                || follower.hasOpenStreams() && follower.frame() > store.state().frame())
        || store.state().files().stream().limit(1).anyMatch(file -> isOld(file.lastTick(), tick))
        || follower.streams().values().stream().anyMatch(stream -> isDue(stream, tick));
  }

  private boolean isDue(FeedStream stream, long tick) {
    boolean hasEnded = !stream.isOpen() && isOld(stream.endedTick(), tick);
    return hasEnded
        || stream.expiries().stream().limit(1).anyMatch(expiry -> isOld(expiry.tick(), tick))
        || stream.shards().stream()
            .anyMatch(
                shard -> shard.isOpen() && shard.openedTick() <= tick - options.rollSeconds());
  }

  private boolean isOld(long lastTick, long tick) {
    return lastTick <= tick - options.keepSeconds();
  }

  /**
   * Makes everything that was followed durable.
   *
   * @param tick the present second
   * @return the streams as they are in force now
   */
  List<FeedStream> archive(FeedFollower follower, long tick) throws IOException {
    Map<Long, FeedStream> streams = new LinkedHashMap<>(follower.streams());
    List<FeedFileEntry> files = new ArrayList<>(store.state().files());
    if (follower.memoryBytes() > 0) {
      files.add(write(follower, streams, nextFile++));
    }
    boolean full = letGo(files, streams, tick);
    long boundary = SequenceNumber.of(follower.frame() + 1, 0).packed();
    List<FeedStream> kept = new ArrayList<>();
    for (FeedStream stream : streams.values()) {
      if (stream.isOpen()) {
        long openedBefore = tick - options.rollSeconds() + 1;
        kept.add(stream.rolledAt(boundary, openedBefore, options.rollBytes(), tick));
      } else if (!isOld(stream.endedTick(), tick)) {
        kept.add(stream);
      }
    }
    store.commit(new FeedState(follower.frame(), follower.nextStream(), nextFile, kept, files));
    archivedTick = tick;
    room.setFull(full);
    return kept;
  }

  /**
   * Removes what is too old, and, if that is wanted, what is too much: files and expiries in the
   * order of their sequence numbers. Streams are trimmed up to there.
   *
   * @return whether what is left takes more room than it may
   */
  private boolean letGo(List<FeedFileEntry> files, Map<Long, FeedStream> streams, long tick) {
    while (!files.isEmpty() && isOld(files.getFirst().lastTick(), tick)) {
      trim(streams, files.removeFirst());
    }
    streams.replaceAll(
        (_, stream) -> {
          FeedStream young = stream;
          for (FeedExpiry expiry : stream.expiries()) {
            young = isOld(expiry.tick(), tick) ? young.trimmedTo(expiry.sequence() + 1) : young;
          }
          return young;
        });
    boolean isTooMuch = bytes(files, streams, tick) > options.bytesMax();
    while (isTooMuch
        && options.onFull() == FeedOptions.OnFull.TRIM
        && letOldestGo(files, streams)) {
      isTooMuch = bytes(files, streams, tick) > options.bytesMax();
    }
    return isTooMuch && options.onFull() == FeedOptions.OnFull.THROTTLE;
  }

  /** Removes the oldest file or expiry; false when there is neither. */
  private static boolean letOldestGo(List<FeedFileEntry> files, Map<Long, FeedStream> streams) {
    Optional<FeedStream> oldest =
        streams.values().stream()
            .filter(stream -> !stream.expiries().isEmpty())
            .min(Comparator.comparingLong(stream -> stream.expiries().getFirst().sequence()));
    long sequence =
        oldest.map(stream -> stream.expiries().getFirst().sequence()).orElse(Long.MAX_VALUE);
    if (!files.isEmpty() && files.getFirst().lastSequence() < sequence) {
      trim(streams, files.removeFirst());
      return true;
    }
    oldest.ifPresent(stream -> streams.put(stream.id(), stream.trimmedTo(sequence + 1)));
    return oldest.isPresent();
  }

  private static void trim(Map<Long, FeedStream> streams, FeedFileEntry gone) {
    streams.replaceAll((_, stream) -> stream.trimmedTo(gone.lastSequence() + 1));
  }

  /** Disk that these files take, and the expired points that are held for these streams. */
  private long bytes(List<FeedFileEntry> files, Map<Long, FeedStream> streams, long tick) {
    long bytes = files.stream().mapToLong(FeedFileEntry::bytes).sum();
    Map<Long, Long> heldFrom = new HashMap<>();
    for (FeedStream stream : streams.values()) {
      if (!stream.expiries().isEmpty()) {
        heldFrom.merge(stream.tableId(), stream.heldFromNanos(), Math::min);
      }
    }
    for (Map.Entry<Long, Long> held : heldFrom.entrySet()) {
      bytes += expired.bytes(held.getKey(), held.getValue(), Ticks.nanos(tick));
    }
    return bytes;
  }

  private FeedFileEntry write(FeedFollower follower, Map<Long, FeedStream> streams, long number)
      throws IOException {
    FeedFileEntry entry;
    try (FeedFileWriter writer = new FeedFileWriter(store.directory(), number, store.keys())) {
      for (Map.Entry<Long, List<ChangeBlock>> tail : follower.tail().entrySet()) {
        FeedStream stream = streams.get(tail.getKey());
        if (stream != null) {
          ShardSplitter.write(writer, stream, tail.getValue());
          streams.put(stream.id(), stream.grownBy(writer.bytesByShard(stream.id())));
        }
      }
      entry = writer.finish();
    } catch (IOException refused) {
      store.discard(number, refused);
      throw refused;
    }
    store.directory().sync();
    return entry;
  }
}
