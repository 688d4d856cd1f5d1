package io.lodestone.engine.feed;

import io.lodestone.engine.clock.Ticks;
import io.lodestone.engine.disk.FeedRoom;
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
   * Makes an order durable.
   *
   * @return what is on disk then
   */
  FeedState carryOut(ArchiveOrder order) throws IOException {
    switch (order) {
      case ArchiveOrder.Archive(FeedCut cut) -> archive(cut);
      case ArchiveOrder.Roll roll -> roll(roll);
    }
    return store.state();
  }

  /** Deletes the files that no reader is shown any more. */
  void deleteReplaced() {
    store.deleteReplaced();
  }

  private void archive(FeedCut cut) throws IOException {
    Map<Long, FeedStream> streams = new LinkedHashMap<>(cut.streams());
    List<FeedFileEntry> present = new ArrayList<>(store.state().files());
    if (cut.changes().values().stream().anyMatch(blocks -> !blocks.isEmpty())) {
      present.add(write(cut, streams, nextFile++));
    }
    List<FeedFileEntry> files = new ArrayList<>(present);
    boolean full = letGo(files, streams, cut.tick());
    List<FeedStream> kept =
        streams.values().stream()
            .filter(stream -> stream.isOpen() || !options.isOld(stream.endedTick(), cut.tick()))
            .toList();
    store.commit(new FeedState(cut.frame(), cut.nextStream(), nextFile, kept, files), present);
    room.setFull(full);
  }

  /** Shards end while nothing else changes: readers wait for it. */
  private void roll(ArchiveOrder.Roll roll) throws IOException {
    FeedState before = store.state();
    List<FeedStream> rolled =
        before.streams().stream()
            .map(stream -> roll.streams().contains(stream.id()) ? rolled(stream, roll) : stream)
            .toList();
    store.commit(
        new FeedState(before.frame(), before.nextStream(), nextFile, rolled, before.files()),
        before.files());
  }

  private FeedStream rolled(FeedStream stream, ArchiveOrder.Roll roll) {
    return stream.rolledAt(
        roll.sequence(), shard -> options.isToRoll(shard, roll.tick()), roll.tick());
  }

  /**
   * Removes what is too old, and, if that is wanted, what is too much: files and expiries in the
   * order of their sequence numbers. Streams are trimmed up to there.
   *
   * @return whether what is left takes more room than it may
   */
  private boolean letGo(List<FeedFileEntry> files, Map<Long, FeedStream> streams, long tick) {
    while (!files.isEmpty() && options.isOld(files.getFirst().lastTick(), tick)) {
      trim(streams, files.removeFirst());
    }
    streams.replaceAll((_, stream) -> young(stream, tick));
    boolean isTooMuch = bytes(files, streams, tick) > options.bytesMax();
    while (isTooMuch
        && options.onFull() == FeedOptions.OnFull.TRIM
        && letOldestGo(files, streams)) {
      isTooMuch = bytes(files, streams, tick) > options.bytesMax();
    }
    return isTooMuch && options.onFull() == FeedOptions.OnFull.THROTTLE;
  }

  /**
   * Without expiries that have been told for their time, and without what precedes a child that
   * old: where nothing is written no file goes, and shards would gather.
   */
  private FeedStream young(FeedStream stream, long tick) {
    FeedStream young = stream;
    for (FeedExpiry expiry : stream.expiries()) {
      young = options.isOld(expiry.tick(), tick) ? young.trimmedTo(expiry.sequence() + 1) : young;
    }
    for (FeedShard shard : stream.shards()) {
      young = options.isParentOld(shard, tick) ? young.trimmedTo(shard.first()) : young;
    }
    return young;
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

  private FeedFileEntry write(FeedCut cut, Map<Long, FeedStream> streams, long number)
      throws IOException {
    FeedFileEntry entry;
    try (FeedFileWriter writer = new FeedFileWriter(store.directory(), number, store.keys())) {
      for (Map.Entry<Long, List<ChangeBlock>> tail : cut.changes().entrySet()) {
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
