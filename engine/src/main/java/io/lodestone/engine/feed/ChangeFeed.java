package io.lodestone.engine.feed;

import io.lodestone.model.CorruptionException;
import io.lodestone.model.ResourceException;
import io.lodestone.storage.CorruptFileException;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The change feed of an engine, for readers: every accepted change of the tables that have a
 * stream, in the order of commit, for a day. Safe for several threads.
 */
public final class ChangeFeed {
  private final BlockCache cache = new BlockCache();
  private final ExpiryBlocks expired;
  private volatile FeedView view = FeedView.EMPTY;

  ChangeFeed(ExpiredPoints points) {
    this.expired = new ExpiryBlocks(points, cache);
  }

  void show(FeedView newView) {
    view = newView;
  }

  boolean hasStreams() {
    return !view.streams().isEmpty();
  }

  /** All streams that can be read, oldest first. */
  public List<FeedStream> streams() {
    return view.streams().values().stream()
        .sorted(Comparator.comparingLong(FeedStream::id))
        .toList();
  }

  /** The stream of a number; empty when there is none, or not any more. */
  public Optional<FeedStream> stream(long id) {
    return view.stream(id);
  }

  /** The sequence number that follows all changes that can be read now. */
  public long end(FeedShard shard) {
    return Math.min(view.end(), shard.end());
  }

  /**
   * Reads changes of a shard. Costs the same whether a reader is near the head or a day behind.
   *
   * @param from below the shard's first it counts as that
   * @param changesMax how many at most, at least 1
   * @return empty when stream or shard do not exist, or not any more
   * @throws CorruptionException when a file of the feed, or one that expired points lie in, is
   *     damaged
   * @throws ResourceException when the disk refuses to be read
   */
  public Optional<ShardRead> read(long streamId, int shard, FeedPosition from, int changesMax) {
    while (true) {
      FeedView seen = view;
      Optional<FeedStream> stream = seen.stream(streamId);
      Optional<FeedShard> found = stream.flatMap(s -> s.shard(shard));
      if (found.isEmpty()) {
        return Optional.empty();
      }
      try {
        Optional<ShardRead> read =
            seen.read(stream.get(), found.get(), from, Math.max(1, changesMax), cache, expired);
        if (read.isPresent()) {
          return read;
        }
        requireYounger(seen, stream.get());
      } catch (CorruptFileException e) {
        throw new CorruptionException("A file of the change feed is damaged: " + e.getMessage(), e);
      } catch (IOException e) {
        if (view.files().equals(seen.files())) {
          throw new ResourceException(
              "The disk refuses to be read; try again. " + e.getMessage(), e);
        }
        // A file may have been let go under this reader: what is kept now says so.
      }
    }
  }

  /** A lease ends after readers were shown what is kept without it. */
  private void requireYounger(FeedView seen, FeedStream stream) {
    if (view == seen) {
      throw new IllegalStateException(
          "the expired points that stream " + stream.id() + " tells of are not held");
    }
  }

  /** Disk that changes take, in bytes. */
  public long bytes() {
    return view.files().stream().mapToLong(file -> file.entry().bytes()).sum();
  }
}
