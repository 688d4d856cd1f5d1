package io.lodestone.engine.feed;

import io.lodestone.model.CorruptionException;
import io.lodestone.model.NotFoundException;
import io.lodestone.model.ResourceException;
import io.lodestone.model.SequenceNumber;
import io.lodestone.model.TableRef;
import io.lodestone.storage.CorruptFileException;
import java.io.IOException;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;

/**
 * The change feed of an engine, for readers: every accepted change of the tables that have a
 * stream, in the order of commit, for a day. Safe for several threads.
 */
public final class ChangeFeed {
  private final BlockCache cache = new BlockCache();
  private final ExpiredPoints points;
  private final ExpiryBlocks expired;
  private final LongSupplier durableFrame;

  /** Those who wait for another view; null when nobody does. */
  private final AtomicReference<CompletableFuture<Void>> changed = new AtomicReference<>();

  private volatile FeedView view = FeedView.EMPTY;

  /** Whether somebody has read, or waited, since the feed's agent last looked. */
  private volatile boolean asked;

  /**
   * @param points reads what expiries let go
   * @param durableFrame the last frame that readers of tables see
   */
  ChangeFeed(ExpiredPoints points, LongSupplier durableFrame) {
    this.durableFrame = durableFrame;
    this.points = points;
    this.expired = new ExpiryBlocks(points, cache);
  }

  void show(FeedView newView) {
    view = newView;
    CompletableFuture<Void> waiting = changed.getAndSet(null);
    if (waiting != null) {
      waiting.complete(null);
    }
  }

  /** Completed, on the feed's own thread, when readers are shown something else. */
  CompletableFuture<Void> changed() {
    noteAsked();
    return changed.updateAndGet(waiting -> waiting != null ? waiting : new CompletableFuture<>());
  }

  private void noteAsked() {
    if (!asked) {
      asked = true;
    }
  }

  /** Whether anybody has asked for changes since this was called last. */
  boolean wasAsked() {
    boolean was = asked;
    if (was) {
      asked = false;
    }
    return was;
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

  /**
   * The stream of a table that was switched on at a moment, whatever its number is now; empty when
   * there is none, or not any more.
   */
  public Optional<FeedStream> stream(long tableId, Instant since) {
    return view.streams().values().stream()
        .filter(stream -> stream.tableId() == tableId && stream.since().equals(since))
        .findFirst();
  }

  /** The open stream of a table; empty when it has none. */
  public Optional<FeedStream> streamOf(TableRef table) {
    return view.streams().values().stream()
        .filter(stream -> stream.isOpen() && stream.table().equals(table))
        .findFirst();
  }

  /**
   * Reads a stream, all its shards as one.
   *
   * @param from where a cursor was before; {@link #oldest}, or {@link #head()}
   * @throws NotFoundException when there is no such stream, or not any more
   */
  public ChangeCursor cursor(long streamId, FeedPosition from) {
    FeedStream stream =
        stream(streamId)
            .orElseThrow(
                () -> new NotFoundException("The stream " + streamId + " is not kept any more."));
    return new ChangeCursor(this, stream, from);
  }

  /** In front of the oldest change of a stream that is kept. */
  public FeedPosition oldest(FeedStream stream) {
    return FeedPosition.at(stream.trimmed());
  }

  /** Behind all changes that were acknowledged, and in front of all that will be. */
  public FeedPosition head() {
    return FeedPosition.at(SequenceNumber.of(durableFrame.getAsLong() + 1, 0).packed());
  }

  /** The sequence number that follows all changes that can be read now. */
  public long end(FeedShard shard) {
    return Math.min(view.end(), shard.end());
  }

  /** The sequence number that follows all changes of all shards that can be read now. */
  long end() {
    return view.end();
  }

  /**
   * Reads changes of a shard. Costs the same whether a reader is near the head or a day behind.
   *
   * @param from below the shard's first it counts as that
   * @param changesMax how many at most, at least 1
   * @return empty when there is no such stream, or not any more, or it never had such a shard; of a
   *     shard that is not kept any more everything is trimmed
   * @throws CorruptionException when a file of the feed, or one that expired points lie in, is
   *     damaged
   * @throws ResourceException when the disk refuses to be read
   */
  public Optional<ShardRead> read(long streamId, int shard, FeedPosition from, int changesMax) {
    noteAsked();
    while (true) {
      FeedView seen = view;
      Optional<FeedStream> stream = seen.stream(streamId);
      Optional<FeedShard> found = stream.flatMap(s -> s.shard(shard));
      if (found.isEmpty()) {
        return stream.filter(kept -> kept.hasHad(shard)).map(ChangeFeed::trimmed);
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

  private static ShardRead trimmed(FeedStream stream) {
    return new ShardRead.Trimmed(FeedPosition.at(stream.trimmed()));
  }

  /** A lease ends after readers were shown what is kept without it. */
  private void requireYounger(FeedView seen, FeedStream stream) {
    if (view.equals(seen)) {
      throw new IllegalStateException(
          "the expired points that stream " + stream.id() + " tells of are not held");
    }
  }

  /**
   * What each stream keeps, oldest stream first.
   *
   * @param nowNanos the present, by the engine's clock
   */
  public List<StreamFigures> figures(long nowNanos) {
    FeedView seen = view;
    return seen.streams().values().stream()
        .sorted(Comparator.comparingLong(FeedStream::id))
        .map(stream -> figures(seen, stream, nowNanos))
        .toList();
  }

  private StreamFigures figures(FeedView seen, FeedStream stream, long nowNanos) {
    long bytes = 0;
    long oldest = Long.MAX_VALUE;
    for (FeedFile file : seen.files()) {
      long ofStream =
          file.entry().lastSequence() < stream.trimmed() ? 0 : file.entry().bytesOf(stream.id());
      bytes += ofStream;
      oldest = ofStream > 0 ? Math.min(oldest, file.entry().firstTick()) : oldest;
    }
    for (ChangeBlock block : seen.tail().getOrDefault(stream.id(), List.of())) {
      oldest = Math.min(oldest, block.ticks()[0]);
    }
    long held = 0;
    if (!stream.expiries().isEmpty()) {
      oldest = Math.min(oldest, stream.expiries().getFirst().tick());
      held = points.bytes(stream.tableId(), stream.heldFromNanos(), nowNanos);
    }
    return new StreamFigures(
        stream.id(),
        stream.table(),
        stream.isOpen(),
        bytes,
        held,
        oldest == Long.MAX_VALUE ? OptionalLong.empty() : OptionalLong.of(oldest));
  }

  /** Disk that changes take in files of the feed, in bytes. */
  public long bytes() {
    return view.files().stream().mapToLong(file -> file.entry().bytes()).sum();
  }
}
