package io.lodestone.engine.feed;

import io.lodestone.model.SequenceNumber;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Puts changes that were followed into a file, and lets go of those that have been kept long
 * enough. Shards are rolled here, so that no reader sees a child before it is on disk. One owner.
 */
final class FeedArchiver {
  /** So many changes make a block: what a reader who wants one change has to decode. */
  private static final int BLOCK_CHANGES_MAX = 4_096;

  private final FeedStore store;
  private final FeedOptions options;

  /**
   * The number of the next file. One whose commit failed is not used again: the state on disk may
   * name it all the same.
   */
  private long nextFile;

  FeedArchiver(FeedStore store, FeedOptions options) {
    this.store = store;
    this.options = options;
    this.nextFile = store.state().nextFile();
  }

  /**
   * Whether changes are to go to a file, or anything is to go, or a shard to end. A stream that has
   * begun is put on disk at once: later nothing but the log, which may go, would tell of it.
   */
  boolean isDue(FeedFollower follower, long tick) {
    return follower.nextStream() != store.state().nextStream()
        || follower.memoryBytes() >= options.archiveBytes()
        || follower.oldestTick() <= tick - options.archiveSeconds()
        || store.state().files().stream().limit(1).anyMatch(file -> isOld(file.lastTick(), tick))
        || follower.streams().values().stream().anyMatch(stream -> isDue(stream, tick));
  }

  private boolean isDue(FeedStream stream, long tick) {
    return stream.isOpen()
        ? stream.shards().stream()
            .anyMatch(shard -> shard.isOpen() && shard.openedTick() <= tick - options.rollSeconds())
        : isOld(stream.endedTick(), tick);
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
    FeedState before = store.state();
    List<FeedFileEntry> files = new ArrayList<>(before.files());
    if (follower.oldestTick() != Long.MAX_VALUE) {
      files.add(write(follower, nextFile++));
    }
    long trimmed = letGo(files, tick);
    long boundary = SequenceNumber.of(follower.frame() + 1, 0).packed();
    List<FeedStream> streams = new ArrayList<>();
    for (FeedStream stream : follower.streams().values()) {
      FeedStream kept = stream.trimmedTo(trimmed);
      if (kept.isOpen()) {
        streams.add(kept.rolledAt(boundary, tick - options.rollSeconds() + 1, tick));
      } else if (!isOld(kept.endedTick(), tick)) {
        streams.add(kept);
      }
    }
    store.commit(new FeedState(follower.frame(), follower.nextStream(), nextFile, streams, files));
    return streams;
  }

  /** Removes the files that are too old or too many; says up to where changes are gone. */
  private long letGo(List<FeedFileEntry> files, long tick) {
    long bytes = files.stream().mapToLong(FeedFileEntry::bytes).sum();
    long trimmed = 0;
    while (!files.isEmpty()
        && (isOld(files.getFirst().lastTick(), tick) || bytes > options.bytesMax())) {
      FeedFileEntry gone = files.removeFirst();
      bytes -= gone.bytes();
      trimmed = gone.lastSequence() + 1;
    }
    return trimmed;
  }

  private FeedFileEntry write(FeedFollower follower, long number) throws IOException {
    FeedFileEntry entry;
    try (FeedFileWriter writer = new FeedFileWriter(store.directory(), number)) {
      for (Map.Entry<Long, List<ChangeBlock>> tail : follower.tail().entrySet()) {
        FeedStream stream = follower.streams().get(tail.getKey());
        if (stream != null) {
          write(writer, stream, tail.getValue());
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
    Map<Integer, ChangeBlockBuilder> building = new HashMap<>();
    for (ChangeBlock block : blocks) {
      for (int row = 0; row < block.size(); row++) {
        int shard = shardOf(stream, block, row);
        ChangeBlockBuilder builder = building.computeIfAbsent(shard, _ -> new ChangeBlockBuilder());
        builder.add(block, row);
        if (builder.size() == BLOCK_CHANGES_MAX) {
          writer.add(stream, shard, builder.build());
          building.remove(shard);
        }
      }
    }
    for (Map.Entry<Integer, ChangeBlockBuilder> rest : building.entrySet()) {
      writer.add(stream, rest.getKey(), rest.getValue().build());
    }
  }

  /** The shard that a change belongs to: the one of its range that held it when it was made. */
  private static int shardOf(FeedStream stream, ChangeBlock block, int row) {
    int slot = block.slot(row, stream.slots());
    long sequence = block.sequences()[row];
    for (FeedShard shard : stream.shards()) {
      if (shard.slot() == slot && sequence >= shard.first() && sequence < shard.end()) {
        return shard.number();
      }
    }
    throw new IllegalStateException("no shard of " + stream.id() + " holds change " + sequence);
  }
}
