package io.lodestone.engine.feed;

import io.lodestone.engine.clock.Ticks;
import io.lodestone.engine.disk.FeedRoom;
import io.lodestone.model.SequenceNumber;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Puts changes that were followed into a file, and lets go of those that have been kept long
 * enough. Shards are rolled here, so that no reader sees a child before it is on disk. One owner.
 */
final class FeedArchiver {
  /** So many changes make a block: what a reader who wants one change has to decode. */
  private static final int BLOCK_CHANGES_MAX = 4_096;

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
          write(writer, stream, tail.getValue());
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

  private static void write(FeedFileWriter writer, FeedStream stream, List<ChangeBlock> blocks)
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
