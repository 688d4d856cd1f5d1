package io.lodestone.engine.replay;

import io.lodestone.agent.Agent;
import io.lodestone.agent.AgentHandle;
import io.lodestone.agent.AgentHost;
import io.lodestone.engine.clock.GuardedClock;
import io.lodestone.engine.flush.Flusher;
import io.lodestone.engine.manifest.ManifestEdit.Checkpoint;
import io.lodestone.engine.manifest.SealedMemtables;
import io.lodestone.engine.manifest.SealedMemtables.SealedTable;
import io.lodestone.engine.manifest.SegmentLedger;
import io.lodestone.segments.SegmentId;
import io.lodestone.segments.SegmentMetadata;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Writes sealed memtables as segments, and names them in the manifest, while the replay goes on
 * into the memtables that follow. One flush at a time. A crash leaves what it does during any other
 * flush: see {@code docs/formats/manifest.md}.
 */
final class SealedFlush implements Agent {
  private final Flusher flusher;
  private final SegmentLedger ledger;
  private final AtomicReference<Task> next = new AtomicReference<>();
  private AgentHandle handle;

  private record Task(
      SealedMemtables sealed,
      long nowNanos,
      long confirmedMillis,
      CompletableFuture<List<SegmentMetadata>> named) {}

  SealedFlush(Flusher flusher, SegmentLedger ledger) {
    this.flusher = flusher;
    this.ledger = ledger;
  }

  /** Begins to wait for work. Before the first {@link #write}. */
  AgentHandle start(AgentHost agents) {
    handle = agents.start(this);
    return handle;
  }

  @Override
  public String name() {
    return "replay-flush";
  }

  /**
   * Hands memtables over, at the time that the clock shows now. Not before an earlier flush is
   * done.
   *
   * @return completed when the manifest names the segments, with what it says of them;
   *     exceptionally, when the disk refuses, with the manifest as it was before
   */
  CompletableFuture<List<SegmentMetadata>> write(SealedMemtables sealed, GuardedClock clock) {
    Task task = new Task(sealed, clock.nanos(), clock.confirmedMillis(), new CompletableFuture<>());
    if (!next.compareAndSet(null, task)) {
      throw new IllegalStateException("a flush is still running");
    }
    handle.wake();
    return task.named();
  }

  @Override
  public long step() {
    Task task = next.get();
    if (task == null) {
      return IDLE;
    }
    List<SegmentMetadata> written;
    try {
      written = write(task);
    } catch (IOException | RuntimeException | Error e) {
      // Whoever opens the engine throws it; nobody else is to be told.
      next.set(null);
      task.named().completeExceptionally(e);
      return IDLE;
    }
    next.set(null);
    task.named().complete(written);
    return IDLE;
  }

  private List<SegmentMetadata> write(Task task) throws IOException {
    arrange(task.sealed());
    List<SegmentId> begun = new ArrayList<>();
    List<SegmentMetadata> written;
    try {
      written =
          flusher.flush(
              task.sealed(),
              task.nowNanos(),
              Math.multiplyExact(task.confirmedMillis(), 1_000_000L),
              begun::add);
    } catch (IOException e) {
      ledger.discard(begun);
      throw e;
    }
    SealedMemtables sealed = task.sealed();
    ledger.flushed(
        written, new Checkpoint(sealed.frame(), sealed.catalog(), task.confirmedMillis()));
    return written;
  }

  /** Nobody reads while the log is replayed, and a replay looks nothing up. */
  private static void arrange(SealedMemtables sealed) {
    for (SealedTable table : sealed.tables()) {
      if (table.table().recovery().isEmpty()) {
        table.memtables().forEach(memtable -> memtable.view().arrange());
      }
    }
  }
}
