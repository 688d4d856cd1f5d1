package io.lodestone.engine.commit;

import io.lodestone.agent.Agent;
import io.lodestone.agent.AgentHandle;
import io.lodestone.agent.AgentHost;
import io.lodestone.engine.crypt.DatabaseKeys;
import io.lodestone.engine.disk.DiskWatch;
import io.lodestone.engine.disk.FeedRoom;
import io.lodestone.engine.manifest.SealedMemtables;
import io.lodestone.engine.manifest.TableView;
import io.lodestone.model.ColumnBuffer;
import io.lodestone.model.InvalidRequestException;
import io.lodestone.model.LodestoneException;
import io.lodestone.model.PointBatch;
import io.lodestone.model.ResourceException;
import io.lodestone.model.TableRef;
import io.lodestone.model.ValueType;
import io.lodestone.segments.Segment;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The way to the committer: bounded, in order of arrival, open to every thread. Points that a
 * segment might hold already are looked up here, on the asking thread, so that the committer need
 * not.
 */
public final class CommitQueue {
  private final CommittedState state;
  private final CommitOptions options;
  private final long memoryBytesMax;
  private final int overlapMax;
  private final DiskWatch disk;
  private final FeedRoom feedRoom;
  private final DatabaseKeys keys;
  private final ConcurrentLinkedQueue<Command> commands = new ConcurrentLinkedQueue<>();
  private final ConcurrentLinkedQueue<Command.Write> sentBack = new ConcurrentLinkedQueue<>();
  private final AtomicInteger writes = new AtomicInteger();
  private final AtomicLong bytes = new AtomicLong();
  private volatile AgentHandle committer;
  private volatile AgentHandle repeater;
  private volatile boolean closed;

  /** Writes that were sent back and have not come again yet. */
  private final AtomicInteger repeating = new AtomicInteger();

  /** How many writes were ever sent back. */
  private final AtomicLong sentBackEver = new AtomicLong();

  /** Why nothing is decided any more; null while the committer runs. */
  private volatile ResourceException ended;

  /**
   * @param memoryBytesMax heap of points in memory beyond which writes are told to come again
   * @param overlapMax segments of a table over one moment beyond which writes into it are told so
   * @param disk says whether there is room for more
   * @param feedRoom says whether there is room for more changes of streams
   * @param keys refuse what is written to a locked database
   */
  public CommitQueue(
      CommittedState state,
      CommitOptions options,
      long memoryBytesMax,
      int overlapMax,
      DiskWatch disk,
      FeedRoom feedRoom,
      DatabaseKeys keys) {
    this.state = state;
    this.options = options;
    this.memoryBytesMax = memoryBytesMax;
    this.overlapMax = overlapMax;
    this.disk = disk;
    this.feedRoom = feedRoom;
    this.keys = keys;
  }

  /** Starts the agent that repeats look-ups which a flush has overtaken. */
  public AgentHandle startRepeater(AgentHost agents) {
    repeater = agents.start(new Repeater());
    return repeater;
  }

  void attach(AgentHandle committerHandle) {
    committer = committerHandle;
  }

  /**
   * Asks for points to be written.
   *
   * @return completed on the committer's thread once everything the result tells is durable; failed
   *     with a {@link LodestoneException} when nothing was stored
   */
  public CompletableFuture<WriteResult> write(TableRef ref, PointBatch batch) {
    return write(ref, batch, new SeriesHandles());
  }

  /**
   * {@link #write(TableRef, PointBatch)} of a batch whose series list is used for further ones.
   *
   * @param handles always the same for that list, and for no other
   */
  public CompletableFuture<WriteResult> write(
      TableRef ref, PointBatch batch, SeriesHandles handles) {
    CompletableFuture<WriteResult> future = new CompletableFuture<>();
    if (batch.size() == 0) {
      future.complete(new WriteResult(0, 0, List.of()));
      return future;
    }
    long estimate = estimatedBytes(batch);
    try {
      if (estimate > options.batchBytesMax()) {
        throw new InvalidRequestException(
            "A batch may take at most "
                + options.batchBytesMax()
                + " bytes in the log, this one may take "
                + estimate
                + "; split it");
      }
      TableState table = state.require(ref);
      keys.requireUnlocked(table.view().table().databaseId());
      if (table.overlap() > overlapMax) {
        throw new ResourceException(
            "More than "
                + overlapMax
                + " segments of the table "
                + ref
                + " overlap and are being merged; try again shortly.");
      }
      if (table.view().table().stream().isPresent()) {
        feedRoom.require();
      }
      admit(estimate);
      try {
        submit(new Command.Write(table, batch, handles, estimate, lookUp(table, batch), future));
      } catch (RuntimeException e) {
        leave(estimate);
        throw e;
      }
    } catch (LodestoneException refused) {
      future.completeExceptionally(refused);
    }
    return future;
  }

  /** Asks for a change of the catalog. */
  public <T> CompletableFuture<T> change(CatalogChange<T> change) {
    CompletableFuture<T> future = new CompletableFuture<>();
    submit(new Command.Change<>(change, future));
    return future;
  }

  /** Completed when everything asked for before it has been answered and is durable. */
  public CompletableFuture<Void> barrier() {
    return change((_, _) -> new CatalogChange.Decision<>(List.of(), null));
  }

  /**
   * Asks for all memtables to be closed at the next frame boundary.
   *
   * @param carry which of them are carried forward instead
   * @return completed when the frames that carry points are durable
   */
  public CompletableFuture<SealedMemtables> seal(CarryOptions carry) {
    CompletableFuture<SealedMemtables> future = new CompletableFuture<>();
    submit(new Command.Seal(carry, future));
    return future;
  }

  /**
   * Lets segments take the place of the memtables they were written from.
   *
   * @param segments per table number, youngest first; the tables take the references over
   * @return completed when readers see it. Segments whose table is gone meanwhile go where those of
   *     dropped tables go
   */
  public CompletableFuture<Void> publish(
      SealedMemtables sealed, Map<Long, List<Segment>> segments) {
    CompletableFuture<Void> future = new CompletableFuture<>();
    submit(new Command.Publish(sealed, Map.copyOf(segments), future));
    return future;
  }

  /**
   * Lets segments take the place of others of a table, all at once, after the manifest has been
   * edited so. Look-ups made before stay valid: no visible point may change by it.
   *
   * @param removed segments that the table had when the manifest was edited
   * @param added the table takes the references over
   * @return completed when readers see it. The removed segments, or the added ones if the table is
   *     gone meanwhile, go where those of dropped tables go
   */
  public CompletableFuture<Void> replace(long tableId, List<Segment> removed, List<Segment> added) {
    CompletableFuture<Void> future = new CompletableFuture<>();
    submit(new Command.Replace(tableId, List.copyOf(removed), List.copyOf(added), future));
    return future;
  }

  /** Refuses what comes from now on. What waits is still decided. */
  public void refuseNewWrites() {
    closed = true;
  }

  /**
   * Waits until everything that was asked for before is decided and durable, writes included that
   * had to be looked up again. Not from an agent.
   */
  public void drain(AgentHost agents) {
    boolean quiet;
    long sentBackBefore;
    do {
      // Without repetitions before the barrier, and none sent back before it, nothing is left over.
      sentBackBefore = sentBackEver.get();
      quiet = repeating.get() == 0;
      agents.await(barrier());
    } while (!quiet || sentBackEver.get() != sentBackBefore);
  }

  /**
   * Nobody decides any more: what waits, and what comes from now on, is told so. Any thread, more
   * than once is harmless.
   */
  void end(ResourceException cause) {
    ended = cause;
    failAll(cause);
  }

  private void failAll(ResourceException cause) {
    for (Command command = poll(); command != null; command = poll()) {
      command.fail(cause);
    }
    for (Command.Write write = sentBack.poll(); write != null; write = sentBack.poll()) {
      repeating.decrementAndGet();
      write.fail(cause);
    }
  }

  /** Whether {@link #poll} would give nothing. */
  boolean isEmpty() {
    return commands.isEmpty();
  }

  Command poll() {
    Command command = commands.poll();
    if (command instanceof Command.Write write) {
      leave(write.estimatedBytes());
    }
    return command;
  }

  /** Returns a write whose look-up a flush has overtaken; it will come again with a new one. */
  void sendBack(Command.Write write) {
    sentBackEver.incrementAndGet();
    repeating.incrementAndGet();
    sentBack.add(write);
    repeater.wake();
  }

  private void submit(Command command) {
    commands.add(command);
    ResourceException cause = ended;
    if (cause == null) {
      committer.wake();
    } else {
      // Whoever ended the queue may have emptied it before this command was in it.
      failAll(cause);
    }
  }

  private void admit(long estimate) {
    if (closed) {
      throw new ResourceException("The engine is closing.");
    }
    disk.requireRoom();
    if (state.memoryBytes() > memoryBytesMax) {
      throw new ResourceException(
          "Points in memory take more than "
              + memoryBytesMax
              + " bytes and a flush is under way; try again shortly.");
    }
    boolean tooMany = writes.incrementAndGet() > options.queueRequestsMax();
    boolean tooLarge = bytes.addAndGet(estimate) > options.queueBytesMax();
    if (tooMany || tooLarge) {
      leave(estimate);
      throw new ResourceException("Too many writes are waiting; try again shortly.");
    }
  }

  private void leave(long estimate) {
    writes.decrementAndGet();
    bytes.addAndGet(-estimate);
  }

  /** An upper bound of what a batch takes in the log; its columns may be defined there as well. */
  private static long estimatedBytes(PointBatch batch) {
    long bytes = 64L + keyBytes(batch) + 24L * batch.size();
    for (ColumnBuffer column : batch.columns()) {
      bytes += 64L + 6L * column.name().length() + 9L * batch.size();
      if (column.type() == ValueType.VARCHAR) {
        bytes += column.varcharOffsets()[column.size()];
      }
    }
    return bytes;
  }

  /**
   * An upper bound of what the definitions of a batch's series take: all of its list if that is
   * about as long as the batch, else those that the points name, repeatedly if they do.
   */
  private static long keyBytes(PointBatch batch) {
    int listed = batch.seriesCount();
    long all = batch.keyEnd(listed - 1) + 8L * listed;
    if (listed <= batch.size()) {
      return all;
    }
    long named = 0;
    int[] series = batch.series();
    for (int i = 0; i < batch.size(); i++) {
      named += 8L + batch.keyEnd(series[i]) - batch.keyStart(series[i]);
    }
    return Math.min(all, named);
  }

  private SegmentLookup lookUp(TableState table, PointBatch batch) {
    while (true) {
      TableView view = table.view();
      if (!SegmentLookup.isNeeded(batch, view.segmentsMaxTimeNanos())) {
        return null;
      }
      if (view.tryRetain()) {
        try {
          return SegmentLookup.in(view, batch);
        } finally {
          view.release();
        }
      }
      if (table.isDropped()) {
        return null;
      }
      ResourceException cause = ended;
      if (cause != null) {
        throw cause;
      }
    }
  }

  private final class Repeater implements Agent {
    @Override
    public String name() {
      return "lookup-repeater";
    }

    @Override
    public long step() {
      Command.Write write = sentBack.poll();
      if (write == null) {
        return IDLE;
      }
      writes.incrementAndGet();
      bytes.addAndGet(write.estimatedBytes());
      try {
        submit(
            new Command.Write(
                write.table(),
                write.batch(),
                write.handles(),
                write.estimatedBytes(),
                lookUp(write.table(), write.batch()),
                write.future()));
      } catch (LodestoneException refused) {
        leave(write.estimatedBytes());
        write.future().completeExceptionally(refused);
      } finally {
        repeating.decrementAndGet();
      }
      return MORE;
    }
  }
}
